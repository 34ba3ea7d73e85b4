// Adds fields, hidden values, actions and schedules to a constructor without changing what it has: each new key
// is free, and whatever is not touched stays the same object.
import { withPlain } from '../design/leaf.ts';
import { pathsIn } from '../design/special-inputs.ts';
import { TRIGGER_EVENTS, type TriggerEvent } from '../passes/facts.ts';
import { FRONT_GROUPS } from '../passes/fit.ts';
import { PROPERTY_PREFIX, propertyPath } from '../paths/paths.ts';
import { unwrap } from '../templates/attributes.ts';
import { actionsIn, withActions } from '../triggers/rule-homes.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { FIELD_GROUPS, type FieldGroup, PASS_KEYS, SPECIAL_STRINGS } from '../vocabulary.ts';

/**
 * Where new actions stand among those of an event: before all others that do not stop the run
 * (`guard`), behind the last one that may stop it (`count`), or at the end (`last`).
 */
export type ActionPlace = 'guard' | 'count' | 'last';

export interface CardEdit {
  /** The constructor so far. */
  readonly passConstructor: () => JsonObject;
  /** Adds a field where there is room, and answers the API path of its value. */
  readonly addField: (groups: readonly FieldGroup[], field: JsonObject & { readonly key: string }) => string;
  /** Adds a field to a group that may be full: conditions show it in turn with a field there. */
  readonly addBeside: (group: FieldGroup, field: JsonObject & { readonly key: string }) => string;
  /** Adds an additional property, known to owners by its label, and answers its API path. */
  readonly addValue: (key: string, label: string, value: JsonValue, form?: JsonObject) => string;
  /** Fills a special property, such as psInformationURL, unless the card has one. */
  readonly addSpecial: (key: string, value: JsonValue) => void;
  /** Puts paths at the end of a special property that lists paths, such as psEditorPaths. */
  readonly addPaths: (key: string, paths: readonly string[]) => void;
  readonly addActions: (event: TriggerEvent, place: ActionPlace, actions: readonly JsonObject[]) => void;
  /** Adds a schedule, with a number behind its name where the card has one of that name. */
  readonly addSchedule: (schedule: JsonObject & { readonly name: string }) => void;
}

export function editCard(before: JsonObject): CardEdit {
  let now = before;
  const addBeside: CardEdit['addBeside'] = (group, { key: wanted, ...field }) => {
    const key = freeKey(now, wanted);
    const structure = isObject(now.structure) ? now.structure : {};
    now = { ...now, structure: { ...structure, [group]: [...fieldsIn(now, group), { key, ...field }] } };
    return `structure_${group}_${key}_value`;
  };
  return {
    passConstructor: () => now,
    addField: (groups, field) => addBeside(groups.find((each) => hasRoom(now, each)) ?? 'backFields', field),
    addBeside,
    addValue: (wanted, label, value, form = {}) => {
      const key = freeKey(now, wanted);
      now = withProperty(now, key, { PSValue: value, PSLabel: label, ...form });
      return propertyPath(key);
    },
    addSpecial: (key, value) => {
      if (toText(propertyOf(now, key)) === '') now = withProperty(now, key, value);
    },
    addPaths: (key, paths) => {
      const node = propertyOf(now, key);
      const listed = pathsIn(node);
      const added = paths.filter((path) => !listed.includes(path));
      if (added.length > 0) now = withProperty(now, key, withPlain(node, [...listed, ...added].join(',')));
    },
    addActions: (event, place, actions) => {
      if (actions.length === 0) return;
      const home = { kind: 'event', event } as const;
      const present = actionsIn(now, home);
      now = withActions(now, home, present.toSpliced(positionOf(now, present, place), 0, ...actions));
    },
    addSchedule: ({ name, ...schedule }) => {
      now = { ...now, schedules: [...schedulesIn(now), { name: freeName(now, name), ...schedule }] };
    },
  };
}

/** The fields of a group, as the constructor has them. */
export function fieldsIn({ structure }: JsonObject, group: FieldGroup): readonly JsonValue[] {
  const fields = isObject(structure) ? structure[group] : undefined;
  return isArray(fields) ? fields : [];
}

/** The schedules of a constructor; a value that is no list stays a fault of its own. */
function schedulesIn({ schedules }: JsonObject): readonly JsonValue[] {
  if (isArray(schedules)) return schedules;
  return schedules === undefined || schedules === null ? [] : [schedules];
}

export function scheduleNames(passConstructor: JsonObject): readonly string[] {
  return schedulesIn(passConstructor).map((node) => (isObject(node) ? toText(node.name).trim() : ''));
}

