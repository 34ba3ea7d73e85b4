// Sends one queued mail: makes the mail from the pass as it is now, sends it, and stores the
// outcome.
import { createHmac } from 'node:crypto';
import { StoreUnavailableError } from '../../errors.ts';
import type { MailMessage } from '../../ports/mail.ts';
import type { Mail, MailOutcome } from '../../ports/store/mails.ts';
import { rowLetter } from '../batches/row-letter.ts';
import type { Context } from '../context.ts';
import { type PassLetter, passLetter } from './pass-letter.ts';

/** Waits between tries, in ms: the first, and the longest. */
const FIRST_WAIT = 60 * 1000;
const LONGEST_WAIT = 6 * 60 * 60 * 1000;

/** Renders a letter as a mail. */
export type RenderLetter = (letter: PassLetter) => Pick<MailMessage, 'subject' | 'html' | 'text'>;

/**
 * Answers what stores the outcome, and logs it. Never rejects: a failed try is repeated at growing
 * intervals, until the mail is given up.
 */
export async function deliverMail(context: Context, mail: Mail, render: RenderLetter): Promise<() => Promise<void>> {
  const outcome = await outcomeOf(context, mail, render);
  return async () => {
    await context.store.recordMail(mail.id, outcome);
    logOutcome(context, mail, outcome);
  };
}

function logOutcome(context: Context, mail: Mail, outcome: MailOutcome): void {
  // Log neither recipient nor pass, because the link alone opens the pass. `passwright mail list`
  // shows both.
  const fields = { mail: mail.id, kind: mail.kind };
  if (outcome.state === 'sent') {
    context.log.info(fields, 'a mail was sent');
    return;
  }
  const told = {
    ...fields,
    attempts: mail.attempts + 1,
    reason: outcome.error.replaceAll(mail.recipient, '[recipient]'),
  };
  if (outcome.state === 'queued') context.log.warn(told, 'a mail has to wait');
  else context.log.error(told, 'a mail could not be sent');
}

async function outcomeOf(context: Context, mail: Mail, render: RenderLetter): Promise<MailOutcome> {
  const now = context.clock.now();
  const givenUp = (error: string): MailOutcome => ({ state: 'failed', error: `Given up. ${error}` });
  // This server, or its mail server, was away for too long.
  if (now >= mail.giveUpAt) return givenUp(mail.lastError ?? 'It could not be sent in time.');
  const result = await attempt(context, mail, render);
  const tried = context.clock.now();
  if (result.verdict === 'delivered') return { state: 'sent', sentAt: tried, messageId: result.messageId };
  if (result.verdict === 'refused') return { state: 'failed', error: result.reason };
  const runAt = tried + Math.min(FIRST_WAIT * 2 ** Math.min(mail.attempts, 20), LONGEST_WAIT);
  if (runAt >= mail.giveUpAt) return givenUp(result.reason);
  return { state: 'queued', runAt, error: result.reason };
}

async function attempt(context: Context, mail: Mail, render: RenderLetter) {
  let message: MailMessage;
  try {
    const letter = mail.kind === 'row_link' ? await rowLetter(context, mail) : await passLetter(context, mail);
    const { senderName } = letter;
    message = { id: messageIdOf(context, mail), senderName, recipient: mail.recipient, ...render(letter) };
  } catch (error) {
    // The mail is as good as before.
    if (error instanceof StoreUnavailableError) throw error;
    // Report a mail that cannot be written, for instance because its template is broken: other
    // mails go on.
    const reason = `It could not be written: ${error instanceof Error ? error.message : String(error)}`;
    return { verdict: 'unavailable', reason } as const;
  }
  return context.mailer.send(message);
}

/** The same id at each try. Includes the time, because a restored backup issues ids again. */
function messageIdOf({ settings }: Context, { id, createdAt }: Mail): string {
  return createHmac('sha256', settings.secret).update(`mail ${id} ${createdAt}`).digest('hex').slice(0, 32);
}
