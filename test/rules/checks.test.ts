// Checks as JSON and back, what is wrong in a file of checks, and what is other than expected.
import { expect, test } from 'vitest';
import { type Check, checkJson, MOST_CHECKS, readCheck, readChecks } from '../../src/rules/checks/check.ts';
import { differencesOf, type Observed } from '../../src/rules/checks/differences.ts';
import { CREATE, REGISTER, SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const POINTS = 'structure_headerFields_points_value';
const AT = Date.parse('2026-11-29T14:00:00.250Z');

const CHECK: Check = {
  name: 'The tenth coffee is free',
  accessType: SCAN,
  key: null,
  times: 2,
  at: AT,
  // A holder's literal bracket keeps its mark.
  overrides: { [POINTS]: 9, note: '\uFDD0x\uFDD1', list: [1, { a: null }] },
  access: { [CREATE]: { count: 1, last: AT - 1000 }, [SCAN]: { count: 9, last: AT } },
  expect: {
    changes: true,
    values: { [POINTS]: 10 },
    till: { text: 'Free coffee!', colour: 'gold' },
    lockScreen: ['You have 10 points'],
    stopped: null,
  },
};

test('a check is the same after its file was read', () => {
  const json = JSON.parse(JSON.stringify(checkJson(CHECK)));
  expect(readCheck(json, 'checks[0]')).toEqual({ ok: true, check: CHECK });
  expect(json).toMatchObject({
    event: 'onScan',
    at: '2026-11-29T14:00:00.250Z',
    pass: { access: { scan: { count: 9 } } },
  });
  const { till: _, lockScreen: __, stopped: ___, ...expect_ } = CHECK.expect;
  const small: Check = { ...CHECK, accessType: REGISTER, overrides: {}, access: {}, expect: expect_ };
  expect(readCheck(checkJson(small), 'x')).toEqual({ ok: true, check: small });
});

const json = checkJson(CHECK) as JsonObject & { expect: JsonObject; pass: JsonObject };
test.each<[string, JsonObject, string]>([
  ['no name', { ...json, name: ' ' }, 'checks[0].name'],
  ['a long name', { ...json, name: 'x'.repeat(101) }, 'checks[0].name'],
  ['a name that is no text', { ...json, name: 7 }, 'checks[0].name'],
  ['no event', { ...json, event: 'onLunch' }, 'checks[0].event'],
  ['an event without rules', { ...json, event: '5' }, 'checks[0].event'],
  ['too often', { ...json, times: 21 }, 'checks[0].times'],
  ['half a time', { ...json, times: 1.5 }, 'checks[0].times'],
  ['no time', { ...json, at: 'tomorrow' }, 'checks[0].at'],
  ['a time without zone', { ...json, at: '2026-11-29T14:00:00' }, 'checks[0].at'],
  ['an unknown event before', { ...json, pass: { access: { lunch: {} } } }, 'checks[0].pass.access.lunch'],
  ['no count', { ...json, pass: { access: { scan: { last: json.at! } } } }, 'checks[0].pass.access.scan'],
  ['no expectation', { ...json, expect: null }, 'checks[0].expect'],
  ['whether it changes', { ...json, expect: { ...json.expect, changes: 'yes' } }, 'checks[0].expect.changes'],
  ['values in a list', { ...json, expect: { ...json.expect, values: [] } }, 'checks[0].expect.values'],
  ['half a till', { ...json, expect: { ...json.expect, till: { text: 'x' } } }, 'checks[0].expect.till'],
  ['numbers on a lock screen', { ...json, expect: { ...json.expect, lockScreen: [7] } }, 'checks[0].expect.lockScreen'],
  ['a strange stop', { ...json, expect: { ...json.expect, stopped: false } }, 'checks[0].expect.stopped'],
  ['too much', { ...json, pass: { values: { note: 'x'.repeat(40_000) } } }, 'checks[0]'],
])('%s is told with its place', (_, wrong, path) => {
  const { checks, problems } = readChecks({ checks: [wrong, json] });
  expect(problems.map((problem) => problem.path)).toContain(path);
  expect(problems.every(({ message }) => message.length > 10)).toBe(true);
  expect(checks).toEqual([CHECK]);
});

test('a file holds a list, and no more checks than a card may have', () => {
  expect(readChecks([json]).checks).toEqual([CHECK]);
  for (const wrong of [{}, { checks: {} }, 'checks', null]) {
    expect(readChecks(wrong)).toMatchObject({ checks: [], problems: [{ path: 'checks' }] });
  }
  expect(readChecks({ checks: Array(MOST_CHECKS + 1).fill(json) })).toMatchObject({
    checks: [],
    problems: [{ path: 'checks' }],
  });
  expect(readChecks({ checks: ['x'] }).problems).toMatchObject([{ path: 'checks[0]' }]);
});

const observed = (values: JsonObject, given: Partial<Observed> = {}): Observed => ({
  changes: true,
  value: (path) => values[path],
  till: { text: 'Free coffee!', colour: 'gold' },
  lockScreen: ['You have 10 points'],
  stopped: null,
  ...given,
});

test('what is as expected has no difference, a number as its text included', () => {
  expect(differencesOf(CHECK.expect, observed({ [POINTS]: 10 }))).toEqual([]);
  expect(differencesOf(CHECK.expect, observed({ [POINTS]: '10' }))).toEqual([]);
  // Nothing else is looked at.
  expect(
    differencesOf({ changes: true, values: {} }, observed({}, { till: null, lockScreen: [], stopped: 'x' })),
  ).toEqual([]);
});

test('each difference is told', () => {
  const seen = observed({ [POINTS]: 9 }, { till: null, lockScreen: [], stopped: 'Not today' });
  expect(differencesOf(CHECK.expect, seen)).toEqual([
    { kind: 'stopped', expected: null, seen: 'Not today' },
    { kind: 'value', path: POINTS, expected: 10, seen: 9 },
    { kind: 'till_text', expected: 'Free coffee!', seen: '' },
    { kind: 'till_colour', expected: 'gold', seen: '' },
    { kind: 'lock_screen', expected: ['You have 10 points'], seen: [] },
  ]);
  expect(differencesOf(CHECK.expect, observed({}))).toEqual([{ kind: 'place', path: POINTS, expected: 10 }]);
  expect(differencesOf({ changes: true, values: {} }, observed({}, { changes: false }))).toEqual([
    { kind: 'changes', expected: true },
  ]);
  // Nothing and 0 are two things.
  expect(differencesOf({ changes: true, values: { note: 0 } }, observed({ note: '' }))).toHaveLength(1);
  expect(differencesOf({ changes: true, values: { note: null } }, observed({ note: '' }))).toEqual([]);
});
