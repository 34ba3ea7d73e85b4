// Mails an invitation at once, while whoever invites waits for the result. No queue is needed: the
// page says what the mail server answered, and has the link to hand over another way.
import { createHmac } from 'node:crypto';
import type { MailMessage } from '../../ports/mail.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { type Brand, brandOf } from '../accounts/brand.ts';
import type { Context } from '../context.ts';

export interface InvitationLetter {
  readonly account: Account;
  /** The e-mail address of whoever invites. */
  readonly invitedBy: string;
  /** The address where the person joins. */
  readonly link: string;
}

/** Writes the letter as a mail. */
export type RenderInvitation = (
  letter: Omit<InvitationLetter, 'account'> & { readonly name: string; readonly brand: Brand },
) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/** Answers why the mail server did not take the mail; null: it did. */
export async function sendInvitation(
  context: Context,
  { nonce, recipient }: { readonly nonce: string; readonly recipient: string },
  { account, ...letter }: InvitationLetter,
  render: RenderInvitation,
): Promise<string | null> {
  const id = createHmac('sha256', context.settings.secret).update(`invitation ${nonce}`).digest('hex').slice(0, 32);
  const senderName = account.name.includes('@') ? null : account.name;
  const rendered = render({ ...letter, name: account.name, brand: brandOf(context, account) });
  const result = await context.mailer.send({ id, senderName, recipient, ...rendered });
  if (result.verdict === 'delivered') return null;
  context.log.warn({ reason: result.reason.replaceAll(recipient, '[recipient]') }, 'an invitation could not be mailed');
  return result.reason;
}
