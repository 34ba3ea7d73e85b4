// Mails the links of passes again, to an address that they then keep, or to the one they have: all of them or none.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassChange } from '../../ports/store/passes.ts';
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

/**
 * Answers where each mail goes. Fails with `account_expired`, `pass_not_found`, `pass_invalid`, and `parameter_invalid` for no
 * e-mail address; `beside.index` says which pass is at fault.
 */
export async function resendPassLinks(
  context: Context,
  account: Account,
  links: readonly PassLink[],
): Promise<readonly (PassLink & { readonly address: string })[]> {
  requireCurrent(context, account);
  const wanted = await requireBatch(links, async ({ hash, address }) => {
    const { pass, reference } = await passRecord(context, account, hash);
    const given = address ?? reference?.recoveryEmail ?? null;
    if (given === null) {
      const message = 'The pass has no recovery address: give it as newRecoveryEmail.';
      throw new AppError('parameter_missing', { field: 'newRecoveryEmail', message });
    }
    const mail = passLinkMail(context, given, 'newRecoveryEmail');
    return { hash: pass.hash, address: emailAddress(given)!, mail };
  });
  await context.store.changePasses<null>(
    wanted.map(({ hash, address, mail }) => ({
      hash,
      decide: ({ reference }): PassChange<null> => ({
        ...(reference?.recoveryEmail === address ? {} : { reference: { recoveryEmail: address } }),
        mail,
        result: null,
      }),
    })),
  );
  return wanted.map(({ hash, address }) => ({ hash, address }));
}
