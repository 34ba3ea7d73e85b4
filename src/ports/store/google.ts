// What Passwright asks of a database about Google Wallet: who the issuer is, and what Google has of
// each pass and template. Times are milliseconds since 1970.
import type { JsonObject } from '../../rules/values/values.ts';
import type { WalletResource } from '../google.ts';

/** The service account of an owner, its key encrypted with the server's. */
export interface StoredGoogleAccount {
  readonly accountId: number;
  readonly issuerId: string;
  readonly clientEmail: string;
  readonly privateKeyId: string;
  readonly encryptedKey: Uint8Array;
  readonly changedAt: number;
  /** The last refusal that concerns every pass, such as a quota or a wrong key; null: all is well. */
  readonly problem: GoogleProblem | null;
}

export interface GoogleProblem {
  readonly status: number | null;
  readonly reason: string;
  readonly time: number;
}

/**
 * `wanted`: somebody has got a link that saves the object, and Google may have it. `live`: Google has
 * the object. `deleted`: the pass was deleted, and Google may not know it yet.
 */
export type GoogleState = 'wanted' | 'live' | 'deleted';

/** What Google has of a pass. The row outlives the pass until Google knows that the pass is gone. */
export interface GoogleObject {
  readonly passId: number;
  readonly accountId: number;
  readonly templateId: number;
  readonly passHash: string;
  /** The object's id begins with it, also after the owner has chosen another issuer. */
  readonly issuerId: string;
  readonly resource: WalletResource;
  readonly state: GoogleState;
  /** The face that Google has (SentFace of pass/google); null: none was sent. */
  readonly sent: JsonObject | null;
  /** When Google last took a change; null: never. */
  readonly toldAt: number | null;
  /** The day, since 1970 in UTC, of the last notice to the holder, and how many there were on it. */
  readonly noticeDay: number;
  readonly notices: number;
  /** What became of the last try. */
  readonly status: number | null;
  readonly reason: string | null;
  /**
   * Whether somebody has the object in Google Wallet, by the last that Google has told. The pass is on a
   * phone then.
   */
  readonly isSaved: boolean;
}

export type NewGoogleObject = Pick<
  GoogleObject,
  'passId' | 'accountId' | 'templateId' | 'passHash' | 'issuerId' | 'resource'
>;

/** What one try writes of an object. Absent parts stay. */
export interface GoogleOutcome {
  readonly status: number | null;
  readonly reason: string | null;
  readonly state?: GoogleState;
  readonly sent?: JsonObject;
  readonly toldAt?: number;
  readonly noticeDay?: number;
  readonly notices?: number;
  readonly isSaved?: boolean;
  /** The template that the pass has now. */
  readonly templateId?: number;
}

export interface GoogleClassRow {
  readonly templateId: number;
  readonly resource: WalletResource;
  readonly issuerId: string;
  /** The class that Google has. */
  readonly sent: JsonObject;
  readonly sentAt: number;
}

/** What Google last refused of a template's class. */
export interface GoogleRefusal extends GoogleProblem {
  readonly resource: WalletResource;
}

/** The same with the template. */
export interface RefusedTemplate extends GoogleRefusal {
  readonly templateHash: string;
  readonly templateName: string;
}

export interface GoogleStore {
  /** Null: the owner has none. */
  googleAccount(accountId: number): Promise<StoredGoogleAccount | null>;
  /** Replaces the one there is, its problem, and what was refused of templates. */
  setGoogleAccount(account: Omit<StoredGoogleAccount, 'problem'>): Promise<void>;
  /** Answers whether there was one. Objects stay, and nothing is sent any more. What was refused is forgotten. */
  removeGoogleAccount(accountId: number): Promise<boolean>;
  /** Null: all is well again. */
  noteGoogleProblem(accountId: number, problem: GoogleProblem | null): Promise<void>;
  /** What Google has of a pass; null: nothing. */
  googleObject(passId: number): Promise<GoogleObject | null>;
  /**
   * Makes the row, unless there is one, and answers the one there is. From this commit on each change
   * of the pass brings a job `google_pass`. Null: there is no such pass any more.
   */
  wantGoogleObject(object: NewGoogleObject): Promise<GoogleObject | null>;
  recordGoogleObject(passId: number, outcome: GoogleOutcome): Promise<void>;
  /** Google knows that the pass is gone. */
  forgetGoogleObject(passId: number): Promise<void>;
  /** Up to `count` objects of passes that the template has or had, in the order of their passes. */
  googleObjectsOf(templateId: number, after: number, count: number): Promise<readonly GoogleObject[]>;
  /** The classes that Google has of a template, at most one of each resource. */
  googleClasses(templateId: number): Promise<readonly GoogleClassRow[]>;
  /** A refusal of the same resource is over. */
  recordGoogleClass(row: GoogleClassRow): Promise<void>;
  /** Null: Google has refused nothing of the template since it last took the class. */
  googleRefusal(templateId: number): Promise<GoogleRefusal | null>;
  /** Up to `count` of an account's templates that Google refuses, the latest first. */
  googleRefusalsOf(accountId: number, count: number): Promise<readonly RefusedTemplate[]>;
  /** Null: nothing is refused any more. Writes nothing of a template that is gone. */
  noteGoogleRefusal(templateId: number, refusal: GoogleRefusal | null): Promise<void>;
  /**
   * Somebody has used the link that saves a pass's object, so that the pass is on a phone. A wanted
   * object is live from now on, and a job tells Google what has changed since the link was made.
   */
  googleSaved(passId: number, now: number): Promise<void>;
  /** Somebody has removed a pass's object from Google Wallet. Google still has the object. */
  googleRemoved(passId: number): Promise<void>;
  isGoogleNonceUsed(nonce: string): Promise<boolean>;
  /** Uses a number that Google sent once; false: it was used before. */
  useGoogleNonce(nonce: string, expires: number, now: number): Promise<boolean>;
  /** Deletes the numbers that have expired. */
  forgetGoogleNonces(now: number): Promise<void>;
}
