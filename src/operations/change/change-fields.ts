// The decision about a pass whose API paths are set, without an event: what updatePassFields, links and batches share.
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import { differs } from '../../rules/triggers/triggers.ts';
import { sameValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { expiryChange } from './expiry.ts';
import { barcodeChange } from './own-barcode.ts';
import { factsOf } from './pass-facts.ts';
import { type Fields, type Writer, writeFields } from './write-fields.ts';

/** `result`: whether the pass changed. Inside a decision only. Fails with the codes of writeFields. */
export function changeFields(
  context: Context,
  snapshot: PassSnapshot,
  fields: Fields,
  { push, ...writer }: Writer & { readonly push: boolean },
): PassChange<boolean> {
  const program = context.programs.at(snapshot.template);
  const before = snapshot.pass.overrides;
  const overrides = writeFields(program, before, fields, writer);
  const shown = differs(program, before, overrides);
  return {
    overrides,
    ...(shown ? { touchedAt: context.clock.now(), push } : {}),
    ...expiryChange(program, factsOf(context, snapshot), before, overrides),
    ...barcodeChange(program, before, overrides),
    // A service that stops a run sets psTriggerError: an update, though nothing that the pass file shows.
    result: shown || !sameValue(before.psTriggerError, overrides.psTriggerError),
  };
}
