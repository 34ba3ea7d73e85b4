// Days in a time zone, such as `Europe/Berlin`: where each begins and ends, and its date. Times are
// milliseconds since 1970.

export interface Day {
  /** Such as `2026-11-29`. */
  readonly date: string;
  /** The day's first moment, and that of the next day. */
  readonly from: number;
  readonly to: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** The last `count` days up to that of `now`, oldest first. Fails with RangeError for no zone. */
export function lastDays(now: number, count: number, zone: string): readonly Day[] {
  const clock = clockOf(zone);
  const today = Math.floor(clock(now) / DAY);
  return Array.from({ length: count }, (_, index) => {
    const day = today - count + 1 + index;
    return { date: dateOf(day), from: beginningOf(day, clock), to: beginningOf(day + 1, clock) };
  });
}

/** What clocks of a zone show at a time, as if the zone were UTC. */
export type Clock = (time: number) => number;

const KNOWN = new Map<string, Clock>();
/** The most zones whose clocks stay in memory. */
const MOST_KNOWN = 100;

/** What clocks of a zone show. Fails with RangeError for no zone. */
export function clockOf(zone: string): Clock {
  const known = KNOWN.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const clock = (time: number) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = parts as Record<Intl.DateTimeFormatPartTypes, number>;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(zone, clock);
  return clock;
}

/** The first moment of a day, by its number since 1970. */
function beginningOf(day: number, clock: Clock): number {
  const midnight = day * DAY;
  // Clocks may be put forward or back in the night: one of the two offsets around it is right.
  const candidates = [midnight - DAY, midnight + DAY].map((near) => midnight - (clock(near) - near));
  return Math.min(...candidates.filter((time) => clock(time) >= midnight));
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
