// Messages about units of time: short and foreign ones, and directions such as `ago`.
import * as T from '../tokens.ts';
import { nearest } from './near.ts';
import { type Finding, is, type Place } from './place.ts';

const UNITS = T.labelsOf(T.Unit);

/** Units in short, and in neighbouring languages. */
const OTHER_UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    m: 'minutes',
    min: 'minutes',
    mins: 'minutes',
    minuten: 'minutes',
    h: 'hours',
    hr: 'hours',
    hrs: 'hours',
    stunde: 'hours',
    stunden: 'hours',
    d: 'days',
    tag: 'days',
    tage: 'days',
    tagen: 'days',
    w: 'weeks',
    wk: 'weeks',
    wks: 'weeks',
    woche: 'weeks',
    wochen: 'weeks',
    mo: 'months',
    mos: 'months',
    monat: 'months',
    monate: 'months',
    y: 'years',
    yr: 'years',
    yrs: 'years',
    jahr: 'years',
    jahre: 'years',
  }),
);

/** A direction behind a duration, and how it is written here. */
const DIRECTIONS: ReadonlyMap<string, (duration: string) => string> = new Map(
  Object.entries({
    ago: (duration) => `now - ${duration}`,
    before: (duration) => `{name} - ${duration}`,
    after: (duration) => `{name} + ${duration}`,
    from: (duration) => `now + ${duration}`,
  }),
);

/** Explains a word behind a number, or behind a duration. */
export function explainUnit(
  { before, tokens, index, counts }: Place,
  word: string,
  range: { start: number; end: number },
): Finding | undefined {
  const lower = word.toLowerCase();
  if (before !== undefined && is(before, T.Unit)) {
    const amount = tokens[index - 2];
    const example = DIRECTIONS.get(lower)?.(`${amount?.image ?? '1'} ${before.tokenType.LABEL}`);
    if (example === undefined) return undefined;
    return { message: `There is no ${word}: write ${example}.`, range, suggestion: example };
  }
  if (!counts || before === undefined || !is(before, T.NumberLiteral)) return undefined;
  if (/^(?:s|secs?|seconds?|sekunden?)$/.test(lower)) {
    return { message: `There are no ${word}: the shortest unit of time is a minute.`, range, suggestion: 'minutes' };
  }
  const meant = OTHER_UNITS.get(lower) ?? nearest(lower, UNITS);
  if (meant === undefined) return undefined;
  return { message: `${word} is no unit of time. Did you mean ${before.image} ${meant}?`, range, suggestion: meant };
}
