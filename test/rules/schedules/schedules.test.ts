// The language of schedules: when they are due, by cases that are data; what saving says of faults; caps,
// quiet hours, delays, and why a pass is not reached.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CREATE, SCAN } from '../../../src/rules/passes/facts.ts';
import { boundsOf, periodBegin, quietUntil } from '../../../src/rules/schedules/calendar.ts';
import { afterDelay, readDelay } from '../../../src/rules/schedules/delay.ts';
import { isOfAll, nextOfAll, nextOfPass, type OfPass, zoneOf } from '../../../src/rules/schedules/due.ts';
import { MOST_SCHEDULES } from '../../../src/rules/schedules/read-schedules.ts';
import type { Schedule } from '../../../src/rules/schedules/schedule.ts';
import { type Judged, WHY_NOT, type WhyNot, whyNot, whyNotSentence } from '../../../src/rules/schedules/why-not.ts';
import { compileTemplate } from '../../../src/rules/templates/template.ts';
import type { JsonObject, JsonValue } from '../../../src/rules/values/values.ts';
import { compiled, constructorOf, factsWith } from '../../fixtures/rules/sample-pass.ts';

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

const ACTION = { action: 'PSActionSetValue', targetPath: 'note', value: 'hello' };
const scheduleWith = (parts: JsonObject = {}): JsonObject => ({
  name: 's',
  when: { every: 'day', at: '09:00' },
  actions: ACTION,
  ...parts,
});
const templateWith = (schedules: JsonValue, parts: JsonObject = {}) =>
  constructorOf({ additional: { note: '', birthday: '', points: 0 }, schedules, ...parts });
const programWith = (parts: JsonObject, more: JsonObject = {}) =>
  compiled({ additional: { note: '', birthday: '', points: 0 }, schedules: [scheduleWith(parts)], ...more });

/** The warning of each of these templates. */
const ICON = { code: 'icon_missing' };

const ms = (text: string) => Date.parse(text);
const CREATED = ms('2026-01-01T00:00:00Z');

function judged(
  parts: JsonObject,
  given: Partial<Judged> & { now: string; overrides?: JsonObject; lastScan?: string },
) {
  const program = programWith(parts);
  const { now, overrides = {}, lastScan, ...rest } = given;
  const access = lastScan === undefined ? {} : { [SCAN]: { count: 1, last: ms(lastScan) } };
  const facts = { ...factsWith(overrides, access), now: ms(now) };
  const state = {
    createdAt: CREATED,
    isVoid: false,
    isExpired: false,
    isPaused: false,
    fired: null,
    inSegment: () => null,
  };
  return { schedule: program.schedules[0]!, subject: { program, facts, ...state, ...rest } };
}

interface TimeCase {
  readonly name: string;
  readonly zone: string;
  readonly when: JsonObject;
  readonly date?: string;
  readonly lastScan?: string;
  readonly after: string;
  readonly expect: readonly (string | null)[];
}

