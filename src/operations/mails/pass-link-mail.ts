// A mail that brings the link of a pass to its holder, as what a change of the pass writes.
import { AppError } from '../../errors.ts';
import type { NewMail } from '../../ports/store/mails.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';

/** How long a mail is tried, in ms: who asked for it has long helped themselves after that. */
export const MAIL_LIFETIME = 3 * 24 * 60 * 60 * 1000;

/**
 * What goes into `PassChange.mail`, so that the mail is written in the commit of its cause. `field`: what the recipient is called
 * where it came from. Fails with `parameter_invalid`.
 */
export function passLinkMail(context: Pick<Context, 'clock'>, recipient: string, field = 'recipient'): NewMail {
  const address = emailAddress(recipient);
  if (address === null) {
    const message = `${field} is one e-mail address, such as ada@example.com, not "${recipient}".`;
    throw new AppError('parameter_invalid', { field, message });
  }
  const createdAt = context.clock.now();
  return { kind: 'pass_link', recipient: address, createdAt, giveUpAt: createdAt + MAIL_LIFETIME };
}
