// locutus ships no types for single functions; this is the one we use.
declare module 'locutus/php/datetime/strtotime.js' {
  /** Seconds since 1970 for a text as PHP reads it relative to `now` (seconds), or false. */
  export default function strtotime(text: string, now?: number): number | false;
}
