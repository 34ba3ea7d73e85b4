// The simulator of the owner's pages: an event tried on a customer's pass, a new one or one of the
// past. Stores, sends and pushes nothing.
import { AppError } from '../../errors.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { MOST_TIMES } from '../../rules/checks/check.ts';
import { type AccessType, CREATE, TRIGGER_OF, type TriggerEvent } from '../../rules/passes/facts.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { readTrace } from '../../rules/triggers/run-cause.ts';
import { type Caller, requireCard, requireCustomer } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { nameOfCustomer } from '../customers/customer-name.ts';
import type { EditorField } from '../passes/pass-editor.ts';
import { type PastPass, passBefore } from './past-pass.ts';
import { type RulesToTry, rulesToTry } from './rules-to-try.ts';
import { requireRun } from './show-run.ts';
import { freeBarcodes } from './simulate.ts';
import { passToTry, runTrial, type Trial, type TrialResult } from './trial.ts';
import { offeredValues, type SetValues, takeSet } from './try-values.ts';

/** What is tried, as the page's address says it. */
export interface TryInput {
  readonly templateHash: string;
  /** Null: those of the draft, where there is one. */
  readonly rules: 'draft' | 'published' | null;
  readonly accessType: AccessType;
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
    times: input.times,
    at,
    isFree: freeBarcodes(context, template, start.pass),
    words,
  };
  const trial = { ...given, pass: await passToTry(context, given) };
  const values = offeredValues(context, trial, words);
  const customer = input.accessType === CREATE ? null : start.customer;
  const page = { card, rules, customer, past: start.past, at };
  try {
    const set = { ...trial, fields: takeSet(context, trial, words, input.set) };
    return { ...page, values, trial: set, result: await runTrial(context, set), fault: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'internal') throw error;
    return { ...page, values, trial, result: null, fault: error };
  }
}

function requireWithin({ times, accessType }: TryInput): void {
  if (!Number.isInteger(times) || times < 1 || times > MOST_TIMES) {
    const message = `n is a whole number from 1 to ${MOST_TIMES}.`;
    throw new AppError('parameter_invalid', { field: 'n', message });
  }
  if (TRIGGER_OF[accessType] === null) {
    const message = 'A push or a schedule runs no rules; choose another event.';
    throw new AppError('parameter_invalid', { field: 'event', message });
  }
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

/** The card and the event of a run, for the address of its try. Fails with `run_not_found`. */
export async function runToTry(
  context: Context,
  caller: Caller,
  id: number,
): Promise<{ readonly templateHash: string; readonly event: TriggerEvent; readonly times: number }> {
  const { event, snapshot } = await requireRun(context, caller, id);
  const name = TRIGGER_OF[event.accessType];
  if (snapshot === null || name === null) throw new AppError('run_not_found');
  const times = readTrace(event.trace)?.times ?? 1;
  return { templateHash: snapshot.template.hash, event: name, times: Math.min(Math.max(times, 1), MOST_TIMES) };
}
