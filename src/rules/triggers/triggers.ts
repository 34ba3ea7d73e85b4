// The trigger stepper: runs the actions of an event as far as it can without I/O. It returns what
// to write, and either that the run is done, or the request to perform before `resume` goes on with
// the pass as it is by then. The cursor between two segments is a value that no step changes, so a
// store may repeat the decision that calls a step.
import { BudgetSpent, createBudget, MOST_CHARACTERS, MOST_STEPS, spend } from '../budget.ts';
import { createNears, createReport } from '../diagnostics.ts';
import { differs } from '../passes/differs.ts';
import { type AccessType, type Overrides, type PassFacts, TRIGGER_OF } from '../passes/facts.ts';
import { raisesShownFlag } from '../passes/shown-flags.ts';
import type { MagicProblem } from '../paths/magic.ts';
import { effectiveValue, writeOverride } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { typed } from '../values/literal.ts';
import { addDecimal, toNumber, toText } from '../values/values.ts';
import { amountToAdd, valueToSet } from './action-values.ts';
import {
  type CompiledAction,
  compileActions,
  type LaterAction,
  type RunAction,
  type SetAction,
  type UrlAction,
} from './actions.ts';
import { begun, judged, withProblems } from './entries.ts';
import { buildRequest, imageHashOf, type OutgoingRequest, type RequestProblem } from './requests.ts';
import { readRoutine } from './routines.ts';
import { changes, ownFacts, type Run, readText, write } from './run-state.ts';
import type { Cursor, Reply, RunOutcome, Scheduled, Segment } from './segment.ts';
import { hasFailed, hasRun, type RunTrace, type TraceEntry } from './trace.ts';
import { readTriggerError, triggerError } from './trigger-error.ts';

/** Limits per event (semantics.md, "Triggers"); ../budget.ts has more limits. Times are in ms. */
export const MOST_ACTIONS = 1000;
export const DEEPEST_ROUTINE = 16;
export const MOST_REQUESTS = 10;
export const LONGEST_REQUEST = 10_000;
export const LONGEST_RUN = 30_000;

export type { Cursor, Next, Reply, RunOutcome, Scheduled, Segment } from './segment.ts';

const NONE: readonly LaterAction[] = [];

/**
 * Runs the first segment, which clears psTriggerError. With a `note` (triggers are paused, or not
 * due) no action runs. `written`: the overrides after the write that the event is about; they count
 * as changed, like what actions change.
 */
export function begin(
  program: Program,
  facts: PassFacts,
  accessType: AccessType,
  note: string | null = null,
  written: Overrides = facts.overrides,
  scheduled?: Scheduled,
): Segment {
  const event = TRIGGER_OF[accessType];
  const location = triggerError(program);
  let overrides = writeOverride(program, written, location, null);
  // Override a non-empty psTriggerError of the template, which would stop every run.
  if (readTriggerError(program, facts, overrides) !== '') overrides = writeOverride(program, overrides, location, '');
  const own = scheduled?.actions ?? (event === null ? undefined : program.triggers.get(event));
  const actions = note !== null ? [] : (own ?? []);
  const run: Run = {
    program,
    event,
    accessType,
    schedule: scheduled?.schedule,
    later: NONE,
    before: facts,
    facts: ownFacts(facts, overrides, facts.runBudget ?? createBudget()),
    frames: [{ actions, position: 0 }],
    entries: [],
    actions: 0,
    requests: 0,
    spentMs: 0,
    changedBefore: false,
    changedByOthers: false,
    action: null,
    current: null,
    nears: createNears(),
  };
  return withinBudget(run, () => advance(run, note));
}

