// Mails the links of passes again: to a new address, which becomes the recovery address, or to the
// present one. Each pass has its own result, so that one wrong address stops no other mail.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassChange, ReferencedSnapshot } from '../../ports/store/passes.ts';
import { requireCurrent } from '../access/access.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import { passLinkMail } from '../mails/pass-link-mail.ts';
import { requireBatch } from './batch.ts';
import { passRecord } from './pass-record.ts';

export interface PassLink {
  readonly hash: string;
  /** Null: the recovery address of the pass. */
  readonly address: string | null;
}

export interface ResentLink {
  readonly hash: string;
  /** The address of the mail, sent or refused; null: the pass has none. */
  readonly address: string | null;
  /** Why no mail goes out; null when a mail goes out. */
  readonly problem: AppError | null;
}

/**
 * Answers a result for each link, in the order of the links. `pass_not_found`, `pass_invalid`, and
 * `parameter_missing` or `parameter_invalid` for the address are the problem of one link. Fails
 * with `account_expired`, and `parameter_invalid` for more than 25 links.
 */
export async function resendPassLinks(
  context: Context,
  account: Account,
  links: readonly PassLink[],
): Promise<readonly ResentLink[]> {
  requireCurrent(context, account);
  return requireBatch(links, async (link) => {
    try {
      return { hash: link.hash, address: await resend(context, account, link), problem: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...link, problem: error };
    }
  });
}

/** Answers the recipient's address. */
async function resend(context: Context, account: Account, { hash, address }: PassLink): Promise<string> {
  const { pass, reference, issue } = await passRecord(context, account, hash);
  const given = address ?? reference?.recoveryEmail ?? null;
  if (given === null) {
    const message = 'The pass has no recovery address: give it as newRecoveryEmail.';
    throw new AppError('parameter_missing', { field: 'newRecoveryEmail', message });
  }
  const { language } = issue!.template.posted;
  const recipientOf = { address: given, field: 'newRecoveryEmail' };
  const mail = passLinkMail(context, typeof language === 'string' ? { ...recipientOf, language } : recipientOf);
  const recipient = emailAddress(given)!;
  const decide = ({ reference: present }: ReferencedSnapshot): PassChange<null> => ({
    ...(present?.recoveryEmail === recipient ? {} : { reference: { recoveryEmail: recipient } }),
    mail,
    result: null,
  });
  await context.store.changePasses<null>([{ hash: pass.hash, decide }]);
  return recipient;
}
