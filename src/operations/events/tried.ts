// What a try shows: the card before and after, the steps with the values they saw, what the till and
// the lock screen say, what would have been sent where, and which phones would have been told.
import type { PassDevice } from '../../ports/store/devices.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { type ShownChanges, shownChanges } from '../../rules/passes/shown-changes.ts';
import { locate, writeOverride } from '../../rules/paths/paths.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { runSentence, type Step, stepsOf } from '../../rules/sentences/runs.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import type { RunTrace, TraceEntry } from '../../rules/triggers/trace.ts';
import { literal, typedValue } from '../../rules/values/literal.ts';
import { type JsonObject, type JsonValue, sameValue, toText } from '../../rules/values/values.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { DryRun } from '../change/dry-run.ts';
import type { Context } from '../context.ts';
import { type PassView, viewWith } from '../files/view-pass.ts';
import { drawnOrNull } from '../files/view-template.ts';
import { type Trial, type TrialResult, tryContext } from './trial.ts';
import { type TriedRequest, triedRequest } from './tried-request.ts';

/** The part of a try to look at; both null: from the first event to the last. */
export interface Span {
  /** The number of the event, from 1 on. */
  readonly run: number | null;
  /** How many actions of that event are done, from 0 on; null: all. */
  readonly actions: number | null;
}

export interface Till {
  readonly text: string;
  readonly colour: string;
  /** What the till calls the pass. */
  readonly description: string;
}

/** One event of a try. */
export interface TriedRun {
  /** Null: the event's name says it all. */
  readonly sentence: string | null;
  readonly outcome: DryRun['event']['outcome'];
}

export interface Tried {
  readonly runs: readonly TriedRun[];
  readonly isCut: boolean;
  readonly span: Span;
  /** The event whose steps are shown, from 1 on. */
  readonly run: number;
  /** How many actions that event has, as far as its trace tells them. */
  readonly actions: number;
  readonly steps: readonly Step[];
  /** How many actions are left out of a very long trace. */
  readonly omitted: number;
  readonly trace: JsonValue;
  /** Null: the card cannot be drawn, because it needs more than a card may. */
  readonly before: PassView | null;
  readonly after: PassView | null;
  /** Null where one of the two cannot be drawn. */
  readonly changes: ShownChanges | null;
  /** Null: no till shows anything at this event. */
  readonly till: Till | null;
  /** The message that stopped the event. */
  readonly stopped: string | null;
  readonly isPushed: boolean;
  /** The phones that hold the card. */
  readonly phones: readonly PassDevice[];
  readonly requests: readonly TriedRequest[];
}

/** What a try shows of its result. */
export async function describeTrial(
  context: Context,
  trial: Trial,
  result: TrialResult,
  span: Span,
  words: SentenceWords,
): Promise<Tried> {
  const { runs, isCut } = result;
  const { program, owner } = trial;
  const names = namesIn(program, words);
  const chosen = within(span, runs);
  const shown = chosen.run === null ? runs : [runs[chosen.run - 1]!];
  const number = chosen.run ?? runs.length;
  const last = runs[number - 1]!;
  const whole = traceOf(last);
  const actions = whole.actions.length;
  const trace = chosen.actions === null ? whole : { ...whole, actions: whole.actions.slice(0, chosen.actions) };
  const beforeRun = number === 1 ? result.before : runs[number - 2]!.pass;
  const first = chosen.run === null ? result.before : beforeRun;
  const end =
    chosen.actions === null ? last.pass : { ...last.pass, ...midway(program, beforeRun, last, trace.actions) };
  const before = await drawn(context, trial, first);
  const after = await drawn(context, trial, end);
  const clientHash = clientHashOf(context.settings.secret, owner);
  const requests = shown.flatMap((run) => run.requests);
  return {
    runs: runs.map(({ event }) => ({
      sentence: runSentence(
        { accessType: event.accessType, trace: readTrace(event.trace), changed: event.changed ?? null },
        names,
      ),
      outcome: event.outcome,
    })),
    isCut,
    span: chosen,
    run: number,
    actions,
    steps: stepsOf(trace, names),
    omitted: whole.omitted ?? 0,
    trace: last.event.trace ?? null,
    before,
    after,
    changes: before === null || after === null ? null : shownChanges(before.passJson, after.passJson, words.tag),
    till: tillOf(last.answer),
    stopped: last.answer.stopped === undefined ? null : toText(last.answer.stopped),
    isPushed: shown.some(({ isPushed }) => isPushed),
    phones: trial.pass === null || trial.pass.id === 0 ? [] : await context.store.devicesOf(trial.pass.id),
    requests: requests.map((request) => triedRequest(request, clientHash)),
  };
}

/** A span that the try has. */
function within({ run, actions }: Span, runs: readonly DryRun[]): Span {
  if (run === null && actions === null) return { run: null, actions: null };
  const number = Math.min(Math.max(run ?? runs.length, 1), runs.length);
  if (actions === null) return { run: number, actions: null };
  return { run: number, actions: Math.min(Math.max(actions, 0), traceOf(runs[number - 1]!).actions.length) };
}

function traceOf({ event }: DryRun): RunTrace {
  return readTrace(event.trace) ?? { event: null, outcome: event.outcome, actions: [] };
}

/** The values after some of a run's actions. */
function midway(
  program: Program,
  before: Pass,
  { pass: after }: DryRun,
  actions: readonly TraceEntry[],
): Pick<Pass, 'overrides' | 'access'> {
  let { overrides } = before;
  for (const { targetPath, after: value } of actions) {
    const location = targetPath === undefined ? null : locate(program, targetPath);
    if (location === null || value === undefined) continue;
    overrides = writeOverride(program, overrides, location, asWritten(after.overrides, location.path, value));
  }
  return { overrides, access: before.access };
}

/** A trace shows values without the marks of literal brackets; what an action wrote expands no more. */
function asWritten(overrides: Overrides, path: string, value: JsonValue): JsonValue {
  const end = overrides[path];
  return end !== undefined && sameValue(typedValue(end), value) ? end : literal(value);
}

/** The card as it is at the time of the try; a card can be looked at before there is a certificate. */
async function drawn(context: Context, trial: Trial, pass: Pass): Promise<PassView | null> {
  const { template, owner, program, at } = trial;
  const then = tryContext(context, program, at);
  const certificate = await context.store.certificateFor(owner.id, pass.passTypeIdentifier, context.clock.now());
  const view = await drawnOrNull(viewWith(then, { pass, template, owner, issue: null }, certificate));
  return view && { ...view, isTestPass: false };
}

function tillOf({ scanText, scanColor, description }: JsonObject): Till | null {
  if (scanText === undefined) return null;
  return { text: toText(scanText), colour: toText(scanColor), description: toText(description) };
}
