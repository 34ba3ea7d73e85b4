// Our examples as cards to start from: by the job that a card does, and all of them.
import { AppError } from '../../errors.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { viewConstructor } from '../files/view-template.ts';
import type { Example } from './export-template.ts';

/** What an owner wants a card for, and the example that does it. */
const JOBS = {
  stamp: 'Loyalty card with automatic redemption',
  points: 'Bonus for registering',
  gift: 'Gift card with a balance',
  ticket: 'One-time event ticket',
  coupon: 'Thanks for installing',
  membership: 'Club membership with registration',
} as const;

export type CardJob = keyof typeof JOBS;

export interface ExampleCard {
  /** The example's name, by which pages ask for it. */
  readonly name: string;
  /** Null: the example is not the first choice for any job. */
  readonly job: CardJob | null;
  readonly view: PassView;
}

/** Drawn examples: those of a job first, in the order of JOBS. Fails with `role_forbidden`. */
export async function exampleCards(
  context: Context,
  caller: Caller,
  examples: readonly Example[],
): Promise<readonly ExampleCard[]> {
  const account = requireRight(context, caller, 'rules');
  const order = Object.values(JOBS) as readonly string[];
  const rank = ({ templateName }: Example) =>
    order.includes(templateName) ? order.indexOf(templateName) : order.length;
  const sorted = [...examples].sort((one, other) => rank(one) - rank(other));
  return Promise.all(
    sorted.map(async (example) => ({
      name: example.templateName,
      job: jobOf(example),
      view: await viewConstructor(context, account, example),
    })),
  );
}

export function jobOf({ templateName }: Pick<Example, 'templateName'>): CardJob | null {
  return (Object.keys(JOBS) as CardJob[]).find((job) => JOBS[job] === templateName) ?? null;
}

/** Fails with `template_not_found`. */
export function requireExample(examples: readonly Example[], name: string): Example {
  const found = examples.find(({ templateName }) => templateName === name);
  if (found === undefined) throw new AppError('template_not_found', { field: 'example' });
  return found;
}
