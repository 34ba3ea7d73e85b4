// What every adapter of the store writes of a decision, as pure functions: rows, claims, pushes, ends, answers.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Campaign, Issue, TemplateIssue } from '../../src/ports/store/campaigns.ts';
import { TRACES_KEPT } from '../../src/ports/store/events.ts';
import type { Idempotency } from '../../src/ports/store/idempotency.ts';
import { IDEMPOTENCY_LIFETIME, IDEMPOTENCY_RESERVATION } from '../../src/ports/store/idempotency.ts';
import { JOB_SUBJECTS } from '../../src/ports/store/jobs.ts';
import type { Pass } from '../../src/ports/store/passes.ts';
import type { Template } from '../../src/ports/store/templates.ts';
import { ACCESS_TYPES, CREATE, SCAN } from '../../src/rules/passes/facts.ts';
import type { IssueTerms } from '../../src/rules/passes/issue.ts';
import {
  accessBit,
  accessedBits,
  claimAfter,
  newPassRow,
  passAfter,
  passModified,
  pushAfter,
  referenceAfter,
  refuseInvalid,
  secondOf,
  templateAfter,
  templateModified,
  traceAfter,
  withTaken,
} from '../../src/store/changes.ts';
import { isDue, movesEnd, movesTemplateEnd, nextEnd, withTerms } from '../../src/store/ends.ts';
import { replayOf, storedAnswer } from '../../src/store/replays.ts';
import { countsOfKinds, kindsAbout, stepAfter, toldTag } from '../../src/store/work.ts';
import { event, T0 } from './fixtures.ts';

const S0 = Math.floor(T0 / 1000);

const template: Template = {
  id: 1,
  accountId: 1,
  hash: 't',
  name: 'Coffee card',
  isPublic: false,
  version: 3,
  triggersPaused: false,
  updateTag: 1,
  lastModified: S0 - 10,
  createdAt: T0,
  updatedAt: T0,
  passTypeIdentifier: null,
};
const pass: Pass = {
  id: 7,
  templateId: 1,
  serialNumber: 's',
  hash: 'p',
  authenticationToken: 'a',
  overrides: { points: 1 },
  access: { [CREATE]: { count: 1, last: T0 } },
  updateTag: 2,
  lastModified: S0 - 5,
  createdAt: T0,
  updatedAt: T0 + 1,
  passTypeIdentifier: null,
  passcodeHash: null,
  invalidatedAt: null,
};
const terms = (given: Partial<IssueTerms> = {}): IssueTerms => ({
  status: 'ACTIVE',
  startsAt: 0,
  endsAt: null,
  maxIssue: 0,
  ...given,
});
const beside = { accountId: 1, index: 'i', name: 'n', posted: {}, createdAt: T0 };
const campaign = (given: Partial<Campaign> = {}): Campaign => {
  return {
    ...terms(),
    ...beside,
    id: 4,
    passTypeIdentifier: null,
    displayName: '',
    description: '',
    updatedAt: T0,
    ...given,
  };
};
const place = (given: Partial<TemplateIssue> = {}): TemplateIssue => {
  return { ...terms(), ...beside, templateId: 1, campaignId: 4, updatedAt: T0, ...given };
};
const issueOf = (ofCampaign: Partial<Campaign> = {}, ofTemplate: Partial<TemplateIssue> = {}): Issue => ({
  campaign: campaign(ofCampaign),
  template: place(ofTemplate),
});

