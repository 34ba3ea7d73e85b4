// Runs checks of a card. A check is tried as a real event would be, but on a server, an account and
// a pass that exist nowhere, so that every server and every machine answers alike.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Template } from '../../ports/store/templates.ts';
import { createBudget } from '../../rules/budget.ts';
import type { Check, Expectation } from '../../rules/checks/check.ts';
import { type CheckDifference, differencesOf, type Observed } from '../../rules/checks/differences.ts';
import { CREATE, type PassFacts } from '../../rules/passes/facts.ts';
import { shownChanges } from '../../rules/passes/shown-changes.ts';
import { magicValue } from '../../rules/paths/magic.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type JsonValue, toText } from '../../rules/values/values.ts';
import { factsOf } from '../change/pass-facts.ts';
import { writeFields } from '../change/write-fields.ts';
import type { Deciding } from '../context.ts';
import { imaginedPass, requireScheduled, runTrial, type TrialResult, tryContext } from '../events/trial.ts';
import { renderSnapshot } from '../files/pass-files.ts';
import { nextTurn } from '../next-turn.ts';
import { IDENTITY } from './front-cases.ts';

const DAY = 86_400_000;

/** Of dates on lock screens, so that a check says the same to everybody. */
const LANGUAGE = 'en';

/** The card that checks run, with its name. */
export interface CheckedCard {
  readonly program: Program;
  readonly templateName: string;
}

export interface CheckResult {
  readonly check: Check;
  /** Empty: the check passes. */
  readonly differences: readonly CheckDifference[];
}

/** Runs each check, with the limits of one event. */
export async function runChecks(card: CheckedCard, checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    results.push({ check, differences: await runCheck(card, check) });
    await nextTurn();
  }
  return results;
}

async function runCheck(card: CheckedCard, check: Check): Promise<readonly CheckDifference[]> {
  try {
    return differencesOf(check.expect, await observe(card, check));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ kind: 'unusable', message: error.message }];
  }
}

/**
 * What a check would expect if it expected what happens now: all that the card does, and these
 * places. Fails with the codes of runTrial and `budget_spent`.
 */
export async function expectationNow(
  card: CheckedCard,
  state: Omit<Check, 'name' | 'expect'>,
  paths: readonly string[],
): Promise<Required<Expectation>> {
  const { value, changes, till, lockScreen, stopped } = await observe(card, state);
  const values = paths.flatMap((path): [string, JsonValue][] => {
    const seen = value(path);
    return seen === undefined ? [] : [[path, seen]];
  });
  return {
    changes,
    values: Object.fromEntries(values),
    till: till ?? { text: '', colour: '' },
    lockScreen,
    stopped,
  };
}

/** Fails with the codes of runTrial and requireScheduled, and `budget_spent`. */
async function observe(card: CheckedCard, state: Omit<Check, 'name' | 'expect'>): Promise<Observed> {
  const { program } = card;
  const template: Template = { ...TEMPLATE, name: card.templateName };
  const { accessType, at, overrides, access } = state;
  const scheduled = requireScheduled(program, state.key);
  const isMade = accessType === CREATE;
  const before = imaginedPass(template, access, at - DAY);
  // The card may have lost places that the check sets, which writeFields reports.
  const written = isMade ? {} : writeFields(program, {}, overrides, { full: true, replaceAll: false });
  const result = await runTrial(NOWHERE, {
    template,
    owner: OWNER,
    program,
    pass: isMade ? null : { ...before, overrides: written },
    fields: isMade ? overrides : {},
    accessType,
    ...(scheduled === null ? {} : { scheduled }),
    times: state.times,
    at,
    isFree: async () => true,
    words: null,
  });
  const last = result.runs.at(-1)!;
  const snapshot = { pass: last.pass, template, owner: OWNER, issue: null };
  const then = tryContext(NOWHERE, program, at);
  const facts: PassFacts = { ...factsOf(then, snapshot), budget: createBudget(undefined, spent) };
  const { scanText, scanColor, stopped } = last.answer;
  return {
    changes: result.runs.some(({ answer }) => answer.updated === true),
    value: (path) => (locate(program, path) === null ? undefined : magicValue(program, facts, path)),
    till: scanText === undefined ? null : { text: toText(scanText), colour: toText(scanColor) },
    lockScreen: last.isPushed ? await lockScreenOf(then, card, template, result) : [],
    stopped: stopped === undefined ? null : toText(stopped),
  };
}

function spent(): Error {
  return new AppError('budget_spent');
}

/** What lock screens say after the last event of a try. */
async function lockScreenOf(
  then: Deciding,
  { program }: CheckedCard,
  template: Template,
  { before, runs }: TrialResult,
): Promise<readonly string[]> {
  const [was, is] = [runs.at(-2)?.pass ?? before, runs.at(-1)!.pass];
  const [old, now] = await Promise.all(
    [was, is].map((pass) => renderSnapshot(then, program, { pass, template, owner: OWNER, issue: null }, IDENTITY)),
  );
  const { fields } = shownChanges(old!, now!, LANGUAGE);
  return fields.flatMap(({ message }) => (message === null ? [] : [message]));
}

const OWNER: Account = {
  id: 0,
  email: 'owner@passes.example.com',
  name: 'Owner',
  passwordHash: '',
  subscription: '',
  expiresAt: null,
  additional: {},
  whitelabel: false,
  managerId: null,
  backgroundColor: null,
  logo: null,
  createdAt: 0,
  lenientTokens: false,
  language: null,
  timeZone: 'UTC',
  hashSalt: '',
  isOperator: false,
};

const TEMPLATE: Template = {
  id: 0,
  accountId: 0,
  hash: '0'.repeat(32),
  name: '',
  isPublic: false,
  version: 1,
  triggersPaused: false,
  updateTag: 0,
  lastModified: 0,
  createdAt: 0,
  updatedAt: 0,
  passTypeIdentifier: null,
  isExample: false,
};

/** A server that exists nowhere. Its clientHash opens nothing. */
const NOWHERE: Deciding = {
  settings: {
    rootUrl: 'https://passes.example.com',
    secret: 'a check is signed by nobody',
    pushesDevelopment: false,
    trustedProxies: [],
    mailServer: null,
    devicesOfPass: 1,
    rowsOfBatch: 1,
    assistants: false,
  },
  clock: { now: () => 0 },
  ids: {
    token: () => '0'.repeat(32),
    bytes: (size) => new Uint8Array(size),
    serialNumber: () => IDENTITY.serialNumber,
  },
  programs: {
    at: () => {
      throw new Error('A check brings its rules along.');
    },
    load: () => Promise.reject(new Error('A check brings its rules along.')),
  },
};