describe('times', () => {
  it.each(read('times.json') as TimeCase[])('$name', ({ zone, when, date, lastScan, after, expect: expected }) => {
    const own = zone.startsWith('+') ? {} : { zone };
    const { schedule, subject } = judged(
      { when, ...own },
      {
        now: after,
        ...(date === undefined ? {} : { overrides: { birthday: date } }),
        ...(lastScan === undefined ? {} : { lastScan }),
      },
    );
    const times: (string | null)[] = [];
    for (let last: number | null = ms(after); times.length < expected.length && last !== null; ) {
      const next: number | null = isOfAll(schedule)
        ? nextOfAll(schedule, zone, last)
        : nextOfPass(schedule as OfPass, subject, last);
      times.push(next === null ? null : new Date(next).toISOString().replace('.000', ''));
      last = next;
    }
    expect(times).toEqual(expected);
  });

  it('are those of the schedule, else of the template, else of the account, else of UTC', () => {
    const own = { zone: 'Asia/Tokyo' };
    expect(zoneOf(own, compiled({ timezone: 5.5 }), 'Europe/Berlin')).toBe('Asia/Tokyo');
    expect(zoneOf({ zone: null }, compiled({ timezone: 5.5 }), 'Europe/Berlin')).toBe('+05:30');
    expect(zoneOf({ zone: null }, compiled({ timezone: 0 }), 'Europe/Berlin')).toBe('+00:00');
    expect(zoneOf({ zone: null }, compiled(), 'Europe/Berlin')).toBe('Europe/Berlin');
    expect(zoneOf({ zone: null }, compiled(), undefined)).toBe('UTC');
  });

  it.each([
    ['2026-03-28T22:00:00Z', { from: 1260, to: 480 }, '2026-03-29T06:00:00Z'],
    ['2026-03-28T05:00:00Z', { from: 1260, to: 480 }, '2026-03-28T07:00:00Z'],
    ['2026-03-28T12:00:00Z', { from: 1260, to: 480 }, null],
    ['2026-03-28T07:00:00Z', { from: 1260, to: 480 }, null],
    ['2026-03-28T12:30:00Z', { from: 720, to: 840 }, '2026-03-28T13:00:00Z'],
    ['2026-03-28T13:00:00Z', { from: 720, to: 840 }, null],
  ])('quiet hours in Berlin at %s', (now, quiet, until) => {
    expect(quietUntil(quiet, 'Europe/Berlin', ms(now))).toBe(until === null ? null : ms(until));
  });

  it.each([
    ['day', '2026-10-25T22:59:00Z', '2026-10-24T22:00:00Z'],
    ['week', '2026-11-01T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['month', '2026-11-01T22:00:00Z', '2026-10-31T23:00:00Z'],
    ['year', '2026-11-01T22:00:00Z', '2025-12-31T23:00:00Z'],
  ] as const)('the %s of a cap in Berlin', (per, now, begin) => {
    expect(periodBegin(per, 'Europe/Berlin', ms(now))).toBe(ms(begin));
  });

  it.each([
    ['2 hours', '2026-03-29T00:30:00Z', '2026-03-29T02:30:00Z'],
    ['90 minutes', '2026-03-29T00:30:00Z', '2026-03-29T02:00:00Z'],
    ['1 day', '2026-03-28T12:00:00Z', '2026-03-29T11:00:00Z'],
    ['2 Weeks', '2026-03-20T12:00:00Z', '2026-04-03T11:00:00Z'],
    ['1 month', '2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z'],
    ['1 year', '2028-02-29T12:00:00Z', '2029-02-28T12:00:00Z'],
  ])('%s after %s', (text, from, to) => {
    expect(afterDelay('Europe/Berlin', ms(from), readDelay(text)!)).toBe(ms(to));
  });

  it.each(['', '0 days', '3 fortnights', '11 years', '-1 day', '4000 days', '1.5 hours', 'days'])(
    '"%s" is no delay',
    (text) => {
      expect(readDelay(text)).toBeNull();
    },
  );

  it('a day of a dry run has the hours of its zone', () => {
    const { from, to } = boundsOf('Europe/Berlin', '2026-03-29')!;
    expect((to - from) / 3_600_000).toBe(23);
    expect(boundsOf('Europe/Berlin', '03-29')).toBeNull();
    expect(boundsOf('Europe/Berlin', 'tomorrow')).toBeNull();
  });
});

interface FaultCase {
  readonly schedules?: JsonValue;
  readonly with?: JsonObject;
  readonly twice?: true;
  readonly path: string;
  readonly message: string;
}

describe('saving', () => {
  it.each(read('faults.json') as FaultCase[])('refuses $path: $message', (row) => {
    const given = row.schedules ?? (row.twice ? [scheduleWith(), scheduleWith()] : [scheduleWith(row.with)]);
    const { diagnostics } = compileTemplate(templateWith(given));
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ path }) => path)).toEqual([row.path]);
    expect(errors[0]!.message).toContain(row.message);
  });

  it('refuses more schedules than there may be', () => {
    const many = Array.from({ length: MOST_SCHEDULES + 1 }, (_, index) => scheduleWith({ name: `s${index}` }));
    expect(compileTemplate(templateWith(many)).diagnostics).toMatchObject([ICON, { path: 'schedules' }]);
    expect(compileTemplate(templateWith(many.slice(1))).diagnostics).toMatchObject([ICON]);
  });

  it('warns of keys that do nothing', () => {
    const { diagnostics, program } = compileTemplate(templateWith([scheduleWith({ stat: 'draft' })]));
    expect(diagnostics).toMatchObject([ICON, { severity: 'warning', path: 'schedules_0_stat' }]);
    expect(program.schedules).toMatchObject([{ name: 's', state: 'active', late: 'once' }]);
  });

  it('keeps schedules out of the pass and in the template', () => {
    const given = [scheduleWith()];
    const { program } = compileTemplate(templateWith(given));
    expect(program.passConstructor.schedules).toEqual(given);
    expect(Object.hasOwn(program.tree, 'schedules')).toBe(false);
  });

  const later = (parts: JsonObject = {}) => ({
    action: 'PSActionLater',
    name: 'l',
    delay: '2 hours',
    actions: ACTION,
    ...parts,
  });
  it('knows each PSActionLater by its name, wherever it stands', () => {
    const routine = JSON.stringify([later({ name: 'routine' })]);
    const { program, diagnostics } = compileTemplate(
      templateWith([scheduleWith({ actions: [later({ name: 'scheduled' })] })], {
        additional: { note: '', birthday: '', steps: routine },
        triggers: { onScan: [later(), { action: 'PSActionTriggers', targetPath: 'steps' }] },
      }),
    );
    expect(diagnostics).toMatchObject([ICON]);
    expect([...program.laters.keys()].sort()).toEqual(['l', 'routine', 'scheduled']);
  });

  it.each([
    [[later(), later()], /name "l" already/],
    [[later({ actions: later({ name: 'inner' }) })], /cannot stand in another one/],
    [[later({ cancelledBy: 'onSan' })], /Did you mean "onScan"/],
    [[later({ actions: { ...ACTION, targetPath: 'nope_x' } })], /not an API path/],
  ])('refuses a PSActionLater that cannot work', (onScan, message) => {
    const { diagnostics } = compileTemplate(templateWith([], { triggers: { onScan } }));
    expect(diagnostics.map((each) => each.message).join()).toMatch(message);
  });
});

