// Days and clocks in a time zone, such as `Europe/Berlin`: where each day begins and ends, its date,
// and the time that clocks show. Times are milliseconds since 1970.
import { DAY, offsetAt } from './zone-offsets.ts';

export interface Day {
  /** Such as `2026-11-29`. */
  readonly date: string;
  /** The day's first moment, and that of the next day. */
  readonly from: number;
  readonly to: number;
}

/** The last `count` days up to that of `now`, oldest first. Fails with RangeError for no zone. */
export function lastDays(now: number, count: number, zone: string): readonly Day[] {
  const clock = clockOf(zone);
  const today = Math.floor(clock(now) / DAY);
  return Array.from({ length: count }, (_, index) => {
    const day = today - count + 1 + index;
    return { date: dateOf(day), from: beginningOf(day, clock), to: beginningOf(day + 1, clock) };
  });
}

/** Whether a text names a time zone of the tz database; offsets such as +01:00 have no summer time. */
export function isZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** What clocks of a zone show at a time, such as `2026-11-29T14:05`. Fails with RangeError for no zone. */
export function wallClock(time: number, zone: string): string {
  return new Date(clockOf(zone)(time)).toISOString().slice(0, 16);
}

const WALL_CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/**
 * The first moment when clocks of a zone show a time such as `2026-11-29T14:05`, or a later one where
 * clocks are put forward over it; null for any other text. Fails with RangeError for no zone.
 */
export function momentAt(text: string, zone: string): number | null {
  const wall = WALL_CLOCK.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(wall) ? null : firstAt(wall, clockOf(zone));
}

/** What clocks of a zone show at a time, as if the zone were UTC. */
export type Clock = (time: number) => number;

/** What clocks of a zone show. Fails with RangeError for no zone. */
export function clockOf(zone: string): Clock {
  // An unknown zone fails here, and not when the clock is first looked at.
  offsetAt(zone, 0);
  return (time) => time + offsetAt(zone, time);
}

/** The first moment of a day, by its number since 1970. */
function beginningOf(day: number, clock: Clock): number {
  return firstAt(day * DAY, clock);
}

/** The first moment when the clock shows a time, or has been put forward over it. */
export function firstAt(wall: number, clock: Clock): number {
  // Clocks may be put forward or back meanwhile: one of the two offsets around the time is right.
  const candidates = [wall - DAY, wall + DAY].map((near) => wall - (clock(near) - near));
  return Math.min(...candidates.filter((time) => clock(time) >= wall));
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
