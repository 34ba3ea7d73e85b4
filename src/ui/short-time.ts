// Writes times of a list: the time of day for today's, with the date before it for others.

/** How a list shows its times; milliseconds since 1970. */
export type ShortTime = (time: number) => string;

/** `tag`: of the language; `zone`: such as `Europe/Berlin`; `now`: which day is today. */
export function shortTime(tag: string, zone: string, now: number): ShortTime {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
  const clock = { hour: '2-digit', minute: '2-digit', timeZone: zone } as const;
  const ofToday = new Intl.DateTimeFormat(tag, clock);
  const ofOthers = new Intl.DateTimeFormat(tag, { ...clock, weekday: 'short', day: 'numeric', month: 'short' });
  const today = day.format(now);
  return (time) => (day.format(time) === today ? ofToday : ofOthers).format(time);
}
