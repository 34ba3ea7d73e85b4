// Calendars of time zones, by Temporal: on which moments days and clock times fall. Where clocks are put
// forward over a time, the moment is as much later; where they show a time twice, the first one counts.
// Moments are milliseconds since 1970; clock times are minutes after midnight.
import { Temporal } from 'temporal-polyfill';
import { readDate, readYearless } from '../paths/date-values.ts';
import type { CapPeriod, Dated, Every, QuietHours } from './schedule.ts';

type Day = Temporal.PlainDate;

/** The day on which a moment falls in a zone. */
export function dayIn(zone: string, moment: number): Day {
  return zoned(zone, moment).toPlainDate();
}

function zoned(zone: string, moment: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
}

/** The moment of a clock time on a day. */
export function momentOf(zone: string, day: Day, minutes: number): number {
  const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

/** The first time after a moment. */
export function nextEvery(when: Every, zone: string, after: number): number {
  // Of the day of `after` the time may be over; a day that a zone leaves out falls on the next one.
  for (let day = firstDay(when, dayIn(zone, after)); ; day = firstDay(when, day.add({ days: 1 }))) {
    const moment = momentOf(zone, day, when.at);
    if (moment > after) return moment;
  }
}

/** The first day from `day` on. */
function firstDay(when: Every, day: Day): Day {
  if (when.every === 'day') return day;
  if (when.every === 'week') return day.add({ days: (when.on - day.dayOfWeek + 7) % 7 });
  const { on } = when;
  const inMonth = (month: Day) => month.with({ day: on === 'last' ? month.daysInMonth : on });
  const found = inMonth(day);
  return Temporal.PlainDate.compare(found, day) >= 0 ? found : inMonth(day.with({ day: 1 }).add({ months: 1 }));
}

/** A date of a pass; `year` null: it has none, like a birthday whose year nobody gave. */
export interface PassDay {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

/**
 * The day of a text that is a date (see readDate): of one with a time the day in the zone. Null for
 * other text, and for 30 February.
 */
export function readDay(text: string, zone: string): PassDay | null {
  const date = readDate(text, zone, 0);
  if (date === null) return null;
  const yearless = readYearless(text.trim());
  if (yearless !== null) return { year: null, ...yearless };
  if (date.isDay) {
    const [year, month, day] = text.trim().split('-').map(Number);
    return { year: year!, month: month!, day: day! };
  }
  const { year, month, day } = dayIn(zone, date.time);
  return { year, month, day };
}

/** The first time after a moment that a date of a pass causes; null: none is to come. */
export function nextDated({ days, at, yearly }: Dated, { year, month, day }: PassDay, zone: string, after: number) {
  const momentIn = (ofYear: number) =>
    // 29 February is 28 February in a common year.
    momentOf(zone, Temporal.PlainDate.from({ year: ofYear, month, day }, { overflow: 'constrain' }).add({ days }), at);
  if (year !== null && !yearly) {
    const moment = momentIn(year);
    return moment > after ? moment : null;
  }
  // The date itself is about `days` away from what it causes.
  const around = dayIn(zone, after).subtract({ days }).year - 1;
  for (let next = Math.max(around, year ?? around); ; next++) {
    const moment = momentIn(next);
    if (moment > after) return moment;
  }
}

/** So many days after a moment; `at` null: at the same clock time. */
export function daysAfter(zone: string, moment: number, days: number, at: number | null): number {
  if (at !== null) return momentOf(zone, dayIn(zone, moment).add({ days }), at);
  return zoned(zone, moment).add({ days }).epochMilliseconds;
}

/** When the quiet hours around a moment end; null: it is in none. */
export function quietUntil({ from, to }: QuietHours, zone: string, moment: number): number | null {
  const { hour, minute } = zoned(zone, moment);
  const now = 60 * hour + minute;
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return null;
  const day = dayIn(zone, moment);
  const end = momentOf(zone, now < to ? day : day.add({ days: 1 }), to);
  // Clocks that are put back over the end show the quiet time again.
  return end > moment ? end : moment + 60_000;
}

/** The first moment of the period of a cap that a moment is in. */
export function periodBegin(per: CapPeriod, zone: string, moment: number): number {
  const day = dayIn(zone, moment);
  switch (per) {
    case 'day':
      return momentOf(zone, day, 0);
    case 'week':
      return momentOf(zone, day.subtract({ days: day.dayOfWeek - 1 }), 0);
    case 'month':
      return momentOf(zone, day.with({ day: 1 }), 0);
    case 'year':
      return momentOf(zone, day.with({ day: 1, month: 1 }), 0);
    case 'ever':
      return Number.NEGATIVE_INFINITY;
  }
}

/** The first moment of a day, and that of the next one. Null for a text that is no day. */
export function boundsOf(zone: string, date: string): { readonly from: number; readonly to: number } | null {
  const read = readDay(date, zone);
  if (read === null || read.year === null) return null;
  const day = new Temporal.PlainDate(read.year, read.month, read.day);
  return { from: momentOf(zone, day, 0), to: momentOf(zone, day.add({ days: 1 }), 0) };
}
