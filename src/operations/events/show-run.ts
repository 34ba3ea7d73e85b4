// Shows one run: what happened or why nothing changed, its steps, how far it has come to phones, and
// what would happen if it came again.
import { AppError } from '../../errors.ts';
import type { ListedEvent } from '../../ports/store/events.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { TRIGGER_OF } from '../../rules/passes/facts.ts';
import { type Happening, keyOfRun } from '../../rules/schedules/due.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { runSentence, type Step, stepsOf } from '../../rules/sentences/runs.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { hasAccess } from '../access/access.ts';
import { type Caller, requireCustomer, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { type Diagnosis, diagnose } from '../devices/push-doctor.ts';
import { type ListedRun, listedRun } from './list-runs.ts';
import { simulate } from './simulate.ts';

export interface ShownRun extends ListedRun {
  readonly steps: readonly Step[];
  /** How many actions are left out of a very long trace. */
  readonly omitted: number;
  /** What programs read; null: the trace is no longer stored. */
  readonly trace: JsonValue | null;
  /** Null: nothing changed, so no phone had to be told. */
  readonly diagnosis: Diagnosis | null;
  /** Whether the event can be tried again: it runs rules of a pass. */
  readonly isRepeatable: boolean;
}

/**
 * A run of the caller's account. Fails with `role_forbidden`, `account_expired`, `run_not_found`,
 * `access_denied`.
 */
export async function showRun(context: Context, caller: Caller, words: SentenceWords, id: number): Promise<ShownRun> {
  const { event, snapshot } = await requireRun(context, caller, id);
  const run = await listedRun(context, words, event);
  if (run === null) throw new AppError('run_not_found');
  const trace = readTrace(event.trace);
  return {
    ...run,
    steps: trace === null ? [] : stepsOf(trace, await namesOf(context, event, words)),
    omitted: trace?.omitted ?? 0,
    trace: event.trace,
    diagnosis: snapshot === null || event.changed !== true ? null : await diagnose(context, snapshot, words, event),
    isRepeatable: (await eventToTry(context, event, snapshot)) !== null,
  };
}

export interface Retried {
  readonly run: ListedRun;
  /** What would happen, or why nothing would. */
  readonly sentence: string | null;
  readonly steps: readonly Step[];
  readonly trace: JsonValue;
  /** The rules are paused, so a real event would not run them. */
  readonly isPaused: boolean;
}

/**
 * What the event of a run would do to the pass as it is now; stores, sends and pushes nothing. Fails
 * with the codes of showRun and simulate.
 */
export async function tryAgain(context: Context, caller: Caller, words: SentenceWords, id: number): Promise<Retried> {
  const { event, snapshot } = await requireRun(context, caller, id);
  const run = await listedRun(context, words, event);
  const again = await eventToTry(context, event, snapshot);
  if (run === null || snapshot === null || again === null) throw new AppError('run_not_found');
  const { accessType } = event;
  const { hash } = snapshot.pass;
  const on = { hashedSerialNumber: hash };
  const tried = await simulate(context, caller.account, { on, ...again, fields: {}, words });
  const trace = readTrace(tried.trace!)!;
  const names = namesIn(await context.programs.load(snapshot.template), words);
  return {
    run,
    sentence: runSentence({ accessType, trace, changed: tried.updated === true }, names),
    steps: stepsOf(trace, names),
    trace: tried.trace!,
    isPaused: tried.triggersPaused === true,
  };
}

/** What a run is tried as; null: the event cannot be tried, because it runs no rules, or the card has its schedule no more. */
export async function eventToTry(
  context: Context,
  { accessType, trace }: ListedEvent,
  snapshot: PassSnapshot | null,
): Promise<Happening | null> {
  if (snapshot === null) return null;
  if (TRIGGER_OF[accessType] !== null) return { accessType, key: null };
  const key = keyOfRun(await context.programs.load(snapshot.template), readTrace(trace));
  return key === null ? null : { accessType, key };
}

/**
 * The event and its pass; null: a push of the whole template. Fails with `role_forbidden`,
 * `account_expired`, `run_not_found`, `access_denied`.
 */
export async function requireRun(
  context: Context,
  caller: Caller,
  id: number,
): Promise<{ readonly event: ListedEvent; readonly snapshot: PassSnapshot | null }> {
  const account = requireRight(context, caller, 'find');
  const event = await context.store.eventById(id);
  if (event === null) throw new AppError('run_not_found');
  if (event.hash !== null) return { event, snapshot: await requireCustomer(context, caller, 'find', event.hash) };
  const ofTemplate = await context.store.templateById(event.templateId);
  if (ofTemplate === null) throw new AppError('run_not_found');
  if (!hasAccess(account, ofTemplate.owner)) throw new AppError('access_denied');
  return { event, snapshot: null };
}

/** The names of the version under which an event ran, else of the pass's present template. */
async function namesOf(context: Context, event: ListedEvent, words: SentenceWords): Promise<Names> {
  const { templateId, templateVersion, hash } = event;
  const ofTemplate = await context.store.templateById(templateId);
  const around = ofTemplate ?? (await context.store.passByHash(hash!));
  if (around === null) throw new AppError('run_not_found');
  const { id, version } = around.template;
  const ran = ofTemplate === null ? null : templateVersion;
  return namesIn(await context.programs.load({ id, version: ran ?? version }), words);
}
