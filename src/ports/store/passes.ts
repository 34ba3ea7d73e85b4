// What Passwright asks of a database about passes. Times are milliseconds since 1970.
import type { AccessFacts, AccessType, Overrides } from '../../rules/passes/facts.ts';
import type { Issued } from '../../rules/passes/issue.ts';
import type { JsonObject, JsonValue } from '../../rules/values/values.ts';
import type { NewEvent } from './events.ts';
import type { Idempotency } from './idempotency.ts';
import type { DueWork } from './jobs.ts';
import type { NewMail } from './mails.ts';
import type { TemplateSnapshot } from './templates.ts';

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

/** What one decision writes, all in one commit. */
export interface PassChange<T> {
  /** Replaces the overrides; absent: they stay. */
  readonly overrides?: Overrides;
  /**
   * Moves the pass to another template of its owner; with `touchedAt`, because the pass is another
   * then, and with `barcode`, which is claimed under the new template: without it the pass has no
   * barcode of its own any more.
   */
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
  /** Work about the pass for later, such as its expiry. What is not named waits as before. */
  readonly due?: readonly DueWork[];
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

export type Outcome<T> =
  | { readonly replayed: false; readonly result: T }
  | { readonly replayed: true; readonly answer: JsonValue };

/** What a surface knows of a pass besides the pass. */
export interface PassReference {
  /** Of the template that the pass was made from. */
  readonly campaignId: number | null;
  /** Unique in the campaign. */
  readonly userDefinedId: string | null;
  readonly recoveryEmail: string | null;
  /** What was posted, as it was posted. */
  readonly posted: JsonObject;
}

/** Absent parts stay. */
export interface ReferenceChange {
  readonly userDefinedId?: string | null;
  readonly recoveryEmail?: string | null;
  readonly posted?: JsonObject;
  /** Invalidates the pass for good, together with the rest of this change: any later one is refused (`pass_invalid`). */
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
  /** All of a template's passes in order of creation, `count` of them from number `start` on, from 0. */
  passesOf(templateId: number, page: { readonly start: number; readonly count: number }): Promise<readonly Pass[]>;
  /** Up to `count` of a template's passes with ids above `cursor`, in order of creation. */
  passesBehind(templateId: number, cursor: number, count: number): Promise<readonly Pass[]>;
  /** The passes for which this access type was logged, in order of creation. `count` null: all. */
  passesWith(
    templateId: number,
    accessType: AccessType,
    page: { readonly start: number; readonly count: number | null },
  ): Promise<readonly Pass[]>;
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
  /** All of them or none, in one commit. What fails says which by `index` (errors.ts, `atIndex`). */
  createPasses<T>(passes: readonly PassToCreate<T>[]): Promise<readonly T[]>;
  /** The same for changes. */
  changePasses<T>(passes: readonly PassToChange<T>[]): Promise<readonly T[]>;
  passReference(passId: number): Promise<PassReference | null>;
  passByUserDefinedId(campaignId: number, userDefinedId: string): Promise<PassSnapshot | null>;
}
