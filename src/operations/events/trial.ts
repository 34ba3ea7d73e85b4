// Tries an event on a copy of a pass: with values set before, at a time of its own, several times in
// a row. Stores, sends and pushes nothing; the decisions are those of real events (../change/dry-run.ts).
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { Template } from '../../ports/store/templates.ts';
import { type Budget, createBudget } from '../../rules/budget.ts';
import { type AccessFacts, type AccessType, CREATE, recordAccess } from '../../rules/passes/facts.ts';
import { readKey, scheduledAt } from '../../rules/schedules/due.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Scheduled } from '../../rules/triggers/triggers.ts';
import { type Decision, type DryRun, type IsFree, runDryEvent } from '../change/dry-run.ts';
import type { Answering } from '../change/run-triggers.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Deciding } from '../context.ts';
import { nextTurn } from '../next-turn.ts';
import { creating } from '../passes/create-pass.ts';
import { trackAnswer } from './track-access.ts';

const DAY = 86_400_000;

export interface Trial {
  readonly template: Template;
  readonly owner: Account;
  /** The rules to try: those of the template, or of its draft. */
  readonly program: Program;
  /** The pass before the event; null: a new one, which an onCreate makes. */
  readonly pass: Pass | null;
  /** Values to set before the event, as the owner. */
  readonly fields: Fields;
  readonly accessType: AccessType;
  /** What runs instead of the actions of a trigger; absent: those of the event's trigger. */
  readonly scheduled?: Scheduled;
  /** How often the event happens, from 1 to MOST_TIMES. A pass is made once. */
  readonly times: number;
  /** When the event happens, in ms since 1970. */
  readonly at: number;
  readonly isFree: IsFree;
  /** Of the answer's reason why nothing changed; null: it has none. */
  readonly words: SentenceWords | null;
}

export interface TrialResult {
  /** The pass with the set values, before the first event. */
  readonly before: Pass;
  /** One for each event, in order. */
  readonly runs: readonly DryRun[];
  /** Whether some events are left out: all together may cost as much as one event. */
  readonly isCut: boolean;
}

/**
 * Runs rules that are paused too: trying them is how their owner decides whether to let them run.
 * Fails with `path_unknown`, `path_reserved`, `value_invalid`, `barcode_taken`.
 */
export async function runTrial(context: Deciding, trial: Trial): Promise<TrialResult> {
  const { program, accessType, fields } = trial;
  const deciding = tryContext(context, program, trial.at);
  const start = trial.pass ?? imaginedPass(trial.template, accessType === CREATE ? {} : madeAt(trial.at), trial.at);
  const overrides = writeFields(program, start.overrides, fields, { full: true, replaceAll: false });
  const before = { ...start, overrides };
  const isMade = trial.pass === null && accessType === CREATE;
  const times = isMade ? 1 : trial.times;
  const runBudget = times === 1 ? undefined : createBudget();
  const answering: Answering = trackAnswer({ accessType, times: 1, words: trial.words });
  const snapshot: PassSnapshot = {
    pass: before,
    template: { ...trial.template, triggersPaused: false },
    owner: trial.owner,
    // A try is no issue of a campaign, so its terms do not end the try.
    issue: null,
  };
  const making = isMade ? { first: firstOf(deciding, snapshot, fields, answering) } : {};
  const scheduled = trial.scheduled === undefined ? {} : { scheduled: trial.scheduled };
  const events = { accessType, answering, isFree: trial.isFree, ...making, ...scheduled };
  const runs: DryRun[] = [];
  let pass = before;
  while (runs.length < times) {
    const given = { ...events, snapshot: { ...snapshot, pass } };
    const run = await runDryEvent(deciding, runBudget === undefined ? given : { ...given, runBudget });
    // A later event that ends with the common budget says nothing about a real one.
    if (runs.length > 0 && isSpent(runBudget)) return { before, runs, isCut: true };
    runs.push(run);
    pass = run.pass;
    if (runs.length < times) await nextTurn();
  }
  return { before, runs, isCut: false };
}

/**
 * The pass that a trial begins with: its own; else one that the same rules made the day before, as a
 * card that a customer has; null: the event makes one. Fails with the codes of runTrial.
 */
export async function passToTry(context: Deciding, trial: Trial): Promise<Pass | null> {
  if (trial.accessType === CREATE) return null;
  if (trial.pass !== null) return trial.pass;
  const { scheduled: _, ...usual } = trial;
  const made = { ...usual, fields: {}, accessType: CREATE, times: 1, at: trial.at - DAY };
  return (await runTrial(context, made)).runs[0]!.pass;
}

/**
 * What a key names, see keyOfSchedule; null for no key. Fails with `parameter_invalid` where the rules
 * do not have it.
 */
export function requireScheduled(program: Program, key: string | null): Scheduled | null {
  if (key === null) return null;
  const scheduled = scheduledAt(program, key);
  if (scheduled !== null) return scheduled;
  const { kind, name } = readKey(key);
  const message = `The card has no ${kind === 'schedule' ? 'schedule' : 'wait'} "${name}"; choose another event.`;
  throw new AppError('parameter_invalid', { field: 'event', message });
}

/** The context in which a try decides and draws: at its time, with its rules. */
export function tryContext<C extends Deciding>(context: C, program: Program, at: number): C {
  return { ...context, clock: { now: () => at }, programs: { at: () => program, load: async () => program } };
}

function isSpent(budget: Budget | undefined): boolean {
  return budget !== undefined && (budget.steps < 0 || budget.characters < 0);
}

function madeAt(at: number): AccessFacts {
  return recordAccess({}, CREATE, at);
}

/** A pass that exists nowhere. `at`: when it was made. */
export function imaginedPass(template: Template, access: AccessFacts, at: number): Pass {
  return {
    ...NAMES,
    id: 0,
    templateId: template.id,
    overrides: {},
    access,
    updateTag: 0,
    lastModified: Math.floor(at / 1000),
    createdAt: at,
    updatedAt: at,
    passcodeHash: null,
    passTypeIdentifier: template.passTypeIdentifier,
    invalidatedAt: null,
    isTest: false,
    onGoogle: false,
  };
}

const NAMES = {
  serialNumber: 'SIMULATED',
  hash: 'SIMULATED',
  authenticationToken: 'simulated-pass-has-no-token',
} as const;

/** The decision that makes the pass, as for a real new one. */
function firstOf(context: Deciding, { template, owner }: PassSnapshot, fields: Fields, answering: Answering): Decision {
  const decide = creating(context, { made: NAMES, full: true, fields: () => fields, keepsAnswer: false, answering });
  return ({ takenMessages = new Set() }) => decide({ template, owner, issue: null, issued: null, takenMessages });
}