/** Runs the next segment, on the pass as it is now. */
export function resume(program: Program, facts: PassFacts, cursor: Cursor, reply: Reply): Segment {
  const changedByOthers = differs(program, cursor.committed, facts.overrides);
  const run: Run = {
    program,
    event: TRIGGER_OF[cursor.accessType],
    accessType: cursor.accessType,
    schedule: cursor.schedule,
    later: NONE,
    before: facts,
    facts: ownFacts(facts, facts.overrides, facts.runBudget ?? createBudget(cursor.left)),
    frames: cursor.frames.map((frame) => ({ ...frame })),
    entries: [...cursor.entries],
    actions: cursor.actions,
    requests: cursor.requests,
    spentMs: cursor.spentMs + reply.durationMs,
    changedBefore: cursor.changed,
    changedByOthers,
    action: cursor.pending?.action ?? null,
    current: cursor.pending?.entry ?? null,
    nears: createNears(),
  };
  return withinBudget(run, () => {
    if (cursor.pending !== null) settle(run, cursor.pending.action, cursor.pending.entry, reply);
    const message = readTriggerError(program, run.facts);
    if (message !== '') return done(run, null, message);
    return advance(run, null);
  });
}

/** The note of a trace whose run ended so. */
export const SPENT = `The run was stopped: its values and conditions need more than ${MOST_STEPS} steps or ${MOST_CHARACTERS} characters.`;

/** Does the work, or ends the run at the end of its budget; the current action writes nothing. */
function withinBudget(run: Run, work: () => Segment): Segment {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    if (run.action !== null) run.entries.push({ ...(run.current ?? begun(run.action)), error: SPENT });
    return done(run, SPENT, null);
  }
}

function settle(run: Run, action: CompiledAction, entry: TraceEntry, reply: Reply): void {
  const request = entry.request && {
    ...entry.request,
    durationMs: Math.round(reply.durationMs),
    ...(reply.ok && reply.status !== undefined ? { status: reply.status } : {}),
  };
  const settled = { ...entry, ...(request ? { request } : {}) };
  if (!reply.ok) run.entries.push({ ...settled, error: reply.message });
  else if (action.kind === 'set' && reply.image !== undefined) write(run, action.target, reply.image, settled);
  else run.entries.push({ ...settled, ...(reply.note === undefined ? {} : { problems: [reply.note] }) });
}

function advance(run: Run, note: string | null): Segment {
  while (run.frames.length > 0) {
    const frame = run.frames.at(-1)!;
    const action = frame.actions[frame.position];
    if (action === undefined) {
      run.frames.pop();
      continue;
    }
    frame.position++;
    if (++run.actions > MOST_ACTIONS) return done(run, `The run was stopped after ${MOST_ACTIONS} actions.`, null);
    run.action = action;
    run.current = null;
    spend(run.facts.budget, 1, 0);
    const entry = judged(run.facts, action);
    run.current = entry;
    if (!hasRun(entry)) {
      run.entries.push(entry);
      continue;
    }
    const stop = perform(run, action, entry);
    if (typeof stop === 'string') return done(run, stop, null);
    if (stop !== null) return stop;
    const message = readTriggerError(run.program, run.facts);
    if (message !== '') return done(run, null, message);
  }
  return done(run, note, null);
}

/** Null: go on. A text: a limit was reached. A segment: a request is to be performed. */
function perform(run: Run, action: CompiledAction, entry: TraceEntry): Segment | string | null {
  switch (action.kind) {
    case 'set':
      return performSet(run, action, entry);
    case 'increment': {
      const problems = new Set<MagicProblem>();
      const { value, error } = amountToAdd(run.program, run.facts, action, problems);
      if (error !== undefined) run.entries.push({ ...entry, error });
      else {
        const current = toNumber(readText(run, action.target));
        write(run, action.target, addDecimal(current, value), withProblems(entry, problems));
      }
      return null;
    }
    case 'url':
      return performUrl(run, action, entry);
    case 'run':
      return performRun(run, action, entry);
    case 'later':
      performLater(run, action, entry);
      return null;
  }
}

function performSet(run: Run, action: SetAction, entry: TraceEntry): Segment | string | null {
  const problems = new Set<MagicProblem>();
  const { value, error } = valueToSet(run.program, run.facts, action, problems);
  if (error !== undefined) {
    run.entries.push({ ...entry, error });
    return null;
  }
  const told = withProblems(entry, problems);
  if (action.target.steps[0] !== 'images' || value === null || value === '') {
    write(run, action.target, value, told);
    return null;
  }
  const url = typed(toText(value));
  const hash = imageHashOf(url, run.facts.specials.rootPath);
  if (hash !== null) {
    write(run, action.target, hash, told);
    return null;
  }
  return pause(run, action, told, { purpose: 'image', method: 'GET', url, headers: {}, body: null });
}

