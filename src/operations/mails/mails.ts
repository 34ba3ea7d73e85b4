// Lists mails by their state, and retries them.
import { AppError } from '../../errors.ts';
import type { Mail, MailState } from '../../ports/store/mails.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import type { Context } from '../context.ts';
import { MAIL_LIFETIME } from './pass-link-mail.ts';

/** Times in the guide's format. */
export interface ShownMail
  extends Pick<Mail, 'id' | 'kind' | 'state' | 'recipient' | 'attempts' | 'lastError' | 'messageId'> {
  /** Null: a mail with a link of a batch, whose pass may not be made yet. */
  readonly hashedSerialNumber: string | null;
  readonly created: string;
  /** The time of the next try; null for a mail that is not queued. */
  readonly next: string | null;
  readonly sent: string | null;
}

/** Newest first. `state` null: all. */
export async function listMails({ store }: Context, state: MailState | null): Promise<readonly ShownMail[]> {
  const mails = await store.mails(state);
  return mails.map(({ id, kind, state, recipient, attempts, lastError, messageId, ...mail }) => ({
    ...{ id, kind, state, recipient, attempts, lastError, messageId },
    hashedSerialNumber: mail.passHash,
    created: timestamp(mail.createdAt),
    next: state === 'queued' ? timestamp(mail.runAt) : null,
    sent: mail.sentAt === null ? null : timestamp(mail.sentAt),
  }));
}

/**
 * Retries a queued or failed mail as soon as possible; null: all of them. Answers the number of
 * mails. Fails with `parameter_invalid`.
 */
export async function retryMails({ store, clock }: Context, id: number | null): Promise<number> {
  const now = clock.now();
  if (id !== null) {
    const mail = await store.mailById(id);
    const refusal =
      mail === null ? `There is no mail ${id}.` : mail.state === 'sent' ? `Mail ${id} was sent already.` : null;
    if (refusal !== null) throw new AppError('parameter_invalid', { field: 'id', message: refusal });
  }
  return store.retryMails(id, { now, giveUpAt: now + MAIL_LIFETIME });
}
