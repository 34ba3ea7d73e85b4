// Schedules the expiry job of a pass. Everything that writes overrides adds this to its change.
import type { PassChange } from '../../ports/store/passes.ts';
import { expiryOf, hasOwnExpiry, mayMoveExpiry } from '../../rules/passes/expiry.ts';
import type { Overrides, PassFacts } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';

/**
 * `before`: the overrides that the pass had; null for a new pass. Returns nothing when the pass
 * expires as before.
 */
export function expiryChange(
  program: Program,
  facts: PassFacts,
  before: Overrides | null,
  after: Overrides,
): Pick<PassChange<unknown>, 'due'> {
  if (before === null ? !hasOwnExpiry(program, after) : !mayMoveExpiry(program, before, after)) return {};
  return { due: [{ kind: 'expire_pass', at: expiryOfMoved(program, facts, after) }] };
}

/**
 * When a pass expires under a template that is new to the pass, in ms; null: never by a date of its
 * own.
 */
export function expiryOfMoved(program: Program, facts: PassFacts, overrides: Overrides): number | null {
  // The template's job covers passes without a date of their own.
  const at = hasOwnExpiry(program, overrides) ? expiryOf(program, { ...facts, overrides }) : null;
  return at !== null && at > facts.now ? at : null;
}
