// Finds the passes of a segment: goes through the passes of its template by their ids, some at a
// time, and asks the condition of each. Passes for trying out are in no segment.
import { AppError } from '../../errors.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { compileCondition } from '../../rules/paths/conditions.ts';
import type { Program } from '../../rules/templates/program.ts';
import { factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { nextTurn } from '../next-turn.ts';

/** The passes of one read, and those that are asked before others get their turn. */
const READ_AT_ONCE = 200;
const ASKED_AT_ONCE = 50;

export type Matches = (program: Program, facts: PassFacts) => boolean;

/**
 * Whether a pass meets the condition. A pass does not where the condition cannot be read any more,
 * because the template has changed, or needs more than the budget of one pass.
 */
export function matcherOf(condition: string): Matches {
  let last: { readonly program: Program; readonly test: ((facts: PassFacts) => boolean) | null } | null = null;
  return (program, facts) => {
    if (last?.program !== program) {
      const compiled = compileCondition(program, condition);
      last = { program, test: compiled.ok ? compiled.test : null };
    }
    if (last.test === null) return false;
    try {
      return last.test(facts);
    } catch (error) {
      if (error instanceof AppError && error.code === 'budget_spent') return false;
      throw error;
    }
  };
}

export interface Walked {
  /** In the order of creation. `looked`: how many passes were looked at, up to this one. */
  readonly found: readonly { readonly pass: Pass; readonly looked: number }[];
  readonly looked: number;
  /** The id of the last pass that was looked at. */
  readonly cursor: number;
  readonly isLast: boolean;
}

/**
 * Looks at passes with ids above `after`, until `most` of them meet the condition or `look` were
 * looked at.
 */
export async function walk(
  context: Context,
  card: TemplateSnapshot,
  condition: string,
  { after, most, look }: { readonly after: number; readonly most: number; readonly look: number },
): Promise<Walked> {
  const program = await context.programs.load(card.template);
  const matches = matcherOf(condition);
  const found: { pass: Pass; looked: number }[] = [];
  let cursor = after;
  let looked = 0;
  let asked = 0;
  for (;;) {
    const count = Math.min(READ_AT_ONCE, look - asked);
    if (count <= 0) return { found, looked, cursor, isLast: false };
    const passes = await context.store.passesBehind(card.template.id, cursor, count);
    for (const pass of passes) {
      cursor = pass.id;
      asked++;
      if (!pass.isTest) {
        looked++;
        if (matches(program, factsOf(context, { ...card, pass }))) found.push({ pass, looked });
      }
      if (found.length >= most) return { found, looked, cursor, isLast: false };
      if (asked % ASKED_AT_ONCE === 0) await nextTurn();
    }
    if (passes.length < count) return { found, looked, cursor, isLast: true };
  }
}