function performUrl(run: Run, action: UrlAction, entry: TraceEntry): Segment | string {
  const problems = new Set<RequestProblem>();
  const request = buildRequest(run.program, run.facts, action, problems);
  return pause(run, action, withProblems(entry, problems), { purpose: 'action', ...request });
}

function pause(
  run: Run,
  action: CompiledAction,
  entry: TraceEntry,
  request: Omit<OutgoingRequest, 'timeoutMs'>,
): Segment | string {
  if (run.requests >= MOST_REQUESTS) return `The run was stopped after ${MOST_REQUESTS} URL requests.`;
  const left = LONGEST_RUN - run.spentMs;
  if (left <= 0) return `The run was stopped: its URL requests took more than ${LONGEST_RUN / 1000} seconds.`;
  const { overrides, changed } = changes(run);
  const { steps, characters } = run.facts.budget!;
  const cursor: Cursor = {
    left: { steps, characters },
    committed: overrides,
    accessType: run.accessType,
    ...(run.schedule === undefined ? {} : { schedule: run.schedule }),
    frames: run.frames,
    entries: run.entries,
    actions: run.actions,
    requests: run.requests + 1,
    spentMs: run.spentMs,
    pending: { action, entry: { ...entry, request: { method: request.method, url: request.url, durationMs: 0 } } },
    changed: run.changedBefore || changed,
  };
  const timeoutMs = Math.min(LONGEST_REQUEST, left);
  return {
    overrides,
    changed,
    later: run.later,
    next: { kind: 'request', request: { ...request, timeoutMs }, cursor },
  };
}

/** Its actions are found by their name when they are due, so the template must have them. */
function performLater(run: Run, action: LaterAction, entry: TraceEntry): void {
  const { count, unit } = action.delay;
  const told = { ...entry, delay: `${count} ${unit}` };
  if (run.program.laters.has(action.later)) {
    run.later = [...run.later, action];
    run.entries.push(told);
  } else {
    run.entries.push({ ...told, error: `The template has no PSActionLater "${action.later}".` });
  }
}

function performRun(run: Run, action: RunAction, entry: TraceEntry): string | null {
  if (run.frames.length > DEEPEST_ROUTINE) {
    return `The run was stopped: sub-routines call each other more than ${DEEPEST_ROUTINE} deep.`;
  }
  const source = effectiveValue(run.program, run.facts.overrides, action.target) ?? null;
  // Reading triggers costs several times as much as reading their text.
  spend(run.facts.budget, 0, 4 * toText(source).length);
  const routine = readRoutine(source);
  if (routine === null) {
    const empty = source === null || source === '';
    run.entries.push(empty ? entry : { ...entry, error: `${action.target.path} holds no JSON array of triggers.` });
    return null;
  }
  const report = createReport(run.nears);
  const actions = compileActions(run.program, routine, action.target.path, report);
  const errors = report.diagnostics.map(({ path, message }) => `${path}: ${message}`);
  run.entries.push(errors.length === 0 ? entry : { ...entry, error: errors.join('\n') });
  run.frames.push({ actions, position: 0 });
  return null;
}

function done(run: Run, note: string | null, message: string | null): Segment {
  const { overrides, changed } = changes(run);
  let acted = false;
  let failed = note !== null && run.actions > 0;
  for (const entry of run.entries) {
    acted ||= hasRun(entry);
    failed ||= hasFailed(entry);
  }
  const outcome: RunOutcome = message !== null ? 'stopped' : failed ? 'error' : acted ? 'fired' : 'skipped';
  const trace: RunTrace = {
    event: run.event,
    outcome,
    ...(run.schedule === undefined ? {} : { schedule: run.schedule }),
    actions: run.entries,
    ...(note === null && message === null ? {} : { note: message ?? note! }),
  };
  const raises = message === null && raisesShownFlag(run.program, run.facts, run.accessType);
  const updated = run.changedBefore || changed || raises;
  return {
    overrides,
    changed: changed || raises,
    later: run.later,
    next: { kind: 'done', outcome, message, trace, updated },
  };
}
