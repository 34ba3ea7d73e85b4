// What a rule would do for the newest customer of its card: its event runs on a copy, and nothing is
// stored, sent or pushed.
import type { Pass } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { ACCESS_TYPES, CREATE, TRIGGER_OF } from '../../rules/passes/facts.ts';
import type { Names } from '../../rules/sentences/names.ts';
import { rulesOf } from '../../rules/sentences/rules.ts';
import { tryWords } from '../../rules/sentences/try-words.ts';
import type { EditedRules } from '../../rules/triggers/edit-rules.ts';
import { actionsIn } from '../../rules/triggers/rule-homes.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import { runDry } from '../../rules/triggers/run-dry.ts';
import { traceJson } from '../../rules/triggers/trace.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import { compiled } from './compiled.ts';

export interface Trial {
  /** The customer's name; null: a new card. */
  readonly name: string | null;
  /** `would not apply: POINTS is 3`. */
  readonly outcome: string;
}

/** The newest pass of a card; null: it has none. */
export async function newestPass(context: Context, { template, owner }: TemplateSnapshot): Promise<Pass | null> {
  const { rows } = await context.store.customers({
    accountId: owner.id,
    templateId: template.id,
    words: [],
    onPhone: null,
    visit: null,
    after: null,
    count: 1,
  });
  return rows[0]?.pass ?? null;
}

const NEW_PASS = { hash: '0'.repeat(32), serialNumber: '0'.repeat(32), overrides: {}, access: {} };

/** Null: the rule is one of steps, or the template has faults and cannot run. `pass` null: a new card. */
export async function trialOf(
  context: Context,
  snapshot: TemplateSnapshot,
  { passConstructor, rule: place }: EditedRules,
  pass: Pass | null,
  names: Names,
): Promise<Trial | null> {
  if (place === null || place.home.kind === 'steps') return null;
  const { event } = place.home;
  const accessType = ACCESS_TYPES.find((type) => TRIGGER_OF[type] === event)!;
  const rule = rulesOf(actionsIn(passConstructor, place.home))[place.number - 1];
  const { program, diagnostics } = await compiled(passConstructor);
  if (rule === undefined || diagnostics.some(({ severity }) => severity === 'error')) return null;
  const { template, owner } = snapshot;
  // A card that is made just now is nobody's yet.
  const tried = accessType === CREATE ? null : pass;
  const { hash, serialNumber, overrides, access } = tried ?? NEW_PASS;
  const facts = factsFor(context, owner, { hash, serialNumber, overrides, access, templateHash: template.hash });
  const { next } = runDry(program, facts, accessType, null);
  const trace = readTrace(traceJson(next.trace, facts.specials.clientHash));
  if (trace === null) return null;
  const name = tried === null ? null : await nameOfCustomer(context, { ...snapshot, pass: tried });
  return { name, outcome: tryWords(trace, place.home, rule, names) };
}
