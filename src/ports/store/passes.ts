// What Passwright asks of a database about passes. Times are milliseconds since 1970.
import type { AccessFacts, AccessType, Overrides } from '../../rules/passes/facts.ts';
import type { Issued } from '../../rules/passes/issue.ts';
import type { Fired } from '../../rules/schedules/schedule.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import type { NewEvent } from './events.ts';
import type { Idempotency } from './idempotency.ts';
import type { DueWork } from './jobs.ts';
import type { NewMail } from './mails.ts';
import type { RunMark } from './runs.ts';
import type { TemplateSnapshot } from './templates.ts';
import type { NewMessage } from './webhooks.ts';

export interface Pass {
  readonly id: number;
  readonly templateId: number;
  /** As Wallet has it: our own, or the one that an imported pass brought along. */
  readonly serialNumber: string;
  /** The guide's hashedSerialNumber: a random token, not derivable from the serial number. */
  readonly hash: string;
  readonly authenticationToken: string;
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  /**
   * From one counter that only grows; the pass gets a new tag for each change that its file shows.
   */
  readonly updateTag: number;
  /**
   * When the update tag was last set, in seconds since 1970, as in HTTP. The later of the pass's
   * and its template's grows with every change, even with two in one second (it then runs ahead of
   * the clock): a device that has the earlier file must not get a 304.
   */
  readonly lastModified: number;
  readonly createdAt: number;
  /** When the pass last changed, or its device update triggers last ran. */
  readonly updatedAt: number;
  /**
   * Never changes once set, because Wallet identifies a pass by type and serial number; null: the
   * account had no certificate but the development one so far.
   */
  readonly passTypeIdentifier: string | null;
  /** The webServiceURL that an imported pass keeps; null: this server's own. */
  readonly webServiceURL: string | null;
  /** An argon2 PHC string of the passcode that its public pages ask for; null: no passcode. */
  readonly passcodeHash: string | null;
  /** When the pass, its template or its campaign became INVALID, which is final; null: valid. */
  readonly invalidatedAt: number | null;
  /** The owner made it to try the template out: it counts nowhere else, and is deleted with the others. */
  readonly isTest: boolean;
  /** Whether Google Wallet may have the pass, so that changes go there too. */
  readonly onGoogle: boolean;
}

/** What a decision to make a pass reads: under the lock, so that no limit is exceeded. */
export interface CreationSnapshot extends TemplateSnapshot {
  /** How many passes were made so far; null: the template is in no campaign. */
  readonly issued: Issued | null;
  /** See PassSnapshot. */
  readonly takenMessages: ReadonlySet<string>;
}

/** A pass, its template and its owner, as one consistent read. */
export interface PassSnapshot extends TemplateSnapshot {
  readonly pass: Pass;
  /** Barcodes that this decision chose in earlier calls and that other passes have. */
  readonly takenMessages?: ReadonlySet<string>;
}

/** What a change writes of one schedule of the pass; see ./dues.ts. */
export interface DueChange {
  readonly key: string;
  /** Ms since 1970; null: nothing waits any more. */
  readonly at: number | null;
  /** Null: the row goes where nothing waits. Absent: what was stored stays. */
  readonly fired?: Fired | null;
  /** A row that is due by then keeps its time; absent: it gets the new one. */
  readonly keepsDueBy?: number;
}

/** A pass shows something else only after one of these has changed. */
export interface PassState {
  /** The update tags of the pass and of its template. */
  readonly passTag: number;
  readonly templateTag: number;
  /** When the template or its terms in a campaign last changed. */
  readonly templateUpdatedAt: number;
}

