// Ends the runs that no server goes on with: theirs was killed or lost its power while a request of a
// trigger was under way, or could not store what came of it. What the run had changed by then is
// stored; without an event nobody would know who changed it, and that the rest is missing.
import { AppError } from '../../errors.ts';
import type { PassChange } from '../../ports/store/passes.ts';
import { type OpenRun, RUN_LEASE } from '../../ports/store/runs.ts';
import { raisesShownFlag } from '../../rules/passes/shown-flags.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';

/** How many runs to read at a time. */
const AT_ONCE = 100;

/** Ends every open run as cut off. For a server alone, before it answers requests: none goes on. */
export async function endAllRuns(context: Context): Promise<void> {
  await endRuns(context, Number.MAX_SAFE_INTEGER);
}

/** Ends the runs whose server has said nothing for RUN_LEASE. Several servers may do so at once. */
export async function endSilentRuns(context: Context): Promise<void> {
  await endRuns(context, context.clock.now() - RUN_LEASE);
}

async function endRuns(context: Context, before: number): Promise<void> {
  for (;;) {
    const runs = await context.store.openRuns(before, AT_ONCE);
    const silent = runs.filter(({ key }) => !context.runs.has(key));
    for (const run of silent) await endRun(context, run);
    // A full page of runs that go on would be read again.
    if (runs.length < AT_ONCE || silent.length === 0) return;
  }
}

/** Logs an event with the outcome `error`, unless another server was first or the pass is gone. */
async function endRun(context: Context, run: OpenRun): Promise<void> {
  try {
    await withPrograms(context.programs, () => context.store.changePass(run.hash, ending(context, run)));
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'run_ended' && error.code !== 'pass_not_found')) throw error;
    return;
  }
  context.log.warn({ access: run.cutOff.accessType }, 'the server ended during a run of triggers');
}

function ending(context: Context, { key, cutOff }: OpenRun) {
  return (snapshot: Parameters<typeof factsOf>[1]): PassChange<null> => {
    const program = context.programs.at(snapshot.template);
    const facts = factsOf(context, snapshot);
    // The event may raise a flag that the pass shows, as at the end of any run.
    const raises = raisesShownFlag(program, facts, cutOff.accessType);
    const { overrides } = snapshot.pass;
    return {
      ...consequencesOf(program, facts, overrides, overrides, raises),
      event: cutOff,
      run: { key, cutOff: null, isOpen: true },
      result: null,
    };
  };
}
