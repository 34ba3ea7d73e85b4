// Checks that a template's new pass and its triggers stay within the budget of a run and of a
// render (rules/budget.ts). Values that holders and services write later are counted on use.
import { renderPass } from '../../pass/render.ts';
import { BudgetSpent, createBudget, MOST_CHARACTERS, MOST_STEPS } from '../../rules/budget.ts';
import { createReport, type Diagnostic } from '../../rules/diagnostics.ts';
import { ACCESS_TYPES, CREATE, type PassFacts, recordAccess, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { IS_REDEEMED } from '../../rules/passes/shown-design.ts';
import type { Program } from '../../rules/templates/program.ts';
import { runDry } from '../../rules/triggers/run-dry.ts';
import { SPENT } from '../../rules/triggers/triggers.ts';
import { IDENTITY, NOW, SPECIALS } from './front-cases.ts';

const LIMITS = `more than ${MOST_STEPS} steps or ${MOST_CHARACTERS} characters`;

/**
 * Errors about a valid program. Stops at the first place over the budget, to limit its own cost.
 */
export function checkCost(program: Program): readonly Diagnostic[] {
  const report = createReport();
  const where = costlyDesign(program);
  if (where !== null) {
    const message = `The magic strings and conditions of a new pass need ${LIMITS}. Let fewer values name each other.`;
    report.error('render_too_costly', where, message);
    return report.diagnostics;
  }
  const access = recordAccess({}, CREATE, NOW);
  for (const type of ACCESS_TYPES) {
    const event = TRIGGER_OF[type];
    if (event === null || !program.triggers.has(event)) continue;
    const facts: PassFacts = { overrides: {}, access: type === CREATE ? {} : access, specials: SPECIALS, now: NOW };
    if (runDry(program, facts, type, null).next.trace.note !== SPENT) continue;
    const message = `On a new pass, the values and conditions of ${event} need ${LIMITS}. Let fewer values name each other.`;
    report.error('triggers_too_costly', `triggers_${event}`, message);
    return report.diagnostics;
  }
  return report.diagnostics;
}

/** The place of the first design that cannot be rendered, or null. */
function costlyDesign(program: Program): string | null {
  for (const isSecond of program.redeemed === null ? [false] : [false, true]) {
    const overrides = isSecond ? { [IS_REDEEMED]: true } : {};
    try {
      renderPass(program, { overrides, access: {}, specials: SPECIALS, now: NOW, budget: createBudget() }, IDENTITY);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      return isSecond ? 'redeemed_structure' : 'structure';
    }
  }
  return null;
}
