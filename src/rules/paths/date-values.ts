// Dates and durations of conditions and expressions: which texts are dates, and how calendars
// calculate with them (grammar/README.md, "Dates"). Times are milliseconds since 1970.
import { Temporal } from 'temporal-polyfill';
import type { DurationUnit } from '../../../grammar/ast.ts';
import { WEEKDAYS } from '../values/weekdays.ts';
import { DAY, HOUR, momentOfWall, offsetAt } from '../values/zone-offsets.ts';

/** A moment, or a day, whose `time` is its first moment in the zone. */
export interface DateValue {
  readonly kind: 'date';
  readonly time: number;
  readonly isDay: boolean;
}

/** Calendar months, then calendar days, then exact milliseconds. */
export interface Duration {
  readonly kind: 'duration';
  /** A whole number, as `days`. */
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

/** The first and the last moment of the years that dates may have: 1 to 9999. */
const FIRST = Date.UTC(2001, 0, 1) - 5 * 146_097 * DAY;
const LAST = Date.UTC(10_000, 0, 1) - 1;

export function isWithinYears(time: number): boolean {
  return time >= FIRST && time <= LAST;
}

const MINUTE = HOUR / 60;
const [DASH, COLON, POINT, PLUS, LETTER_T, LETTER_Z] = ['-', ':', '.', '+', 'T', 'Z'].map((sign) => sign.charCodeAt(0));

/** The number that `count` digits at `from` write; -1 where another character stands. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const isIn = (value: number, first: number, last: number): boolean => value >= first && value <= last;

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOfMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : DAYS_OF_MONTHS[month - 1]!;
}

/** The wall time at which a day begins. Date.UTC reads the years 0 to 99 as others. */
function wallOf(year: number, month: number, day: number): number {
  return Date.UTC(year + 400, month - 1, day) - 146_097 * DAY;
}

/** `2026-11-29T14:05:30.250+01:00` is the longest, but for more digits of a fraction. */
const LONGEST_DATE = 40;

/**
 * The date that a text is: `2026-11-29`; with a time `T14:05`, seconds and a fraction of one, which
 * is left out; with `Z` or `+01:00`, else in the zone; and without a year `--11-29` or `11-29`,
 * which is today or the next such day after `now`. Blanks around the text do not count. Null for any
 * other text.
 */
export function readDate(given: string, zone: string, now: number): DateValue | null {
  if (given.length > LONGEST_DATE) return null;
  const text = given.trim();
  const { length } = text;
  if (length < 10) {
    const day = readYearless(text);
    return day === null ? null : nextDay(day, zone, now);
  }
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 1 || !isIn(month, 1, 12) || !isIn(day, 1, daysOfMonth(year, month))) return null;
  const wall = wallOf(year, month, day);
  if (length === 10) return dayFrom(wall, zone);
  const time = timeAt(text);
  if (time === null) return null;
  const moment = time.offset === null ? momentOfWall(zone, wall + time.ms) : wall + time.ms - time.offset;
  return isWithinYears(moment) ? { kind: 'date', time: moment, isDay: false } : null;
}

/** The time of a date text, from its `T` on; both in milliseconds. */
function timeAt(text: string): { readonly ms: number; readonly offset: number | null } | null {
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  if (text.charCodeAt(10) !== LETTER_T || text.charCodeAt(13) !== COLON) return null;
  if (!isIn(hour, 0, 23) || !isIn(minute, 0, 59)) return null;
  let ms = hour * HOUR + minute * MINUTE;
  let at = 16;
  if (text.charCodeAt(at) === COLON) {
    const second = digits(text, at + 1, 2);
    if (!isIn(second, 0, 59)) return null;
    ms += second * 1000;
    at += 3;
    if (text.charCodeAt(at) === POINT) {
      const from = ++at;
      while (digits(text, at, 1) >= 0) at += 1;
      if (at === from) return null;
    }
  }
  if (at === text.length) return { ms, offset: null };
  const sign = text.charCodeAt(at);
  if (sign === LETTER_Z) return at + 1 === text.length ? { ms, offset: 0 } : null;
  if (sign !== PLUS && sign !== DASH) return null;
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const [hours, minutes] = [digits(text, at + 1, 2), digits(text, minutesAt, 2)];
  if (minutesAt + 2 !== text.length || hours < 0 || !isIn(minutes, 0, 59)) return null;
  const offset = hours * HOUR + minutes * MINUTE;
  if (offset > (sign === DASH ? 12 : 14) * HOUR) return null;
  return { ms, offset: sign === DASH ? -offset : offset };
}

interface Yearless {
  readonly month: number;
  readonly day: number;
}

/** The day of `--11-29` or `11-29`; null for any other text. */
export function readYearless(text: string): Yearless | null {
  const at = text.length - 5;
  if (at !== 0 && !(at === 2 && text.startsWith('--'))) return null;
  const [month, day] = [digits(text, at, 2), digits(text, at + 3, 2)];
  if (text.charCodeAt(at + 2) !== DASH || !isIn(month, 1, 12) || !isIn(day, 1, daysOfMonth(2000, month))) return null;
  return { month, day };
}

/** Of 29 February, in a year without one the 28th. */
function nextDay({ month, day }: Yearless, zone: string, now: number): DateValue | null {
  const today = wallDay(now + offsetAt(zone, now));
  const year = new Date(today).getUTCFullYear();
  const inYear = (of: number) => wallOf(of, month, Math.min(day, daysOfMonth(of, month)));
  return dayFrom(inYear(year) < today ? inYear(year + 1) : inYear(year), zone);
}

/** The beginning of the day of a wall time. */
function wallDay(wall: number): number {
  return Math.floor(wall / DAY) * DAY;
}

