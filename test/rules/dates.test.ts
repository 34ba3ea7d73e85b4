// Dates, durations and calculations in conditions and expressions: cases of test/rules/dates.json, and
// calendars compared with Temporal.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PassFacts } from '../../src/rules/passes/facts.ts';
import { compileCondition, compileExpression } from '../../src/rules/paths/conditions.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

interface Case {
  /** The account's zone. */
  readonly zone: string;
  /** The template's. */
  readonly timezone?: number;
  readonly now: string;
  readonly values?: JsonObject;
  readonly expression?: string;
  readonly value?: JsonValue;
  readonly condition?: string;
  readonly verdict?: boolean;
}

const cases = JSON.parse(readFileSync(new URL('dates.json', import.meta.url), 'utf8')) as Case[];

function factsAt(zone: string, now: string): PassFacts {
  return { ...factsWith(), now: Date.parse(now), zone };
}

function evaluate({ zone, timezone, now, values = {}, expression = '', condition }: Case): JsonValue {
  const program = compiled({ additional: values, ...(timezone === undefined ? {} : { timezone }) });
  const facts = factsAt(zone, now);
  if (condition === undefined) {
    const result = compileExpression(program, expression);
    if (!result.ok) throw new Error(result.error.message);
    return result.evaluate(facts);
  }
  const result = compileCondition(program, condition);
  if (!result.ok) throw new Error(result.error.message);
  // A trace changes no verdict.
  expect(result.test(facts, {})).toBe(result.test(facts));
  return result.test(facts);
}

it.each(cases.map((each) => [JSON.stringify(each), each] as const))('%s', (_, each) => {
  expect(evaluate(each)).toEqual(each.condition === undefined ? each.value : each.verdict);
});

it.each([
  ['now > "soon"', 7, '"soon" is no date: a date is written "2026-11-29" or "2026-11-29T14:05".', undefined],
  ['{a} > 3 AND "24.12.2026" < today + 1 day', 13, '"24.12.2026" is no date', undefined],
  ['today in ("2026-12-24", "25.12.")', 25, '"25.12." is no date', undefined],
  ['day of week = "monday"', 15, '"monday" is no day of the week: write "Monday".', '"Monday"'],
  ['day of week in ("Sat", "Sun")', 17, '"Sat" is no day of the week: write "Saturday".', '"Saturday"'],
  ['day of week = "Montag"', 15, 'write "Monday"', '"Monday"'],
  ['day of week = "7"', 15, 'write "Monday"', undefined],
  ['time > "9:30"', 8, '"9:30" is no time: write "09:30".', '"09:30"'],
  ['{psLastScan} < now - "soon"', 22, '"soon" is no duration: a duration is written without quotation', undefined],
  ['today + "30 days" > {a}', 9, 'without quotation marks, such as 30 days.', '30 days'],
  ['now > {a} + "2 weeks"', 13, '"2 weeks" is no duration', '2 weeks'],
  ['now - {a} > "soon"', 13, '"soon" is no duration', undefined],
  ['"soon" + 3 days < now', 1, '"soon" is no date', undefined],
  ['now > 3 days - "2026-11-29"', 16, '"2026-11-29" is no duration', undefined],
  ['{a} in ("2026-12-24", now - "soon")', 29, '"soon" is no duration', undefined],
  ['!(time < "4 pm")', 10, '"4 pm" is no time: write "16:00".', undefined],
])('%s is refused', (source, column, message, suggestion) => {
  const result = compileCondition(compiled({ additional: { a: 1 } }), source);
  if (result.ok) throw new Error('It was taken.');
  expect(result.error).toMatchObject({ line: 1, column });
  expect(result.error.message).toContain(message);
  expect(result.error.suggestion).toBe(suggestion);
  expect(result.error.excerpt).toMatch(/\n *\^+$/);
});

it.each([
  ['today + "30 days"', '"30 days" is no duration', '30 days'],
  ['now - "soon"', '"soon" is no duration', undefined],
  ['"soon" + 1 day', '"soon" is no date', undefined],
])('%s is refused as an expression', (source, message, suggestion) => {
  const result = compileExpression(compiled({}), source);
  if (result.ok) throw new Error('It was taken.');
  expect(result.error.message).toContain(message);
  expect(result.error.suggestion).toBe(suggestion);
});

