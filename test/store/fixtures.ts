// Rows to start with: an account, a template, a pass, an event. Each test names only what it is
// about.
import { AppError } from '../../src/errors.ts';
import type { NewAccount } from '../../src/ports/store/accounts.ts';
import type { NewCampaign, NewTemplateIssue } from '../../src/ports/store/campaigns.ts';
import type { NewEvent } from '../../src/ports/store/events.ts';
import type { Pass, PassChange, PassCreation, PassSnapshot, PassToCreate } from '../../src/ports/store/passes.ts';
import type { Store } from '../../src/ports/store/store.ts';
import type { NewTemplate, Template } from '../../src/ports/store/templates.ts';
import { SCAN } from '../../src/rules/passes/facts.ts';
import { issueProblem } from '../../src/rules/passes/issue.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

/**
 * The time at which most rows are made, in ms; it needs more than 32 bits of seconds, so that
 * truncation shows.
 */
export const T0 = 1_900_000_000_123;

export function newAccount(given: Partial<NewAccount> = {}): NewAccount {
  return {
    email: 'ada@example.com',
    name: 'Ada',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    subscription: 'pro',
    expiresAt: null,
    additional: {},
    whitelabel: false,
    managerId: null,
    backgroundColor: null,
    logo: null,
    createdAt: T0,
    lenientTokens: false,
    ...given,
  };
}

export function newTemplate(accountId: number, given: Partial<NewTemplate> = {}): NewTemplate {
  return {
    accountId,
    hash: 'template-1',
    name: 'Coffee card',
    isPublic: false,
    triggersPaused: false,
    passConstructor: { type: 'storeCard' },
    now: T0,
    ...given,
  };
}

export function event(given: Partial<NewEvent> = {}): NewEvent {
  return { accessType: SCAN, time: T0, outcome: 'fired', logged: true, trace: null, ...given };
}

/** An account with one template, whose hash is `template-1` unless given. */
export async function templateIn(store: Store, given: Partial<NewTemplate> = {}): Promise<Template> {
  const account = (await store.accountByEmail('ada@example.com')) ?? (await store.createAccount(newAccount()));
  return store.createTemplate(newTemplate(account.id, given));
}

const TERMS = { status: 'ACTIVE', startsAt: 0, endsAt: null, maxIssue: 0 } as const;
export function newCampaign(accountId: number, given: Partial<NewCampaign> = {}): NewCampaign {
  return {
    accountId,
    index: 'idx',
    name: 'summer',
    passTypeIdentifier: null,
    displayName: 'Summer',
    description: '',
    posted: { name: 'summer' },
    createdAt: T0,
    ...TERMS,
    ...given,
  };
}

export function newIssue(campaignId: number, given: Partial<NewTemplateIssue> = {}): NewTemplateIssue {
  return {
    campaignId,
    index: 'tidx',
    name: 'card',
    posted: { name: 'card' },
    ...TERMS,
    ...given,
  };
}

/** An account with a campaign and one template in it, whose hash is `template-1`. */
export async function campaignIn(
  store: Store,
  ofCampaign: Partial<NewCampaign> = {},
  ofTemplate: Partial<NewTemplateIssue> = {},
) {
  const account = (await store.accountByEmail('ada@example.com')) ?? (await store.createAccount(newAccount()));
  const campaign = await store.createCampaign(newCampaign(account.id, ofCampaign));
  const issue = newIssue(campaign.id, ofTemplate);
  return { account, campaign, template: await store.createTemplate(newTemplate(account.id, { issue })) };
}

/** A pass to make as an operation decides: none beyond the terms of campaign and template. */
export function order(
  hash: string,
  given: Partial<PassCreation<string>> = {},
  templateHash = 'template-1',
): PassToCreate<string> {
  return {
    templateHash,
    decide: ({ issue, issued }) => {
      const problem = issue && issued && issueProblem(issue, issued, T0);
      if (problem !== null) throw new AppError('issue_limit_reached');
      const create = { serialNumber: `serial-${hash}`, hash, authenticationToken: hash, overrides: {}, createdAt: T0 };
      return { create, result: hash, ...given };
    },
  };
}

/**
 * The code of the error that a call ends with, and what it says beside; `none` without an error.
 */
export function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'none',
    (error) => (error instanceof AppError ? { code: error.code, ...error.beside } : error),
  );
}

export interface GivenPass extends Omit<PassChange<null>, 'result'> {
  readonly template?: string;
  readonly createdAt?: number;
}

/**
 * Makes a pass of `template-1` unless the test names another. Its serial number is `serial-<hash>`.
 */
export async function passIn(store: Store, hash: string, given: GivenPass = {}): Promise<Pass> {
  const { template = 'template-1', createdAt = T0, ...change } = given;
  await store.createPass(template, () => ({
    ...change,
    create: {
      serialNumber: `serial-${hash}`,
      hash,
      authenticationToken: `token-of-${hash}`,
      overrides: change.overrides ?? {},
      createdAt,
    },
    result: null,
  }));
  return readPass(store, hash);
}

const phoneOf = (hash: string) => ({
  deviceLibraryIdentifier: `phone with ${hash}`,
  passTypeIdentifier: 'pass.com.example.coffee',
});

/**
 * Puts a pass on a phone of its own, without an event, because a push of a pass on no phone makes
 * no job.
 */
export function install(store: Store, hash: string): Promise<null> {
  const device = { ...phoneOf(hash), pushToken: `token of ${hash}`, at: T0 };
  return store.registerDevice(hash, device, () => ({ result: null }));
}

/** Removes the pass from that phone. */
export function uninstall(store: Store, hash: string): Promise<null> {
  return store.unregisterDevice(hash, phoneOf(hash), () => ({ result: null }));
}

/** Makes a pass with a waiting push job, whose phone has unregistered since. */
export async function passWithJobIn(store: Store, hash: string, given: GivenPass = {}): Promise<Pass> {
  await passIn(store, hash, given);
  await install(store, hash);
  await store.changePass(hash, () => ({ touchedAt: given.createdAt ?? T0, push: true, result: null }));
  await uninstall(store, hash);
  return readPass(store, hash);
}

export async function readPass(store: Store, hash: string): Promise<Pass> {
  const snapshot = await store.passByHash(hash);
  if (!snapshot) throw new Error(`there is no pass ${hash}`);
  return snapshot.pass;
}

/** The change that adds 1 to `points`, as a scan would. */
export function addPoint({ pass }: PassSnapshot): PassChange<number> {
  const points = Number(pass.overrides.points ?? 0) + 1;
  return {
    overrides: { ...pass.overrides, points },
    touchedAt: T0 + points,
    push: true,
    event: event(),
    result: points,
  };
}

/** Texts that databases and JSON columns are known to spoil. */
export const DIFFICULT: JsonObject = {
  empty: '',
  brackets: '\uFDD0points\uFDD1',
  quotes: `"double" 'single' \\ back`,
  zero: 'a\u0000b',
  lone: '\uD800',
  emoji: '👩‍👩‍👧 café café',
  nothing: null,
  yes: true,
  tenth: 0.1,
  large: 9_007_199_254_740_991,
  nested: [{ a: [] }, {}, 'null'],
  ['__proto__']: 'own key',
};
