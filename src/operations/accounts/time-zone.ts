// The time zone of an account's days.
import type { Account } from '../../ports/store/accounts.ts';

/** Whether a text names a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    // A name of the tz database; offsets such as +01:00 have no summer time.
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** The server's own zone, from its system. */
export function serverZone(): string {
  return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
}

/** The zone in which pages for an account write times; the server's where it has chosen none. */
export function zoneOf({ timeZone }: Pick<Account, 'timeZone'>): string {
  return timeZone ?? serverZone();
}

/** The names of the zones to choose from, sorted. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}
