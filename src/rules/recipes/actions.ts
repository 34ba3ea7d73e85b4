// The actions that recipes are made of, as a template writes them.
import type { JsonObject, JsonValue } from '../values/values.ts';

/** The colours of the till: it went well, it is a special moment, it was refused. */
export const WELL = 'seagreen';
export const SPECIAL = 'darkgoldenrod';
export const REFUSED = 'crimson';

function action(name: string, rest: JsonObject, condition?: string): JsonObject {
  return { action: name, ...rest, ...(condition === undefined ? {} : { PSConditions: condition }) };
}

export function set(targetPath: string, value: JsonValue, condition?: string): JsonObject {
  return action('PSActionSetValue', { targetPath, value }, condition);
}

/** Sets what an expression of the condition language calculates, such as `today + 1 year`. */
export function calculate(targetPath: string, expression: string, condition?: string): JsonObject {
  return action('PSActionSetValue', { targetPath, expression }, condition);
}

/** The amount may be a magic string. */
export function add(targetPath: string, amount: number | string, condition?: string): JsonObject {
  return action('PSActionIncrementValue', { targetPath, amount }, condition);
}

/** Runs the actions that a value holds. */
export function run(targetPath: string, condition?: string): JsonObject {
  return action('PSActionTriggers', { targetPath }, condition);
}

/** Ends the run with a message; nothing after it happens, and the event is not logged. */
export function stop(message: string, condition: string): JsonObject {
  return set('psTriggerError', message, condition);
}

/** What the till shows. */
export function say(text: string, colour: string, condition?: string): readonly JsonObject[] {
  return [set('psScanText', text, condition), set('psScanColor', colour, condition)];
}

export function post(url: string, body: JsonObject): JsonObject {
  return action('PSActionURL', { url, method: 'POST', body });
}

/** The magic string of a place. */
export function magic(path: string): string {
  return `{${path}}`;
}