describe('why a pass is not reached', () => {
  const dated = { when: { days: 0, after: 'birthday', yearly: true, at: '09:00' } };
  const without = { when: { days: 30, without: 'scan', at: '09:00' } };
  const now = '2026-04-12T00:00:00Z';
  const rows: [string, WhyNot['kind'] | null, JsonObject, Parameters<typeof judged>[1], RegExp][] = [
    ['its day is today', null, dated, { now, overrides: { birthday: '--04-12' } }, /^$/],
    [
      'its day is another one',
      'other_time',
      dated,
      { now, overrides: { birthday: '--05-01' } },
      /next time is 2026-05-01 09:00/,
    ],
    [
      'its date is over',
      'other_time',
      { when: { days: 0, after: 'birthday', at: '09:00' } },
      { now, overrides: { birthday: '2020-01-01' } },
      /the date is over/,
    ],
    ['it has no date', 'no_date', dated, { now }, /birthday is empty/],
    ['its date is none', 'no_date', dated, { now, overrides: { birthday: 'soon' } }, /"soon", which is no date/],
    [
      'it was here lately',
      'visited',
      without,
      { now, lastScan: '2026-03-14T12:00:00Z' },
      /last visit was 29 days ago.* waits for 30/,
    ],
    ['it was here a day ago', 'visited', without, { now, lastScan: '2026-04-11T12:00:00Z' }, /was 1 day ago/],
    ['it was away long enough', null, without, { now, lastScan: '2026-03-01T12:00:00Z' }, /^$/],
    [
      'it was told so already',
      'reached',
      without,
      { now, lastScan: '2026-03-01T12:00:00Z', fired: { count: 1, at: ms('2026-04-01T09:00:00Z') } },
      /reached at 2026-04-01 09:00/,
    ],
    [
      'its condition is false',
      'audience',
      { PSConditions: '{points} > 20' },
      { now, overrides: { points: 3 } },
      /\{points\} > 20 is false; \{points\} is 3/,
    ],
    [
      'its cap is reached',
      'cap',
      { cap: { times: 1, per: 'week' } },
      { now, fired: { count: 1, at: ms('2026-04-07T09:00:00Z') } },
      /once a week at most, the last time at 2026-04-07 09:00/,
    ],
    [
      'its cap was of last week',
      null,
      { cap: { times: 1, per: 'week' } },
      { now, fired: { count: 1, at: ms('2026-04-05T09:00:00Z') } },
      /^$/,
    ],
    [
      'its cap is for ever',
      'cap',
      { cap: { times: 2, per: 'ever' } },
      { now, fired: { count: 2, at: 0 } },
      /2 times in all/,
    ],
    ['it is void', 'over', {}, { now, isVoid: true }, /void or over/],
    ['it has expired', 'over', {}, { now, isExpired: true }, /void or over/],
    ['the template is paused', 'template_paused', {}, { now, isPaused: true }, /paused/],
    ['a draft is judged as if it were active', null, { state: 'draft' }, { now }, /^$/],
  ];
  it.each(rows)('%s', (_, kind, parts, given, sentence) => {
    const { schedule, subject } = judged(parts, given);
    const why = whyNot(schedule, subject, { from: ms(now), to: ms('2026-04-13T00:00:00Z') });
    expect(why?.kind ?? null).toBe(kind);
    expect(why === null ? '' : whyNotSentence(why, 'UTC')).toMatch(sentence);
  });

  it('each reason of the API has a row', () => {
    expect(new Set([...rows.map(([, kind]) => kind), 'state', 'segment', 'segment_missing'])).toEqual(
      new Set([...WHY_NOT, null]),
    );
    expect(whyNotSentence({ kind: 'state', state: 'draft' }, 'UTC')).toMatch(/a draft/);
  });

  it('a segment is asked at the moment when it is due, and one that is missing has nobody', () => {
    const asked: unknown[] = [];
    const whyIn = (isIn: boolean | null) => {
      const inSegment = (name: string, { now: at }: { readonly now: number }) => {
        asked.push([name, at]);
        return isIn;
      };
      const { schedule, subject } = judged({ segment: 'Regulars' }, { now, inSegment });
      return whyNot(schedule, subject, boundsOf('UTC', '2026-04-14')!);
    };
    expect(whyIn(true)).toBeNull();
    expect(asked).toEqual([['Regulars', ms('2026-04-14T09:00:00Z')]]);
    expect(whyNotSentence(whyIn(false)!, 'UTC')).toBe('Not reached: it is not in the segment "Regulars".');
    const missing = 'Not reached: the template has no segment "Regulars", so the schedule reaches nobody.';
    expect(whyNotSentence(whyIn(null)!, 'UTC')).toBe(missing);
  });

  it('an expired pass is reached by what comes after its end', () => {
    const program = compiled({
      expirationDate: '2026-04-10T12:00:00Z',
      schedules: [scheduleWith({ when: { days: 2, after: 'expirationDate', at: '09:00' } })],
      additional: { note: '' },
    });
    const facts = { ...factsWith({}, { [CREATE]: { count: 1, last: 0 } }), now: ms(now) };
    const subject = {
      program,
      facts,
      createdAt: 0,
      isVoid: false,
      isExpired: true,
      isPaused: false,
      fired: null,
      inSegment: () => null,
    };
    const schedule: Schedule = program.schedules[0]!;
    expect(whyNot(schedule, subject, { from: ms(now), to: ms('2026-04-13T00:00:00Z') })).toBeNull();
  });
});
