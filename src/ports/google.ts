// Google Wallet's API for issuers. The adapter speaks HTTP and has the tokens; operations decide what
// to send and what follows from an answer.
import type { JsonObject } from '../rules/values/values.ts';

/** Google's resources, as its API names them before `Class` and `Object`. */
export type WalletResource = 'eventTicket' | 'flight' | 'generic' | 'loyalty' | 'offer' | 'transit';

/** The service account of an issuer. */
export interface GoogleAccount {
  /** Google's number of the issuer: digits. */
  readonly issuerId: string;
  readonly clientEmail: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  readonly privateKeyId: string;
}

/** A class with its id, as `googleClass` of pass/google makes one. */
export interface SentClass {
  readonly resource: WalletResource;
  readonly class: JsonObject;
}

/**
 * `done`: Google has stored it. `exists`: an object of the id is there already (409). `missing`: there
 * is none of the id (404). `busy`: the quota is used up, try later. `unavailable`: Google cannot
 * answer now, or was not reached. `refused`: trying the same again is of no use, as with a wrong key,
 * an issuer that the service account may not use, or a body that Google refuses.
 */
export type GoogleVerdict = 'done' | 'exists' | 'missing' | 'busy' | 'unavailable' | 'refused';

export interface GoogleResult {
  readonly verdict: GoogleVerdict;
  /**
   * The status of the HTTP answer; null without an answer. 401 and `refused`: Google gives the service
   * account no token.
   */
  readonly status: number | null;
  /** What Google says, else a sentence on what went wrong; null when done. */
  readonly reason: string | null;
  /** When Google says how long to wait. */
  readonly retryAfterMs: number | null;
}

/** Never rejects. Each call is one request, besides the one for a token now and then. */
export interface Google {
  /** Makes the class, or replaces the one of its id: two requests for a new one. */
  upsertClass(account: GoogleAccount, sent: SentClass): Promise<GoogleResult>;
  insertObject(account: GoogleAccount, resource: WalletResource, object: JsonObject): Promise<GoogleResult>;
  /**
   * `changes`: a merge patch (RFC 7396). `notices`: what the holder is told; []: nothing. Two requests
   * for the notices of a generic object.
   */
  patchObject(
    account: GoogleAccount,
    resource: WalletResource,
    id: string,
    changes: JsonObject,
    notices: readonly string[],
  ): Promise<GoogleResult>;
  /** Whether the account may use the issuer: reads the issuer's own row. */
  check(account: GoogleAccount): Promise<GoogleResult>;
  /** Ends the requests under way as `unavailable`. */
  close(): Promise<void>;
}
