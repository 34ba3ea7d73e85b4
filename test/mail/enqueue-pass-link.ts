// Queues a mail with the link of a pass, without another change of the pass.
import { findPass } from '../../src/operations/access/access.ts';
import type { Context } from '../../src/operations/context.ts';
import { passLinkMail } from '../../src/operations/mails/pass-link-mail.ts';

/**
 * Queues a mail with the link of a pass, again if there was one. Fails with `parameter_invalid`,
 * `pass_not_found`.
 */
export async function enqueuePassLink(
  context: Context,
  hash: string,
  recipient: string,
  field = 'recipient',
): Promise<void> {
  const mail = passLinkMail(context, { address: recipient, field: field });
  const { pass } = await findPass(context, hash);
  await context.store.changePass(pass.hash, () => ({ mail, result: null }));
}
