// Delays of actions: texts such as `2 hours`, and the moment that is a delay after another one (ms since
// 1970).
import { Temporal } from 'temporal-polyfill';

/** One of each; owners write more with an s behind them. */
export const DELAY_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** A length of time; minutes and hours are exact, days and more are the calendar's. */
export interface Delay {
  readonly count: number;
  readonly unit: `${(typeof DELAY_UNITS)[number]}s`;
}

const DELAY = /^(\d{1,6}) ?(minute|hour|day|week|month|year)s?$/i;

/** In ms: ten years. */
export const LONGEST_WAIT = 3653 * 24 * 60 * 60 * 1000;

/** Reads `90 minutes`, `2 hours`, `3 days`, `1 month`; null for other text and for more than ten years. */
export function readDelay(text: string): Delay | null {
  const [, count, unit] = DELAY.exec(text.trim()) ?? [];
  if (count === undefined || Number(count) === 0) return null;
  const delay = { count: Number(count), unit: `${unit!.toLowerCase()}s` as Delay['unit'] };
  if (unit!.toLowerCase() === 'year' && Number(count) > 10) return null;
  return afterDelay('UTC', 0, delay) > LONGEST_WAIT ? null : delay;
}

/** The moment that is a delay after another one, on the calendar of a zone. */
export function afterDelay(zone: string, moment: number, { count, unit }: Delay): number {
  if (unit === 'minutes') return moment + count * 60_000;
  if (unit === 'hours') return moment + count * 3_600_000;
  const from = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  return from.add({ [unit]: count }).epochMilliseconds;
}
