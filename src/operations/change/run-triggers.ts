// Runs an event's triggers for real: each segment of the stepper is one atomic change of the pass,
// and the outbound adapter performs each request between two segments. dry-run.ts takes the same
// decisions on a copy of a pass.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { EventNote } from '../../ports/store/events.ts';
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Budget } from '../../rules/budget.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import {
  ACCESS_NAME,
  type AccessType,
  DEVICE_UPDATE,
  type Overrides,
  recordAccess,
  TRIGGER_OF,
} from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { traceOfCutOff } from '../../rules/triggers/cut-off.ts';
import { IDLE_NOTES } from '../../rules/triggers/idle.ts';
import type { OutgoingRequest } from '../../rules/triggers/requests.ts';
import {
  begin,
  type Cursor,
  type Next,
  type Reply,
  resume,
  type Scheduled,
  type Segment,
} from '../../rules/triggers/triggers.ts';
import { usualTrace } from '../../rules/triggers/usual-trace.ts';
import { type JsonObject, type JsonValue, mapTexts } from '../../rules/values/values.ts';
import { findPass, hasAccess } from '../access/access.ts';
import { clientHashOf } from '../access/client-hash.ts';
import type { Context, Deciding } from '../context.ts';
import type { Depth } from '../depth.ts';
import { withPrograms } from '../programs.ts';
import { consequencesOf } from './consequences.ts';
import { duesOfSegment } from './dues.ts';
import { eventOf, withProblem } from './event-of-run.ts';
import { createPassBudget, factsOf } from './pass-facts.ts';
import { performRequest } from './perform-request.ts';
import { factsIn, ONCE, type RepeatedSegment, type Repetition, repeated } from './repeated-run.ts';

export interface RunInput {
  readonly hash: string;
  readonly accessType: AccessType;
  /** The depth of the request that caused this event; see depth.ts. */
  readonly depth: Depth;
  readonly idempotency: Omit<Idempotency, 'phase'> | null;
  /** The account that logs the event; null: the server itself. */
  readonly account: Account | null;
  /** What the person who causes the event says about it. */
  readonly note?: EventNote;
  /** The till that logs the event; absent: no till does. */
  readonly tillId?: number | undefined;
  /** How often the triggers run, see repeated-run.ts; absent: once. */
  readonly times?: number | undefined;
  /** What runs instead of the actions of a trigger; absent: those of the event's trigger. */
  readonly scheduled?: Scheduled;
  /** See PassFacts. */
  readonly runBudget?: Budget;
}

export type DoneNext = Extract<Next, { readonly kind: 'done' }>;

/**
 * Makes the run's answer inside its last commit, from the pass as it is then. A stopped run adds
 * `stopped`. An answer with a `problem` makes the event an error, and its trace says why.
 */
export type Answering = (program: Program, facts: PassFacts, done: DoneNext) => JsonObject;

/**
 * Makes overrides that are written in the same commit before the triggers run. They count as
 * changed by the event.
 */
export type Writing = (program: Program, facts: PassFacts) => Overrides;

/**
 * Runs the event from its beginning. Fails with `pass_not_found`, the codes of idempotency and
 * those of `writing`.
 */
export function runEvent(
  context: Context,
  input: RunInput,
  answering: Answering,
  writing: Writing = (_, { overrides }) => overrides,
): Promise<JsonObject> {
  const fields = { 'passwright.access_type': ACCESS_NAME[input.accessType] };
  return context.spans.span('runEvent', fields, () => run(context, input, answering, writing));
}

async function run(context: Context, input: RunInput, answering: Answering, writing: Writing): Promise<JsonObject> {
  const change = beginning(context, input, answering, writing);
  const idempotency = input.idempotency === null ? undefined : { ...input.idempotency, phase: 'begin' as const };
  const first = await withPrograms(context.programs, () => context.store.changePass(input.hash, change, idempotency));
  if (first.replayed) return replay(context, input, first.answer);
  // Most runs are done here: another asynchronous call costs each scan two turns of promises.
  return 'done' in first.result ? first.result.done : continueRun(context, input, first.result, answering);
}

/**
 * The first segment of an event as a decision about the pass, for callers that write more in the
 * same commit.
 */
export function beginning(
  context: Deciding,
  input: RunInput,
  answering: Answering,
  writing: Writing = (_, { overrides }) => overrides,
): (snapshot: PassSnapshot) => PassChange<Step> {
  const repetition = { ...ONCE, left: (input.times ?? 1) - 1 };
  const run = { key: newRunKey(context), isOpen: false, repetition };
  return decision(context, input, answering, run, (program, facts, note) =>
    begin(program, facts, input.accessType, note, writing(program, facts), input.scheduled),
  );
}

