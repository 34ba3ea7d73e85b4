// The time zone of an account's days.
import type { Account } from '../../ports/store/accounts.ts';

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
