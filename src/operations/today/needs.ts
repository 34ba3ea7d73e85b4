// What needs somebody: runs, mails and pushes that failed, what Google Wallet refuses, certificates
// that end, and rules that have not applied for long.
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { type CertificateWarning, certificateWarnings } from '../certificates/certificate-warnings.ts';
import type { Context } from '../context.ts';
import { type ListedRun, listRuns } from '../events/list-runs.ts';
import { quietRules } from '../events/quiet-rules.ts';
import type { CardNumbers } from '../templates/card-numbers.ts';

export type Need =
  | {
      readonly kind: 'mail';
      readonly recipient: string;
      readonly reason: string | null;
      /** The pass that the mail is about; null: a mail of a batch's row without one. */
      readonly passHash: string | null;
      /** The batch whose row the mail is about; null: none. */
      readonly batchHash: string | null;
      readonly time: number;
    }
  | { readonly kind: 'push'; readonly devices: number; readonly reason: string | null; readonly time: number }
  | ({ readonly kind: 'certificate' } & Pick<CertificateWarning, 'passTypeIdentifier' | 'notAfter' | 'daysLeft'>)
  /** What Google Wallet refuses for all cards, such as a wrong key or a used-up quota. */
  | { readonly kind: 'google'; readonly status: number | null; readonly reason: string; readonly time: number }
  /** A card whose design Google Wallet refuses. */
  | {
      readonly kind: 'google_card';
      readonly cardName: string;
      readonly cardHash: string;
      readonly reason: string;
      readonly time: number;
    }
  | { readonly kind: 'run'; readonly run: ListedRun }
  /** `rules`: a sentence for each. */
  | { readonly kind: 'quiet'; readonly cardName: string; readonly cardHash: string; readonly rules: readonly string[] };

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
  words: SentenceWords,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<Needs> {
  const { id } = requireRight(context, caller, 'see');
  const since = await needsSince(context, caller);
  const page = { since, count: MOST_OF_KIND + 1 };
  const certificates = await certificateWarnings(context, id);
  const failed = await listRuns(context, caller, words, { result: 'failed' }, { count: page.count });
  const pushes = await context.store.givenUpPushes(id, page);
  const mails = await context.store.failedMails(id, page);
  const problem = (await context.store.googleAccount(id))?.problem ?? null;
  const refused = await context.store.googleRefusalsOf(id, page.count);
  const quiet = await quietCards(context, caller, words, numbers);
  const lists: readonly (readonly Need[])[] = [
    certificates.map(({ passTypeIdentifier, notAfter, daysLeft }) => {
      return { kind: 'certificate', passTypeIdentifier, notAfter, daysLeft } as const;
    }),
    problem === null ? [] : [{ kind: 'google', ...problem } as const],
    refused.map(({ templateName: cardName, templateHash: cardHash, reason, time }) => {
      return { kind: 'google_card', cardName, cardHash, reason, time } as const;
    }),
    failed.runs.filter(({ time }) => time > since).map((run) => ({ kind: 'run', run }) as const),
    pushes.map(({ devices, reason, time }) => ({ kind: 'push', devices, reason, time }) as const),
    await Promise.all(
      mails.map(async ({ recipient, lastError, passHash, row, runAt }) => {
        const batchHash = row === null ? null : ((await context.store.batchById(row.batchId))?.hash ?? null);
        return { kind: 'mail', recipient, reason: lastError, passHash, batchHash, time: runAt } as const;
      }),
    ),
    quiet,
  ];
  return {
    needs: lists.flatMap((list) => list.slice(0, MOST_OF_KIND)),
    isCut: lists.some((list) => list.length > MOST_OF_KIND),
  };
}

/** Cards that customers have, with the rules that became quiet since the list was last seen. */
async function quietCards(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<readonly Need[]> {
  const { needs_seen: seen = 0 } = await context.store.marksOf(caller.account.id);
  const isUsed = (templateId: number) => (numbers.get(templateId)?.counts.created ?? 0) > 0;
  const cards = await quietRules(context, caller, words, isUsed);
  return cards.flatMap(({ hash, name, rules }) => {
    const fresh = rules.filter(({ since, appliedAt }) => Math.max(since, appliedAt ?? 0) + QUIET > seen);
    if (fresh.length === 0) return [];
    return [{ kind: 'quiet', cardHash: hash, cardName: name, rules: fresh.map(({ sentence }) => sentence) } as const];
  });
}

/** Takes the failures so far off the list. Fails with `role_forbidden`, `account_expired`. */
export async function markSeen(context: Context, caller: Caller): Promise<void> {
  const { id } = requireRight(context, caller, 'see');
  await context.store.setMark(id, 'needs_seen', context.clock.now());
}
