// The short links of batches: each makes one pass, when somebody opens it first, and leads to that
// pass ever after.
import { AppError } from '../../errors.ts';
import type { Batch, BatchRow } from '../../ports/store/batches.ts';
import { CREATE } from '../../rules/passes/facts.ts';
import { continueRun, requireCompleted, type Step } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { answeringHash, creating, makeNames } from '../passes/create-pass.ts';
import { withPrograms } from '../programs.ts';
import { fieldsToWrite } from './make-batch.ts';
import { type RowTemplate, rowReader } from './rows.ts';

/** The value of a link's parameter `wallet` that leads on to Google Wallet. */
export const GOOGLE_WALLET = 'google';

/** The address of a link, by the token of its row. */
export function linkOf({ settings }: Pick<Context, 'settings'>, token: string): string {
  return `${settings.rootUrl}/c/${token}`;
}

export interface FoundLink {
  readonly batch: Batch;
  readonly row: BatchRow;
  readonly template: RowTemplate;
  /** The pass that the link has made; null: none so far. */
  readonly passHash: string | null;
}

/** The longest token that is looked up. */
const LONGEST_TOKEN = 64;

/**
 * Finds what a link leads to. Fails with `link_not_found`, also for a link whose pass or template
 * was deleted.
 */
export async function findLink(context: Context, token: string): Promise<FoundLink> {
  const found = token.length > LONGEST_TOKEN ? null : await context.store.linkedRow(token);
  if (found === null) throw new AppError('link_not_found');
  const { batch, row } = found;
  const { columns, decimalComma, templateId } = batch;
  const account = await context.store.accountById(batch.accountId);
  if (account === null || columns === null) throw new AppError('link_not_found');
  const reader = rowReader(context, account, { columns, decimalComma, templateId });
  const template = await reader.templateOf(row.cells);
  if ('kind' in template) throw new AppError('link_not_found', { message: template.message });
  if (row.madeAt !== null && row.passHash === null) {
    throw new AppError('link_not_found', { message: 'The pass of this link was deleted.' });
  }
  return { batch, row, template, passHash: row.passHash };
}

/**
 * Answers the hash of the link's pass, which the call makes unless an earlier one did. Fails with
 * the codes of createPass, and `trigger_error` when onCreate was stopped: the pass then stays.
 */
export async function openLink(context: Context, found: FoundLink, depth: Depth): Promise<string> {
  const { batch, row, template, passHash } = found;
  if (passHash !== null) return passHash;
  const { columns, decimalComma, templateId } = batch;
  const account = await context.store.accountById(batch.accountId);
  const reader = rowReader(context, account!, { columns: columns!, decimalComma, templateId });
  // A field that the template has lost since then does not keep a customer from the card.
  const present = { ...template, places: template.places.filter(({ location }) => location !== null) };
  const fields = await fieldsToWrite(context, template, () => reader.fieldsOf(present, row.cells));
  if ('fault' in fields) throw new AppError('value_invalid', { message: fields.fault.message });
  const made = makeNames(context);
  const decide = creating(context, { made, full: true, fields: fields.taken, keepsAnswer: false });
  const opened = await withPrograms(context.programs, () =>
    context.store.openLink<Step>(row.token!, template.snapshot.template.hash, decide),
  );
  if (opened === null) {
    // Somebody opened the link at the same time.
    const again = await findLink(context, row.token!);
    if (again.passHash === null) throw new AppError('link_not_found');
    return again.passHash;
  }
  const run = { hash: made.hash, accessType: CREATE, depth, idempotency: null, account: null } as const;
  requireCompleted(await continueRun(context, run, opened.result, answeringHash(made.hash)));
  return made.hash;
}
