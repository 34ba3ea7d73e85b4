// Warns in time of certificates that end soon or have ended: in the log, in the API, and in the
// server's readiness.
import { endOf } from '../../pass/pass-certificate.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import type { Context } from '../context.ts';

export interface CertificateWarning {
  readonly certificateId: number;
  readonly accountId: number;
  readonly passTypeIdentifier: string;
  /** When the certificate or, if that is sooner, its intermediate ends; ms since 1970. */
  readonly notAfter: number;
  /** Whole days until `notAfter`; negative after it. */
  readonly daysLeft: number;
  /** A sentence for the owner: what the certificate is and what to do. */
  readonly message: string;
}

const DAY = 24 * 60 * 60 * 1000;
const DAYS_BEFORE = 30;

/**
 * The certificates to renew, among those that sign passes now; the soonest end first. `accountId`:
 * of this account only.
 */
export async function certificateWarnings(
  context: Pick<Context, 'store' | 'clock'>,
  accountId?: number,
): Promise<readonly CertificateWarning[]> {
  return warningsOf(await context.store.certificates(accountId), context.clock.now());
}

/** Logs a warning for each certificate. For the start of a server, and once a day after that. */
export async function logCertificateWarnings(context: Pick<Context, 'store' | 'clock' | 'log'>): Promise<void> {
  for (const { message, ...fields } of await certificateWarnings(context)) context.log.warn(fields, message);
}

/**
 * The warnings about these certificates, newest certificate first. A certificate that a newer one
 * of its pass type renews needs no warning.
 */
export function warningsOf(certificates: readonly Certificate[], now: number): readonly CertificateWarning[] {
  const warnings = signingNow(certificates, now).flatMap((certificate) => warningOf(certificate, now) ?? []);
  return warnings.sort((one, other) => one.notAfter - other.notAfter);
}

/**
 * When the first of these certificates ends that an account signs with now, in ms since 1970; null:
 * no account has one of its own.
 */
export function firstEnd(certificates: readonly Certificate[], now: number): number | null {
  const ends = signingNow(certificates, now).filter(({ accountId }) => accountId !== null);
  return ends.length === 0 ? null : Math.min(...ends.map(endWithIssuer));
}

/** Of the certificates, newest first, those that sign: one for each account and pass type. */
function signingNow(certificates: readonly Certificate[], now: number): readonly Certificate[] {
  const signing = new Map<string, Certificate>();
  for (const certificate of certificates) {
    const key = `${certificate.accountId} ${certificate.passTypeIdentifier}`;
    const kept = signing.get(key);
    // Choose as certificateFor does: the newest that has not expired, else the newest.
    if (kept === undefined || (kept.notAfter <= now && certificate.notAfter > now)) signing.set(key, certificate);
  }
  return [...signing.values()];
}

function endWithIssuer({ notAfter, intermediate }: Certificate): number {
  return Math.min(notAfter, endOf(intermediate));
}

function warningOf(certificate: Certificate, now: number): CertificateWarning | null {
  const { id, accountId, passTypeIdentifier } = certificate;
  if (accountId === null) return null;
  const issuerEnd = endOf(certificate.intermediate);
  const notAfter = endWithIssuer(certificate);
  const daysLeft = Math.floor((notAfter - now) / DAY);
  if (daysLeft >= DAYS_BEFORE) return null;
  const what =
    issuerEnd < certificate.notAfter
      ? `Apple's intermediate certificate under the one for ${passTypeIdentifier}`
      : `The certificate for ${passTypeIdentifier}`;
  const date = new Date(notAfter).toISOString().slice(0, 10);
  const when =
    notAfter <= now
      ? `expired on ${date}: Wallet takes no new or updated passes`
      : `expires on ${date}, in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
  const message = `${what} ${when}. Make a new one for the same pass type in Apple's developer account and import it.`;
  return { certificateId: id, accountId, passTypeIdentifier, notAfter, daysLeft, message };
}