describe("a pass's row", () => {
  const same = {
    isTouched: false,
    overrides: null,
    access: pass.access,
    accessed: null,
    lastModified: pass.lastModified,
    isAhead: false,
    updatedAt: pass.updatedAt,
    templateId: null,
  };
  const scan = event({ accessType: SCAN, time: T0 + 9 });

  test.each([
    ['nothing', {}, null],
    ['an event that is not logged', { event: event({ logged: false }) }, null],
    ['a push, a mail and a date', { push: true, due: [{ kind: 'expire_pass', at: T0 }] }, null],
    ['the template it has', { templateId: 1 }, null],
    ['overrides', { overrides: {} }, { ...same, overrides: {} }],
    ['a run', { ranAt: T0 + 4 }, { ...same, updatedAt: T0 + 4 }],
    ['a touch', { touchedAt: T0 + 4 }, { ...same, isTouched: true, updatedAt: T0 + 4, lastModified: S0 }],
    ['another template', { templateId: 2 }, { ...same, templateId: 2 }],
    [
      'a first scan',
      { event: scan },
      { ...same, access: { ...pass.access, [SCAN]: { count: 1, last: T0 + 9 } }, accessed: 0b10000010 },
    ],
    [
      'one more event of a type it had',
      { event: event({ accessType: CREATE, time: T0 + 9 }) },
      { ...same, access: { [CREATE]: { count: 2, last: T0 + 9 } } },
    ],
  ] as const)('after %s', (_, change, expected) => {
    expect(passAfter({ pass, template }, { ...change, result: null })).toEqual(expected);
  });

  test('two touches within a second run ahead of the clock', () => {
    const first = passAfter({ pass, template }, { touchedAt: T0, result: null })!;
    const second = passAfter(
      { pass: { ...pass, lastModified: first.lastModified }, template },
      { touchedAt: T0, result: null },
    );
    expect([first.lastModified, first.isAhead]).toEqual([S0, false]);
    expect([second?.lastModified, second?.isAhead]).toEqual([S0 + 1, true]);
  });

  test('each access type has a bit of its own', () => {
    const bits = ACCESS_TYPES.map(accessBit);
    expect(new Set(bits).size).toBe(ACCESS_TYPES.length);
    const all = Object.fromEntries(ACCESS_TYPES.map((type) => [type, { count: 1, last: T0 }]));
    expect(accessedBits(all)).toBe(bits.reduce((sum, bit) => sum + bit));
    expect(accessedBits({})).toBe(0);
  });

  test('of a new pass', () => {
    const create = { serialNumber: 's', hash: 'h', authenticationToken: 'a', overrides: { a: 1 }, createdAt: T0 };
    const snapshot = { template: { ...template, passTypeIdentifier: 'pass.template' }, issue: null };
    expect(newPassRow(snapshot, { create, result: null }, create)).toEqual({
      overrides: { a: 1 },
      access: {},
      accessed: 0,
      lastModified: S0,
      updatedAt: T0,
      passcodeHash: null,
      passTypeIdentifier: 'pass.template',
    });
    const inCampaign = { ...snapshot, issue: issueOf({ passTypeIdentifier: 'pass.campaign' }) };
    const decided = { create, overrides: { b: 2 }, touchedAt: T0 + 2000, event: scan, passcodeHash: 'x', result: null };
    expect(newPassRow(inCampaign, decided, create)).toEqual({
      overrides: { b: 2 },
      access: { [SCAN]: { count: 1, last: T0 + 9 } },
      accessed: accessBit(SCAN),
      lastModified: S0 + 2,
      updatedAt: T0 + 2000,
      passcodeHash: 'x',
      passTypeIdentifier: 'pass.campaign',
    });
  });

  test('of an invalidated pass takes events and no fields or references', () => {
    const invalid = { invalidatedAt: T0 };
    for (const change of [{ overrides: {} }, { reference: {} }]) {
      expect(() => refuseInvalid(invalid, { ...change, result: null })).toThrow(
        expect.objectContaining({ code: 'pass_invalid' }),
      );
      expect(() => refuseInvalid({ invalidatedAt: null }, { ...change, result: null })).not.toThrow();
    }
    expect(() => refuseInvalid(invalid, { event: scan, touchedAt: T0, result: null })).not.toThrow();
  });
});

describe('claims of barcodes', () => {
  test.each([
    ['nothing said: as before', {}, undefined],
    ['a message', { barcode: 'A' }, { templateId: 1, message: 'A' }],
    ['an empty message is one', { barcode: '' }, { templateId: 1, message: '' }],
    ['none any more', { barcode: null }, null],
    ['a move with a message', { templateId: 2, barcode: 'A' }, { templateId: 2, message: 'A' }],
    ['a move without a word', { templateId: 2 }, null],
    ['a move to where it is', { templateId: 1 }, undefined],
  ] as const)('%s', (_, change, claim) => {
    expect(claimAfter(pass, { ...change, result: null })).toEqual(claim);
  });

  test('a message that was taken once may not be wanted again', () => {
    const taken = withTaken(withTaken(new Set(), 'A'), 'B');
    expect([...taken]).toEqual(['A', 'B']);
    expect(() => withTaken(taken, 'A')).toThrow(expect.objectContaining({ code: 'barcode_taken' }));
  });
});

test.each([
  ['nothing', {}, null],
  ['no push', { push: false, touchedAt: T0 }, null],
  ['a change', { push: true, touchedAt: T0 + 3, event: event({ time: T0 + 4 }) }, { at: T0 + 3, hasOwnTag: false }],
  ['an event alone', { push: true, event: event({ time: T0 + 4 }) }, { at: T0 + 4, hasOwnTag: true }],
  ['neither', { push: true }, { at: T0 + 1, hasOwnTag: true }],
] as const)('the push after %s', (_, change, push) => {
  expect(pushAfter({ ...change, result: null }, pass.updatedAt)).toEqual(push);
});

