// What lists and pages of the owner call a pass.
import { AppError } from '../../errors.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { enteredName } from '../../rules/passes/customer-name.ts';
import { descriptionOf, factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';

/**
 * psPassDescription, else the first text that was entered, else the primary fields, else the card's
 * name, also for a pass that is too costly to describe.
 */
export async function nameOfCustomer(context: Context, snapshot: PassSnapshot): Promise<string> {
  const program = await context.programs.load(snapshot.template);
  const entered = enteredName(program, snapshot.pass.overrides);
  if (entered !== null) return entered;
  try {
    return descriptionOf(program, factsOf(context, snapshot)).trim() || snapshot.template.name;
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_spent') return snapshot.template.name;
    throw error;
  }
}
