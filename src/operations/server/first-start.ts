// Makes what a server needs before its first request: a certificate to sign with, an account, and
// templates to try.
import { AppError } from '../../errors.ts';
import { createDevelopmentCertificates } from '../../pass/development-certificates.ts';
import { encryptKey } from '../../pass/key-encryption.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { FIRST_START } from '../access/caller.ts';
import { addAccount } from '../accounts/accounts.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import type { Example } from '../templates/example.ts';
import { saveTemplate } from '../templates/save-template.ts';

const DEVELOPMENT_ID = 'pass.dev.passwright';
const DEVELOPMENT_TEAM = 'PASSWRIGHT';

/** The new account, with its password in clear for the only time, and its templates. */
export interface FirstAccount {
  readonly account: Account;
  readonly password: string;
  readonly templates: readonly { readonly name: string; readonly hash: string }[];
}

/**
 * Makes the development certificates when there are none. `keepRoot` receives the root that
 * verifiers have to trust (PEM) before the rest is stored, so that a start that ends in between
 * makes all of them again.
 */
export async function ensureDevelopmentCertificate(
  context: Context,
  keepRoot: (pem: string) => Promise<void>,
): Promise<void> {
  // No account has the number 0, so this asks for the certificate of accounts without their own.
  const now = context.clock.now();
  if ((await context.store.certificateFor(0, null, now)) !== null) return;
  const { bytes: randomBytes } = context.ids;
  const made = await createDevelopmentCertificates({
    now,
    passTypeIdentifier: DEVELOPMENT_ID,
    teamIdentifier: DEVELOPMENT_TEAM,
    randomBytes,
  });
  await keepRoot(made.rootPem);
  await context.store.createCertificate({
    accountId: null,
    passTypeIdentifier: DEVELOPMENT_ID,
    teamIdentifier: DEVELOPMENT_TEAM,
    certificate: made.certificate,
    intermediate: made.intermediate,
    encryptedKey: encryptKey(context.settings.secret, made.privateKey, randomBytes),
    notAfter: made.notAfter,
    createdAt: now,
    publicId: context.ids.token(),
    name: 'Development certificate',
    description: 'Signs passes that no phone takes, until you import a certificate of your own.',
  });
}

/**
 * Makes the first account with the examples as its templates. Returns null when there already is an
 * account.
 */
export async function ensureFirstAccount(
  context: Context,
  input: { readonly email: string | null; readonly password: string | null; readonly examples: readonly Example[] },
): Promise<FirstAccount | null> {
  if ((await context.store.accounts()).length > 0) return null;
  const password = input.password ?? context.ids.token().slice(0, 20);
  const account = await addAccount(context, { email: input.email ?? 'owner@passwright.local', password });
  const templates: { name: string; hash: string }[] = [];
  for (const example of input.examples) {
    try {
      const { templateHash } = await saveTemplate(context, account, {
        ...example,
        isExample: true,
        author: FIRST_START,
        depth: UNCALLED,
      });
      templates.push({ name: example.templateName, hash: templateHash });
    } catch (error) {
      // Go on without the example, because a server without examples still works; the log names it.
      if (!(error instanceof AppError)) throw error;
      context.log.error({ example: example.templateName, reason: error.message }, 'an example could not be made');
    }
  }
  return { account, password, templates };
}