test('what is known of a pass beside it: absent parts stay, the campaign is that of its template', () => {
  const issue = issueOf();
  const empty = { campaignId: 4, userDefinedId: null, recoveryEmail: null, posted: {} };
  expect(referenceAfter(null, { invalidatedAt: T0 }, issue)).toEqual(empty);
  const named = referenceAfter(null, { userDefinedId: 'u', posted: { a: 1 } }, issue);
  expect(named).toEqual({ ...empty, userDefinedId: 'u', posted: { a: 1 } });
  expect(referenceAfter(named, { recoveryEmail: 'g@example.com' }, null)).toEqual({
    ...named,
    campaignId: null,
    recoveryEmail: 'g@example.com',
  });
});

test('a trace too many lets go of the oldest', () => {
  expect(traceAfter(null)).toEqual({ number: 1, forgotten: null });
  expect(traceAfter(TRACES_KEPT - 1)).toEqual({ number: TRACES_KEPT, forgotten: null });
  expect(traceAfter(TRACES_KEPT)).toEqual({ number: TRACES_KEPT + 1, forgotten: 1 });
});

test('whatever changes in whatever second, each device that it concerns sees a later one', () => {
  const step = fc.record({ isTemplate: fc.boolean(), of: fc.nat(2), after: fc.integer({ min: 0, max: 2500 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let [now, ofTemplate, ahead] = [T0, S0, 0];
      const ofPasses = [S0, S0, S0];
      const seen = () => ofPasses.map((second) => Math.max(second, ofTemplate));
      for (const { isTemplate, of, after } of steps) {
        now += after;
        const before = seen();
        if (isTemplate) {
          ofTemplate = templateModified(now, { lastModified: ofTemplate }, ahead);
        } else {
          const modified = passModified(now, { lastModified: ofPasses[of]! }, { lastModified: ofTemplate });
          if (modified > secondOf(now)) ahead = Math.max(ahead, modified);
          ofPasses[of] = modified;
        }
        const grown = seen().map((second, index) => second > before[index]!);
        expect(grown).toEqual(ofPasses.map((_, index) => isTemplate || index === of));
      }
    }),
  );
});

describe("a template's row", () => {
  test('stays when nothing is given', () => {
    expect(templateAfter(template, { result: null }, T0, 0)).toBeNull();
  });

  test('takes what is given, and a constructor as a version of its own', () => {
    expect(templateAfter(template, { name: 'Tea', result: null }, T0 + 5, 0)).toEqual({
      row: { name: 'Tea', updatedAt: T0 + 5 },
      version: null,
      issue: null,
    });
    const passConstructor = { type: 'coupon' };
    expect(templateAfter(template, { passConstructor, isPublic: true, result: null }, T0 + 5, S0 + 8)).toEqual({
      row: { isPublic: true, version: 4, lastModified: S0 + 9, updatedAt: T0 + 5 },
      version: { version: 4, passConstructor },
      issue: null,
    });
    expect(templateAfter(template, { issue: { endsAt: 9 }, result: null }, T0 + 5, 0)).toEqual({
      row: { updatedAt: T0 + 5 },
      version: null,
      issue: { endsAt: 9, updatedAt: T0 + 5 },
    });
  });
});

describe('ends', () => {
  const dated = (ms: number) => ({ expirationDate: new Date(ms).toISOString() });
  // A date has whole seconds.
  const later = (S0 + 60) * 1000;
  test.each([
    ['none', null, {}, false, null],
    ['those of the constructor', null, dated(later), false, later],
    ['a constructor that is over already is none', null, dated(T0 - 5000), false, null],
    ['the first of three', issueOf({ endsAt: T0 + 30 }, { endsAt: T0 + 20 }), dated(later), false, T0 + 20],
    ['those past are none', issueOf({ endsAt: T0 - 30 }, { endsAt: T0 + 20 }), {}, true, T0 + 20],
    ['ended by this change: now', issueOf({ endsAt: T0 }), {}, false, T0],
    ['begun anew by this change: now', issueOf({ endsAt: T0 + 9 }), {}, true, T0],
    ['INVALID by this change: now', issueOf({ status: 'INVALID', endsAt: T0 + 9 }), {}, false, T0],
    ['INVALID before: never', issueOf({ status: 'INVALID', endsAt: T0 + 9 }), dated(later), true, null],
  ] as const)('%s', (_, issue, passConstructor, wasOver, expected) => {
    expect(nextEnd(issue, passConstructor, T0, wasOver)).toBe(expected);
  });

  test.each([
    [{}, false],
    [{ displayName: 'x', status: 'FROZEN' }, false],
    [{ endsAt: T0 }, false],
    [{ endsAt: null }, true],
    [{ endsAt: T0 + 1 }, true],
    [{ status: 'INVALID' }, true],
  ] as const)('of a campaign that ends at T0, %o moves it: %s', (change, moves) => {
    expect(movesEnd(campaign({ endsAt: T0 }), { ...change, result: null })).toBe(moves);
  });

  test.each([
    [{ name: 'x', issue: { posted: {}, maxIssue: 4 } }, false],
    [{ passConstructor: {} }, true],
    [{ issue: { endsAt: null } }, true],
    [{ issue: { status: 'ACTIVE' } }, true],
  ] as const)('of a template, %o moves it: %s', (change, moves) => {
    expect(movesTemplateEnd({ ...change, result: null })).toBe(moves);
  });

  test('a job that is due stays', () => {
    expect([isDue(undefined, T0), isDue(T0 + 1, T0), isDue(T0, T0)]).toEqual([false, false, true]);
  });

  test('passes are invalid from when the first of template and campaign became so', () => {
    const since = (one: Issue | null, own: number | null = null) =>
      withTerms({ ...pass, invalidatedAt: own }, one).invalidatedAt;
    const status = 'INVALID';
    expect(since(null)).toBeNull();
    expect(since(issueOf({ status: 'FROZEN' }))).toBeNull();
    expect(since(issueOf({ status, updatedAt: T0 + 8 }))).toBe(T0 + 8);
    expect(since(issueOf({ status, updatedAt: T0 + 8 }, { status, updatedAt: T0 + 6 }))).toBe(T0 + 6);
    expect(since(issueOf({ status, updatedAt: T0 + 8 }), T0 + 9)).toBe(T0 + 9);
  });
});

describe('answers of idempotency keys', () => {
  const call: Idempotency = { scope: 's', key: 'k', fingerprint: 'f', now: T0, phase: 'begin' };
  const row = { fingerprint: 'f', answer: '{"points":1}', expiresAt: T0 + 1 };

  test('a call is made again where nothing is stored, or not any more, or when it goes on', () => {
    expect(replayOf(call, undefined)).toBeNull();
    expect(replayOf(call, { ...row, expiresAt: T0 })).toBeNull();
    expect(replayOf({ ...call, phase: 'finish' }, { ...row, fingerprint: 'other' })).toBeNull();
  });

  test('a stored answer is given again, also null', () => {
    expect(replayOf(call, row)).toEqual({ replayed: true, answer: { points: 1 } });
    expect(replayOf(call, { ...row, answer: storedAnswer(call, null).answer })).toEqual({
      replayed: true,
      answer: null,
    });
  });

  test('other parameters and a call under way are refused', () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => replayOf(call, { ...row, fingerprint: 'g' })).toThrow(refusal('idempotency_mismatch'));
    expect(() => replayOf(call, { ...row, answer: null })).toThrow(refusal('idempotency_in_progress'));
  });

  test('an answer lasts longer than a reservation', () => {
    expect(storedAnswer(call, undefined)).toEqual({ answer: null, expiresAt: T0 + IDEMPOTENCY_RESERVATION });
    expect(storedAnswer(call, { a: 1 })).toEqual({ answer: '{"a":1}', expiresAt: T0 + IDEMPOTENCY_LIFETIME });
  });
});

