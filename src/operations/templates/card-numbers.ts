// The numbers of cards that the owner's pages show. The store keeps all of them up to date, so the
// pages are as quick with a million passes as with one, and no number is old.
import type { Span, TemplateCounts } from '../../ports/store/counts.ts';
import type { Template } from '../../ports/store/templates.ts';
import { CREATE, DELETE, INSTALL, SCAN } from '../../rules/passes/facts.ts';
import { type Day, lastDays } from '../../rules/values/zone-days.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';

/** What happened with the passes of a card on one day: events, not passes. */
export interface CardDay extends Day {
  readonly made: number;
  readonly installed: number;
  readonly scanned: number;
  readonly removed: number;
}

export interface CardNumbers {
  readonly counts: TemplateCounts;
  readonly scansToday: number;
}

/** Today in the account's time zone. */
export function todayOf(context: Context, { account }: Caller): Day {
  return lastDays(context.clock.now(), 1, zoneOf(account))[0]!;
}

/**
 * The numbers of all cards of the caller's account, by template id: two statements, however many
 * cards there are. Fails with `role_forbidden`, `account_expired`.
 */
export async function numbersOfCards(context: Context, caller: Caller): Promise<ReadonlyMap<number, CardNumbers>> {
  const { id } = requireRight(context, caller, 'see');
  const counts = await context.store.countsOfAccount(id);
  const scans = await context.store.accessesOfAccount(id, SCAN, todayOf(context, caller));
  const entries = [...counts].map(([template, each]) => {
    return [template, { counts: each, scansToday: scans.get(template) ?? 0 }] as const;
  });
  return new Map(entries);
}

/** The last days of a card in a time zone, oldest first. */
export async function daysOfCard(
  context: Context,
  template: Template,
  count: number,
  zone: string,
): Promise<readonly CardDay[]> {
  const days = lastDays(context.clock.now(), count, zone);
  const spans: readonly Span[] = days;
  const events = (type: typeof CREATE | typeof INSTALL | typeof SCAN | typeof DELETE) =>
    context.store.accessesIn(template.id, type, spans);
  const made = await events(CREATE);
  const installed = await events(INSTALL);
  const scanned = await events(SCAN);
  const removed = await events(DELETE);
  return days.map((day, index) => ({
    ...day,
    made: made[index]!,
    installed: installed[index]!,
    scanned: scanned[index]!,
    removed: removed[index]!,
  }));
}
