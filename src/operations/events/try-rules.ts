// The simulator of the owner's pages: an event tried on a customer's pass, a new one or one of the
// past. Stores, sends and pushes nothing.
import { AppError } from '../../errors.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { MOST_TIMES } from '../../rules/checks/check.ts';
import { CREATE, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { type Happening, nameOfHappening, readKey, scheduledKeys } from '../../rules/schedules/due.ts';
import type { WhyNot } from '../../rules/schedules/why-not.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import { type Caller, requireCard, requireCustomer } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import type { EditorField } from '../passes/pass-editor.ts';
import { whyNotPass } from '../schedules/dry-run-schedule.ts';
import { type PastPass, passBefore } from './past-pass.ts';
import { type RulesToTry, rulesToTry } from './rules-to-try.ts';
import { eventToTry, requireRun } from './show-run.ts';
import { freeBarcodes } from './simulate.ts';
import { passToTry, requireScheduled, runTrial, type Trial, type TrialResult, tryContext } from './trial.ts';
import { offeredValues, type SetValues, takeSet } from './try-values.ts';

/** What is tried, as the page's address says it. */
export interface TryInput extends Happening {
  readonly templateHash: string;
  /** Null: those of the draft, where there is one. */
  readonly rules: 'draft' | 'published' | null;
  readonly times: number;
  /** The hashedSerialNumber; null: a new pass. */
  readonly pass: string | null;
  /** The run to try again with the values of its moment; then `pass` counts for nothing. */
  readonly run: number | null;
  /** The values to set before the event. */
  readonly set: SetValues;
  /** In ms since 1970; null: now, or the moment of the run. */
  readonly at: number | null;
}

export interface TryPage {
  readonly card: TemplateSnapshot;
  readonly rules: RulesToTry;
  /** Null: a new pass. */
  readonly customer: { readonly hash: string; readonly name: string } | null;
  /** What is known of the moment of a run; null: no run is tried again. */
  readonly past: (PastPass & { readonly id: number; readonly time: number }) | null;
  readonly at: number;
  /** The keys of the schedules and waits that can be tried. */
  readonly keys: readonly string[];
  /** Why the schedule would not reach the card at `at`; null: it would, or no schedule is tried. */
  readonly whyNot: { readonly why: WhyNot; readonly zone: string } | null;
  /** The values to set, as they are before the event. */
  readonly values: readonly EditorField[];
  readonly trial: Trial;
  /** Null where a value cannot be set, which `fault` then says. */
  readonly result: TrialResult | null;
  readonly fault: AppError | null;
}

/**
 * Fails with the codes of requireCard and requireCustomer, `run_not_found`, and
 * `parameter_invalid` for numbers out of their limits, or an event that runs no rules.
 */
export async function tryRules(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  input: TryInput,
): Promise<TryPage> {
  const card = await requireCard(context, caller, 'see', input.templateHash);
  requireWithin(input);
  const rules = await rulesToTry(context, caller, card, input.rules);
  const scheduled = requireScheduled(rules.program, input.key);
  const start = await startOf(context, caller, card, rules.program, input);
  const { template, owner } = card;
  const { at } = start;
  const given: Trial = {
    template,
    owner,
    program: rules.program,
    pass: start.pass,
    fields: {},
    accessType: input.accessType,
    ...(scheduled === null ? {} : { scheduled }),
    times: input.times,
    at,
    isFree: freeBarcodes(context, template, start.pass),
    words,
  };
  const trial = { ...given, pass: await passToTry(context, given) };
  const values = offeredValues(context, trial, words);
  const customer = input.accessType === CREATE ? null : start.customer;
  const keys = scheduledKeys(rules.program);
  const page = { card, rules, customer, past: start.past, at, keys };
  try {
    const set = { ...trial, fields: takeSet(context, trial, words, input.set) };
    const result = await runTrial(context, set);
    const whyNot = await whyNotReached(context, set, input.key, result.before);
    return { ...page, values, trial: set, result, whyNot, fault: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    return { ...page, values, trial, result: null, whyNot: null, fault: error };
  }
}

function requireWithin({ times, accessType, key }: TryInput): void {
  if (!Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    const message = `n is a whole number from 1 to ${MOST_TIMES}.`;
    throw new AppError('parameter_invalid', { field: 'n', message });
  }
  if (TRIGGER_OF[accessType] === null && key === null) {
    const message = 'A push runs no rules, and a schedule is tried by its name; choose another event.';
    throw new AppError('parameter_invalid', { field: 'event', message });
  }
}

/** `pass`: with the values that were set. */
async function whyNotReached(
  context: Context,
  { template, owner, program, at }: Trial,
  key: string | null,
  pass: Pass,
): Promise<TryPage['whyNot']> {
  const name = key === null || readKey(key).kind === 'later' ? null : readKey(key).name;
  const schedule = program.schedules.find((each) => each.name === name);
  if (schedule === undefined) return null;
  const snapshot: PassSnapshot = { pass, template, owner, issue: null };
  const { why, zone } = await whyNotPass(tryContext(context, program, at), program, schedule, snapshot, null);
  return why === null ? null : { why, zone };
}

interface Start {
  /** Null: a new one. */
  readonly pass: Pass | null;
  readonly customer: TryPage['customer'];
  readonly past: TryPage['past'];
  readonly at: number;
}

async function startOf(
  context: Context,
  caller: Caller,
  card: TemplateSnapshot,
  program: Program,
  { pass: hash, run: runId, at }: TryInput,
): Promise<Start> {
  const now = context.clock.now();
  if (runId !== null) {
    const { event, snapshot } = await requireRun(context, caller, runId);
    if (snapshot === null) throw new AppError('run_not_found');
    requireOfCard(card, snapshot);
    const past = await passBefore(context, program, snapshot, event);
    return {
      pass: past.pass,
      customer: await customerOf(context, snapshot),
      past: { ...past, id: runId, time: event.time },
      at: at ?? event.time,
    };
  }
  if (hash === null) return { pass: null, customer: null, past: null, at: at ?? now };
  const snapshot = await requireCustomer(context, caller, 'find', hash);
  requireOfCard(card, snapshot);
  return { pass: snapshot.pass, customer: await customerOf(context, snapshot), past: null, at: at ?? now };
}

/** Fails with `pass_not_found` for a pass of another card, to which these rules do not apply. */
function requireOfCard({ template }: TemplateSnapshot, snapshot: PassSnapshot): void {
  if (snapshot.template.id === template.id) return;
  throw new AppError('pass_not_found', { field: 'pass', message: 'This customer has another card.' });
}

async function customerOf(context: Context, snapshot: PassSnapshot): Promise<TryPage['customer']> {
  return { hash: snapshot.pass.hash, name: await nameOfCustomer(context, snapshot) };
}

/** The card of a run, and its event or the key of its schedule, for the address of its try. Fails with `run_not_found`. */
export async function runToTry(
  context: Context,
  caller: Caller,
  id: number,
): Promise<{ readonly templateHash: string; readonly event: string; readonly times: number }> {
  const { event, snapshot } = await requireRun(context, caller, id);
  const again = await eventToTry(context, event, snapshot);
  if (snapshot === null || again === null) throw new AppError('run_not_found');
  const times = readTrace(event.trace)?.times ?? 1;
  return {
    templateHash: snapshot.template.hash,
    event: nameOfHappening(again),
    times: Math.min(Math.max(times, 1), MOST_TIMES),
  };
}