/** The reason why no trigger runs although the event is logged, or null. */
export function noteFor({ template, pass }: PassSnapshot, accessType: AccessType, now: number): string | null {
  if (pass.invalidatedAt !== null) return IDLE_NOTES.invalidated;
  if (template.triggersPaused) return IDLE_NOTES.paused;
  const TEN_MINUTES = 10 * 60 * 1000;
  if (accessType === DEVICE_UPDATE && now - pass.updatedAt <= TEN_MINUTES) {
    return IDLE_NOTES.fresh;
  }
  return null;
}

/** The next step after a segment: nothing, or a request. `runKey` names the run. */
export type Step = { readonly done: JsonObject } | Waiting;

/** A run that goes on after a request. */
export interface Waiting {
  readonly request: OutgoingRequest;
  readonly cursor: Cursor;
  readonly runKey: string;
  readonly repetition: Repetition;
}

/** A run as the store marks it. */
export interface RunName {
  readonly key: () => string;
  /** Whether an earlier segment has marked it. */
  readonly isOpen: boolean;
  /** Absent: the triggers run once. */
  readonly repetition?: Repetition;
}

/**
 * Names a run for the store when the run first needs a name, because most runs need none. A decision
 * that is called again gets the same name.
 */
export function newRunKey({ ids }: Pick<Context, 'ids'>): () => string {
  let key: string | null = null;
  return () => {
    key ??= Buffer.from(ids.bytes(12)).toString('base64url');
    return key;
  };
}

/**
 * Performs requests and commits segments until the run is done. Returns the answer of the last
 * segment. Fails with `run_ended` when another server took this one for dead.
 */
export async function continueRun(
  context: Context,
  input: RunInput,
  first: Step,
  answering: Answering,
): Promise<JsonObject> {
  if ('done' in first) return first.done;
  // Until the run is over, nobody ends it for a dead server's.
  context.runs.add(first.runKey);
  try {
    return await finishRun(context, input, first, answering);
  } finally {
    context.runs.delete(first.runKey);
  }
}

async function finishRun(context: Context, input: RunInput, first: Step, answering: Answering): Promise<JsonObject> {
  let step = first;
  while (!('done' in step)) {
    const { request, runKey: key } = step;
    const change = continuing(context, input, answering, step, await performRequest(context, request, input));
    const idempotency = input.idempotency === null ? undefined : { ...input.idempotency, phase: 'finish' as const };
    const outcome = await withPrograms(context.programs, () =>
      context.store.changePass(input.hash, change, idempotency),
    );
    if (outcome.replayed) {
      // Another call answered for the key meanwhile, and this run ends here.
      await context.store.changePass(input.hash, () => ({ run: { key, cutOff: null }, result: null }));
      return replay(context, input, outcome.answer);
    }
    step = outcome.result;
  }
  return step.done;
}

/** The segment after a request, as `beginning` answers the first one. */
export function continuing(
  context: Deciding,
  input: RunInput,
  answering: Answering,
  { cursor, runKey: key, repetition }: Waiting,
  reply: Reply,
): (snapshot: PassSnapshot) => PassChange<Step> {
  return decision(context, input, answering, { key: () => key, isOpen: true, repetition }, (program, facts) =>
    resume(program, facts, cursor, reply),
  );
}

function decision(
  context: Deciding,
  input: RunInput,
  answering: Answering,
  run: RunName,
  decide: (program: Program, facts: PassFacts, note: string | null) => Segment,
): (snapshot: PassSnapshot) => PassChange<Step> {
  return (snapshot) => {
    requireAccess(input, snapshot.owner);
    const program = context.programs.at(snapshot.template);
    const { accessType, runBudget } = input;
    const known = factsOf(context, snapshot);
    const facts = runBudget === undefined ? known : { ...known, runBudget };
    const { repetition = ONCE } = run;
    const note = noteFor(snapshot, accessType, facts.now);
    const first = decide(program, factsIn(repetition, facts, accessType), note);
    const made = changeOf(
      program,
      facts,
      run,
      input,
      repeated(program, facts, { accessType, note }, first, repetition),
      answering,
    );
    const noted = withNote(made, input.note);
    return input.idempotency === null ? noted : concealed(noted, facts);
  };
}

function withNote<C extends PassChange<unknown>>(change: C, note: EventNote | undefined): C {
  if (note === undefined || change.event === undefined) return change;
  return { ...change, event: { ...change.event, note } };
}

