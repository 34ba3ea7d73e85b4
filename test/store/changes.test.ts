// What decisions about passes and templates write, as pure functions: rows, claims, pushes, traces,
// seconds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRACES_KEPT } from '../../src/ports/store/events.ts';
import { ACCESS_TYPES, CREATE, SCAN } from '../../src/rules/passes/facts.ts';
import {
  accessBit,
  accessedBits,
  claimAfter,
  newPassRow,
  ownValuesAfter,
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
import { event, T0 } from '../fixtures/store/fixtures.ts';
import { issueOf, pass, S0, template } from '../fixtures/store/rows.ts';

describe('the numbers of overridden paths', () => {
  const own = (templateId: number, ...paths: string[]) => ({
    templateId,
    overrides: Object.fromEntries(paths.map((path) => [path, 1])),
  });
  const of = (templateId: number, ...paths: string[]) => paths.map((path) => ({ templateId, path }));

  test.each([
    ['a new pass', null, own(1, 'a', 'b'), { lost: [], gained: of(1, 'a', 'b') }],
    ['a new pass without values', null, own(1), null],
    ['the same paths', own(1, 'a', 'b'), own(1, 'b', 'a'), null],
    [
      'one more and one less',
      own(1, 'a', 'b'),
      own(1, 'b', '__proto__'),
      { lost: of(1, 'a'), gained: of(1, '__proto__') },
    ],
    ['a move', own(1, 'a'), own(2, 'a', 'b'), { lost: of(1, 'a'), gained: of(2, 'a', 'b') }],
    ['a move without values', own(1), own(2), null],
  ])('%s', (_, before, after, expected) => {
    expect(ownValuesAfter(before, after)).toEqual(expected);
  });
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
  const TODAY = Math.floor(T0 / (24 * 60 * 60 * 1000));

  test.each([
    ['nothing', {}, null],
    ['an event that is not logged', { event: event({ logged: false }) }, null],
    ['a push, a mail and a date', { push: true, due: [{ kind: 'expire_pass', at: T0 }] }, null],
    ['the template it has', { templateId: 1 }, null],
    ['overrides', { overrides: {} }, { ...same, overrides: {}, undo: null }],
    ['a run', { ranAt: T0 + 4 }, { ...same, updatedAt: T0 + 4 }],
    ['a touch', { touchedAt: T0 + 4 }, { ...same, isTouched: true, updatedAt: T0 + 4, lastModified: S0 }],
    ['another template', { templateId: 2 }, { ...same, templateId: 2, undo: null }],
    [
      'a first scan',
      { event: scan },
      {
        ...same,
        access: { ...pass.access, [SCAN]: { count: 1, last: T0 + 9 } },
        accessed: 0b10000010,
        visitedDay: TODAY,
        undo: { accessType: SCAN, time: T0 + 9, fact: null, overrides: {}, added: [] },
      },
    ],
    [
      'one more event of a type it had',
      { event: event({ accessType: CREATE, time: T0 + 9 }) },
      { ...same, access: { [CREATE]: { count: 2, last: T0 + 9 } }, undo: null },
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
      visitedDay: null,
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
      visitedDay: TODAY,
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
