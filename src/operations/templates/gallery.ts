// The gallery of an account's cards, page by page: each drawn as a new pass of it would look, with
// its numbers. Our examples stand apart until the account hides them.
import type { Account } from '../../ports/store/accounts.ts';
import type { Template } from '../../ports/store/templates.ts';
import { type Caller, requireRight } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';
import type { PassView } from '../files/view-pass.ts';
import { drawnOrNull, viewTemplate } from '../files/view-template.ts';
import { type CardNumbers, numbersOfCards } from './card-numbers.ts';

export interface GalleryCard {
  readonly hash: string;
  readonly name: string;
  readonly triggersPaused: boolean;
  readonly isExample: boolean;
  /** Null: the card cannot be drawn, because its values cost more than one pass may. */
  readonly view: PassView | null;
  readonly onPhones: number;
  readonly scansToday: number;
  /** It has passes, and all of them are for trying out. */
  readonly isTestOnly: boolean;
  /** It has changes that are not published. */
  readonly hasDraft: boolean;
}

export interface Gallery {
  readonly cards: readonly GalleryCard[];
  /** `before` of the next page; null: there are no older cards. */
  readonly next: number | null;
  /** How many examples there are to look at; 0 on later pages, and once they are hidden. */
  readonly exampleCount: number;
  /** Drawn when they were asked for, or when the account has no other card; else empty. */
  readonly examples: readonly GalleryCard[];
}

/** Cards on a page, and the most examples beside them. */
const CARDS_ON_PAGE = 24;
const MOST_EXAMPLES = 24;

/**
 * The cards made before the one with the id `before` (absent: the newest), newest first. Fails with
 * `role_forbidden`, `account_expired`.
 */
export async function gallery(
  context: Context,
  caller: Caller,
  { before, withExamples }: { readonly before?: number | undefined; readonly withExamples: boolean },
): Promise<Gallery> {
  const account = requireRight(context, caller, 'see');
  const numbers = await numbersOfCards(context, caller);
  const { store } = context;
  const draw = async (templates: readonly Template[]) => {
    const drafts = new Set((await store.draftHeads(templates.map(({ id }) => id))).map(({ templateId }) => templateId));
    return Promise.all(
      templates.map(async (template) => ({
        ...(await drawn(context, account, template, numbers.get(template.id))),
        hasDraft: drafts.has(template.id),
      })),
    );
  };
  const first = before ?? Number.MAX_SAFE_INTEGER;
  const found = await store.gallery(account.id, { isExample: false, before: first, count: CARDS_ON_PAGE + 1 });
  const shown = found.slice(0, CARDS_ON_PAGE);
  const isFirst = before === undefined;
  const examples = isFirst ? await shownExamples(context, account, numbers) : { own: [], apart: [] };
  const own = [...shown, ...examples.own];
  return {
    cards: await draw(own),
    next: found.length > CARDS_ON_PAGE ? shown.at(-1)!.id : null,
    exampleCount: examples.apart.length,
    examples: withExamples || own.length === 0 ? await draw(examples.apart) : [],
  };
}

/** Hidden examples that people have on their phones stay in sight, among the account's own cards. */
async function shownExamples(context: Context, { id }: Account, numbers: ReadonlyMap<number, CardNumbers>) {
  const all = { isExample: true, before: Number.MAX_SAFE_INTEGER, count: MOST_EXAMPLES };
  const examples = [...(await context.store.gallery(id, all))].reverse();
  const { examples_hidden: isHidden = 0 } = await context.store.marksOf(id);
  if (isHidden === 0) return { own: [], apart: examples };
  const isUsed = (template: Template) => (numbers.get(template.id)?.counts.created ?? 0) > 0;
  return { own: examples.filter(isUsed), apart: [] };
}

/** Hides our examples for good. Fails with `role_forbidden`, `account_expired`. */
export async function hideExamples(context: Context, caller: Caller): Promise<void> {
  const { id } = requireRight(context, caller, 'rules');
  await context.store.setMark(id, 'examples_hidden', 1);
  await recordAct(context, caller, { what: 'examples.hide', subject: caller.account.name });
}

async function drawn(
  context: Context,
  owner: Account,
  template: Template,
  numbers: CardNumbers | undefined,
): Promise<Omit<GalleryCard, 'hasDraft'>> {
  const { id, hash, name, triggersPaused, isExample } = template;
  const made = numbers?.counts.created ?? 0;
  return {
    hash,
    name,
    triggersPaused,
    isExample,
    // One card that cannot be drawn does not take the others out of sight.
    view: await drawnOrNull(viewTemplate(context, { template, owner })),
    onPhones: numbers?.counts.onPhones ?? 0,
    scansToday: numbers?.scansToday ?? 0,
    isTestOnly: made === 0 && (await context.store.testPasses(id)).length > 0,
  };
}
