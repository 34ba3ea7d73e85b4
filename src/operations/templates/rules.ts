// The rules of a card's draft: listed in words with when they last applied, and edited.
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { RuleUse } from '../../ports/store/rule-uses.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { orderWords, type Rule, rulesOf } from '../../rules/sentences/rules.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { changeRules, type EditedRules, type RuleChange } from '../../rules/triggers/edit-rules.ts';
import {
  actionsIn,
  homeNamed,
  placeOf,
  type RuleHome,
  routineKeys,
  withSteps,
} from '../../rules/triggers/rule-homes.ts';
import { movedRules } from '../../rules/triggers/rule-places.ts';
import { orderedEntries } from '../../rules/values/key-order.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';

export interface ListedRule {
  readonly number: number;
  /** In words; null: the rule always applies. */
  readonly condition: string | null;
  readonly orders: readonly string[];
  readonly paused: boolean;
  /** When a published rule last applied; null: the rule is in the draft alone, or a step of others. */
  readonly use: Pick<RuleUse, 'since' | 'appliedAt'> | null;
  /** What is wrong or doubtful, in English. */
  readonly faults: readonly Pick<Diagnostic, 'severity' | 'message'>[];
}

export interface RuleList {
  readonly home: RuleHome;
  /** `When a card is scanned`. */
  readonly title: string;
  readonly rules: readonly ListedRule[];
}

export interface CardRules {
  readonly open: OpenDraft;
  /** The events that have rules, then the named steps. */
  readonly lists: readonly RuleList[];
}

/** Fails with requireCard's codes. */
export async function cardRules(
  context: Context,
  caller: Caller,
  templateHash: string,
  words: SentenceWords,
): Promise<CardRules> {
  const open = await openDraft(context, caller, templateHash);
  const { program, diagnostics } = await compiled(open.passConstructor);
  const names = namesIn(program, words);
  const uses = await usesOf(context, open);
  const lists = homesIn(open.passConstructor).map((home) => ({
    home,
    title: homeTitle(home, names),
    rules: rulesOf(actionsIn(open.passConstructor, home)).map((rule) => ({
      number: rule.number,
      condition: conditionWords(rule.condition, names),
      orders: rule.actions.map((action) => orderWords(action, names)),
      paused: rule.paused,
      use: useOf(home, rule, uses),
      faults: faultsOf(home, rule, diagnostics),
    })),
  }));
  return { open, lists: lists.filter(({ home, rules }) => home.kind === 'steps' || rules.length > 0) };
}

export function homeTitle(home: RuleHome, { words, of }: Names): string {
  return home.kind === 'event' ? words.when(words.events[home.event]) : words.stepsNamed(of(propertyPath(home.key)));
}

/** Every event, then the sub-routines of a template. */
export function homesIn(passConstructor: JsonObject): readonly RuleHome[] {
  const events = TRIGGER_EVENTS.map((event) => ({ kind: 'event' as const, event }));
  return [...events, ...routineKeys(passConstructor).map((key) => ({ kind: 'steps' as const, key }))];
}

/** By the place of each rule in the draft. */
async function usesOf(context: Context, { snapshot, published, passConstructor }: OpenDraft) {
  const rows = await context.store.ruleUses(snapshot.template.id);
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  const uses = new Map<string, RuleUse>();
  for (const [place, from] of movedRules(published, passConstructor)) {
    const row = from === null ? undefined : byPlace.get(from);
    if (row !== undefined) uses.set(place, row);
  }
  return uses;
}

/** A rule applied when one of its actions did. */
function useOf(home: RuleHome, { first, actions }: Rule, uses: ReadonlyMap<string, RuleUse>): ListedRule['use'] {
  if (home.kind === 'steps') return null;
  const rows = actions.map((_, at) => uses.get(`${home.event}_${first + at}`)).filter((row) => row !== undefined);
  if (rows.length === 0) return null;
  const times = rows.map(({ appliedAt }) => appliedAt).filter((at) => at !== null);
  return {
    since: Math.min(...rows.map(({ since }) => since)),
    appliedAt: times.length === 0 ? null : Math.max(...times),
  };
}

function faultsOf(home: RuleHome, { first, actions }: Rule, diagnostics: readonly Diagnostic[]): ListedRule['faults'] {
  const places = actions.map((_, at) => `${placeOf(home)}_${first + at}`);
  return diagnostics.filter(({ path }) => places.some((place) => path === place || path.startsWith(`${place}_`)));
}

/** A rule's content as a short text, by which a form finds its rule again in a draft that moved. */
export function ruleMark({ actions }: Pick<Rule, 'actions'>): string {
  return createHash('sha256').update(JSON.stringify(actions)).digest('base64url').slice(0, 22);
}

/** Fails with `rule_not_found` for a text that names no event and no steps of the card. */
export function requireHome(passConstructor: JsonObject, name: string): RuleHome {
  const home = homeNamed(name);
  const isThere = home?.kind !== 'steps' || routineKeys(passConstructor).includes(home.key);
  if (home === null || !isThere) throw new AppError('rule_not_found');
  return home;
}

/** Fails with `rule_not_found`. */
export function requireRule(passConstructor: JsonObject, home: RuleHome, number: number): Rule {
  const rule = rulesOf(actionsIn(passConstructor, home))[number - 1];
  if (rule === undefined) throw new AppError('rule_not_found');
  return rule;
}

/** Moves, pauses or deletes a rule. Fails with editDraft's codes and `rule_not_found`. */
export async function changeRule(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, home: name, change }: { readonly revision: string; readonly home: string; readonly change: RuleChange },
): Promise<EditedRules> {
  let edited: EditedRules | null = null;
  const edit = (passConstructor: JsonObject) => {
    const home = requireHome(passConstructor, name);
    edited = changeRules(passConstructor, home, change);
    if (edited === null) throw new AppError('rule_not_found');
    return edited.passConstructor;
  };
  await editDraft(context, caller, templateHash, { revision, edit });
  return edited!;
}

/** The longest name of steps, in UTF-16 units. */
export const LONGEST_STEPS_NAME = 60;

/**
 * Adds steps with a name, which rules can run; they are empty at first. Fails with editDraft's codes,
 * and with `parameter_missing`, `parameter_invalid` or `name_taken` for the name.
 */
export async function addSteps(
  context: Context,
  caller: Caller,
  templateHash: string,
  { revision, name }: { readonly revision: string; readonly name: string },
): Promise<RuleHome> {
  const key = name.trim();
  if (key === '') throw new AppError('parameter_missing', { field: 'name', message: 'The steps need a name.' });
  if (key.length > LONGEST_STEPS_NAME || /[{}\p{Cc}]/u.test(key)) {
    const message = `The name has at most ${LONGEST_STEPS_NAME} characters and no curly brackets.`;
    throw new AppError('parameter_invalid', { field: 'name', message });
  }
  const home: RuleHome = { kind: 'steps', key };
  const edit = (passConstructor: JsonObject) => {
    const { additional } = passConstructor;
    const isTaken = isObject(additional) && orderedEntries(additional).some(([other]) => other === key);
    if (isTaken || propertyPath(key) !== key) throw new AppError('name_taken', { field: 'name' });
    return withSteps(passConstructor, key);
  };
  await editDraft(context, caller, templateHash, { revision, edit });
  return home;
}
