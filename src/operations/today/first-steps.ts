// The list of first steps: what a new owner does before her first customer has a card on a phone.
import { INSTALL } from '../../rules/passes/facts.ts';
import { type Caller, mayDo, requireRight } from '../access/caller.ts';
import { makesTestPasses } from '../certificates/development.ts';
import type { Context } from '../context.ts';
import type { CardNumbers } from '../templates/card-numbers.ts';

/** Each is true once it is done. */
export interface FirstSteps {
  readonly certificate: boolean;
  readonly ownCard: boolean;
  readonly onPhone: boolean;
}

/** How many of the newest cards are asked for test cards on a phone. */
const LOOKED_AT = 24;

/**
 * Null: everything is done, the account does not want to see the list, or the person does something
 * else in it.
 */
export async function firstSteps(
  context: Context,
  caller: Caller,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<FirstSteps | null> {
  if (!mayDo(caller, 'rules')) return null;
  const { id } = caller.account;
  const { steps_hidden: isHidden = 0 } = await context.store.marksOf(id);
  if (isHidden !== 0) return null;
  const own = await context.store.gallery(id, { isExample: false, before: Number.MAX_SAFE_INTEGER, count: LOOKED_AT });
  const steps = {
    certificate: !(await makesTestPasses(context, id)),
    ownCard: own.length > 0,
    onPhone:
      [...numbers.values()].some(({ counts }) => counts.installed > 0 || counts.onPhones > 0) ||
      (await isTestOnPhone(context, own)),
  };
  return Object.values(steps).every(Boolean) ? null : steps;
}

/** Cards for trying out count in no number, but the first card on a phone is often one of them. */
async function isTestOnPhone(context: Context, cards: readonly { readonly id: number }[]): Promise<boolean> {
  for (const { id } of cards) {
    const passes = await context.store.testPasses(id);
    if (passes.some(({ access }) => access[INSTALL] !== undefined)) return true;
  }
  return false;
}

/** Fails with `role_forbidden`, `account_expired`. */
export async function hideFirstSteps(context: Context, caller: Caller): Promise<void> {
  const { id } = requireRight(context, caller, 'rules');
  await context.store.setMark(id, 'steps_hidden', 1);
}
