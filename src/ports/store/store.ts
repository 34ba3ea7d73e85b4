// What Passwright asks of a database. The port takes whole intentions: each writing method is one atomic change, and
// where rules decide what changes, they are passed in as a synchronous pure function that sees the row under its lock.
// So an adapter may run it inside a synchronous SQLite transaction or behind SELECT ... FOR UPDATE alike. An adapter may
// also call `decide` more than once (it groups commits and redoes a group alone when one of it fails): it must be pure.
// Times are milliseconds since 1970. Every method that writes returns only after the commit.
import type { AccessFacts, AccessType, Overrides } from '../../rules/passes/facts.ts';
import type { Issued } from '../../rules/passes/issue.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { CampaignStore, Issue, NewTemplateIssue, ReferenceChange, TemplateIssueChange } from './campaigns.ts';
import type { DeviceStore } from './devices.ts';
import type { MailStore, NewMail } from './mails.ts';
import type { PurgeStore } from './purge.ts';

/** An account's own logo: a kept image, and its size in pixels as displayed. */
export interface Logo {
  readonly imageHash: string;
  readonly width: number;
  readonly height: number;
}

export interface Account {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** An argon2 PHC string. */
  readonly passwordHash: string;
  /** The plan's name; a part of what clientHash is made of. */
  readonly subscription: string;
  /** When the subscription ends; null: never. */
  readonly expiresAt: number | null;
  /** The account's "additional JSON" of the guide. */
  readonly additional: JsonObject;
  readonly whitelabel: boolean;
  /** The managing account (the guide's referenceId), null for none. */
  readonly managerId: number | null;
  readonly backgroundColor: string | null;
  /** Shown, as the colour is, on the pages of a whitelabelled account. */
  readonly logo: Logo | null;
  readonly createdAt: number;
  /** Whether PassKit tokens may end in milliseconds, and later than a minute from now: some official clients' do. */
  readonly lenientTokens: boolean;
}

export type NewAccount = Omit<Account, 'id'>;
export type AccountChange = Partial<Omit<Account, 'id' | 'createdAt'>>;

/** A pass type certificate. `accountId` null: the server's development certificate, used by accounts without their own. */
export interface Certificate {
  readonly id: number;
  readonly accountId: number | null;
  readonly passTypeIdentifier: string;
  readonly teamIdentifier: string;
  /** The original DER bytes, never re-encoded. */
  readonly certificate: Uint8Array;
  /** The intermediate (WWDR) certificate's original DER bytes. */
  readonly intermediate: Uint8Array;
  /** PKCS#8 DER, encrypted with the server's key. */
  readonly encryptedKey: Uint8Array;
  readonly notAfter: number;
  readonly createdAt: number;
  /** A random token: how programs name it. */
  readonly publicId: string;
  /** What its owner calls it and says of it; null: nothing. */
  readonly name: string | null;
  readonly description: string | null;
}

/** A private key made here whose certificate is still to come from Apple. */
export interface CertificateRequest {
  readonly id: number;
  readonly accountId: number;
  /** What its owner calls it; the subject's common name. */
  readonly name: string;
  /** SubjectPublicKeyInfo DER: the certificate that answers the request has the same. */
  readonly publicKey: Uint8Array;
  /** PKCS#8 DER, encrypted with the server's key. */
  readonly encryptedKey: Uint8Array;
  readonly createdAt: number;
}

/** What keeps a certificate from being removed: the last one of a pass type that is still needed. */
export interface CertificateUse {
  /** Templates that have chosen its pass type. */
  readonly templates: readonly Template[];
  /** How many passes were made with its pass type. */
  readonly passes: number;
}

export interface Template {
  readonly id: number;
  readonly accountId: number;
  readonly hash: string;
  readonly name: string;
  readonly isPublic: boolean;
  /** The current version's number, from 1. */
  readonly version: number;
  /** The kill switch: events are logged, triggers do not run. */
  readonly triggersPaused: boolean;
  /** From the same counter as a pass's: a pass is as new as the newer of the two. */
  readonly updateTag: number;
  /** In seconds since 1970, as HTTP says it; see `Pass.lastModified`. */
  readonly lastModified: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The pass type of the owner's that new passes get; null: that of the owner's newest certificate. */
  readonly passTypeIdentifier: string | null;
}

