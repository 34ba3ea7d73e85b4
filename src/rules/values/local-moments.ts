// Moments as people of a time zone write them: `2026-12-31T20:00`, as inputs of the type
// datetime-local hold it, and back to a date with its offset, as Wallet reads it.
import { completeDate } from './pass-date.ts';
import { clockOf, firstAt } from './zone-days.ts';

const LOCAL = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d(?:\.\d+)?)?$/;

/**
 * The local time of a date in a zone such as `Europe/Berlin`, with seconds where they are not 0;
 * null for a text that is no date. `otherwise`: the offset of a date without one, such as `+01:00`.
 */
export function localTextOf(date: string, zone: string, otherwise: string): string | null {
  const whole = completeDate(date, otherwise);
  const time = whole === null ? Number.NaN : Date.parse(whole.date);
  if (Number.isNaN(time)) return null;
  return new Date(clockOf(zone)(time)).toISOString().slice(0, 19).replace(/:00$/, '');
}

/**
 * The date of a local time in a zone, of two the first one; null for a text that is no local time. Of
 * a time over which clocks are put forward, as if they were not.
 */
export function dateOfLocal(text: string, zone: string): string | null {
  const local = LOCAL.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(local)) return null;
  const offset = local - firstAt(local, clockOf(zone));
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const zoned = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const { date } = completeDate(`${text}${zoned}`, 'Z') ?? { date: null };
  return date;
}
