// The owner's way to a certificate from Apple, step by step: the request, the upload, and a card to
// try it with.
import { AppError } from '../../errors.ts';
import { readCertificate } from '../../pass/pass-certificate.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { RECOVERY_EMAIL } from '../mails/pass-link-mail.ts';
import { createPass } from '../passes/create-pass.ts';
import { certificateWarnings } from './certificate-warnings.ts';
import { type ImportInput, importCertificate, removeCertificate, waitingRequest } from './certificates.ts';

export interface ShownCertificate {
  readonly id: number;
  readonly passTypeIdentifier: string;
  readonly teamIdentifier: string;
  readonly organizationName: string;
  /** In ms since 1970. */
  readonly notAfter: number;
  /** Why the owner has to do something about it; null: nothing. In whole days, negative after the end. */
  readonly daysLeft: number | null;
}

export interface CertificateSetup {
  /** When the request was made that waits for Apple's answer, in ms since 1970; null: none waits. */
  readonly requestedAt: number | null;
  /** Newest first. */
  readonly certificates: readonly ShownCertificate[];
  /** The cards to try it with. */
  readonly cards: readonly { readonly hash: string; readonly name: string }[];
}

/** Fails with `role_forbidden`. */
export async function certificateSetup(context: Context, caller: Caller): Promise<CertificateSetup> {
  const { id } = requireRight(context, caller, 'certificate');
  const { store } = context;
  const [requests, certificates, warnings, templates] = await Promise.all([
    store.certificateRequests(id),
    store.certificates(id),
    certificateWarnings(context, id),
    store.templatesOf(id),
  ]);
  const daysOf = new Map(warnings.map(({ certificateId, daysLeft }) => [certificateId, daysLeft]));
  return {
    requestedAt: requests[0]?.createdAt ?? null,
    certificates: certificates.map((certificate) => shown(certificate, daysOf.get(certificate.id) ?? null)),
    cards: templates.map(({ hash, name }) => ({ hash, name })),
  };
}

/** The request (PEM) for Apple; makes one when none waits. Fails with `role_forbidden`. */
export async function downloadRequest(context: Context, caller: Caller): Promise<string> {
  const account = requireRight(context, caller, 'certificate');
  const present = await context.store.certificateRequests(account.id);
  const { request, pem } = await waitingRequest(context, account);
  if (present.length === 0) await recordAct(context, caller, { what: 'certificate.request', subject: request.name });
  return pem;
}

/** Imports an upload, read in a process of its own. Fails as importCertificate does. */
export async function uploadCertificate(
  context: Context,
  caller: Caller,
  input: Pick<ImportInput, 'certificate' | 'key' | 'intermediate' | 'password'>,
): Promise<Certificate> {
  const account = requireRight(context, caller, 'certificate');
  const imported = await importCertificate(context, account, { ...input, apart: true });
  const { passTypeIdentifier, notAfter } = imported;
  await recordAct(context, caller, {
    what: 'certificate.import',
    subject: passTypeIdentifier,
    after: { validUntil: new Date(notAfter).toISOString() },
  });
  return imported;
}

/** One certificate of the account. Fails with `role_forbidden`, `certificate_not_found`. */
export async function ownCertificate(context: Context, caller: Caller, id: number): Promise<ShownCertificate> {
  const { certificates } = await certificateSetup(context, caller);
  const found = certificates.find((certificate) => certificate.id === id);
  if (found === undefined) throw new AppError('certificate_not_found');
  return found;
}

/** Fails with `role_forbidden`, `certificate_not_found`, `certificate_in_use`. */
export async function removeOwnCertificate(context: Context, caller: Caller, id: number): Promise<void> {
  const { passTypeIdentifier } = await ownCertificate(context, caller, id);
  await removeCertificate(context, id);
  await recordAct(context, caller, { what: 'certificate.remove', subject: passTypeIdentifier });
}

/**
 * Makes a card to try the certificate with, mailed to `address` if there is one; answers its
 * hashedSerialNumber. Fails with the codes of requireCard and of createPass.
 */
export async function makeTestCard(
  context: Context,
  caller: Caller,
  input: { readonly templateHash: string; readonly address: string; readonly language: string | undefined },
): Promise<string> {
  const { templateHash, address, language } = input;
  const { template } = await requireCard(context, caller, 'certificate', templateHash);
  const { hashedSerialNumber } = await createPass(context, caller.account, {
    templateHash: template.hash,
    fields: address.trim() === '' ? {} : { [RECOVERY_EMAIL]: address },
    language,
    isTest: true,
    depth: UNCALLED,
  });
  return hashedSerialNumber;
}

function shown(certificate: Certificate, daysLeft: number | null): ShownCertificate {
  const { id, passTypeIdentifier, teamIdentifier, notAfter } = certificate;
  const { organizationName } = readCertificate(certificate.certificate);
  return { id, passTypeIdentifier, teamIdentifier, organizationName, notAfter, daysLeft };
}