export interface NewTemplate {
  readonly accountId: number;
  readonly hash: string;
  readonly name: string;
  readonly isPublic: boolean;
  readonly triggersPaused: boolean;
  readonly passTypeIdentifier?: string | null;
  readonly passConstructor: JsonObject;
  /** Its place in a campaign of the account's. */
  readonly issue?: NewTemplateIssue;
  readonly now: number;
}

/** What a change of a template writes; absent parts stay. A given constructor becomes a new version, older ones are kept. */
export interface TemplateChange<T> {
  readonly name?: string;
  readonly isPublic?: boolean;
  readonly triggersPaused?: boolean;
  readonly passTypeIdentifier?: string | null;
  readonly passConstructor?: JsonObject;
  /** Of a template in a campaign. */
  readonly issue?: TemplateIssueChange;
  readonly result: T;
}

export interface TemplateStats {
  readonly created: number;
  readonly installed: number;
  readonly deleted: number;
  readonly scanned: number;
  readonly registered: number;
}

export interface Pass {
  readonly id: number;
  readonly templateId: number;
  readonly serialNumber: string;
  /** The guide's hashedSerialNumber: a random token, not derivable from the serial number. */
  readonly hash: string;
  readonly authenticationToken: string;
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  /** From one counter that only grows; a new one for each change that the pass file shows. */
  readonly updateTag: number;
  /**
   * When the update tag was last given, in seconds since 1970, as HTTP says it. The later of the pass's and its template's
   * grows with every change, also with two in one second (it then runs ahead of the clock): a device that has the
   * earlier one must not be told that nothing changed.
   */
  readonly lastModified: number;
  readonly createdAt: number;
  /** When it last changed, or its device update triggers last ran. */
  readonly updatedAt: number;
  /** Given once, as Wallet knows a pass by type and serial number; null: no certificate but the development one so far. */
  readonly passTypeIdentifier: string | null;
  /** An argon2 PHC string of what its public pages ask for first; null: nothing. */
  readonly passcodeHash: string | null;
  /** When it was invalidated, for good, itself or with its template or campaign (INVALID); null: it was not. */
  readonly invalidatedAt: number | null;
}

/** A template and who owns it, as one consistent read. */
export interface TemplateSnapshot {
  readonly template: Template;
  readonly owner: Account;
  /** Null: it is in no campaign. */
  readonly issue: Issue | null;
}

/** What decides whether a pass may be made: under the lock, so that no limit is ever passed. */
export interface CreationSnapshot extends TemplateSnapshot {
  /** How many passes were made so far; null: the template is in no campaign. */
  readonly issued: Issued | null;
  /** See PassSnapshot. */
  readonly taken: ReadonlySet<string>;
}

/** A pass, its template and who owns it, as one consistent read. */
export interface PassSnapshot extends TemplateSnapshot {
  readonly pass: Pass;
  /** Barcodes that this decision wanted when it was asked before and that other passes have. */
  readonly taken?: ReadonlySet<string>;
}

/**
 * What a run came to: `fired` an action changed or called something; `skipped` every condition was false or nothing is
 * defined; `error` an action failed or a limit was reached; `stopped` psTriggerError ended it (then it is not logged).
 */
export type EventOutcome = 'fired' | 'skipped' | 'error' | 'stopped';

export interface NewEvent {
  readonly accessType: AccessType;
  readonly time: number;
  readonly outcome: EventOutcome;
  /** False for a run that psTriggerError stopped: kept for its trace, counted and listed nowhere else. */
  readonly logged: boolean;
  readonly trace: JsonValue | null;
}

export interface TrackedEvent extends NewEvent {
  readonly id: number;
}

