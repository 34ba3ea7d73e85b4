// Checks that a template's new pass, its triggers and its schedules stay within the budget of a run and
// of a render (rules/budget.ts). Values that holders and services write later are counted on use.
import { renderPass } from '../../pass/render.ts';
import { BudgetSpent, createBudget, MOST_CHARACTERS, MOST_STEPS } from '../../rules/budget.ts';
import { createReport, type Diagnostic } from '../../rules/diagnostics.ts';
import { ACCESS_TYPES, CREATE, type PassFacts, recordAccess, SCHEDULE, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { IS_REDEEMED } from '../../rules/passes/shown-design.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { ActionCondition } from '../../rules/triggers/read-field.ts';
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
    if (!isSpent(runDry(program, facts, type))) continue;
    report.error('triggers_too_costly', `triggers_${event}`, tooCostly(`the values and conditions of ${event}`));
    return report.diagnostics;
  }
  const later: PassFacts = { overrides: {}, access, specials: SPECIALS, now: NOW };
  for (const { name, audience, actions } of program.schedules) {
    const scheduled = { schedule: name, actions };
    if (!isCostly(later, audience) && !isSpent(runDry(program, later, SCHEDULE, scheduled))) continue;
    const path = `schedules_${name}`;
    report.error('triggers_too_costly', path, tooCostly(`the values and conditions of the schedule ${name}`));
    return report.diagnostics;
  }
  // A template may have very many of these, so that they share one budget.
  const runBudget = createBudget();
  for (const [name, { where, actions }] of program.laters) {
    if (!isSpent(runDry(program, { ...later, runBudget }, SCHEDULE, { schedule: name, actions }))) continue;
    const what = 'the values and conditions of all that waits in PSActionLater, up to this one,';
    report.error('triggers_too_costly', where, tooCostly(what));
    return report.diagnostics;
  }
  return report.diagnostics;
}

function tooCostly(what: string): string {
  return `On a new pass, ${what} need ${LIMITS}. Let fewer values name each other.`;
}

function isSpent({ next }: ReturnType<typeof runDry>): boolean {
  return next.trace.note === SPENT;
}

/** Whether asking a condition costs more than an event may. */
function isCostly(facts: PassFacts, condition: ActionCondition | null): boolean {
  try {
    condition?.test?.({ ...facts, budget: createBudget() }, {});
    return false;
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return true;
  }
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
