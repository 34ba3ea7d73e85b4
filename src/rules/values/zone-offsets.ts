// How far the clocks of a zone are ahead of UTC, and the moment when they show a time. A zone is a
// name such as `Europe/Berlin`, or an offset such as `+05:30`. Times are milliseconds since 1970;
// a wall time is what clocks show, as if the zone were UTC.
import { Temporal } from 'temporal-polyfill';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Zone {
  /** The offset of a zone that never changes; null: it may. */
  readonly fixed: number | null;
  /** The offset of each day of UTC that was asked for; NaN for a day on which clocks are turned. */
  readonly days: Map<number, number>;
}

const MOST_ZONES = 100;
const MOST_DAYS_OF_A_ZONE = 4096;

const ZONES = new Map<string, Zone>();
let last: { readonly name: string; readonly zone: Zone } | null = null;

function zoneNamed(name: string): Zone {
  if (last?.name === name) return last.zone;
  let zone = ZONES.get(name);
  if (zone === undefined) {
    zone = { fixed: fixedOffset(name), days: new Map() };
    if (ZONES.size >= MOST_ZONES) ZONES.clear();
    ZONES.set(name, zone);
  }
  last = { name, zone };
  return zone;
}

function fixedOffset(name: string): number | null {
  if (name === 'UTC' || name === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  if (sign === undefined) return null;
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE;
  return sign === '-' ? -offset || 0 : offset;
}

/** In milliseconds. Fails with RangeError for no zone, and far outside of the years 1 to 9999. */
export function offsetAt(name: string, time: number): number {
  const { fixed, days } = zoneNamed(name);
  if (fixed !== null) return fixed;
  const day = Math.floor(time / DAY);
  let offset = days.get(day);
  if (offset === undefined) {
    const [first, end] = [exactOffset(name, day * DAY), exactOffset(name, (day + 1) * DAY - 1)];
    offset = first === end ? first : Number.NaN;
    if (days.size >= MOST_DAYS_OF_A_ZONE) days.clear();
    days.set(day, offset);
  }
  return Number.isNaN(offset) ? exactOffset(name, Math.floor(time)) : offset;
}

function exactOffset(name: string, time: number): number {
  return Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(name).offsetNanoseconds / 1_000_000;
}

/**
 * The moment of a wall time: of two the first one, and of a time over which clocks are put forward
 * the moment that is as much later, as calendars do it.
 */
export function momentOfWall(name: string, wall: number): number {
  const { fixed } = zoneNamed(name);
  if (fixed !== null) return wall - fixed;
  // Clocks are turned at most once in two days.
  const [before, after] = [offsetAt(name, wall - DAY), offsetAt(name, wall + DAY)];
  if (before === after || offsetAt(name, wall - before) === before) return wall - before;
  return offsetAt(name, wall - after) === after ? wall - after : wall - before;
}
