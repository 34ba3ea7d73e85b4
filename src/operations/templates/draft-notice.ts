// Says on every page of a card that the card has a draft: how many changes, whose, and since when.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import type { Context } from '../context.ts';
import { type ComparisonWords, differencesBetween } from './compare-versions.ts';

export interface DraftNotice {
  /** Null: the card is too large to count on every page. */
  readonly changes: number | null;
  /** The e-mail address of the person who wrote last, and when, in ms. */
  readonly editedBy: string;
  readonly editedAt: number;
}

/** The most characters of a draft's JSON whose changes every page counts. */
export const LONGEST_COUNTED = 200_000;

/** Null: there is no draft. The caller checks the access. */
export async function draftNotice(
  context: Context,
  { template }: Pick<TemplateSnapshot, 'template'>,
  words: ComparisonWords,
): Promise<DraftNotice | null> {
  const draft = await context.store.draftOf(template.id);
  if (draft === null) return null;
  const { passConstructor, editedBy, editedAt } = draft;
  const isLarge = jsonOf(passConstructor).length > LONGEST_COUNTED;
  const { passConstructor: published } = await context.programs.load(template);
  const changes = isLarge ? null : (await differencesBetween(published, passConstructor, words)).length;
  return { changes, editedBy, editedAt };
}
