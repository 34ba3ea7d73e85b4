// What a schedule says to owners: the date that it counts from, whom it reaches and what it does, in words.
import type { Schedule } from '../schedules/schedule.ts';
import { actionsOfSchedule } from '../schedules/schedule-form.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { conditionWords } from './conditions.ts';
import type { Names } from './names.ts';
import { orderWords, rulesOf, ruleWords } from './rules.ts';

export interface SaidSchedule {
  readonly schedule: Schedule;
  /** The date that it counts from, as the card calls it; null: it counts from none. */
  readonly date: string | null;
  /** In words; null: it reaches all passes. */
  readonly condition: string | null;
  readonly orders: readonly string[];
}

/** A compiled schedule of a constructor in words. */
export function saidSchedule({ schedules }: JsonObject, schedule: Schedule, names: Names): SaidSchedule {
  const node = isArray(schedules) ? schedules.find((each) => isNamed(each, schedule.name)) : undefined;
  return {
    schedule,
    date: schedule.when.kind === 'dated' ? names.of(schedule.when.date.path) : null,
    condition: conditionWords(schedule.audience?.source ?? null, names),
    orders: actionsOfSchedule(node ?? null).map((action) => {
      const [rule] = rulesOf(action);
      // An action may have a condition of its own beside that of the schedule.
      return rule === undefined || rule.condition === null ? orderWords(action, names) : ruleWords(rule, names);
    }),
  };
}

/** Whether an entry of a constructor's schedules has the name. */
export function isNamed(node: JsonValue, name: string): node is JsonObject {
  return isObject(node) && toText(node.name).trim() === name;
}
