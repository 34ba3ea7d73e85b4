// A mail that brings the link of a pass to its holder, as what a change of the pass writes.
import { AppError } from '../../errors.ts';
import type { NewMail } from '../../ports/store/mails.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';

/** How long a mail is tried, in ms: who asked for it has long helped themselves after that. */
export const MAIL_LIFETIME = 3 * 24 * 60 * 60 * 1000;

/** Whom a mail is for. */
export interface Recipient {
  readonly address: string;
  /** The parameter that the address came in, for messages. */
  readonly field: string;
  /** See NewMail; absent: nobody said. */
  readonly language?: string | undefined;
}

/** No header of a browser is longer. In UTF-16 units. */
const LONGEST_LANGUAGE = 100;

/** What goes into `PassChange.mail`, so that the mail is written in the commit of its cause. Fails with `parameter_invalid`. */
export function passLinkMail(context: Pick<Context, 'clock'>, { address, field, language }: Recipient): NewMail {
  const recipient = emailAddress(address);
  if (recipient === null) {
    const message = `${field} is one e-mail address, such as ada@example.com, not "${address}".`;
    throw new AppError('parameter_invalid', { field, message });
  }
  const createdAt = context.clock.now();
  return {
    kind: 'pass_link',
    recipient,
    language: language?.slice(0, LONGEST_LANGUAGE) ?? null,
    createdAt,
    giveUpAt: createdAt + MAIL_LIFETIME,
  };
}

/** The name of the parameter, field or property with which every surface mails the link of a new pass. */
export const RECOVERY_EMAIL = 'recoveryEmail';

/** What a pass is made or changed with for `recoveryEmail`; nothing without one. Fails with `parameter_invalid`. */
export function recoveryMail(
  context: Pick<Context, 'clock'>,
  address: string | undefined,
  language: string | undefined,
): Pick<PassChange<unknown>, 'mail' | 'reference'> {
  if (address === undefined || address.trim() === '') return {};
  const mail = passLinkMail(context, { address, field: RECOVERY_EMAIL, language });
  return { mail, reference: { recoveryEmail: mail.recipient } };
}
