// New cards by the job that they do, drawn for the owner to choose from. Their pictures are those of
// the example that does the same job.
import { AppError } from '../../errors.ts';
import { CARD_JOBS, type CardJob } from '../../rules/recipes/card-jobs.ts';
import { jobCard } from '../../rules/recipes/job-card.ts';
import type { RecipeWords } from '../../rules/recipes/words.ts';
import { isObject, type JsonObject, toText } from '../../rules/values/values.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { viewConstructor } from '../files/view-template.ts';
import type { Example } from './example.ts';

/** The example whose pictures and colours a card has until the owner chooses others. */
const EXAMPLES: Readonly<Record<CardJob, string>> = {
  stamp: 'Loyalty card with automatic redemption',
  points: 'Bonus for registering',
  gift: 'Gift card with a balance',
  ticket: 'One-time event ticket',
  coupon: 'Thanks for installing',
  membership: 'Club membership with registration',
};

export interface DrawnJob {
  readonly job: CardJob;
  readonly view: PassView;
}

/** Fails with `template_not_found`. */
export function requireJob(name: string): CardJob {
  const found = CARD_JOBS.find((job) => job === name);
  if (found === undefined) throw new AppError('template_not_found', { field: 'job' });
  return found;
}

/** Each card as it begins, drawn; in the order of CARD_JOBS. Fails with `role_forbidden`. */
export async function drawnJobs(
  context: Context,
  caller: Caller,
  {
    examples,
    jobs,
    words,
  }: {
    readonly examples: readonly Example[];
    readonly jobs: readonly CardJob[];
    readonly words: RecipeWords;
  },
): Promise<readonly DrawnJob[]> {
  const account = requireRight(context, caller, 'rules');
  return Promise.all(
    jobs.map(async (job) => {
      const { colours, images } = picturesOf(examples, job);
      const shop = account.name === account.email ? words.cards.shop : account.name;
      const passConstructor = { ...jobCard(job, { shop: withoutBrackets(shop), colours }, words), images };
      return { job, view: await viewConstructor(context, account, { templateName: job, passConstructor }) };
    }),
  );
}

function withoutBrackets(text: string): string {
  return text.replace(/[{}]/g, '');
}

/** The colours and pictures of the example of a job; the card is plain where there is no example. */
export function picturesOf(examples: readonly Example[], job: CardJob) {
  const example = examples.find(({ templateName }) => templateName === EXAMPLES[job])?.passConstructor ?? {};
  const { backgroundColor, foregroundColor, labelColor, images } = example;
  const colours: JsonObject = {
    ...(backgroundColor === undefined ? {} : { backgroundColor }),
    ...(foregroundColor === undefined ? {} : { foregroundColor }),
    ...(labelColor === undefined ? {} : { labelColor }),
  };
  // Its logo and icon are those of another shop.
  const { logo: _, icon: __, ...own } = isObject(images) ? images : {};
  return { colours, images: own as JsonObject, backgroundColor: toText(backgroundColor) };
}