/** What one decision writes, all in one commit. */
export interface PassChange<T> {
  /** Replaces the overrides; absent: they stay. */
  readonly overrides?: Overrides;
  /** Moves the pass to another template of its owner; with `touchedAt`, because the pass is another then. */
  readonly templateId?: number;
  /** Gives the pass a new update tag and sets updatedAt to this time. */
  readonly touchedAt?: number;
  /** Sets updatedAt alone: the triggers of a device update ran, which are not to run again soon, and changed nothing shown. */
  readonly ranAt?: number;
  /** Enqueues a push of this pass to its devices; while it has none, nothing. */
  readonly push?: boolean;
  /** Sent after the commit; see `passLinkMail` in operations/mails/pass-link-mail.ts. */
  readonly mail?: NewMail;
  /** Appended to the events; when `logged`, also counted in the pass's access facts. */
  readonly event?: NewEvent;
  /**
   * The barcode message that no other pass of the template may have, in place of the one this pass had; null: none any more. One
   * that is taken is decided about anew, as long as another one is wanted each time; else it fails with `barcode_taken`.
   */
  readonly barcode?: string | null;
  /** An argon2 PHC string, or null for no passcode. */
  readonly passcodeHash?: string | null;
  /** What a surface knows of the pass, written with it. */
  readonly reference?: ReferenceChange;
  /** When it expires now, in ms: a job makes it void on its devices then. Null: never by a date of its own. Absent: as before. */
  readonly expiresAt?: number | null;
  /** The answer to keep for the idempotency key of this call; absent: the key stays reserved (the run goes on later). */
  readonly answer?: JsonValue;
  readonly result: T;
}

/** A change that also makes the pass; `create` null makes none (and writes nothing at all). */
export interface PassCreation<T> extends PassChange<T> {
  readonly create: {
    readonly serialNumber: string;
    readonly hash: string;
    readonly authenticationToken: string;
    readonly overrides: Overrides;
    readonly createdAt: number;
  } | null;
  /** The channel that the pass is counted for, among those of its template. */
  readonly source?: string;
}

/**
 * A caller's promise that two calls with one key are the same call. Kept for 24 hours from `now`.
 * `begin`: look the key up first, reserve it if it is free. `finish`: the reservation is ours, write the answer.
 */
export interface Idempotency {
  /** Function, caller and target, so that keys of different callers never meet. */
  readonly scope: string;
  readonly key: string;
  /** Hash of the call's parameters: the same key with others is refused (`idempotency_mismatch`). */
  readonly fingerprint: string;
  readonly now: number;
  readonly phase: 'begin' | 'finish';
}

export type Outcome<T> =
  | { readonly replayed: false; readonly result: T }
  | { readonly replayed: true; readonly answer: JsonValue };

export interface StoredImage {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** `image/png`, `image/jpeg`, ... as found by reading the bytes. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** How long an idempotency key answers, and how long a reservation without an answer holds (a crashed run), in ms. */
export const IDEMPOTENCY_LIFETIME = 24 * 60 * 60 * 1000;
export const IDEMPOTENCY_RESERVATION = 2 * 60 * 1000;

/** How many traces are kept for each pass and outcome; an older event stays, its trace goes. */
export const TRACES_KEPT = 100;

export interface Store extends DeviceStore, CampaignStore, MailStore, ApiKeyStore, PurgeStore {
  /** Fails with `email_taken`, and `manager_not_found` when managerId names no account. */
  createAccount(account: NewAccount): Promise<Account>;
  /** Fails with `account_not_found`, `email_taken`. */
  changeAccount(id: number, change: AccountChange): Promise<Account>;
  accountById(id: number): Promise<Account | null>;
  /** Compared without regard to case. */
  accountByEmail(email: string): Promise<Account | null>;
  accounts(): Promise<readonly Account[]>;

  /**
   * Also forgets the request that it answers. With an account's first certificate, the account's passes so far get its pass
   * type: no phone can hold them, as none trusts the development certificate. Fails with `account_not_found`.
   */
  createCertificate(certificate: Omit<Certificate, 'id'>, requestId?: number): Promise<Certificate>;
  /**
   * What to sign with at `now`: of this account's own certificates (only those of the pass type, when one is given) the
   * newest that has not expired, else the newest. Without a pass type and certificates of its own, the newest development
   * certificate. Else null.
   */
  certificateFor(accountId: number, passTypeIdentifier: string | null, now: number): Promise<Certificate | null>;
  /** All that accounts have of their own, or one of them has, newest first. */
  certificates(accountId?: number): Promise<readonly Certificate[]>;
  /**
   * Null when it was removed. The last one of a pass type stays while a template of the account has chosen the type or a pass
   * was made with it: then what uses it. Fails with `certificate_not_found`.
   */
  removeCertificate(id: number): Promise<CertificateUse | null>;
  /** Fails with `account_not_found`. */
  createCertificateRequest(request: Omit<CertificateRequest, 'id'>): Promise<CertificateRequest>;
  /** Newest first. */
  certificateRequests(accountId: number): Promise<readonly CertificateRequest[]>;

