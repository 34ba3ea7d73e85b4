// A time in words, with the exact time for programs.

interface MomentProps {
  /** In ms since 1970. */
  readonly at: number;
  /** The language of the page, BCP 47. */
  readonly tag: string;
}

/** Names UTC, because a page does not know its visitor's time zone. */
export function Moment({ at, tag }: MomentProps) {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return <time datetime={new Date(at).toISOString()}>{format.format(at)} UTC</time>;
}
