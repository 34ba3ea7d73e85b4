// What a card tells its holder at a time: a field on the back that a condition shows. The phone says its
// text when the field appears.
import type { CardEdit } from './card-edit.ts';
import type { RecipeWords } from './words.ts';

interface News {
  readonly text: string;
  /** When the field shows. */
  readonly condition: string;
}

export function addNews(edit: CardEdit, words: RecipeWords, { text, condition }: News): void {
  edit.addField(['backFields'], {
    key: 'news',
    label: words.news,
    value: text,
    changeMessage: '%@',
    PSConditions: condition,
  });
}
