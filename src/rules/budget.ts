// Limits the cost of one run, one render or one check of a template. Values name values, so a
// template of a few kilobytes can ask for gigabytes of text: one budget counts all text that such a
// piece of work expands, compares and writes. Pure: the budget uses no clock.

/**
 * Look-ups of names, actions, fields, and a pass's own conditions. The 12 examples need less than a
 * tenth.
 */
export const MOST_STEPS = 20_000;

/**
 * UTF-16 units of magic strings, before and after expansion, and of compared and written text, each
 * time. Text without magic strings costs a render nothing, because it is as long as the saved text.
 * The 12 examples need less than a tenth.
 */
export const MOST_CHARACTERS = 1024 * 1024;

/** The look-ups that reading one condition counts as. */
export const STEPS_TO_READ = 20;

/** The rest of a budget. */
export interface Amount {
  readonly steps: number;
  readonly characters: number;
}

export interface Budget {
  steps: number;
  characters: number;
  /** Makes the error for the end of the budget. */
  readonly spent: () => Error;
}

export const WHOLE: Amount = { steps: MOST_STEPS, characters: MOST_CHARACTERS };

/** The error at the end of a budget, unless the budget names another one. */
export class BudgetSpent extends Error {}

export function createBudget(
  { steps, characters }: Amount = WHOLE,
  spent: Budget['spent'] = () => new BudgetSpent('the budget is spent'),
): Budget {
  return { steps, characters, spent };
}

/** Throws the budget's error when it does not suffice. Without a budget, nothing is counted. */
export function spend(budget: Budget | undefined, steps: number, characters: number): void {
  if (budget === undefined) return;
  budget.steps -= steps;
  budget.characters -= characters;
  if (budget.steps < 0 || budget.characters < 0) throw budget.spent();
}