/** What one decision writes, all of it in one commit. */
export interface PassChange<T> {
  /** Replaces the overrides; absent: no change. */
  readonly overrides?: Overrides;
  /**
   * Moves the pass to another template of its owner. Needs `touchedAt`, because the pass then shows
   * something else, and `barcode`, which the pass claims under the new template.
   */
  readonly templateId?: number;
  /** Gives the pass a new update tag and sets updatedAt to this time. */
  readonly touchedAt?: number;
  /**
   * Sets updatedAt alone: device update triggers ran, must not run again soon, and changed nothing
   * that shows.
   */
  readonly ranAt?: number;
  /** Enqueues a push of this pass to its devices, if it has any. */
  readonly push?: boolean;
  /** A mail to send after the commit; see `passLinkMail` in operations/mails/pass-link-mail.ts. */
  readonly mail?: NewMail;
  /** Appends to the events; a `logged` event also counts in the pass's access facts. */
  readonly event?: NewEvent;
  /**
   * The barcode message that no other pass of the template may have, in place of the pass's earlier
   * one; null: none any more. When another pass has it, `decide` is called again as long as it
   * chooses a new message each time; else the change fails with `barcode_taken`.
   */
  readonly barcode?: string | null;
  /** An argon2 PHC string, or null for no passcode. */
  readonly passcodeHash?: string | null;
  /** The words by which searches find the pass (rules/passes/search-words.ts). */
  readonly words?: string;
  /**
   * Replaces the access facts. For an undone event, which then no longer counts; a change that logs
   * an event leaves this out.
   */
  readonly access?: AccessFacts;
  /** What a surface stores about the pass. */
  readonly reference?: ReferenceChange;
  /** Messages to the owner's webhooks (operations/webhooks/telling-store.ts). */
  readonly messages?: readonly NewMessage[];
  /** Later work about the pass, such as its expiry. Jobs that are not named wait as before. */
  readonly due?: readonly DueWork[];
  /** Later work of the pass's schedules. Rows that are not named wait as before. */
  readonly dues?: readonly DueChange[];
  /**
   * Whether the schedule that is due has reached the pass, or left it out: it is counted. Absent: it
   * does neither, or the change is no schedule's.
   */
  readonly reached?: boolean;
  /** Absent: the change is no part of a run that waits for a request. */
  readonly run?: RunMark;
  /**
   * The answer to store for the idempotency key of this call; absent: the key stays reserved,
   * because the run goes on later.
   */
  readonly answer?: JsonValue;
  readonly result: T;
}

/** By which phones that hold a pass of another product know it; token and type are never empty. */
export interface ImportedIdentity {
  readonly passTypeIdentifier: string;
  /** Unique among the passes of the type, whoever owns them. */
  readonly serialNumber: string;
  /** See `Pass.webServiceURL`. */
  readonly webServiceURL: string | null;
}

/** A change that also makes the pass; `create` null makes none and writes nothing at all. */
export interface PassCreation<T> extends PassChange<T> {
  readonly create: {
    readonly serialNumber: string;
    readonly hash: string;
    readonly authenticationToken: string;
    readonly overrides: Overrides;
    readonly createdAt: number;
    /** See `Pass.isTest`; absent: false. */
    readonly isTest?: boolean;
    /** What the pass brought along from another product; absent: it is new. */
    readonly imported?: ImportedIdentity;
  } | null;
  /** The channel that the pass counts for in the template's statistics. */
  readonly source?: string;
}

export type Outcome<T> =
  | { readonly replayed: false; readonly result: T }
  | { readonly replayed: true; readonly answer: JsonValue };

/** What a surface stores about a pass besides the pass. */
export interface PassReference {
  /** The campaign of the template that the pass was made from. */
  readonly campaignId: number | null;
  /** Unique in the campaign. */
  readonly userDefinedId: string | null;
  readonly recoveryEmail: string | null;
  /** The posted JSON, unchanged. */
  readonly posted: JsonObject;
}

/** Absent parts do not change. */
export interface ReferenceChange {
  readonly userDefinedId?: string | null;
  readonly recoveryEmail?: string | null;
  readonly posted?: JsonObject;
  /**
   * Invalidates the pass for good, together with the rest of this change: any later change fails
   * with `pass_invalid`.
   */
  readonly invalidatedAt?: number;
}

