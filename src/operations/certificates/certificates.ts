// Requests, imports, lists and removes an account's pass type certificates. The caller has checked
// that the account is theirs.
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { type CertificateFile, readCertificateFile } from '../../pass/certificate-file.ts';
import { type CertificateMistake, refuse } from '../../pass/certificate-refusal.ts';
import { createRequest, requestOf } from '../../pass/certificate-request.ts';
import { decryptKey, encryptKey } from '../../pass/key-encryption.ts';
import {
  belongsTogether,
  checkUsable,
  endOf,
  pickCertificate,
  pickIntermediate,
  publicKeyOf,
  readCertificate,
} from '../../pass/pass-certificate.ts';
import type { ReadFile, UploadedFile } from '../../ports/certificate-files.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Certificate, CertificateRequest } from '../../ports/store/certificates.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import type { Context } from '../context.ts';
import { warningsOf } from './certificate-warnings.ts';

export type { CertificateMistake };

/**
 * Makes a key, which stays on the server, and the request for Apple. Fails with `parameter_invalid`
 * (name).
 */
export async function requestCertificate(
  context: Context,
  account: Account,
  name = 'Passwright',
): Promise<{ readonly request: CertificateRequest; readonly pem: string }> {
  const trimmed = name.trim();
  // X.520 allows a common name of at most 64 characters.
  if (trimmed === '' || trimmed.length > 64) {
    const message = 'The name of a certificate request is a text of at most 64 characters.';
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  const { pem, publicKey, privateKey } = await createRequest({ name: trimmed, email: account.email });
  const request = await context.store.createCertificateRequest({
    accountId: account.id,
    name: trimmed,
    publicKey,
    encryptedKey: encryptKey(context.settings.secret, privateKey, context.ids.bytes),
    createdAt: context.clock.now(),
  });
  return { request, pem };
}

/**
 * The request that waits for Apple's answer, else a new one: a download that is repeated is the same
 * file, so that whichever of the files Apple gets, its certificate fits. Fails as requestCertificate
 * does.
 */
export async function waitingRequest(
  context: Context,
  account: Account,
): Promise<{ readonly request: CertificateRequest; readonly pem: string }> {
  const [request] = await context.store.certificateRequests(account.id);
  if (request === undefined) return requestCertificate(context, account);
  const privateKey = decryptKey(context.settings.secret, request.encryptedKey);
  try {
    return { request, pem: requestOf({ name: request.name, email: account.email }, privateKey) };
  } finally {
    privateKey.fill(0);
  }
}

/** The files' bytes, in any form that readCertificateFile knows. */
export interface ImportInput {
  /** The certificate, with or without its key and the intermediate. */
  readonly certificate: Uint8Array;
  readonly key?: Uint8Array | undefined;
  /** The password of the .p12 or of an encrypted key. */
  readonly password?: string | undefined;
  /**
   * Whether the certificate may be a .p12, whose maker decides how long opening it takes. A surface
   * that does not read files apart refuses one of anybody but operators.
   */
  readonly archives?: boolean;
  /** Whether the files are read in a process of their own, which can be killed. */
  readonly apart?: boolean;
  /** Goes before intermediates that came with the certificate or are known here. */
  readonly intermediate?: Uint8Array | undefined;
  /** The owner's name for the certificate, and description of it. */
  readonly name?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/**
 * Checks everything that Wallet would refuse without a word, then stores the certificate. From then
 * on it is the account's newest: it renews older ones of its pass type, and new passes of templates
 * without a choice get its pass type. A pass keeps the type that it was made with, because Wallet
 * knows a pass by type and serial number. Fails with `certificate_invalid`; `field` says which of
 * the inputs it is about.
 */
export async function importCertificate(context: Context, account: Account, input: ImportInput): Promise<Certificate> {
  const now = context.clock.now();
  const files = await readFiles(context, input);
  const { certificate, beside, keys } = chosenFrom(files);
  const facts = readCertificate(certificate);
  checkUsable(certificate, now);
  const present = await context.store.certificates(account.id);
  const same = present.find((other) => isSame(other.certificate, certificate));
  if (same !== undefined) {
    const message = `This certificate is here already, as number ${same.id}. Nothing was changed.`;
    throw refuse('certificate', 'present_already', message);
  }
  const { encryptedKey, requestId } = await keyFor(context, account, certificate, keys, present);
  const given = files.intermediate === undefined ? [] : certificatesOf(files.intermediate);
  const intermediate = pickIntermediate({ certificate, given, beside, now });
  return context.store.createCertificate(
    {
      accountId: account.id,
      passTypeIdentifier: facts.passTypeIdentifier,
      teamIdentifier: facts.teamIdentifier,
      certificate,
      intermediate,
      encryptedKey,
      notAfter: facts.notAfter,
      createdAt: now,
      publicId: context.ids.token(),
      name: input.name ?? null,
      description: input.description ?? null,
    },
    requestId,
  );
}

function chosenFrom({ certificate: file, key: keyFile }: ReadFiles) {
  const certificate = pickCertificate(file.certificates);
  if (certificate === undefined) {
    const message =
      'The certificate file holds a private key but no certificate. Give the .cer from Apple as the certificate, and this as the key.';
    throw refuse('certificate', 'only_key', message);
  }
  if (keyFile !== undefined && keyFile.privateKeys.length === 0) {
    throw refuse('key', 'no_key_inside', 'The key file holds no private key.');
  }
  return {
    certificate,
    beside: file.certificates.filter((other) => other !== certificate),
    keys: keyFile?.privateKeys ?? file.privateKeys,
  };
}

interface ReadFiles {
  readonly certificate: CertificateFile;
  readonly key?: CertificateFile;
  readonly intermediate?: CertificateFile;
}

async function readFiles(
  context: Context,
  { apart = false, archives = true, password, certificate, key, intermediate }: ImportInput,
): Promise<ReadFiles> {
  const given: UploadedFile[] = [
    { role: 'certificate', bytes: certificate, password },
    ...(key === undefined ? [] : [{ role: 'key' as const, bytes: key, password }]),
    ...(intermediate === undefined
      ? []
      : [{ role: 'intermediate' as const, bytes: intermediate, password: undefined }]),
  ];
  const files = apart
    ? (await context.certificateFiles.read(given)).map(withKeys)
    : given.map(({ bytes, role, password: own }) => readCertificateFile(bytes, role, own, { archives }));
  return Object.fromEntries(given.map(({ role }, at) => [role, files[at]])) as unknown as ReadFiles;
}

function withKeys({ certificates, privateKeys }: ReadFile): CertificateFile {
  const opened = (der: Uint8Array) => createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  return { certificates, privateKeys: privateKeys.map(opened) };
}

function certificatesOf({ certificates }: CertificateFile): readonly Uint8Array[] {
  if (certificates.length > 0) return certificates;
  throw refuse('intermediate', 'no_intermediate_inside', 'The intermediate certificate file holds no certificate.');
}

/**
 * The key that came with the certificate, else the key of a request made here, or of a certificate
 * that this one renews.
 */
async function keyFor(
  context: Context,
  account: Account,
  certificate: Uint8Array,
  keys: readonly KeyObject[],
  present: readonly Certificate[],
): Promise<{ readonly encryptedKey: Uint8Array; readonly requestId?: number }> {
  const { secret } = context.settings;
  const own = keys.find((key) => belongsTogether(certificate, key));
  if (own !== undefined) {
    const pkcs8 = own.export({ type: 'pkcs8', format: 'der' });
    return { encryptedKey: encryptKey(secret, pkcs8, context.ids.bytes) };
  }
  if (keys.length > 0) {
    const message =
      'The private key does not belong to the certificate: it is the certificate of another request (CSR). Give the key ' +
      'that its request was made with, or both as Keychain Access exports them in one .p12.';
    throw refuse('key', 'key_of_other', message);
  }
  const publicKey = publicKeyOf(certificate);
  const requests = await context.store.certificateRequests(account.id);
  const answered = requests.find((request) => isSame(request.publicKey, publicKey));
  const renewed = present.find((other) => isSame(publicKeyOf(other.certificate), publicKey));
  const encryptedKey = (answered ?? renewed)?.encryptedKey;
  if (encryptedKey === undefined) {
    const waiting = requests.map(({ name, id }) => `"${name}" (${id})`).join(', ');
    const reason =
      requests.length === 0
        ? `${account.email} has no certificate request here`
        : `it is the certificate of another request (CSR) than ${waiting} of ${account.email}`;
    throw refuse(
      'key',
      'key_missing',
      `There is no private key for this certificate: ${reason}. Give the key that its request was made with, or both as one .p12.`,
    );
  }
  // Decrypt now rather than at the first pass: fails with `certificate_missing` when SECRET_KEY has
  // changed.
  decryptKey(secret, encryptedKey);
  return { encryptedKey, ...(answered === undefined ? {} : { requestId: answered.id }) };
}

/**
 * Removes a certificate, unless it is the last one of a pass type that something needs. Fails with
 * `certificate_not_found`, and with `certificate_in_use`, whose message says what needs the type.
 */
export async function removeCertificate(context: Context, id: number): Promise<Certificate> {
  const certificate = await requireOwned(context, id);
  const use = await context.store.removeCertificate(id);
  if (use === null) return certificate;
  const chosen = use.templates.map(({ name, hash }) => `"${name}" (${hash})`).join(', ');
  const reasons = [
    ...(use.templates.length === 0
      ? []
      : [`chosen by ${use.templates.length === 1 ? 'the template' : 'the templates'} ${chosen}`]),
    ...(use.passes === 0 ? [] : [`the pass type of ${use.passes} ${use.passes === 1 ? 'pass' : 'passes'}`]),
  ];
  throw new AppError('certificate_in_use', {
    message:
      `The last certificate for ${certificate.passTypeIdentifier} stays: it is ${reasons.join(', and ')}. Import its renewal ` +
      'first, or let the templates choose another and delete the passes.',
  });
}

/**
 * Fails with `certificate_not_found`, also for the development certificate, which no account owns.
 */
export async function requireOwned(context: Context, id: number): Promise<Certificate> {
  const found = (await context.store.certificates()).find((certificate) => certificate.id === id);
  if (found === undefined) {
    const message = `There is no certificate with the number ${id}.`;
    throw new AppError('certificate_not_found', { field: 'id', message });
  }
  return found;
}

/**
 * The certificates that can sign an account's passes, newest first: its own, or the development
 * certificate while it has none.
 */
export async function usableCertificates(context: Context, account: Account): Promise<readonly Certificate[]> {
  const own = await context.store.certificates(account.id);
  if (own.length > 0) return own;
  const development = await context.store.certificateFor(account.id, null, context.clock.now());
  return development === null ? [] : [development];
}

/** Finds one of them by its public id. Fails with `certificate_not_found`. */
export async function findCertificate(
  context: Context,
  account: Account,
  publicId: string,
  field: string,
): Promise<Certificate> {
  const found = (await usableCertificates(context, account)).find((certificate) => certificate.publicId === publicId);
  if (found !== undefined) return found;
  const message = `There is no certificate with the id "${publicId}" in this account.`;
  throw new AppError('certificate_not_found', { field, message });
}

/** What an owner may see of a certificate; times as ISO 8601. */
export function describeCertificate(context: Context, certificate: Certificate) {
  const { id, accountId, passTypeIdentifier, teamIdentifier, intermediate, createdAt } = certificate;
  const facts = readCertificate(certificate.certificate);
  return {
    id,
    clientId: String(accountId),
    passTypeIdentifier,
    teamIdentifier,
    commonName: facts.commonName,
    organizationName: facts.organizationName,
    validFrom: timestamp(facts.notBefore),
    validUntil: timestamp(facts.notAfter),
    issuer: facts.issuer,
    issuerValidUntil: timestamp(endOf(intermediate)),
    sha256: createHash('sha256').update(certificate.certificate).digest('hex'),
    imported: timestamp(createdAt),
    warnings: warningsOf([certificate], context.clock.now()).map(({ message }) => message),
  };
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
