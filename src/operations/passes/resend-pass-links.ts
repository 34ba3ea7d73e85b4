// Mails the links of passes again: to an address that becomes their recovery address, or to the one
// they have. Each pass has a result of its own, so that one wrong address stops no other mail.
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
  /** Null: the address that the pass has. */
  readonly address: string | null;
}

export interface ResentLink {
  readonly hash: string;
  /** Where the mail goes, or would have gone; null: nowhere. */
  readonly address: string | null;
  /** Why no mail goes out; null: one does. */
  readonly problem: AppError | null;
}

/**
 * Answers a result for each link, in their order. `pass_not_found`, `pass_invalid`, and
 * `parameter_missing` or `parameter_invalid` for the address are the problem of one link. Fails
 * with `account_expired`, and `parameter_invalid` for more than 25.
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

/** Answers the address that the mail goes to. */
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
