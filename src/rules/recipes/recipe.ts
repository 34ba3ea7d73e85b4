// A recipe: a few questions, and what it adds to a card for the answers. What it adds are ordinary
// fields and rules, with words in the owner's language.
import { type JsonObject, readNumber } from '../values/values.ts';
import { momentAt } from '../values/zone-days.ts';
import { type CardEdit, countersOf, editCard } from './card-edit.ts';
import type { RecipeWords } from './words.ts';

interface QuestionBase {
  readonly name: string;
}
export interface NumberQuestion extends QuestionBase {
  readonly kind: 'number';
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  /** The smallest difference between two answers: 1 for whole numbers. */
  readonly step: number;
}
export interface TextQuestion extends QuestionBase {
  readonly kind: 'text';
  readonly fallback: string;
  /** In characters. */
  readonly longest: number;
  /** Whether values of the card may stand in the text. */
  readonly takesValues: boolean;
}
export interface AddressQuestion extends QuestionBase {
  readonly kind: 'url';
}
/** A day with a time, in the account's zone. */
export interface MomentQuestion extends QuestionBase {
  readonly kind: 'moment';
}
/** A time of day, such as 09:00. */
export interface ClockQuestion extends QuestionBase {
  readonly kind: 'clock';
  readonly fallback: string;
}
export interface ChoiceQuestion extends QuestionBase {
  readonly kind: 'choice';
  readonly fallback: string;
  readonly choices: readonly string[];
}
/** Which field counts: one that the card has, by its API path, or a new one. */
export interface CounterQuestion extends QuestionBase {
  readonly kind: 'counter';
  readonly fallback: string;
  readonly counters: readonly { readonly path: string; readonly label: string }[];
}
export type Question =
  | NumberQuestion
  | TextQuestion
  | AddressQuestion
  | MomentQuestion
  | ClockQuestion
  | ChoiceQuestion
  | CounterQuestion;

/** What each question was answered; a moment is milliseconds since 1970. */
export type Answers = Readonly<Record<string, string | number>>;

export const RECIPE_NAMES = [
  'stamps',
  'levels',
  'bonus',
  'birthday',
  'winBack',
  'ticket',
  'visits',
  'gift',
  'coupon',
  'period',
  'happyHour',
  'expiry',
  'tell',
] as const;
export type RecipeName = (typeof RECIPE_NAMES)[number];

export interface Recipe {
  /** The questions about a card, with answers to begin with. */
  readonly questions: (passConstructor: JsonObject, words: RecipeWords) => readonly Question[];
  readonly add: (edit: CardEdit, answers: Answers, words: RecipeWords) => void;
  /** Faults of answers that are right by themselves but not together: question -> fault. */
  readonly check?: (answers: Answers) => Readonly<Record<string, AnswerFault>>;
}

/** Why an answer was refused. */
export type AnswerFault =
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly step: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'long'; readonly longest: number }
  | { readonly kind: 'url' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'choice' }
  /** It must be more or later than the answer to another question. */
  | { readonly kind: 'order'; readonly after: string };

export interface ReadAnswers {
  readonly answers: Answers;
  /** Question -> why its answer was refused; empty: all are right. */
  readonly faults: Readonly<Record<string, AnswerFault>>;
}

/** The longest address that a rule calls, in characters. */
const LONGEST_ADDRESS = 500;

/**
 * Reads what a form sent. A question that the form did not send has its fallback. `zone`: a name of
 * the tz database, for moments.
 */
export function readAnswers(
  recipe: Recipe,
  questions: readonly Question[],
  typed: Readonly<Record<string, string>>,
  zone: string,
): ReadAnswers {
  const answers: Record<string, string | number> = {};
  const faults: Record<string, AnswerFault> = {};
  for (const question of questions) {
    const given = typed[question.name];
    const read = readAnswer(question, given === undefined ? fallbackText(question) : given.trim(), zone);
    if (typeof read === 'object') faults[question.name] = read;
    else answers[question.name] = read;
  }
  return { answers, faults: Object.keys(faults).length > 0 ? faults : (recipe.check?.(answers) ?? {}) };
}

/** The answer that a form begins with, as text. */
export function fallbackText(question: Question): string {
  return 'fallback' in question ? String(question.fallback) : '';
}

function readAnswer(question: Question, text: string, zone: string): string | number | AnswerFault {
  switch (question.kind) {
    case 'number':
      return readAmount(question, text);
    case 'text':
      if (text === '') return { kind: 'missing' };
      return text.length > question.longest ? { kind: 'long', longest: question.longest } : text;
    case 'url':
      if (text === '') return { kind: 'missing' };
      if (text.length > LONGEST_ADDRESS) return { kind: 'long', longest: LONGEST_ADDRESS };
      return isAddress(text) ? text : { kind: 'url' };
    case 'moment':
      return momentAt(text, zone) ?? { kind: 'moment' };
    case 'clock':
      return readClock(text) ?? { kind: 'clock' };
    case 'choice':
      return question.choices.includes(text) ? text : { kind: 'choice' };
    case 'counter':
      return text === NEW_COUNTER || question.counters.some(({ path }) => path === text) ? text : { kind: 'choice' };
  }
}

function readAmount({ least, most, step }: NumberQuestion, text: string): number | AnswerFault {
  // People write 12,50 in many countries.
  const value = readNumber(text.replace(',', '.'));
  const steps = value === null ? Number.NaN : Math.round(value / step) * step;
  const isStep = value !== null && Math.abs(steps - value) < step / 1000;
  return isStep && value >= least && value <= most ? value : { kind: 'number', least, most, step };
}

const CLOCK = /^(?:[01]?\d|2[0-3]):[0-5]\d$/;

/** With two digits each, as conditions compare times; null: it is none. */
function readClock(text: string): string | null {
  return CLOCK.test(text) ? text.padStart(5, '0') : null;
}

function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s/?#{}]/i.test(text) || /\s/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** The answer for a counter that the card does not have yet. */
export const NEW_COUNTER = 'new';

/**
 * Asks which field counts; no question where the card has none. `keys`: those of the field that is
 * most likely meant.
 */
export function askCounter(passConstructor: JsonObject, keys: readonly string[]): readonly CounterQuestion[] {
  const counters = countersOf(passConstructor);
  if (counters.length === 0) return [];
  const likely = counters.find(({ key }) => keys.includes(key)) ?? counters[0]!;
  return [{ kind: 'counter', name: 'counter', counters, fallback: likely.path }];
}

/** The constructor with what the recipe adds for the answers. */
export function withRecipe(recipe: Recipe, passConstructor: JsonObject, answers: Answers, words: RecipeWords) {
  const edit = editCard(passConstructor);
  recipe.add(edit, answers, words);
  return edit.passConstructor();
}

/** The answers with magic strings in place of labels in curly brackets. `stored`: see storedText. */
export function withStoredTexts(
  questions: readonly Question[],
  answers: Answers,
  stored: (text: string) => string,
): Answers {
  const texts = questions.filter((question) => question.kind === 'text' && question.takesValues);
  return { ...answers, ...Object.fromEntries(texts.map(({ name }) => [name, stored(textIn(answers, name))])) };
}

export function numberIn(answers: Answers, name: string): number {
  return Number(answers[name]);
}

export function textIn(answers: Answers, name: string): string {
  return String(answers[name]);
}
