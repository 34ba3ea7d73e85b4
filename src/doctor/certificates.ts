// Whether each account signs with a certificate that Wallet takes: its time, its chain, its private
// key and its pass type.
import { createPrivateKey } from 'node:crypto';
import { AppError } from '../errors.ts';
import { warningsOf } from '../operations/certificates/certificate-warnings.ts';
import type { Context } from '../operations/context.ts';
import { decryptKey } from '../pass/key-encryption.ts';
import { belongsTogether, checkUsable, pickIntermediate, readCertificate } from '../pass/pass-certificate.ts';
import type { Certificate } from '../ports/store/certificates.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

type Needed = Pick<Context, 'store' | 'clock' | 'settings'>;

/** One finding for each certificate that an account signs new passes with. */
export async function checkCertificates(context: Needed): Promise<readonly Finding[]> {
  const signing = await signingCertificates(context);
  const findings = signing.map((certificate) => checkCertificate(context, certificate));
  const without = await accountsWithout(context);
  if (without === 0) return findings;
  const message = `${without} ${without === 1 ? 'account signs' : 'accounts sign'} with the development certificate, which no phone trusts.`;
  const advice = "Settings, Apple's certificate; or: passwright certificate csr --account <email>";
  return [...findings, warning('certificate', message, advice)];
}

/** The certificates of accounts that sign now, one for each account and pass type. */
export async function signingCertificates({
  store,
  clock,
}: Pick<Context, 'store' | 'clock'>): Promise<readonly Certificate[]> {
  const now = clock.now();
  const all = await store.certificates();
  const pairs = new Map(all.map((each) => [`${each.accountId} ${each.passTypeIdentifier}`, each]));
  const found = await Promise.all(
    [...pairs.values()].map((each) => store.certificateFor(each.accountId!, each.passTypeIdentifier, now)),
  );
  return found.filter((certificate) => certificate !== null);
}

async function accountsWithout({ store }: Needed): Promise<number> {
  const owners = new Set((await store.certificates()).map(({ accountId }) => accountId));
  return (await store.accounts()).filter(({ id }) => !owners.has(id)).length;
}

function checkCertificate({ clock, settings }: Needed, stored: Certificate): Finding {
  const now = clock.now();
  const { passTypeIdentifier, certificate, intermediate, encryptedKey } = stored;
  const what = `${passTypeIdentifier} of account ${stored.accountId}`;
  const renew =
    'Make a new certificate for the same pass type and import it: passwright certificate csr --account <email>';
  try {
    const facts = readCertificate(certificate);
    if (facts.passTypeIdentifier !== passTypeIdentifier) {
      return problem('certificate', `${what}: the certificate is of ${facts.passTypeIdentifier}.`, renew);
    }
    checkUsable(certificate, now);
    pickIntermediate({ certificate, given: [intermediate], beside: [], now });
    const key = decryptKey(settings.secret, encryptedKey);
    try {
      const privateKey = createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' });
      if (!belongsTogether(certificate, privateKey)) {
        return problem('certificate', `${what}: the private key belongs to another certificate.`, renew);
      }
    } finally {
      key.fill(0);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return problem('certificate', `${what}: ${error.message}`, renew);
  }
  const [soon] = warningsOf([stored], now);
  if (soon !== undefined) return warning('certificate', `${what}: ${soon.message}`, renew);
  const end = new Date(stored.notAfter).toISOString().slice(0, 10);
  return ok('certificate', `${what}: valid until ${end}, its chain and its private key fit.`);
}
