// Mails the links of a batch: some each minute, so that a mail server takes them, until the owner
// stops. A mail that was queued is a mail like any other.
import { AppError } from '../../errors.ts';
import type { Batch, RowMail } from '../../ports/store/batches.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { Caller } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import { emailAddress } from '../accounts/email-address.ts';
import type { Context } from '../context.ts';
import type { PassLetter } from '../mails/pass-letter.ts';
import { passLetter } from '../mails/pass-letter.ts';
import { MAIL_LIFETIME, passLinkMail } from '../mails/pass-link-mail.ts';
import { requireBatch } from './batches.ts';
import { rowLetter } from './row-letter.ts';

/** Mails a minute, unless the owner says otherwise: what small providers take. */
export const MAILS_A_MINUTE = 20;
export const MOST_MAILS_A_MINUTE = 600;
/** The rows that one step looks at. */
const ROWS_AT_ONCE = 1000;
const MINUTE = 60 * 1000;

/**
 * Starts the mails, or goes on with those that a stop left. Fails with the codes of requireBatch,
 * and `parameter_invalid`.
 */
export async function startMailing(
  context: Context,
  caller: Caller,
  hash: string,
  { rate, language }: { readonly rate: number; readonly language: string | null },
): Promise<void> {
  const batch = await requireBatch(context, caller, hash);
  if (!Number.isInteger(rate) || rate < 1 || rate > MOST_MAILS_A_MINUTE) {
    const message = `Mails a minute are a whole number from 1 to ${MOST_MAILS_A_MINUTE}.`;
    throw new AppError('parameter_invalid', { field: 'rate', message });
  }
  if (!mayMail(batch)) {
    const message = 'Mails can go out once the batch is done, if its table has a column of e-mail addresses.';
    throw new AppError('parameter_invalid', { field: 'batchId', message });
  }
  await context.store.startMailing(batch.id, { rate, language, now: context.clock.now() });
  await recordAct(context, caller, { what: 'batch.mail', subject: batch.name, after: { rate } });
}

export function mayMail({ state, mode, columns, made }: Batch): boolean {
  return state === 'done' && mode !== 'blank' && made > 0 && columns !== null && columns.email !== null;
}

/** Fails with the codes of requireBatch. */
export async function stopMailing(context: Context, caller: Caller, hash: string): Promise<void> {
  const batch = await requireBatch(context, caller, hash);
  await context.store.stopMailing(batch.id, context.clock.now());
}

/** Tries the failed mails of a batch again. Fails with the codes of requireBatch. */
export async function retryMailing(context: Context, caller: Caller, hash: string): Promise<number> {
  const batch = await requireBatch(context, caller, hash);
  const now = context.clock.now();
  return context.store.retryRowMails(batch.id, { now, giveUpAt: now + MAIL_LIFETIME });
}

/** Queues the mails of the next rows, at most as many as go out in a minute. */
export async function mailBatchRows(context: Context, job: Job): Promise<void> {
  const batch = await context.store.batchById(job.subjectId);
  if (batch?.mailState !== 'running' || batch.columns === null) {
    return context.store.recordStep(job, { kind: 'done' });
  }
  const { id, mailRate, mailCursor, mailLanguage, mode } = batch;
  const email = batch.columns.email!;
  const now = context.clock.now();
  const rows = await context.store.batchRows(id, { after: mailCursor, count: ROWS_AT_ONCE });
  const mails: RowMail[] = [];
  let cursor = mailCursor;
  for (const { number, cells, faults, token, passHash, madeAt } of rows) {
    if (mails.length === mailRate) break;
    cursor = number;
    const address = emailAddress(cells[email] ?? '');
    // A card that was deleted gets no mail.
    const isThere = mode === 'links' ? token !== null && (madeAt === null || passHash !== null) : passHash !== null;
    if (faults !== null || address === null || !isThere) continue;
    const runAt = now + Math.floor((mails.length * MINUTE) / mailRate);
    const mail = passLinkMail(context, { address, field: 'email', language: mailLanguage ?? undefined });
    const kind = mode === 'links' ? 'row_link' : 'pass_link';
    mails.push({ number, mail: { ...mail, kind, giveUpAt: runAt + MAIL_LIFETIME }, runAt });
  }
  const isLast = rows.length < ROWS_AT_ONCE && cursor === (rows.at(-1)?.number ?? mailCursor);
  const runAt = isLast ? null : now + Math.ceil((mails.length * MINUTE) / mailRate);
  await context.store.queueRowMails(id, { after: mailCursor, cursor, runAt, now }, mails);
}

/** The letter of the first row that gets a mail, for a preview; null: no row gets one. */
export async function previewLetter(
  context: Context,
  batch: Batch,
): Promise<{ readonly recipient: string; readonly letter: PassLetter } | null> {
  if (!mayMail(batch)) return null;
  const rows = await context.store.batchRows(batch.id, { after: 0, count: ROWS_AT_ONCE });
  for (const { number, cells, faults, passHash } of rows) {
    const recipient = emailAddress(cells[batch.columns!.email!] ?? '');
    if (faults !== null || recipient === null) continue;
    if (batch.mode === 'links') {
      return { recipient, letter: await rowLetter(context, { row: { batchId: batch.id, number } }) };
    }
    if (passHash !== null) return { recipient, letter: await passLetter(context, { passHash }) };
  }
  return null;
}
