// The mail with the link of a pass for its holder, as a part of a change of the pass.
import { AppError } from '../../errors.ts';
import type { NewMail } from '../../ports/store/mails.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';

/**
 * The time until a mail is given up, in ms: the holder has found another way to the pass by then.
 */
export const MAIL_LIFETIME = 3 * 24 * 60 * 60 * 1000;

/** The addressee of a mail. */
export interface Recipient {
  readonly address: string;
  /** The parameter that held the address, for messages. */
  readonly field: string;
  /** See NewMail; absent: unknown. */
  readonly language?: string | undefined;
}

/** The UTF-16 units of an Accept-Language header that are stored; no browser sends more. */
const LONGEST_LANGUAGE = 100;

/**
 * The value for `PassChange.mail`, so that one commit writes the mail and its cause. Fails with
 * `parameter_invalid`.
 */
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

/** The parameter, field or property that makes every surface mail the link of a new pass. */
export const RECOVERY_EMAIL = 'recoveryEmail';

/**
 * The part of a pass's change that `recoveryEmail` causes; empty without an address. Fails with
 * `parameter_invalid`.
 */
export function recoveryMail(
  context: Pick<Context, 'clock'>,
  address: string | undefined,
  language: string | undefined,
): Pick<PassChange<unknown>, 'mail' | 'reference'> {
  if (address === undefined || address.trim() === '') return {};
  const mail = passLinkMail(context, { address, field: RECOVERY_EMAIL, language });
  return { mail, reference: { recoveryEmail: mail.recipient } };
}
