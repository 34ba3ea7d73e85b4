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
type Clock = (time: number) => number;

const LOCAL = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?$/;

/**
 * The time at which clocks of a zone show a text such as `2026-11-29T16:00`; the earlier one where
 * they show it twice. Null for a text that is no such time. Fails with RangeError for no zone.
 */
export function readMoment(text: string, zone: string): number | null {
  const [, day, time] = LOCAL.exec(text) ?? [];
  const shown = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 16) !== `${day}T${time}`) return null;
  const clock = clockOf(zone);
  const offsets = [shown - DAY, shown + DAY].map((near) => clock(near) - near);
  const candidates = offsets.map((offset) => shown - offset);
  const right = candidates.filter((candidate) => clock(candidate) === shown);
  // A time that clocks skip in spring is as long after midnight as it says.
  return right.length > 0 ? Math.min(...right) : Math.max(...candidates);
}

const KNOWN = new Map<string, Clock>();
/** The most zones whose clocks stay in memory. */
const MOST_KNOWN = 100;

function clockOf(zone: string): Clock {
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
