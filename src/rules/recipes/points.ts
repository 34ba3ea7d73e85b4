// The field in which recipes count points: one that the card has, or a new one.
import type { CardEdit } from './card-edit.ts';
import { type Answers, NEW_COUNTER } from './recipe.ts';
import type { RecipeWords } from './words.ts';

/** The API path of the points, after the answer to the question for a counter. */
export function pointsOf(edit: CardEdit, { counter = NEW_COUNTER }: Answers, words: RecipeWords): string {
  if (counter !== NEW_COUNTER) return String(counter);
  return edit.addField(['headerFields', 'secondaryFields', 'auxiliaryFields'], {
    key: 'points',
    label: words.points,
    value: 0,
    changeMessage: words.pointsNews,
  });
}
