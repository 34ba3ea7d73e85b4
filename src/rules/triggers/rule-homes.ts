// Where a template has its actions: under each event, and in sub-routines, which are additional
// properties that hold actions as JSON text. Edits change nothing else and keep each home's shape.
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import { PROPERTY_PREFIX, propertyPath } from '../paths/paths.ts';
import { jsonOf, orderedEntries, orderedObject } from '../values/key-order.ts';
import { isArray, isObject, isWrittenAlike, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { ACTION_SPELLINGS } from './action-table.ts';
import { readRoutine } from './routines.ts';

export type RuleHome =
  | { readonly kind: 'event'; readonly event: TriggerEvent }
  /** `key`: of the additional property that holds the steps. */
  | { readonly kind: 'steps'; readonly key: string };

const STEPS = 'steps.';

/** `onScan`, or `steps.reward`: the home in an address. */
export function homeName(home: RuleHome): string {
  return home.kind === 'event' ? home.event : STEPS + home.key;
}

/** The home of a name; null for a text that names none. */
export function homeNamed(name: string): RuleHome | null {
  if (name.startsWith(STEPS) && name.length > STEPS.length) return { kind: 'steps', key: name.slice(STEPS.length) };
  const event = TRIGGER_EVENTS.find((each) => each === name);
  return event === undefined ? null : { kind: 'event', event };
}

/** The path that diagnostics and traces give to the actions of a home, before `_` and a position. */
export function placeOf(home: RuleHome): string {
  return home.kind === 'event' ? `triggers_${home.event}` : propertyPath(home.key);
}

/** The actions of a home, as the template has them. */
export function actionsIn(passConstructor: JsonObject, home: RuleHome): readonly JsonValue[] {
  const node = nodeOf(passConstructor, home);
  const held = home.kind === 'event' ? node : readRoutine(plainOf(node));
  if (held === undefined || held === null) return [];
  return isArray(held) ? held : [held];
}

/**
 * The template with other actions in a home. The same template when the list is the one that is
 * there.
 */
export function withActions(passConstructor: JsonObject, home: RuleHome, actions: readonly JsonValue[]): JsonObject {
  const before = actionsIn(passConstructor, home);
  // A sub-routine is read from its text anew each time, so that its actions are never the same objects.
  if (isWrittenAlike(before, actions)) return passConstructor;
  const node = nodeOf(passConstructor, home);
  if (home.kind === 'event') {
    const triggers = objectAt(passConstructor, 'triggers');
    if (actions.length > 0) {
      return { ...passConstructor, triggers: { ...triggers, [home.event]: shaped(node, actions) } };
    }
    const { [home.event]: _, ...others } = triggers;
    return { ...passConstructor, triggers: others };
  }
  const held = isHolder(node) ? { ...node, PSValue: routineOf(node.PSValue, actions) } : routineOf(node, actions);
  const additional = objectAt(passConstructor, 'additional');
  return { ...passConstructor, additional: withProperty(additional, home.key, held) };
}

/** The template with an additional property that holds no steps yet. */
export function withSteps(passConstructor: JsonObject, key: string): JsonObject {
  const additional = withProperty(objectAt(passConstructor, 'additional'), key, '[]');
  return { ...passConstructor, additional };
}

/** The additional properties that hold steps, or that an action runs, in their order. */
export function routineKeys(passConstructor: JsonObject): readonly string[] {
  const additional = objectAt(passConstructor, 'additional');
  const called = new Set<string>();
  const entries = orderedEntries(additional).map(([key, node]) => ({ key, steps: readRoutine(plainOf(node)) }));
  const lists = [...Object.values(objectAt(passConstructor, 'triggers')), ...entries.map(({ steps }) => steps)];
  for (const list of lists) {
    for (const action of isArray(list) ? list : [list]) {
      if (isObject(action) && ACTION_SPELLINGS.get(toText(action.action)) === 'PSActionTriggers') {
        called.add(toText(action.targetPath));
      }
    }
  }
  const isCalled = (key: string) => [key, PROPERTY_PREFIX + key, propertyPath(key)].some((path) => called.has(path));
  return entries.filter(({ key, steps }) => isCalled(key) || holdsActions(steps)).map(({ key }) => key);
}

/** Also an empty list: steps that have a name and no step yet. */
function holdsActions(steps: JsonValue | null): boolean {
  const list = isArray(steps) ? steps : [steps];
  return list.every((step) => isObject(step) && ACTION_SPELLINGS.has(toText(step.action)));
}

function nodeOf(passConstructor: JsonObject, home: RuleHome): JsonValue | undefined {
  if (home.kind === 'event') {
    const triggers = objectAt(passConstructor, 'triggers');
    return Object.hasOwn(triggers, home.event) ? triggers[home.event] : undefined;
  }
  return orderedEntries(objectAt(passConstructor, 'additional')).find(([key]) => key === home.key)?.[1];
}

function objectAt(passConstructor: JsonObject, key: string): JsonObject {
  const node = Object.hasOwn(passConstructor, key) ? passConstructor[key] : undefined;
  return isObject(node) ? node : {};
}

/** A PSAttribute around the steps. */
function isHolder(node: JsonValue | undefined): node is JsonObject {
  return isObject(node) && Object.hasOwn(node, 'PSValue');
}

function plainOf(node: JsonValue | undefined): JsonValue | undefined {
  return isHolder(node) ? node.PSValue : node;
}

/** One action that stood alone stays alone. */
function shaped(node: JsonValue | undefined, actions: readonly JsonValue[]): JsonValue {
  return isObject(node) && actions.length === 1 ? actions[0]! : actions;
}

/** The value of a sub-routine: JSON text, unless the template has it as JSON. */
function routineOf(node: JsonValue | undefined, actions: readonly JsonValue[]): JsonValue {
  if (isArray(node) || isObject(node)) return shaped(node, actions);
  const text = toText(node);
  const present = readRoutine(text);
  return jsonOf(shaped(present ?? undefined, actions), indentOf(text));
}

/** How many spaces a JSON text is indented by; undefined: it stands on one line. */
function indentOf(text: string): number | undefined {
  const found = /^[[{]\r?\n( {1,8})\S/.exec(text);
  return found === null ? undefined : found[1]!.length;
}

function withProperty(additional: JsonObject, key: string, value: JsonValue): JsonObject {
  const entries = orderedEntries(additional);
  const isNew = entries.every(([other]) => other !== key);
  const changed = entries.map(([other, held]): [string, JsonValue] => [other, other === key ? value : held]);
  return orderedObject(isNew ? [...changed, [key, value]] : changed);
}