  /** Fails with `account_not_found`; `campaign_not_found` and `name_taken` for its place in a campaign. */
  createTemplate(template: NewTemplate): Promise<Template>;
  /**
   * Fails with `template_not_found`. A new constructor becomes version + 1 with a new update tag. A new end in its campaign is like
   * that of `changeCampaign`, and so is an expirationDate of the constructor that is still to come.
   */
  changeTemplate<T>(
    hash: string,
    now: number,
    decide: (snapshot: TemplateSnapshot, passConstructor: JsonObject) => TemplateChange<T>,
  ): Promise<{ readonly template: Template; readonly result: T }>;
  /** With its passes, events and jobs; devices are told, see WithdrawnPass. Fails with `template_not_found`. */
  deleteTemplate(id: number, now: number): Promise<void>;
  templateByHash(hash: string): Promise<TemplateSnapshot | null>;
  templateById(id: number): Promise<TemplateSnapshot | null>;
  /** In the order they were made. */
  templatesOf(accountId: number): Promise<readonly Template[]>;
  /** One version's constructor; versions are never changed once written. */
  templateVersion(id: number, version: number): Promise<JsonObject | null>;
  /** Counted now, in one pass over the template's passes: each number counts passes, not events. */
  templateStats(id: number): Promise<TemplateStats>;
  countPasses(templateId: number): Promise<number>;
  /** All of a template's passes in order of creation, `count` of them from number `start` on, from 0. */
  passesOf(templateId: number, page: { readonly start: number; readonly count: number }): Promise<readonly Pass[]>;
  /** How many passes were made for each source that was named, most first. */
  passSources(templateId: number): Promise<readonly { readonly source: string; readonly created: number }[]>;
  /** The passes for which this access type was logged, in order of creation. `count` null: all. */
  passesWith(
    templateId: number,
    accessType: AccessType,
    page: { readonly start: number; readonly count: number | null },
  ): Promise<readonly Pass[]>;
  /** Logs access type 5 for the template (one row, not one a pass) and enqueues its push, in one commit. */
  pushTemplate(templateId: number, event: NewEvent): Promise<void>;

  /**
   * The new pass gets the pass type that its template has chosen, else that of the certificate that `certificateFor` finds
   * for the owner, null for the development one; in a campaign that of the campaign. A pass that is made counts as issued.
   * Fails with `template_not_found`, `user_defined_id_taken`, `barcode_taken`; `idempotency_mismatch` and `idempotency_in_progress` with a key.
   */
  createPass<T>(
    templateHash: string,
    decide: (snapshot: CreationSnapshot) => PassCreation<T>,
    idempotency?: Idempotency,
  ): Promise<Outcome<T>>;
  /**
   * Fails with `pass_not_found`, `user_defined_id_taken`; `pass_invalid` when it would write overrides or a reference of a pass
   * that was invalidated; `idempotency_mismatch` and `idempotency_in_progress` with a key. Nothing is written when `decide` throws.
   */
  changePass<T>(
    hash: string,
    decide: (snapshot: PassSnapshot) => PassChange<T>,
    idempotency?: Idempotency,
  ): Promise<Outcome<T>>;
  passByHash(hash: string): Promise<PassSnapshot | null>;
  /** With its events and jobs; devices are told, see WithdrawnPass. Fails with `pass_not_found`. */
  deletePass(hash: string, now: number): Promise<void>;
  /** The pass's events, and its template's pushes since it was made, oldest first. Runs that were stopped are among them (`logged` false). */
  tracking(passId: number): Promise<readonly TrackedEvent[]>;
  /** When the access type was last logged for the pass; null: never. */
  lastAccess(passId: number, accessType: AccessType): Promise<number | null>;

  /** Keeps the bytes under their content hash; storing the same twice is fine. */
  putImage(image: StoredImage): Promise<void>;
  image(hash: string): Promise<StoredImage | null>;
  /** The whole content hash that begins so, or null. */
  imageHash(beginning: string): Promise<string | null>;

  /** Drops idempotency keys that no longer answer. */
  forgetExpired(now: number): Promise<void>;
  /** Reads and writes once, changing nothing; fails as other calls would. `migrationsMissing`: 0 when all is well. */
  probe(): Promise<{ readonly migrationsMissing: number }>;
  close(): Promise<void>;
}
