// A run while one of its segments is computed: what its actions read and write. Nothing outside of the
// run sees it before the segment ends.
import { type Budget, spend } from '../budget.ts';
import type { Nears } from '../diagnostics.ts';
import { differs } from '../passes/differs.ts';
import type { AccessType, Overrides, PassFacts, TriggerEvent } from '../passes/facts.ts';
import { newClash } from '../passes/key-clash.ts';
import { expand } from '../paths/magic.ts';
import { effectiveValue, type Location, writeOverride } from '../paths/paths.ts';
import { acceptRun } from '../paths/writes.ts';
import { repeatsBarcode, withDrawnNumber } from '../templates/marks.ts';
import type { Program } from '../templates/program.ts';
import { typedValue } from '../values/literal.ts';
import { type JsonValue, toText } from '../values/values.ts';
import type { CompiledAction, LaterAction } from './actions.ts';
import { withChange } from './entries.ts';
import type { Frame } from './segment.ts';
import type { TraceEntry } from './trace.ts';

/** The run while a segment is computed. */
export interface Run {
  readonly program: Program;
  readonly event: TriggerEvent | null;
  readonly accessType: AccessType;
  readonly schedule: string | undefined;
  /** See Segment. */
  later: readonly LaterAction[];
  readonly before: PassFacts;
  /** The pass as the run has left it so far: the run's own object, whose overrides it replaces. */
  readonly facts: PassFacts & { overrides: Overrides };
  readonly frames: Frame[];
  entries: TraceEntry[];
  actions: number;
  requests: number;
  spentMs: number;
  changedBefore: boolean;
  /** Whether the called service changed the pass: the end of the run then pushes it. */
  changedByOthers: boolean;
  /** The action that runs, and its trace once it has one, in case the budget is spent on it. */
  action: CompiledAction | null;
  current: TraceEntry | null;
  readonly nears: Nears;
}

/** A literal, because engines take a microsecond to spread facts of several shapes. */
export function ownFacts(
  { access, specials, now, zone, takenMessages }: PassFacts,
  overrides: Overrides,
  budget: Budget,
): PassFacts & { overrides: Overrides } {
  const facts = { overrides, access, specials, now, zone, budget };
  return takenMessages === undefined ? facts : { ...facts, takenMessages };
}

/** Writes one value and its trace. A value that does not fit is an error, and the run goes on. */
export function write(run: Run, target: Location, value: JsonValue, entry: TraceEntry): void {
  // A write copies the overrides, and looks for a new field among all of them.
  const effort = run.program.locations.has(target.path) ? 8 : 64;
  spend(run.facts.budget, 1, toText(value).length + effort * Object.keys(run.facts.overrides).length);
  const accepted = acceptRun(run.program, target, value);
  if (!accepted.ok) {
    run.entries.push({ ...entry, error: accepted.problem });
    return;
  }
  const before = effectiveValue(run.program, run.facts.overrides, target) ?? null;
  // Use the trigger's own type: its owner decides whether it sets a text or a number.
  const kept = typeof value === 'string' && typeof accepted.value === 'number' ? value : accepted.value;
  const written = writeOverride(run.program, run.facts.overrides, target, kept);
  const overrides = withDrawnNumber(run.program, run.facts.overrides, written);
  const clash = newClash(run.program, run.facts.overrides, overrides, [target]);
  if (clash !== null) {
    run.entries.push({ ...entry, error: `${target.path}: ${clash.message}` });
    return;
  }
  if (repeatsBarcode(run.facts, overrides)) {
    run.entries.push({ ...entry, error: `${target.path}: Another pass has this barcode message.` });
    return;
  }
  run.facts.overrides = overrides;
  const after = effectiveValue(run.program, overrides, target) ?? null;
  run.entries.push(withChange(entry, typedValue(before), typedValue(after)));
}

/** The value of a place, with the magic strings of a text expanded. */
export function readText(run: Run, target: Location): JsonValue {
  const value = effectiveValue(run.program, run.facts.overrides, target) ?? null;
  return typeof value === 'string' ? expand(run.program, run.facts, value, { audience: 'holder' }) : value;
}

/** The segment's overrides, and whether it changed an effective value. */
export function changes(run: Run): { overrides: Overrides; changed: boolean } {
  const changed = run.changedByOthers || differs(run.program, run.before.overrides, run.facts.overrides);
  return { overrides: run.facts.overrides, changed };
}
