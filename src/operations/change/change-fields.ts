// Decides about a pass whose API paths are set without an event: updatePassFields, links and
// batches share it.
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import { sameValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { consequencesOf } from './consequences.ts';
import { factsOf } from './pass-facts.ts';
import { type Fields, type Writer, writeFields } from './write-fields.ts';

/**
 * `result`: whether the pass changed. Inside a decision only. Fails with the codes of writeFields.
 */
export function changeFields(
  context: Context,
  snapshot: PassSnapshot,
  fields: Fields,
  { push, ...writer }: Writer & { readonly push: boolean },
): PassChange<boolean> {
  const program = context.programs.at(snapshot.template);
  const before = snapshot.pass.overrides;
  const overrides = writeFields(program, before, fields, writer);
  const consequences = consequencesOf(program, factsOf(context, snapshot), before, overrides);
  const isShown = consequences.touchedAt !== undefined;
  return {
    overrides,
    ...consequences,
    ...(isShown ? { push } : {}),
    // A service that stops a run sets psTriggerError: count that as a change, though no pass file
    // shows it.
    result: isShown || !sameValue(before.psTriggerError, overrides.psTriggerError),
  };
}