it.each([
  'now - "2026-11-29" > 1 day',
  '"2026-11-29" - 1 day < now',
  '{a} - "2026-11-29" > 1 day',
  'day of week = "{a}"',
  'now > "{a}"',
  'time = {a}',
  'day of week contains "day"',
  'today = "--12-24"',
])('%s may be true', (source) => expect(compileCondition(compiled({ additional: { a: 1 } }), source).ok).toBe(true));

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'Africa/Casablanca',
  '+05:30',
];
const zone = fc.constantFrom(...ZONES);
const time = fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2037, 11, 31) / 1000 });
/** Moments within two days of the turns of clocks in Europe and America. */
const nearTurn = fc
  .tuple(
    fc.integer({ min: 1990, max: 2036 }),
    fc.constantFrom('03-08', '03-29', '10-25', '11-01'),
    fc.integer({ max: 8 * 86_400 }),
  )
  .map(([year, day, seconds]) => Date.parse(`${year}-${day}T00:00:00Z`) / 1000 + Math.abs(seconds % (8 * 86_400)));
const moment = fc.oneof(time, nearTurn);
const UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const step = fc.record({
  sign: fc.constantFrom('+' as const, '-' as const),
  amount: fc.nat({ max: 40 }),
  unit: fc.constantFrom(...UNITS),
});
const program = compiled({ additional: { a: '', b: '' } });

function textOf(moment: Temporal.ZonedDateTime): string {
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' }).replace('+00:00', 'Z');
}

function calculate(source: string, values: JsonObject, zone: string): JsonValue {
  const result = compileExpression(program, source);
  if (!result.ok) throw new Error(result.error.message);
  return result.evaluate({ ...factsWith(values), zone });
}

describe('calendars calculate as Temporal does', () => {
  it('with moments', () => {
    fc.assert(
      fc.property(moment, zone, fc.array(step, { minLength: 1, maxLength: 3 }), (seconds, name, steps) => {
        let wanted = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(name);
        for (const { sign, amount, unit } of steps) {
          wanted = wanted.add({ [`${unit}s`]: sign === '+' ? amount : -amount });
        }
        const a = new Date(seconds * 1000).toISOString();
        const source = `{a}${steps.map(({ sign, amount, unit }) => ` ${sign} ${amount} ${unit}s`).join('')}`;
        const result = calculate(source, { a }, name);
        // Offsets of old times have seconds, which no notation of dates has.
        if (wanted.offsetNanoseconds % 60e9 === 0) expect(result).toBe(textOf(wanted));
        else expect(Date.parse(result as string)).toBe(wanted.epochMilliseconds);
      }),
      { numRuns: 1500 },
    );
  });

  it('with days', () => {
    const day = fc.integer({ min: -30_000, max: 30_000 });
    const units = fc.constantFrom('day', 'week', 'month', 'year');
    fc.assert(
      fc.property(day, zone, fc.nat({ max: 90 }), units, (number, name, amount, unit) => {
        const from = Temporal.PlainDate.from('2026-01-01').add({ days: number });
        const wanted = from.subtract({ [`${unit}s`]: amount });
        expect(calculate(`{a} - ${amount} ${unit}s`, { a: from.toString() }, name)).toBe(wanted.toString());
      }),
      { numRuns: 500 },
    );
  });

  it('with times that clocks show, and between two moments', () => {
    fc.assert(
      fc.property(moment, moment, zone, (one, other, name) => {
        const wall = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19);
        const at = (seconds: number) => Temporal.PlainDateTime.from(wall(seconds)).toZonedDateTime(name);
        const values = { a: wall(one), b: wall(other) };
        expect(calculate('{a} + 0 days', values, name)).toBe(textOf(at(one)));
        const minutes = (at(one).epochMilliseconds - at(other).epochMilliseconds) / 60_000;
        expect(calculate('({a} - {b}) / 1 minute', values, name)).toBeCloseTo(minutes, 6);
        const result = compileCondition(program, 'now > {a} AND now < {b}');
        if (!result.ok) throw new Error(result.error.message);
        const between = Math.round((at(one).epochMilliseconds + at(other).epochMilliseconds) / 2);
        const facts = { ...factsWith(values), zone: name, now: between };
        expect(result.test(facts)).toBe(at(one).epochMilliseconds < between && between < at(other).epochMilliseconds);
      }),
      { numRuns: 500 },
    );
  });
});
