// Mails the link of a pass alone, with no change of the pass beside it.
import { findPass } from '../../src/operations/access/access.ts';
import type { Context } from '../../src/operations/context.ts';
import { passLinkMail } from '../../src/operations/mails/pass-link-mail.ts';

/** Mails the link of a pass (once more). Fails with `parameter_invalid`, `pass_not_found`. */
export async function enqueuePassLink(
  context: Context,
  hash: string,
  recipient: string,
  field = 'recipient',
): Promise<void> {
  const mail = passLinkMail(context, recipient, field);
  const { pass } = await findPass(context, hash);
  await context.store.changePass(pass.hash, () => ({ mail, result: null }));
}
