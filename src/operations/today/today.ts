// Gathers what the start page shows: today's numbers, the first steps, what needs somebody, and the
// last runs. Each part only for people who may see it.
import { CREATE } from '../../rules/passes/facts.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { type Caller, mayDo, requireRight } from '../access/caller.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import { type ListedRun, listRuns } from '../events/list-runs.ts';
import { type CardNumbers, numbersOfCards, todayOf } from '../templates/card-numbers.ts';
import { type FirstSteps, firstSteps } from './first-steps.ts';
import { type Need, needsOf } from './needs.ts';

export interface TodayNumbers {
  readonly scans: number;
  readonly newCards: number;
  readonly onPhones: number;
}

/** The parts that change while the page is open. */
export interface TodayNews {
  /** When the parts were gathered, in ms since 1970. */
  readonly at: number;
  readonly numbers: TodayNumbers;
  readonly needs: readonly Need[];
  /** There are more needs of a kind than the list shows. */
  readonly isCut: boolean;
  /** Without the creations of `batches`. */
  readonly runs: readonly ListedRun[];
  readonly batches: readonly MadeBatch[];
}

/** A batch that made its passes lately, or is making them. */
export interface MadeBatch {
  readonly hash: string;
  readonly name: string;
  /** How many passes so far. */
  readonly made: number;
  /** When something last happened to the batch, in ms since 1970. */
  readonly time: number;
}

export interface Today {
  /** The account's time zone, for the date and the times. */
  readonly zone: string;
  /** Now, in ms since 1970. */
  readonly now: number;
  readonly steps: FirstSteps | null;
  /** The card that the first steps lead to; null: there is none yet. */
  readonly firstCard: string | null;
  /** Null: the person may not see it. */
  readonly news: TodayNews | null;
}

/** The last runs on the page. */
const RUNS = 20;
/** The last batches on the page. */
const BATCHES = 3;

/** Fails with `role_forbidden`, `account_expired`. */
export async function today(context: Context, caller: Caller, words: SentenceWords): Promise<Today> {
  const { id } = requireRight(context, caller, 'find');
  const at = { zone: zoneOf(caller.account), now: context.clock.now() };
  if (!mayDo(caller, 'see')) return { ...at, steps: null, firstCard: null, news: null };
  const numbers = await numbersOfCards(context, caller);
  const steps = await firstSteps(context, caller, numbers);
  const newest = { isExample: false, before: Number.MAX_SAFE_INTEGER, count: 1 };
  const [card] = steps === null ? [] : await context.store.gallery(id, newest);
  return { ...at, steps, firstCard: card?.hash ?? null, news: await newsOf(context, caller, words, numbers) };
}

/** The same parts again, for a page that is open. Fails with `role_forbidden`, `account_expired`. */
export async function todayNews(context: Context, caller: Caller, words: SentenceWords): Promise<TodayNews> {
  return newsOf(context, caller, words, await numbersOfCards(context, caller));
}

async function newsOf(
  context: Context,
  caller: Caller,
  words: SentenceWords,
  numbers: ReadonlyMap<number, CardNumbers>,
): Promise<TodayNews> {
  const made = await context.store.accessesOfAccount(caller.account.id, CREATE, todayOf(context, caller));
  const cards = [...numbers.values()];
  const { needs, isCut } = await needsOf(context, caller, words, numbers);
  // One line for a batch, instead of one for each of its passes.
  const { runs } = await listRuns(context, caller, words, { withoutBatches: true }, { count: RUNS });
  const since = runs.length < RUNS ? 0 : runs.at(-1)!.time;
  return {
    at: context.clock.now(),
    numbers: {
      scans: sumOf(cards.map(({ scansToday }) => scansToday)),
      newCards: sumOf([...made.values()]),
      onPhones: sumOf(cards.map(({ counts }) => counts.onPhones)),
    },
    needs,
    isCut,
    runs,
    batches: (await lastBatches(context, caller)).filter(({ time }) => time >= since),
  };
}

async function lastBatches({ store }: Context, { account }: Caller): Promise<readonly MadeBatch[]> {
  const batches = await store.batchesOf(account.id, { before: Number.MAX_SAFE_INTEGER, count: BATCHES });
  return batches
    .filter(({ mode, made }) => mode !== 'links' && made > 0)
    .map(({ hash, name, made, updatedAt }) => ({ hash, name, made, time: updatedAt }));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
