// Starts, stops and takes back bulk changes for the people who may correct customers, and says how
// far one is.
import { AppError } from '../../errors.ts';
import { BULK_LIFETIME, type Bulk, type BulkPass, type BulkState, type PassFate } from '../../ports/store/bulk.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { compileCondition, conditionProblem } from '../../rules/paths/conditions.ts';
import { targetOf } from '../../rules/segments/bulk-action.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireTemplate } from '../access/access.ts';
import { type Caller, requireCard, requireRight } from '../access/caller.ts';
import type { Right } from '../access/roles.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { readBulkAction } from './bulk-action.ts';
import { idIn, requireSegment } from './segments.ts';

/** The passes of each kind that a page shows. */
const SHOWN = 20;
/** The bulk changes that the page of a card lists. */
export const BULKS_LISTED = 20;

export type { Bulk, BulkState };

export interface CardBulk {
  readonly bulk: Bulk;
  readonly card: TemplateSnapshot;
}

/** Fails with `role_forbidden`, `account_expired`, `bulk_not_found`, `access_denied`. */
export async function requireBulk(context: Context, caller: Caller, right: Right, bulkId: string): Promise<CardBulk> {
  const account = requireRight(context, caller, right);
  const bulk = await context.store.bulkById(idIn(bulkId));
  const card = bulk && (await context.store.templateById(bulk.templateId));
  if (bulk === null || card === null) throw new AppError('bulk_not_found', { field: 'bulkId' });
  await requireTemplate(context, account, card.template.hash);
  return { bulk, card };
}

export interface BulkInput {
  readonly segmentId: string;
  /** See readBulkAction. */
  readonly action: JsonObject;
  /** Whether to count first what would change, and to change nothing. */
  readonly dryRun: boolean;
}

/**
 * Makes a bulk change of the passes of a segment; a job does it. Fails with the codes of
 * requireSegment and readBulkAction, and with `parameter_invalid` for a condition that the template
 * does not fit any more.
 */
export async function makeBulk(context: Context, caller: Caller, input: BulkInput): Promise<CardBulk> {
  const { segment, card } = await requireSegment(context, caller, 'correct', input.segmentId);
  const { template } = card;
  const program = await context.programs.load(template);
  const compiled = compileCondition(program, segment.condition);
  if (!compiled.ok) {
    const message = conditionProblem(compiled.error);
    throw new AppError('parameter_invalid', { field: 'segmentId', message });
  }
  const action = readBulkAction(program, input.action);
  const { name, condition } = segment;
  const bulk = await context.store.createBulk(
    {
      templateId: template.id,
      ...{ name, condition, action },
      who: caller.email,
      total: await context.store.countPasses(template.id),
      createdAt: context.clock.now(),
    },
    input.dryRun ? 'dry' : 'running',
  );
  if (!input.dryRun) await recordBulk(context, caller, { bulk, card }, 'bulk.start');
  return { bulk, card };
}

async function recordBulk(
  context: Context,
  caller: Caller,
  { bulk, card }: CardBulk,
  what: 'bulk.start' | 'bulk.undo',
): Promise<void> {
  const subject = `${card.template.name} · ${bulk.name}`;
  const { condition, action } = bulk;
  await recordAct(context, caller, { what, subject, after: { condition, action } });
}

/** Begins after the dry run; a second call begins nothing. Fails with requireBulk's codes and `bulk_state`. */
export async function startBulk(context: Context, caller: Caller, bulkId: string): Promise<CardBulk> {
  const found = await requireBulk(context, caller, 'correct', bulkId);
  const moved = await context.store.startBulk(found.bulk.id, context.clock.now());
  if (moved) await recordBulk(context, caller, found, 'bulk.start');
  else if (found.bulk.state === 'dry') {
    throw new AppError('bulk_state', { field: 'bulkId', message: 'The dry run is not over yet.' });
  }
  return again(context, found);
}

