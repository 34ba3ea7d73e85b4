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
  const isOwn = () => hasOwnExpiry(program, after);
  if (before === null ? !isOwn() : !mayMoveExpiry(program, before, after)) return {};
  // Of passes without a date of their own the template's job takes care.
  const at = isOwn() ? expiryOf(program, { ...facts, overrides: after }) : null;
  return { due: [{ kind: 'expire_pass', at: at !== null && at > facts.now ? at : null }] };
}