describe('jobs', () => {
  test('every kind is about one subject', () => {
    const kinds = [...kindsAbout('pass'), ...kindsAbout('template'), ...kindsAbout('device')];
    expect(kinds.sort()).toEqual(Object.keys(JOB_SUBJECTS).sort());
    expect(kindsAbout('pass')).toEqual(['push_pass', 'expire_pass']);
    expect(countsOfKinds([{ kind: 'push_pass', waiting: 3 }])).toEqual({
      ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
      push_pass: 3,
    });
  });

  test('a device counts as told when it was, or when a job of its own has it', () => {
    const job = { updateTag: 5 };
    const fates = [
      { kind: 'told' },
      { kind: 'later', retryAt: T0 },
      { kind: 'waiting' },
      { kind: 'gone', since: null },
    ] as const;
    expect(fates.map((fate) => toldTag(job, fate))).toEqual([5, 5, 0, 0]);
  });

  test('a job that a newer change has joined begins anew, whatever was to be next', () => {
    const step = { kind: 'next', cursor: 3 } as const;
    expect(stepAfter({ updateTag: 5 }, 6, step)).toEqual({ kind: 'again' });
    expect(stepAfter({ updateTag: 5 }, 5, step)).toBe(step);
    expect(stepAfter({ updateTag: 5 }, undefined, step)).toBe(step);
  });
});
