// What needs somebody: mails and pushes that failed for good, certificates that end, and rules that
// have not applied for long. Failed runs are a list of their own (operations/events/).
import type { QuietRule } from '../../ports/store/rule-uses.ts';
import type { CertificateWarning } from '../certificates/certificate-warnings.ts';
import { certificateWarnings } from '../certificates/certificate-warnings.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { CardNumbers } from '../templates/card-numbers.ts';

export type Need =
  | { readonly kind: 'mail'; readonly recipient: string; readonly reason: string | null; readonly passHash: string; readonly time: number }
  | { readonly kind: 'push'; readonly devices: number; readonly reason: string | null; readonly time: number }
  | ({ readonly kind: 'certificate' } & Pick<CertificateWarning, 'passTypeIdentifier' | 'notAfter' | 'daysLeft'>)
  | { readonly kind: 'quiet'; readonly cardName: string; readonly cardHash: string; readonly rules: number };

export interface Needs {
  readonly needs: readonly Need[];
  /** There are more of a kind than the list shows. */
  readonly isCut: boolean;
}

const DAY = 24 * 60 * 60 * 1000;
/** Failures that are older than this are no news any more. */
const FRESH = 7 * DAY;
/** How long a rule may not apply before somebody should look. */
const QUIET = 14 * DAY;
/** The most of each kind in the list. */
const MOST_OF_KIND = 5;

/** From when on failures are in the list: since the account last said it had seen them. */
export async function needsSince(context: Context, caller: Caller): Promise<number> {
  const { needs_seen: seen = 0 } = await context.store.marksOf(caller.account.id);
  return Math.max(seen, context.clock.now() - FRESH);
}

/** Fails with `role_forbidden`, `account_expired`. */
export async function needsOf(
  context: Context,
  caller: Caller,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<Needs> {
  const { id } = requireRight(context, caller, 'see');
  const since = await needsSince(context, caller);
  const page = { since, count: MOST_OF_KIND + 1 };
  const certificates = await certificateWarnings(context, id);
  const pushes = await context.store.givenUpPushes(id, page);
  const mails = await context.store.failedMails(id, page);
  const quiet = await quietCards(context, caller, numbers);
  const lists: readonly (readonly Need[])[] = [
    certificates.map(({ passTypeIdentifier, notAfter, daysLeft }) => {
      return { kind: 'certificate', passTypeIdentifier, notAfter, daysLeft } as const;
    }),
    pushes.map(({ devices, reason, time }) => ({ kind: 'push', devices, reason, time }) as const),
    mails.map(({ recipient, lastError, passHash, runAt }) => {
      return { kind: 'mail', recipient, reason: lastError, passHash, time: runAt } as const;
    }),
    quiet,
  ];
  return {
    needs: lists.flatMap((list) => list.slice(0, MOST_OF_KIND)),
    isCut: lists.some((list) => list.length > MOST_OF_KIND),
  };
}

/** Cards that customers have, with how many of their rules have been quiet since before the list was seen. */
async function quietCards(
  context: Context,
  { account }: Caller,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<readonly Need[]> {
  const { needs_seen: seen = 0 } = await context.store.marksOf(account.id);
  const rules = await context.store.quietRules(account.id, context.clock.now() - QUIET);
  const isNew = ({ since, appliedAt }: QuietRule) => Math.max(since, appliedAt ?? 0) + QUIET > seen;
  const counted = new Map<number, number>();
  for (const rule of rules) {
    const { templateId } = rule;
    if (!isNew(rule) || (numbers.get(templateId)?.counts.created ?? 0) === 0) continue;
    counted.set(templateId, (counted.get(templateId) ?? 0) + 1);
  }
  const found = [...counted].slice(0, MOST_OF_KIND + 1).map(async ([id, count]): Promise<Need[]> => {
    const card = (await context.store.templateById(id))?.template;
    return card === undefined ? [] : [{ kind: 'quiet', cardName: card.name, cardHash: card.hash, rules: count }];
  });
  return (await Promise.all(found)).flat();
}

/** Takes the failures so far off the list. Fails with `role_forbidden`, `account_expired`. */
export async function markSeen(context: Context, caller: Caller): Promise<void> {
  const { id } = requireRight(context, caller, 'see');
  await context.store.setMark(id, 'needs_seen', context.clock.now());
}
