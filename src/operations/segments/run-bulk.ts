// Does bulk changes, some passes in each commit. A step is void when another process did its passes
// meanwhile, so a server that was killed and a second one can all go on with it.
import { AppError } from '../../errors.ts';
import { BULK_LIFETIME, type Bulk, type BulkItem, type BulkStep } from '../../ports/store/bulk.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { ChangedPath } from '../../rules/segments/bulk-action.ts';
import { forLittleTime } from '../batches/make-batch.ts';
import { finishRuns } from '../change/finish-runs.ts';
import type { Step } from '../change/run-triggers.ts';
import type { Context } from '../context.ts';
import { nextTurn } from '../next-turn.ts';
import { withPrograms } from '../programs.ts';
import { answering, deciding, runOf, takingBack } from './bulk-decision.ts';
import { walk } from './matching.ts';

/** The most passes of one commit: scans wait for it. */
const CHANGED_AT_ONCE = 20;
/** The passes that one step looks at. */
const LOOKED_AT = 1000;
/** The passes that a dry run shows. */
export const SAMPLES = 10;
/** The passes of an old bulk change that one commit forgets. */
const PASSES_DROPPED = 500;
const MINUTE = 60_000;

/** Does a job of the kind `bulk_update`, or the next step of one. */
export async function runBulk(context: Context, job: Job): Promise<void> {
  const { store } = context;
  const bulk = await store.bulkById(job.subjectId);
  const card = bulk && (await store.templateById(bulk.templateId));
  if (bulk === null || card === null) return store.recordStep(job, { kind: 'done' });
  switch (bulk.state) {
    case 'dry':
      return lookOn(context, bulk, card);
    case 'running':
      return changeOn(context, bulk, card);
    case 'undoing':
      return takeBackOn(context, bulk, card);
    case 'waiting':
    case 'stopped':
    case 'done':
    case 'undone':
      return dropOld(context, bulk, job);
  }
}

async function dropOld({ store, clock }: Context, { id, updatedAt }: Bulk, job: Job): Promise<void> {
  const runAt = updatedAt + BULK_LIFETIME;
  if (clock.now() < runAt) return store.recordStep(job, { kind: 'retry', runAt });
  await store.deleteBulk(id, PASSES_DROPPED);
}

/** Says what would change. */
async function lookOn(context: Context, bulk: Bulk, card: TemplateSnapshot): Promise<void> {
  const { store } = context;
  const { found, ...walked } = await walk(context, card, bulk.condition, {
    after: bulk.cursor,
    most: LOOKED_AT,
    look: LOOKED_AT,
  });
  const decide = deciding(context, bulk);
  const counts = { matched: 0, changed: 0, failed: 0 };
  const samples: { passId: number; values: readonly ChangedPath[] }[] = [];
  for (const [index, { pass }] of found.entries()) {
    counts.matched++;
    try {
      const reference = bulk.action.kind === 'mail' ? await store.passReference(pass.id) : null;
      const { fate, values = [] } = await withPrograms(context.programs, async () =>
        decide(pass.hash)({ ...card, pass, reference }),
      );
      if (fate !== 'changed') continue;
      counts.changed++;
      if (bulk.changed + samples.length < SAMPLES) samples.push({ passId: pass.id, values });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      counts.failed++;
    }
    if (index % CHANGED_AT_ONCE === CHANGED_AT_ONCE - 1) await nextTurn();
  }
  await store.stepBulk(bulk.id, stepOf(context, bulk, walked), [], { ...counts, samples });
}

async function changeOn(context: Context, bulk: Bulk, card: TemplateSnapshot): Promise<void> {
  const { action } = bulk;
  const most = action.kind === 'mail' ? Math.min(CHANGED_AT_ONCE, action.rate) : CHANGED_AT_ONCE;
  const { found, ...walked } = await walk(context, card, bulk.condition, {
    after: bulk.cursor,
    most,
    look: LOOKED_AT,
  });
  const decide = deciding(context, bulk);
  const items = found.map(({ pass, looked }) => ({
    passId: pass.id,
    hash: pass.hash,
    looked,
    decide: decide(pass.hash),
  }));
  const pause = action.kind === 'mail' ? Math.ceil((items.length * MINUTE) / action.rate) : 0;
  const results = await commit(context, bulk, stepOf(context, bulk, walked, pause), items);
  const runs = (results ?? []).flatMap((step, index) =>
    step === null ? [] : [{ step, input: runOf(bulk, items[index]!.hash), answering }],
  );
  await finishRuns(context, runs);
}

async function takeBackOn(context: Context, bulk: Bulk, card: TemplateSnapshot): Promise<void> {
  await context.programs.load(card.template);
  const page = { fate: 'changed', after: bulk.cursor, count: CHANGED_AT_ONCE } as const;
  const rows = await context.store.bulkPasses(bulk.id, page);
  const decide = takingBack(context, bulk);
  const items = rows.map(({ passId, hash, values }) => ({ passId, hash, looked: 0, decide: decide(values) }));
  const cursor = rows.at(-1)?.passId ?? bulk.cursor;
  const isLast = rows.length < CHANGED_AT_ONCE;
  await commit(context, bulk, stepOf(context, bulk, { looked: 0, cursor, isLast }), items);
}

function commit(
  context: Context,
  bulk: Bulk,
  step: BulkStep,
  items: readonly BulkItem<Step>[],
): Promise<readonly (Step | null)[] | null> {
  const { programs, store } = context;
  // Where servers share a database, scans of other passes do not wait for the commit.
  const timed = store.isShared() ? step : { ...step, mayGoOn: forLittleTime(context) };
  return withPrograms(programs, () => store.stepBulk(bulk.id, timed, items));
}

function stepOf(
  context: Context,
  { state, cursor: after }: Bulk,
  walked: Pick<BulkStep, 'looked' | 'cursor' | 'isLast'>,
  pause = 0,
): BulkStep {
  const now = context.clock.now();
  return { state, after, ...walked, now, runAt: now + pause };
}
