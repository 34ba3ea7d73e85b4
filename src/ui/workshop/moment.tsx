// A time in words, with the exact time for programs.

interface MomentProps {
  /** In ms since 1970. */
  readonly at: number;
  /** The language of the page, BCP 47. */
  readonly tag: string;
  /** The time zone of the words, such as `Europe/Berlin`; absent: UTC, which is then named. */
  readonly zone?: string;
  /** Whether the day is enough. */
  readonly isDay?: boolean;
}

export function Moment({ at, tag, zone, isDay = false }: MomentProps) {
  const time = isDay ? {} : ({ timeStyle: 'short' } as const);
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', ...time, timeZone: zone ?? 'UTC' });
  return (
    <time datetime={new Date(at).toISOString()}>
      {format.format(at)}
      {zone === undefined && !isDay && ' UTC'}
    </time>
  );
}
