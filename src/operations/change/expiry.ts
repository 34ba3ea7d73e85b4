// The job that a pass is due for: whoever writes a pass's overrides adds this to the change.
import type { PassChange } from '../../ports/store/passes.ts';
import { expiryOf, hasOwnExpiry, mayMoveExpiry } from '../../rules/passes/expiry.ts';
import type { Overrides, PassFacts } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';

/** `before`: the overrides that the pass had; null for a pass that is being made. Nothing when it expires as before. */
export function expiryChange(
  program: Program,
  facts: PassFacts,
  before: Overrides | null,
  after: Overrides,
): Pick<PassChange<unknown>, 'due'> {
  if (before === null ? !hasOwnExpiry(program, after) : !mayMoveExpiry(program, before, after)) return {};
  return { due: [{ kind: 'expire_pass', at: expiryOfMoved(program, facts, after) }] };
}

/** When a pass expires under a template that is new to the pass, in ms; null: never by a date of its own. */
export function expiryOfMoved(program: Program, facts: PassFacts, overrides: Overrides): number | null {
  // Of passes without a date of their own the template's job takes care.
  const at = hasOwnExpiry(program, overrides) ? expiryOf(program, { ...facts, overrides }) : null;
  return at !== null && at > facts.now ? at : null;
}
