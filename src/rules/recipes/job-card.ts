// New cards by the job that they do: a plain card with the recipes of the job, each with the answers
// that it begins with, and every text in the owner's language.
import type { JsonObject } from '../values/values.ts';
import type { Style } from '../vocabulary.ts';
import { magic, say, set, WELL } from './actions.ts';
import { bonus } from './bonus.ts';
import { type CardEdit, countersOf, editCard } from './card-edit.ts';
import type { CardJob } from './card-jobs.ts';
import { coupon } from './coupon.ts';
import { addName } from './form-fields.ts';
import { gift } from './gift.ts';
import { levels } from './levels.ts';
import { fallbackText, type Recipe, readAnswers } from './recipe.ts';
import { stamps } from './stamps.ts';
import { ticket } from './ticket.ts';
import type { RecipeWords } from './words.ts';

export interface CardLook {
  /** Without curly brackets, which would be magic strings. */
  readonly shop: string;
  /** The colours of the card, as its template has them. */
  readonly colours: JsonObject;
}

interface JobRow {
  readonly style: Style;
  readonly build: (edit: CardEdit, words: RecipeWords) => void;
}

const JOBS: Readonly<Record<CardJob, JobRow>> = {
  stamp: {
    style: 'storeCard',
    build: (edit, words) => {
      use(edit, stamps, words);
      edit.addSpecial('psPassDescription', words.cards.inLists.stamps(magic(counter(edit))));
    },
  },
  points: {
    style: 'storeCard',
    build: (edit, words) => {
      use(edit, levels, words);
      use(edit, bonus, words);
      const name = magic('structure_secondaryFields_name_value');
      edit.addSpecial('psPassDescription', words.cards.inLists.points(name, magic(counter(edit))));
    },
  },
  gift: {
    style: 'storeCard',
    build: (edit, words) => {
      use(edit, gift, words);
      edit.addField(['secondaryFields'], {
        key: 'for',
        label: words.cards.forLabel,
        value: { PSValue: words.cards.forWhom, PSEditable: true, PSLabel: words.yourName },
      });
      const balance = magic('structure_primaryFields_balance_value');
      edit.addSpecial('psPassDescription', words.cards.inLists.balance(balance, 'EUR'));
    },
  },
  ticket: {
    style: 'eventTicket',
    build: (edit, words) => {
      edit.addField(['primaryFields'], { key: 'ticket', label: words.cards.ticketLabel, value: words.cards.ticket });
      addName(edit, words, ['secondaryFields']);
      use(edit, ticket, words);
      edit.addSpecial('psPassDescription', magic('structure_secondaryFields_name_value'));
    },
  },
  coupon: { style: 'coupon', build: (edit, words) => use(edit, coupon, words) },
  membership: { style: 'generic', build: addMembership },
};

/** A card for a job. Its images are the caller's to add. */
export function jobCard(job: CardJob, { shop, colours }: CardLook, words: RecipeWords): JsonObject {
  const { style, build } = JOBS[job];
  const edit = editCard({
    type: style,
    description: words.cards.description[job](shop),
    organizationName: shop,
    logoText: shop,
    ...colours,
    barcode: { format: 'PKBarcodeFormatQR', message: magic('hashedSerialNumber') },
  });
  build(edit, words);
  edit.addField(['backFields'], { key: 'how', label: words.cards.howLabel, value: words.cards.how[job] });
  return edit.passConstructor();
}

/** Adds a recipe with the answers that it begins with. */
function use(edit: CardEdit, recipe: Recipe, words: RecipeWords): void {
  const questions = recipe.questions(edit.passConstructor(), words);
  const typed = Object.fromEntries(questions.map((question) => [question.name, fallbackText(question)]));
  // None of these recipes asks for a moment, so that their zone says nothing.
  recipe.add(edit, readAnswers(recipe, questions, typed, 'UTC').answers, words);
}

/** The API path of the card's first counter. */
function counter(edit: CardEdit): string {
  return countersOf(edit.passConstructor())[0]!.path;
}

/** Who registers is a member from then on. */
function addMembership(edit: CardEdit, words: RecipeWords): void {
  const { cards: said } = words;
  const status = edit.addField(['headerFields'], { key: 'status', label: said.statusLabel, value: said.guest });
  const name = addName(edit, words, ['primaryFields']);
  const since = edit.addValue('memberSince', said.since, '');
  edit.addField(['secondaryFields'], {
    key: 'since',
    label: said.sinceLabel,
    value: magic(since),
    dateStyle: 'PKDateStyleMedium',
    PSConditions: `${magic(since)} !isEmpty`,
  });
  edit.addField(['backFields'], {
    key: 'registerLink',
    label: words.bonus.label,
    value: magic('psRegisterURL'),
    PSConditions: '!registered',
  });
  edit.addActions('onRegister', 'last', [
    set(since, magic('timestamp'), '!registered'),
    set(status, said.member, '!registered'),
  ]);
  for (const event of ['onScan', 'onCheck'] as const) {
    edit.addActions(event, 'last', say(said.isMember(magic(name), magic(status)), WELL));
  }
  edit.addSpecial('psPassDescription', said.isMember(magic(name), magic(status)));
}
