// Logs the runs that a server did not end: it was killed, or lost its power, while a request of a
// trigger was under way. What the run had changed by then is stored; without an event nobody would
// know who changed it, and that the rest is missing.
import type { PassChange } from '../../ports/store/passes.ts';
import type { OpenRun } from '../../ports/store/runs.ts';
import { raisesShownFlag } from '../../rules/passes/shown-flags.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';

/**
 * Logs an event with the outcome `error` for each open run. For a server alone, before it answers
 * requests: a run of another server may still go on.
 */
export async function logCutRuns(context: Context): Promise<void> {
  for (const run of await context.store.openRuns()) {
    await withPrograms(context.programs, () => context.store.changePass(run.hash, ending(context, run)));
    context.log.warn({ access: run.cutOff.accessType }, 'the server ended during a run of triggers');
  }
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
      run: { key, cutOff: null },
      result: null,
    };
  };
}
