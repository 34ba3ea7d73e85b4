// What differs between the schedules of two versions of a card, in sentences. A schedule is known by its
// name: another name is another schedule, as for what waits for passes.
import { SCHEDULE_STATES, type ScheduleState } from '../schedules/schedule.ts';
import { actionsOfSchedule, scheduleNodes } from '../schedules/schedule-form.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { type Compared, type Difference, isSame, sentenceOf, type Tell } from './difference.ts';
import { SCHEDULE_PARTS, type SchedulePart } from './difference-words.ts';
import type { Names } from './names.ts';
import { rulesOf, ruleWords } from './rules.ts';

interface Named {
  readonly name: string;
  readonly node: JsonObject;
  readonly at: number;
}

export function tellSchedules({ before, after, namesAfter, words }: Compared, tell: Tell): void {
  const [was, is] = [named(before), named(after)];
  const said = (at: number, kind: Difference['kind'], sentence: string) =>
    tell({ path: `schedules_${at}`, area: 'rules', kind, sentence: sentenceOf(sentence) });
  for (const { name, node, at } of is) {
    const old = was.find((each) => each.name === name)?.node;
    if (old === undefined) said(at, 'added', words.scheduleAdded(name, ordersIn(node, namesAfter)));
    else if (!isSame(old, node)) {
      const parts = changedParts(old, node);
      const state = parts.length === 1 && parts[0] === 'state' ? stateOf(node) : null;
      const sentence =
        state === null
          ? words.scheduleChanged(name, parts.map((part) => words.scheduleParts[part]).join(', '))
          : words.scheduleState[state](name);
      said(at, 'changed', sentence);
    }
  }
  for (const { name, at } of was) {
    if (!is.some((each) => each.name === name)) said(at, 'removed', words.scheduleRemoved(name));
  }
  const order = (list: readonly Named[], others: readonly Named[]) =>
    list.flatMap(({ name }) => (others.some((each) => each.name === name) ? [name] : []));
  if (!isSame(order(was, is), order(is, was))) said(0, 'moved', words.scheduleOrder);
}

function named(passConstructor: JsonObject): readonly Named[] {
  return scheduleNodes(passConstructor).flatMap((node, at) =>
    isObject(node) ? [{ name: toText(node.name).trim(), node, at }] : [],
  );
}

function ordersIn(node: JsonObject, names: Names): string {
  const rules = rulesOf(actionsOfSchedule(node));
  return rules.map((rule) => ruleWords(rule, names)).join('; ');
}

/** Not empty: something is written in another way at least. */
function changedParts(before: JsonObject, after: JsonObject): readonly SchedulePart[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => key !== 'name' && !isSame(before[key], after[key]));
  const parts = new Set(changed.map(partOf));
  return parts.size === 0 ? ['others'] : SCHEDULE_PARTS.filter((part) => parts.has(part));
}

function partOf(key: string): SchedulePart {
  return SCHEDULE_PARTS.find((part) => part === key) ?? 'others';
}

function stateOf({ state }: JsonObject): ScheduleState | null {
  const given: JsonValue = state ?? SCHEDULE_STATES[0];
  return SCHEDULE_STATES.find((each) => each === given) ?? null;
}
