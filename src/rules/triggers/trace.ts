// The trace of one run: each action with its condition, its change and its call. The store has it
// with the event, passTracking and simulate answer it, and owners can read it.
import type { TriggerEvent } from '../passes/facts.ts';
import { typed } from '../values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';

export interface TraceEntry {
  readonly where: string;
  readonly action: string;
  readonly condition?: {
    readonly source: string;
    readonly verdict: boolean;
    readonly seen: JsonObject;
    readonly error?: string;
  };
  /** The action is paused: it did not run, whatever its condition said. Absent: it is not. */
  readonly paused?: true;
  readonly targetPath?: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  readonly request?: {
    readonly method: string;
    readonly url: string;
    readonly status?: number;
    readonly durationMs: number;
  };
  readonly error?: string;
  readonly problems?: readonly string[];
  /** How long the actions of a PSActionLater wait. */
  readonly delay?: string;
}

/** Whether the action ran, or was tried. */
export function hasRun({ condition, paused }: TraceEntry): boolean {
  return paused !== true && condition?.verdict !== false;
}

/** Whether the action failed, or its condition cannot be read. */
export function hasFailed({ error, condition, paused }: TraceEntry): boolean {
  return error !== undefined || (paused !== true && condition?.error !== undefined);
}

export interface RunTrace {
  readonly event: TriggerEvent | null;
  readonly outcome: string;
  readonly actions: readonly TraceEntry[];
  /** How often the triggers ran for this one event; absent: once. */
  readonly times?: number;
  /** The name of the schedule, or of the PSActionLater, whose actions ran; absent: those of a trigger. */
  readonly schedule?: string;
  /** The number of actions left out of a very long trace. */
  readonly omitted?: number;
  /** The reason why no action ran, or why the run ended early. */
  readonly note?: string;
}

const MOST_ENTRIES = 200;
const LONGEST_TEXT = 500;
const LONGEST_JSON = 4 * LONGEST_TEXT;

/**
 * The trace as JSON to store: texts as typed and shortened, no secrets, at most 200 actions (the
 * first and last ones).
 */
export function traceJson(trace: RunTrace, clientHash: string): JsonObject {
  return tidy(shortened(trace) as unknown as JsonValue, clientHash) as JsonObject;
}

/** The usual trace stays as it is: every event makes one. */
function shortened(trace: RunTrace): RunTrace {
  const { actions } = trace;
  if (actions.length <= MOST_ENTRIES) {
    return actions.some(holdsContainers) ? { ...trace, actions: actions.map(brief) } : trace;
  }
  const half = MOST_ENTRIES / 2;
  const shown = [...actions.slice(0, half), ...actions.slice(-half)];
  return { ...trace, actions: shown.map(brief), omitted: actions.length - shown.length };
}

function holdsContainers({ before, after, condition }: TraceEntry): boolean {
  return isContainer(before) || isContainer(after) || (condition !== undefined && holdsContainer(condition.seen));
}

/**
 * Shortens the values of an entry: a large container becomes the beginning of its JSON. Returns the
 * same entry without one.
 */
function brief(entry: TraceEntry): TraceEntry {
  if (!holdsContainers(entry)) return entry;
  const { before, after, condition } = entry;
  return {
    ...entry,
    ...(before === undefined ? {} : { before: briefValue(before) }),
    ...(after === undefined ? {} : { after: briefValue(after) }),
    ...(condition === undefined ? {} : { condition: { ...condition, seen: briefValues(condition.seen) } }),
  };
}

function holdsContainer(values: JsonObject): boolean {
  for (const name in values) if (isContainer(values[name])) return true;
  return false;
}

function isContainer(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function briefValue(value: JsonValue): JsonValue {
  if (!isContainer(value)) return value;
  const json = JSON.stringify(value);
  return json.length > LONGEST_JSON ? json : value;
}

function briefValues(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, briefValue(value)]));
}

/**
 * Returns the same value when nothing in it changes, which is the usual case: every event makes a
 * trace.
 */
function tidy(value: JsonValue, clientHash: string): JsonValue {
  if (typeof value === 'string') return tidyText(typed(value), clientHash);
  if (isArray(value)) {
    let items: JsonValue[] | null = null;
    for (let index = 0; index < value.length; index++) {
      const tidied = tidy(value[index]!, clientHash);
      if (tidied === value[index]) continue;
      items ??= [...value];
      items[index] = tidied;
    }
    return items ?? value;
  }
  if (!isObject(value)) return value;
  let copy: Record<string, JsonValue> | null = null;
  let entries: [string, JsonValue][] | null = null;
  // Loops with `in`, because every event comes here, and a list of keys costs more than the keys.
  for (const key in value) {
    const name = tidyText(key, clientHash);
    const tidied = tidy(value[key]!, clientHash);
    if (name !== key) entries ??= entriesBefore(copy ?? value, key);
    if (entries !== null) {
      entries.push([name, tidied]);
    } else if (tidied !== value[key]) {
      copy ??= { ...value };
      copy[key] = tidied;
    }
  }
  return entries === null ? (copy ?? value) : Object.fromEntries(entries);
}

function entriesBefore(value: JsonObject, key: string): [string, JsonValue][] {
  const entries = Object.entries(value);
  return entries.slice(
    0,
    entries.findIndex(([name]) => name === key),
  );
}

function tidyText(text: string, clientHash: string): string {
  const mayHold = clientHash !== '' && text.length >= clientHash.length && text.includes(clientHash);
  const safe = mayHold ? text.replaceAll(clientHash, '{clientHash}') : text;
  return safe.length > LONGEST_TEXT ? `${safe.slice(0, LONGEST_TEXT)}…` : safe;
}