/** Fails with the codes of requireBulk. One that is not running stays as it is. */
export async function stopBulk(context: Context, caller: Caller, bulkId: string): Promise<CardBulk> {
  const found = await requireBulk(context, caller, 'correct', bulkId);
  await context.store.stopBulk(found.bulk.id, context.clock.now());
  return again(context, found);
}

/** Fails with the codes of requireBulk. One that is not stopped stays as it is. */
export async function resumeBulk(context: Context, caller: Caller, bulkId: string): Promise<CardBulk> {
  const found = await requireBulk(context, caller, 'correct', bulkId);
  await context.store.resumeBulk(found.bulk.id, context.clock.now());
  return again(context, found);
}

/** Whether the passes of a bulk change can have their former values again. */
export function mayUndo(context: Pick<Context, 'clock'>, { action, state, updatedAt }: Bulk): boolean {
  if (targetOf(action) === null || (state !== 'done' && state !== 'stopped')) return false;
  return context.clock.now() - updatedAt < BULK_LIFETIME;
}

/**
 * Gives the passes their former values, where nobody has changed those since. Fails with the codes
 * of requireBulk, and with `bulk_state` where nothing can be taken back.
 */
export async function undoBulk(context: Context, caller: Caller, bulkId: string): Promise<CardBulk> {
  const found = await requireBulk(context, caller, 'correct', bulkId);
  const { bulk } = found;
  if (bulk.state === 'undoing' || bulk.state === 'undone') return found;
  if (!mayUndo(context, bulk)) {
    const message =
      targetOf(bulk.action) === null
        ? 'A push or a mail cannot be taken back.'
        : 'A bulk change can be taken back once it is done or stopped, for seven days.';
    throw new AppError('bulk_state', { field: 'bulkId', message });
  }
  const moved = await context.store.undoBulk(bulk.id, context.clock.now());
  if (moved) await recordBulk(context, caller, found, 'bulk.undo');
  return again(context, found);
}

async function again({ store }: Context, found: CardBulk): Promise<CardBulk> {
  return { ...found, bulk: (await store.bulkById(found.bulk.id)) ?? found.bulk };
}

/** The last bulk changes of a card, newest first. Fails with the codes of requireCard. */
export async function cardBulks(context: Context, caller: Caller, templateHash: string): Promise<readonly Bulk[]> {
  const { template } = await requireCard(context, caller, 'see', templateHash);
  return context.store.bulksOf(template.id, BULKS_LISTED);
}

/** A pass of a bulk change whose fate is told. */
export interface ToldPass extends BulkPass {
  readonly fate: ToldFate;
}

export interface BulkPage extends CardBulk {
  /** The first passes of each fate that is told. */
  readonly passes: readonly ToldPass[];
  readonly mayUndo: boolean;
}

/** What a dry run found, what could not be changed, and what keeps its values. */
export const TOLD_FATES = ['sample', 'failed', 'left'] as const satisfies readonly PassFate[];
export type ToldFate = (typeof TOLD_FATES)[number];

/** How far a bulk change is, and some of its passes. Fails with the codes of requireBulk. */
export async function showBulk(context: Context, caller: Caller, bulkId: string): Promise<BulkPage> {
  const found = await requireBulk(context, caller, 'see', bulkId);
  const pages = await Promise.all(
    TOLD_FATES.map(async (fate) => {
      const passes = await context.store.bulkPasses(found.bulk.id, { fate, after: 0, count: SHOWN });
      return passes.map((pass) => ({ ...pass, fate }));
    }),
  );
  return { ...found, passes: pages.flat(), mayUndo: mayUndo(context, found.bulk) };
}

/** The names of the passes of a page, by their hashes. */
export async function namesOfPasses(
  context: Context,
  { card, passes }: BulkPage,
): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(
    passes.map(async ({ hash }) => {
      const snapshot = await context.store.passByHash(hash);
      return [hash, snapshot === null ? card.template.name : await nameOfCustomer(context, snapshot)] as const;
    }),
  );
  return new Map(named);
}
