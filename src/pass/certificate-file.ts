// Reads the files that owners have: Apple's .cer (DER), PEM with certificates, keys or both, and
// .p12. Recognises common mistakes, such as a certificate request.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { AppError } from '../errors.ts';
import { refuse } from './certificate-refusal.ts';
import { isPkcs12, openPkcs12 } from './pkcs12.ts';

/** The content of a file. The certificates are the file's own bytes, never encoded again. */
export interface CertificateFile {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  readonly privateKeys: readonly KeyObject[];
}

/** What the file is for, as messages and the `field` of errors say it. */
export type FileRole = 'certificate' | 'key' | 'intermediate';

/** In bytes; files of this kind are much smaller. */
const LARGEST = 256 * 1024;
/**
 * Stops at the next line of dashes: searching to the end of the file from each of thousands of
 * BEGIN lines took many seconds.
 */
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]*(?:-(?!----)[^-]*)*)-----END \1-----/g;

/**
 * Reads a certificate file. Fails with `certificate_invalid`. The error's field is the role when
 * the file has neither certificate nor key (the message says what the file seems to be), and
 * `password` when the password is missing or wrong. `archives`: whether to open a .p12.
 */
export function readCertificateFile(
  bytes: Uint8Array,
  role: FileRole,
  password: string | undefined,
  { archives = true }: { readonly archives?: boolean } = {},
): CertificateFile {
  if (bytes.length > LARGEST) throw refuse(role, 'file_too_large', `${subject(role)} is too large to be one.`);
  const text = Buffer.from(bytes).toString('latin1');
  if (text.includes('-----BEGIN ')) return readPem(text, role, password);
  const certificate = certificateIn(bytes);
  if (certificate !== null) return { certificates: [certificate], privateKeys: [] };
  if (isPkcs12(bytes)) {
    if (archives) return openPkcs12(bytes, password);
    throw refuse(
      role,
      'archive_unwanted',
      `${subject(role)} is a .p12, which cannot be used here. Give the .cer from Apple, or it and its key as PEM.`,
    );
  }
  const key = derKey(bytes, password);
  if (key !== null) return { certificates: [], privateKeys: [key] };
  throw refuse(
    role,
    'file_unknown',
    `${subject(role)} is neither a certificate (.cer or .pem) nor a key nor a .p12.${guess(bytes)}`,
  );
}

function readPem(text: string, role: FileRole, password: string | undefined): CertificateFile {
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([block, label = '', content = '']) => ({ block, label, content }));
  const certificates: Uint8Array[] = [];
  const privateKeys: KeyObject[] = [];
  for (const { block, label, content } of blocks) {
    if (label === 'CERTIFICATE' || label === 'TRUSTED CERTIFICATE' || label === 'X509 CERTIFICATE') {
      const certificate = certificateIn(new Uint8Array(Buffer.from(content, 'base64')));
      if (certificate === null)
        throw refuse(role, 'certificate_damaged', `${subject(role)} has a damaged certificate in it. Get it again.`);
      certificates.push(certificate);
    } else if (label.endsWith('PRIVATE KEY')) {
      privateKeys.push(pemKey(block, role, password));
    }
  }
  if (certificates.length > 0 || privateKeys.length > 0) return { certificates, privateKeys };
  if (blocks.some(({ label }) => label.endsWith('CERTIFICATE REQUEST'))) {
    throw refuse(
      role,
      'request_instead',
      `${subject(role)} is a certificate request. Upload it in Apple's developer account, and import the .cer that Apple makes of it.`,
    );
  }
  throw refuse(role, 'nothing_inside', `${subject(role)} has neither a certificate nor a private key in it.`);
}

function pemKey(block: string, role: FileRole, password: string | undefined): KeyObject {
  const isEncrypted = block.includes('ENCRYPTED');
  if (isEncrypted && password === undefined) throw needsPassword('The private key');
  try {
    return createPrivateKey({ key: block, ...(password === undefined ? {} : { passphrase: password }) });
  } catch {
    if (isEncrypted) throw wrongPassword('private key');
    throw refuse(role, 'key_damaged', `${subject(role)} has a damaged private key in it.`);
  }
}

function derKey(bytes: Uint8Array, password: string | undefined): KeyObject | null {
  const key = Buffer.from(bytes);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({
        key,
        format: 'der',
        type,
        ...(password === undefined ? {} : { passphrase: password }),
      });
    } catch {
      // The key is not in this form; try the next.
    }
  }
  return null;
}

/**
 * The certificate's own bytes, or null. OpenSSL ignores bytes behind a certificate; `raw` leaves
 * them out.
 */
function certificateIn(bytes: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(new X509Certificate(bytes).raw);
  } catch {
    return null;
  }
}

function guess(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start.startsWith('PK')) return ' It is a zip file or a pass.';
  if (Buffer.from(bytes).includes('<plist')) return ' It is a provisioning profile.';
  return bytes.length === 0 ? ' It is empty.' : '';
}

function subject(role: FileRole): string {
  return {
    certificate: 'The certificate file',
    key: 'The key file',
    intermediate: 'The intermediate certificate file',
  }[role];
}

function needsPassword(what: string): AppError {
  return refuse('password', 'password_missing', `${what} is encrypted. Give its password.`);
}

function wrongPassword(what: string): AppError {
  const message = `The password of the ${what} is wrong. Give the one that it was exported with.`;
  return refuse('password', 'password_wrong', message);
}
