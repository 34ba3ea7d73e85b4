// What Passwright asks of a database about certificates and the requests they answer. Times are
// milliseconds since 1970.
import type { Template } from './templates.ts';

/**
 * A pass type certificate. `accountId` null: the server's development certificate, used by accounts
 * without their own.
 */
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
  /** A random token by which programs name the certificate. */
  readonly publicId: string;
  /** Name and description by the owner; null: none. */
  readonly name: string | null;
  readonly description: string | null;
}

/** A private key made here, before Apple has issued its certificate. */
export interface CertificateRequest {
  readonly id: number;
  readonly accountId: number;
  /** The owner's name for the request; the subject's common name. */
  readonly name: string;
  /** SubjectPublicKeyInfo DER; the certificate that answers the request has the same key. */
  readonly publicKey: Uint8Array;
  /** PKCS#8 DER, encrypted with the server's key. */
  readonly encryptedKey: Uint8Array;
  readonly createdAt: number;
}

/** Why a certificate cannot be removed: it is the last one of a pass type that is still needed. */
export interface CertificateUse {
  /** Templates that have chosen its pass type. */
  readonly templates: readonly Template[];
  /** How many passes were made with its pass type. */
  readonly passes: number;
}

export interface CertificateStore {
  /**
   * Stores a certificate and deletes the request that it answers. With an account's first
   * certificate, all passes of the account so far get its pass type: no phone can have them,
   * because phones do not trust the development certificate. Fails with `account_not_found`.
   */
  createCertificate(certificate: Omit<Certificate, 'id'>, requestId?: number): Promise<Certificate>;
  /**
   * The certificate to sign with at `now`: of this account's own certificates (only those of the
   * pass type, when one is given) the newest that has not expired, else the newest. Without a pass
   * type and certificates of its own, the newest development certificate. Else null.
   */
  certificateFor(accountId: number, passTypeIdentifier: string | null, now: number): Promise<Certificate | null>;
  /** The certificates of all accounts or of one, newest first, without development certificates. */
  certificates(accountId?: number): Promise<readonly Certificate[]>;
  /**
   * Removes a certificate and answers null. The last one of a pass type stays while a template of
   * the account has chosen the type or a pass was made with it; the answer is then what uses it.
   * Fails with `certificate_not_found`.
   */
  removeCertificate(id: number): Promise<CertificateUse | null>;
  /** How many days were left at the last reminder of a certificate's end; null: there was none. */
  certificateReminder(id: number): Promise<number | null>;
  /** Notes a reminder; nothing when the certificate is gone. */
  recordCertificateReminder(id: number, daysLeft: number): Promise<void>;
  /** Fails with `account_not_found`. */
  createCertificateRequest(request: Omit<CertificateRequest, 'id'>): Promise<CertificateRequest>;
  /** Newest first. */
  certificateRequests(accountId: number): Promise<readonly CertificateRequest[]>;
}
