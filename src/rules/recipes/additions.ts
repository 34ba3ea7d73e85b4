// What a recipe adds to a card, for its owner to read before it is added: the rules and schedules in
// words, the new fields and values, and what the card has already that she should know of.
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import { namesIn } from '../sentences/names.ts';
import { rulesOf, ruleWords } from '../sentences/rules.ts';
import { type SaidSchedule, saidSchedule } from '../sentences/schedules.ts';
import type { SentenceWords } from '../sentences/words.ts';
import { unwrap } from '../templates/attributes.ts';
import type { Program } from '../templates/program.ts';
import { actionsIn } from '../triggers/rule-homes.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { FIELD_GROUPS } from '../vocabulary.ts';
import { fieldsIn, scheduleNames } from './card-edit.ts';

export interface AddedRules {
  /** An event, or the label of the value that holds the steps of a named rule. */
  readonly on: { readonly event: TriggerEvent } | { readonly routine: string };
  /** The rules in words. */
  readonly rules: readonly string[];
}

export interface Additions {
  readonly rules: readonly AddedRules[];
  readonly schedules: readonly SaidSchedule[];
  /** The names of new fields, with the place of each. */
  readonly fields: readonly string[];
  /** The names of new hidden values. */
  readonly values: readonly string[];
  /** Whether the card has rules of the same events. */
  readonly hasRules: boolean;
}

/** `program`: the compiled `after`. */
export function additionsOf(before: JsonObject, after: JsonObject, program: Program, words: SentenceWords): Additions {
  const names = namesIn(program, words);
  const inWords = (actions: readonly JsonValue[]) => rulesOf(actions).map((rule) => ruleWords(rule, names));
  const rules: AddedRules[] = [];
  let hasRules = false;
  for (const event of TRIGGER_EVENTS) {
    const home = { kind: 'event', event } as const;
    const old = actionsIn(before, home);
    const added = actionsIn(after, home).filter((action) => !old.includes(action));
    if (added.length === 0) continue;
    rules.push({ on: { event }, rules: inWords(added) });
    hasRules ||= old.length > 0;
  }
  const values: string[] = [];
  for (const [key, node] of newProperties(before, after)) {
    const value = unwrap(node);
    const name = names.of(key);
    if (isArray(value)) rules.push({ on: { routine: name }, rules: inWords(value) });
    else values.push(name);
  }
  const fields = FIELD_GROUPS.flatMap((group) => {
    const old = fieldsIn(before, group);
    return fieldsIn(after, group)
      .filter((field) => isObject(field) && !old.includes(field))
      .map((field) => {
        const name = names.of(`structure_${group}_${String((field as JsonObject).key)}_value`);
        const place = `(${words.groups[group]})`;
        // A label that two fields have comes with its place already.
        return name.endsWith(place) ? name : `${name} ${place}`;
      });
  });
  const present = scheduleNames(before);
  const schedules = program.schedules
    .filter(({ name }) => !present.includes(name))
    .map((schedule) => saidSchedule(after, schedule, names));
  return { rules, schedules, fields, values, hasRules };
}

function newProperties(before: JsonObject, after: JsonObject): readonly (readonly [string, JsonValue])[] {
  const [old, now] = [before.additional, after.additional];
  if (!isObject(now)) return [];
  return Object.entries(now).filter(([key]) => !isObject(old) || !Object.hasOwn(old, key));
}
