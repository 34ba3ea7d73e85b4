// What a rule would do for the newest customer of its card: its event is tried on a copy, as on the
// page Try, and nothing is stored, sent or pushed.
import { AppError } from '../../errors.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { ACCESS_TYPES, CREATE, TRIGGER_OF } from '../../rules/passes/facts.ts';
import type { Names } from '../../rules/sentences/names.ts';
import { rulesOf } from '../../rules/sentences/rules.ts';
import { tryWords } from '../../rules/sentences/try-words.ts';
import type { EditedRules } from '../../rules/triggers/edit-rules.ts';
import { actionsIn } from '../../rules/triggers/rule-homes.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { freeBarcodes } from '../events/simulate.ts';
import { passToTry, runTrial, type Trial } from '../events/trial.ts';
import { compiled } from './compiled.ts';

export interface TriedRule {
  /** The customer's name; null: a new card. */
  readonly name: string | null;
  /** `would not apply: POINTS is 3`. */
  readonly outcome: string;
}

/**
 * Null: the rule is one of steps, or its event cannot be tried, as where the template has faults.
 * `newest`: the newest customer's pass; null: a new card.
 */
export async function tryRule(
  context: Context,
  snapshot: TemplateSnapshot,
  { passConstructor, rule: place }: EditedRules,
  newest: Pass | null,
  names: Names,
): Promise<TriedRule | null> {
  if (place === null || place.home.kind === 'steps') return null;
  const { event } = place.home;
  const accessType = ACCESS_TYPES.find((type) => TRIGGER_OF[type] === event)!;
  const rule = rulesOf(actionsIn(passConstructor, place.home))[place.number - 1];
  const { program, diagnostics } = await compiled(passConstructor);
  if (rule === undefined || diagnostics.some(({ severity }) => severity === 'error')) return null;
  const { template, owner } = snapshot;
  // A card that is made just now is nobody's yet.
  const own = accessType === CREATE ? null : newest;
  const trial: Trial = {
    template,
    owner,
    program,
    pass: own,
    fields: {},
    accessType,
    times: 1,
    at: context.clock.now(),
    isFree: freeBarcodes(context, template, own),
    words: null,
  };
  try {
    const { runs } = await runTrial(context, { ...trial, pass: await passToTry(context, trial) });
    const trace = readTrace(runs[0]!.event.trace);
    if (trace === null) return null;
    const name = own === null ? null : await nameOfCustomer(context, { ...snapshot, pass: own });
    return { name, outcome: tryWords(trace, place.home, rule, names) };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    return null;
  }
}
