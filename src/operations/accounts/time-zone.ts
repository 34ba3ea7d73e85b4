// Answers in which time zone an account's days begin.
import type { Account } from '../../ports/store/accounts.ts';

const OF_SERVER = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The account's own zone, else the server's, such as `Europe/Berlin`. */
export function timeZoneOf({ timeZone }: Pick<Account, 'timeZone'>): string {
  return timeZone ?? OF_SERVER;
}
