// Makes a pass again as it was before one of its runs: exactly where the run was the last thing that
// happened, else as far as the traces of the runs since then say.
import type { ListedEvent } from '../../ports/store/events.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import { type AccessFacts, type AccessType, EDIT, type Overrides, REGISTER } from '../../rules/passes/facts.ts';
import { effectiveValue, locate, writeOverride } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import type { RunTrace } from '../../rules/triggers/trace.ts';
import { literal, typedValue } from '../../rules/values/literal.ts';
import { type JsonValue, sameValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { overridesBefore } from '../customers/changed-values.ts';

/** How many later events of the pass are taken into account. */
export const MOST_EVENTS_SINCE = 200;

export interface PastPass {
  readonly pass: Pass;
  /** Whether every value is known to be that of the moment. */
  readonly isExact: boolean;
  /** The API paths whose values of that moment the traces know. */
  readonly known: readonly string[];
  /** Whether somebody may have typed values since, of which no trace tells. */
  readonly wasEdited: boolean;
  /** Whether more happened since than is looked at. */
  readonly isOld: boolean;
}

/** The pass before the run; `program`: that of its template. */
export async function passBefore(
  context: Pick<Context, 'store'>,
  program: Program,
  { pass }: PassSnapshot,
  run: ListedEvent,
): Promise<PastPass> {
  const { store } = context;
  const last = await store.undoable(pass.id);
  const page = { before: Number.MAX_SAFE_INTEGER, count: MOST_EVENTS_SINCE };
  const { events } = await store.eventsOfPass(pass.id, page);
  // Pushes of the whole template count for no single pass.
  const since = events.filter(({ id, hash }) => id > run.id && hash !== null);
  const earlier = (await store.eventsOfPass(pass.id, { before: run.id, count: MOST_EVENTS_SINCE })).events;
  const access = accessBefore(pass.access, [...since, run], earlier);
  if (last !== null && last.eventId === run.id) {
    const overrides = overridesBefore(pass.overrides, last);
    return { pass: { ...pass, overrides, access }, isExact: true, known: [], wasEdited: false, isOld: false };
  }
  const known = new Set<string>();
  let { overrides } = pass;
  for (const event of [...since, run]) {
    const trace = readTrace(event.trace);
    if (trace !== null) overrides = takenBack(program, overrides, trace, known);
  }
  const seen = readTrace(run.trace);
  if (seen !== null) overrides = withSeen(program, overrides, seen, known);
  return {
    pass: { ...pass, overrides, access, updatedAt: Math.min(pass.updatedAt, run.time) },
    isExact: false,
    known: [...known],
    wasEdited: since.some(({ accessType, trace }) => isByHand(accessType) || trace === null),
    isOld: since.length >= MOST_EVENTS_SINCE,
  };
}

function isByHand(accessType: AccessType): boolean {
  return accessType === EDIT || accessType === REGISTER;
}

/** The overrides before a run: each place that its actions changed has its first value again. */
function takenBack(program: Program, overrides: Overrides, { actions }: RunTrace, known: Set<string>): Overrides {
  let before = overrides;
  for (const { targetPath, before: was, after } of actions.toReversed()) {
    if (targetPath === undefined || after === undefined || isShortened(was)) continue;
    before = restored(program, before, targetPath, was ?? null);
    known.add(targetPath);
  }
  return before;
}

/** Conditions saw values before any action changed them; the first look at a place counts. */
function withSeen(program: Program, overrides: Overrides, { actions }: RunTrace, known: Set<string>): Overrides {
  let before = overrides;
  const looked = new Set<string>();
  for (const { condition, targetPath } of actions) {
    for (const [name, value] of Object.entries(condition?.seen ?? {})) {
      const path = /^\{([^{}]+)\}$/.exec(name)?.[1];
      if (path === undefined || looked.has(path) || known.has(path) || isShortened(value)) continue;
      looked.add(path);
      const location = locate(program, path);
      // A text with magic strings is made of other values, which are restored themselves.
      const source = location === null ? undefined : effectiveValue(program, before, location);
      if (location === null || (typeof source === 'string' && source.includes('{'))) continue;
      before = restored(program, before, path, value);
      known.add(path);
    }
    if (targetPath !== undefined) looked.add(targetPath);
  }
  return before;
}

/** Long values end in "…" in traces. */
function isShortened(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.length > 500;
}

/** `value` as traces have it: without marks, so that a text with curly brackets is a literal one. */
function restored(program: Program, overrides: Overrides, path: string, value: JsonValue): Overrides {
  const location = locate(program, path);
  if (location === null) return overrides;
  if (sameValue(typedValue(effectiveValue(program, overrides, location) ?? null), value)) return overrides;
  const ofTemplate = location.value ?? null;
  if (sameValue(typedValue(ofTemplate), value)) return writeOverride(program, overrides, location, null);
  return writeOverride(program, overrides, location, literal(value));
}

/** `undone`: newest first, the run itself last. `earlier`: what happened before it, newest first. */
function accessBefore(
  access: AccessFacts,
  undone: readonly ListedEvent[],
  earlier: readonly ListedEvent[],
): AccessFacts {
  const before: Partial<Record<AccessType, { readonly count: number; readonly last: number }>> = { ...access };
  for (const { accessType, logged } of undone) {
    const fact = before[accessType];
    if (!logged || fact === undefined) continue;
    if (fact.count <= 1) delete before[accessType];
    else before[accessType] = { count: fact.count - 1, last: fact.last };
  }
  for (const { accessType } of undone) {
    const fact = before[accessType];
    const last = earlier.find((event) => event.logged && event.accessType === accessType);
    if (fact !== undefined && last !== undefined) before[accessType] = { ...fact, last: last.time };
  }
  return before;
}