export interface ReferencedSnapshot extends PassSnapshot {
  readonly reference: PassReference | null;
}

export interface PassToCreate<T> {
  readonly templateHash: string;
  readonly decide: (snapshot: CreationSnapshot) => PassCreation<T>;
}

export interface PassToChange<T> {
  readonly hash: string;
  readonly decide: (snapshot: ReferencedSnapshot) => PassChange<T>;
}

export interface PassStore {
  countPasses(templateId: number): Promise<number>;
  /**
   * A template's passes in the order of creation: `count` of them from number `start` on, which
   * counts from 0.
   */
  passesOf(templateId: number, page: { readonly start: number; readonly count: number }): Promise<readonly Pass[]>;
  /** Up to `count` of a template's passes with ids above `cursor`, in the order of creation. */
  passesBehind(templateId: number, cursor: number, count: number): Promise<readonly Pass[]>;
  /**
   * The passes for which this access type was logged, in the order of creation. `count` null: all.
   */
  passesWith(
    templateId: number,
    accessType: AccessType,
    page: { readonly start: number; readonly count: number | null },
  ): Promise<readonly Pass[]>;
  /**
   * Makes a pass. It gets the pass type that its template has chosen, else that of the certificate
   * that `certificateFor` finds for the owner, null for the development one; in a campaign that of
   * the campaign. The pass counts as issued. Fails with `template_not_found`,
   * `user_defined_id_taken`, `barcode_taken`; `idempotency_mismatch` and `idempotency_in_progress`
   * with a key.
   */
  createPass<T>(
    templateHash: string,
    decide: (snapshot: CreationSnapshot) => PassCreation<T>,
    idempotency?: Idempotency,
  ): Promise<Outcome<T>>;
  /**
   * Changes a pass. Fails with `pass_not_found`, `user_defined_id_taken`, `barcode_taken`;
   * `pass_invalid` for overrides or a reference of an invalidated pass; `idempotency_mismatch` and
   * `idempotency_in_progress` with a key. Writes nothing when `decide` throws.
   */
  changePass<T>(
    hash: string,
    decide: (snapshot: PassSnapshot) => PassChange<T>,
    idempotency?: Idempotency,
  ): Promise<Outcome<T>>;
  passByHash(hash: string): Promise<PassSnapshot | null>;
  /** What tells the states of these passes apart, by their hashes; a deleted pass is missing. */
  passStates(hashes: readonly string[]): Promise<ReadonlyMap<string, PassState>>;
  /** Whether no pass of the template but this one claims the barcode message. */
  isBarcodeFree(templateId: number, message: string, passId: number): Promise<boolean>;
  /**
   * Deletes a pass with its events and jobs, and pushes to its devices (see WithdrawnPass). `tell`:
   * the messages about it, which the same commit writes. Fails with `pass_not_found`.
   */
  deletePass(hash: string, now: number, tell?: (snapshot: PassSnapshot) => readonly NewMessage[]): Promise<void>;
  /** The passes of a template that its owner made to try it out, newest first. */
  testPasses(templateId: number): Promise<readonly Pass[]>;
  /** Deletes these in one commit, as deletePass does each. Answers how many. */
  deleteTestPasses(templateId: number, now: number): Promise<number>;
  /**
   * Makes all passes or none, in one commit. An error names the failing pass by `index` (errors.ts,
   * `atIndex`).
   */
  createPasses<T>(passes: readonly PassToCreate<T>[]): Promise<readonly T[]>;
  /** Changes all passes or none, like createPasses. */
  changePasses<T>(passes: readonly PassToChange<T>[]): Promise<readonly T[]>;
  passReference(passId: number): Promise<PassReference | null>;
  passByUserDefinedId(campaignId: number, userDefinedId: string): Promise<PassSnapshot | null>;
}
