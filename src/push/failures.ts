// What went wrong with a connection to APNs, as a sentence that tells the owner what to do.

export interface Failed {
  readonly host: string;
  readonly port: number;
  readonly passTypeIdentifier: string;
  /**
   * `hello`: after TLS, before HTTP/2. With TLS 1.3 a server refuses a client certificate at that
   * point.
   */
  readonly stage: 'connect' | 'hello' | 'open';
  /** Null: the server closed the connection without a message. */
  readonly error: NodeJS.ErrnoException | null;
  /** The reason that APNs gave when it closed the connection, such as `BadCertificate`. */
  readonly goaway: string | null;
}

/** What a TLS alert about the client certificate means, by a part of OpenSSL's code. */
const ALERTS: readonly (readonly [part: string, meaning: string])[] = [
  ['CERTIFICATE_EXPIRED', 'it has expired'],
  ['CERTIFICATE_REVOKED', 'it was revoked'],
  ['UNKNOWN_CA', 'it does not know who issued it'],
  ['CERTIFICATE', 'it is not one that it takes'],
  ['HANDSHAKE_FAILURE', 'the handshake failed'],
  ['ACCESS_DENIED', 'access denied'],
];

/** Node's error codes for a server certificate that we do not trust. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;

export function failureSentence({ host, port, passTypeIdentifier, stage, error, goaway }: Failed): string {
  const code = error?.code ?? '';
  const own = `the certificate of ${passTypeIdentifier}`;
  const where = `${host}:${port}`;
  if (goaway !== null) {
    const refused = /Certificate/.test(goaway) ? `APNs refused ${own}` : 'APNs closed the connection';
    return `${refused}: ${goaway}.`;
  }
  if (code.includes('NO_APPLICATION_PROTOCOL')) return `${where} does not speak HTTP/2, so it is not APNs.`;
  if (code.includes('_ALERT_')) {
    const meaning = ALERTS.find(([part]) => code.includes(part))?.[1];
    if (meaning !== undefined) return `APNs refused ${own}: ${meaning} (${code}).`;
  }
  if (stage === 'connect') {
    if (code.startsWith('ERR_OSSL') || code === 'ERR_CRYPTO_INVALID_KEYTYPE') {
      return `Nobody can sign in to APNs with ${own}: certificate and private key do not fit (${code}).`;
    }
    if (UNTRUSTED.test(code)) {
      return `The certificate that ${where} shows is not trusted (${code}). Something may stand between this server and APNs; if that is wanted, set APNS_CA.`;
    }
    return `APNs was not reached at ${where}${detail(error)}.`;
  }
  if (stage === 'hello') {
    return `APNs closed the connection as soon as it had seen ${own}, so it most likely refused it${detail(error)}.`;
  }
  return `The connection to APNs was lost${detail(error)}.`;
}

function detail(error: NodeJS.ErrnoException | null): string {
  return error === null ? '' : ` (${error.code ?? error.message})`;
}