function dayFrom(wall: number, zone: string): DateValue | null {
  const time = momentOfWall(zone, wall);
  return isWithinYears(time) ? { kind: 'date', time, isDay: true } : null;
}

export function momentValue(time: number): DateValue {
  return { kind: 'date', time, isDay: false };
}

/** The day of a moment in the zone. */
export function dayValue(time: number, zone: string): DateValue | null {
  return dayFrom(wallDay(time + offsetAt(zone, time)), zone);
}

/** What clocks show, such as `14:05`. */
export function clockText(time: number, zone: string): string {
  return new Date(time + offsetAt(zone, time)).toISOString().slice(11, 16);
}

export function weekdayOf(time: number, zone: string): (typeof WEEKDAYS)[number] {
  // JavaScript counts from Sunday on.
  return WEEKDAYS[(new Date(time + offsetAt(zone, time)).getUTCDay() + 6) % 7]!;
}

const MONTHS: Readonly<Partial<Record<DurationUnit, number>>> = { month: 1, year: 12 };
const DAYS: Readonly<Partial<Record<DurationUnit, number>>> = { day: 1, week: 7 };
const MS: Readonly<Partial<Record<DurationUnit, number>>> = { minute: MINUTE, hour: HOUR };

/** Null where there is none: a part of a month has no fixed length. */
export function durationOf(amount: number, unit: DurationUnit): Duration | null {
  return durationFrom(amount * (MONTHS[unit] ?? 0), amount * (DAYS[unit] ?? 0), amount * (MS[unit] ?? 0));
}

/** A part of a day is that part of 24 hours. */
function durationFrom(months: number, days: number, ms: number): Duration | null {
  const whole = Math.trunc(days);
  const rest = Math.round(ms + (days - whole) * DAY);
  if (!Number.isSafeInteger(months) || !Number.isSafeInteger(whole) || !Number.isSafeInteger(rest)) return null;
  return { kind: 'duration', months: months + 0, days: whole + 0, ms: rest + 0 };
}

export function sumOf(left: Duration, right: Duration, sign: 1 | -1): Duration | null {
  return durationFrom(left.months + sign * right.months, left.days + sign * right.days, left.ms + sign * right.ms);
}

export function timesOf({ months, days, ms }: Duration, factor: number): Duration | null {
  return durationFrom(months * factor, days * factor, ms * factor);
}

/** The mean month of the calendar, which has 146,097 days in 4,800 months. */
const MONTH = (146_097 / 4800) * DAY;

/** In milliseconds, with days of 24 hours and mean months: for comparing durations. */
export function lengthOf({ months, days, ms }: Duration): number {
  return months * MONTH + days * DAY + ms;
}

/**
 * A date and a duration, as calendars add them: months first, at the end of a shorter month its
 * last day; then days, which leave the time on the clock as it is; then exact hours and minutes.
 * Null outside of the years 1 to 9999.
 */
export function addDuration(date: DateValue, duration: Duration, sign: 1 | -1, zone: string): DateValue | null {
  const { months, days } = duration;
  const ms = sign * duration.ms;
  let { time } = date;
  if (months !== 0 || days !== 0) {
    let wall = time + offsetAt(zone, time);
    if (date.isDay) wall = wallDay(wall);
    if (months !== 0) wall = plusMonths(wall, sign * months);
    wall += sign * days * DAY;
    if (!isWithinYears(wall)) return null;
    time = momentOfWall(zone, wall);
  }
  time += ms;
  return isWithinYears(time) ? { kind: 'date', time, isDay: date.isDay && ms === 0 } : null;
}

const MOST_MONTHS = 12 * 9999;

/** NaN outside of the years 1 to 9999. */
function plusMonths(wall: number, months: number): number {
  if (Math.abs(months) > MOST_MONTHS) return Number.NaN;
  const date = new Date(wall);
  const day = new Temporal.PlainDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  const moved = day.add({ months });
  if (!isIn(moved.year, 1, 9999)) return Number.NaN;
  return wallOf(moved.year, moved.month, moved.day) + (wall - wallDay(wall));
}

/** From `right` to `left`: days between two days, else exact milliseconds. */
export function differenceOf(left: DateValue, right: DateValue, zone: string): Duration | null {
  if (!left.isDay || !right.isDay) return durationFrom(0, 0, left.time - right.time);
  const dayNumber = ({ time }: DateValue) => Math.floor((time + offsetAt(zone, time)) / DAY);
  return durationFrom(0, dayNumber(left) - dayNumber(right), 0);
}

/** `2026-11-29` for a day; else with time and offset, `2026-11-29T14:05:00+01:00`, as Wallet reads it. */
export function dateText({ time, isDay }: DateValue, zone: string): string {
  const exact = offsetAt(zone, time);
  if (isDay) return new Date(time + exact).toISOString().slice(0, 10);
  // Offsets of old times have seconds, for which there is no notation.
  const minutes = Math.round(exact / MINUTE);
  const text = new Date(time + minutes * MINUTE).toISOString();
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const ahead = Math.abs(minutes);
  const offset = minutes === 0 ? 'Z' : `${minutes < 0 ? '-' : '+'}${two(ahead / 60)}:${two(ahead % 60)}`;
  return text.slice(0, 19) + offset;
}

/** `1 month 3 days`, as the language writes each part. */
export function durationText({ months, days, ms }: Duration): string {
  const minutes = ms / MINUTE;
  const parts = [
    [months, 'month'],
    [days, 'day'],
    [minutes, 'minute'],
  ] as const;
  const said = parts
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${amount} ${unit}${amount === 1 ? '' : 's'}`);
  return said.length === 0 ? '0 days' : said.join(' ');
}
