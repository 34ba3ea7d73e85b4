// What follows from changed overrides of a pass: a new version for its devices, a push, another expiry
// and another barcode of its own. Whoever writes overrides adds this to the change.
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { differs } from '../../rules/triggers/triggers.ts';
import type { Context } from '../context.ts';
import { expiryChange } from './expiry.ts';
import { barcodeChange } from './own-barcode.ts';
import { factsOf } from './pass-facts.ts';

/** `snapshot`: the pass before the change. `touchedAt` is absent when the pass looks the same. Inside a decision only. */
export function consequencesOf(
  context: Context,
  snapshot: PassSnapshot,
  after: Overrides,
): Pick<PassChange<unknown>, 'touchedAt' | 'push' | 'expiresAt' | 'barcode'> {
  const program = context.programs.at(snapshot.template);
  const before = snapshot.pass.overrides;
  return {
    ...(differs(program, before, after) ? { touchedAt: context.clock.now(), push: true } : {}),
    ...expiryChange(program, factsOf(context, snapshot), before, after),
    ...barcodeChange(program, before, after),
  };
}