/**
 * Stands for the clientHash in stored answers. It is a noncharacter, because a holder may have
 * typed any word we could choose.
 */
const CONCEALED = '\uFDD2';

/** Removes the clientHash from a change's stored answer. */
export function concealed<C extends PassChange<unknown>>(change: C, { specials }: PassFacts): C {
  if (change.answer === undefined) return change;
  const conceal = (text: string) => text.replaceAll(CONCEALED, '').replaceAll(specials.clientHash, CONCEALED);
  return { ...change, answer: mapTexts(change.answer, conceal) };
}

/** Returns a stored answer, when the caller still has access to the pass. */
async function replay(context: Context, input: RunInput, answer: JsonValue): Promise<JsonObject> {
  const { owner } = await findPass(context, input.hash);
  requireAccess(input, owner);
  return revealed(answer, clientHashOf(context.settings.secret, owner));
}

/** Puts the clientHash back into a stored answer. */
export function revealed(answer: JsonValue, clientHash: string): JsonObject {
  return mapTexts(answer, (text) => text.replaceAll(CONCEALED, clientHash)) as JsonObject;
}

/** Fails with `access_denied`. */
function requireAccess({ account }: RunInput, owner: Account): void {
  if (account !== null && !hasAccess(account, owner)) throw new AppError('access_denied', { field: 'clientHash' });
}

/** The store's change for a segment. */
export function changeOf(
  program: Program,
  facts: PassFacts,
  run: RunName,
  input: Pick<RunInput, 'accessType' | 'tillId'>,
  { segment, repetition }: RepeatedSegment,
  answering: Answering,
): PassChange<Step> {
  const { accessType } = input;
  const { overrides, changed, next } = segment;
  const isWritten = overrides !== facts.overrides;
  const consequences = consequencesOf(program, facts, facts.overrides, overrides, changed);
  if (next.kind === 'request') {
    const { request, cursor } = next;
    const cutOff = eventOf(facts, input, { outcome: 'error', trace: traceOfCutOff(cursor), updated: cursor.changed });
    const runKey = run.key();
    const result = { request, cursor, runKey, repetition };
    const dues = duesOfSegment(program, facts, run, accessType, consequences.dues, segment.later);
    return {
      ...consequences,
      ...(dues === undefined ? {} : { dues }),
      run: { key: runKey, cutOff, isOpen: run.isOpen },
      result,
      ...(isWritten ? { overrides } : {}),
    };
  }
  const logged = next.outcome !== 'stopped';
  const access = logged ? recordAccess(facts.access, accessType, facts.now) : facts.access;
  // A literal, because engines take a microsecond for each key that follows a spread and was in it.
  const { specials, now } = facts;
  const told = answering(program, { overrides, access, specials, now, budget: createPassBudget() }, next);
  const answer = next.message === null ? told : { ...told, stopped: next.message };
  // Note the time of the run, or the holder's next device would run the triggers again
  // (semantics.md: not within 10 minutes).
  const hasRan = accessType === DEVICE_UPDATE && next.outcome !== 'skipped' && !changed;
  const trigger = TRIGGER_OF[accessType];
  const usual = trigger === null ? undefined : usualTrace(program, trigger);
  const event = eventOf(facts, input, withProblem(next, answer), usual);
  // Key by key, because engines take some microseconds to spread several objects into one.
  const change: Writable<PassChange<Step>> = { event, answer, result: { done: answer } };
  if (isWritten) change.overrides = overrides;
  const { touchedAt, push, due, barcode, words } = consequences;
  const cancels = logged ? run : { ...run, isOpen: true };
  const dues = duesOfSegment(program, facts, cancels, accessType, consequences.dues, segment.later);
  if (touchedAt !== undefined) change.touchedAt = touchedAt;
  if (push !== undefined) change.push = push;
  if (due !== undefined) change.due = due;
  if (dues !== undefined) change.dues = dues;
  if (barcode !== undefined) change.barcode = barcode;
  if (words !== undefined) change.words = words;
  if (hasRan) change.ranAt = facts.now;
  if (run.isOpen) change.run = { key: run.key(), cutOff: null, isOpen: true };
  return change;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Returns the run's answer. Fails with `trigger_error` and psTriggerError's message when the run
 * was stopped.
 */
export function requireCompleted(answer: JsonObject): JsonObject {
  if (answer.stopped === undefined) return answer;
  const { stopped, ...rest } = answer;
  throw new AppError('trigger_error', { message: String(stopped), beside: rest });
}