function freeName(passConstructor: JsonObject, wanted: string): string {
  const taken = scheduleNames(passConstructor);
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${wanted} ${number}`;
  return name;
}

/** An additional property as the constructor has it. */
export function propertyOf({ additional }: JsonObject, key: string): JsonValue | undefined {
  return isObject(additional) && Object.hasOwn(additional, key) ? additional[key] : undefined;
}

function withProperty(now: JsonObject, key: string, value: JsonValue): JsonObject {
  const additional = isObject(now.additional) ? now.additional : {};
  return { ...now, additional: { ...additional, [key]: value } };
}

/** The key, or the key with a number that makes it free. No field and no property has it then. */
export function freeKey(passConstructor: JsonObject, wanted: string): string {
  const taken = new Set<string>([...PASS_KEYS, ...SPECIAL_STRINGS]);
  for (const group of FIELD_GROUPS) {
    for (const field of fieldsIn(passConstructor, group)) if (isObject(field)) taken.add(toText(field.key));
  }
  const { additional } = passConstructor;
  for (const key of Object.keys(isObject(additional) ? additional : {})) {
    taken.add(key.startsWith(PROPERTY_PREFIX) ? key.slice(PROPERTY_PREFIX.length) : key);
  }
  let key = wanted;
  for (let number = 2; taken.has(key); number++) key = `${wanted}${number}`;
  return key;
}

/**
 * Whether Wallet shows one more field there on every style (fit.ts has the limits of each). Fields
 * with a condition count too, because all of them may show at once.
 */
function hasRoom(passConstructor: JsonObject, group: FieldGroup): boolean {
  const count = (name: FieldGroup) => fieldsIn(passConstructor, name).length;
  switch (group) {
    case 'headerFields':
      return count('headerFields') < 2;
    case 'primaryFields':
      return count('primaryFields') < (passConstructor.type === 'boardingPass' ? 2 : 1);
    case 'secondaryFields':
    case 'auxiliaryFields':
      return count('secondaryFields') + count('auxiliaryFields') < 4;
    default:
      return true;
  }
}

function positionOf(passConstructor: JsonObject, actions: readonly JsonValue[], place: ActionPlace): number {
  if (place === 'last') return actions.length;
  if (place === 'count') return actions.findLastIndex((action) => mayStop(passConstructor, action)) + 1;
  const first = actions.findIndex((action) => !isStop(action));
  return first === -1 ? actions.length : first;
}

function isStop(action: JsonValue): boolean {
  return isObject(action) && action.targetPath === 'psTriggerError';
}

/** A called service may set psTriggerError, and so may the steps of a named rule. */
function mayStop(passConstructor: JsonObject, action: JsonValue): boolean {
  return (
    isObject(action) && (action.url !== undefined || isStop(action) || stepsOf(passConstructor, action).some(isStop))
  );
}

/** The steps of the named rule that an action runs; none for another action. */
function stepsOf(passConstructor: JsonObject, { targetPath, value, amount, url }: JsonObject): readonly JsonObject[] {
  if (value !== undefined || amount !== undefined || url !== undefined) return [];
  const path = toText(targetPath);
  const key = path.startsWith(PROPERTY_PREFIX) ? path.slice(PROPERTY_PREFIX.length) : path;
  return actionsIn(passConstructor, { kind: 'steps', key }).filter(isObject);
}

/** The actions of an event and the steps of the named rules that they run. */
function allActions(passConstructor: JsonObject, event: TriggerEvent): readonly JsonObject[] {
  const actions = actionsIn(passConstructor, { kind: 'event', event }).filter(isObject);
  return actions.flatMap((action) => [action, ...stepsOf(passConstructor, action)]);
}

/** Whether an action of the event adds to the place already. */
export function countsAlready(passConstructor: JsonObject, event: TriggerEvent, path: string): boolean {
  return allActions(passConstructor, event).some(
    ({ targetPath, amount }) => targetPath === path && amount !== undefined,
  );
}

/** Whether the card says something at the till at that event, or always. */
export function speaksAt(passConstructor: JsonObject, event: TriggerEvent): boolean {
  if (toText(unwrap(propertyOf(passConstructor, 'psScanText') ?? null)) !== '') return true;
  return allActions(passConstructor, event).some(({ targetPath }) => targetPath === 'psScanText');
}

/** Whether an action of any event sets the place. */
export function isSetByRules(passConstructor: JsonObject, path: string): boolean {
  return TRIGGER_EVENTS.some((event) =>
    allActions(passConstructor, event).some(({ targetPath }) => targetPath === path),
  );
}

/** A field whose value is a number, so that rules can count in it. */
export interface Counter {
  readonly path: string;
  readonly label: string;
  readonly key: string;
}

/** The counters on the front, in the order of the card; amounts of money are none. */
export function countersOf(passConstructor: JsonObject): readonly Counter[] {
  return FRONT_GROUPS.flatMap((group) =>
    fieldsIn(passConstructor, group).flatMap((field) => {
      if (!isObject(field) || typeof unwrap(field.value ?? null) !== 'number' || field.currencyCode !== undefined) {
        return [];
      }
      const key = toText(field.key);
      const label = toText(unwrap(field.label ?? null)) || key;
      return [{ path: `structure_${group}_${key}_value`, label, key }];
    }),
  );
}
