// Chooses the page language that a visitor reads best, by what the browser states.
import { de } from './de/index.ts';
import { en, type Texts } from './en/index.ts';
import { es } from './es/index.ts';
import { fr } from './fr/index.ts';
import { it } from './it/index.ts';

/** The languages of every page. Visitors of no listed language get the first one. */
export const OWNER_LANGUAGES: readonly [Texts, ...Texts[]] = [en, de];

/** The languages of holders' and guests' pages and mails: add a new language's folder here. */
export const LANGUAGES: readonly [Texts, ...Texts[]] = [...OWNER_LANGUAGES, fr, es, it];

/**
 * The texts for an `Accept-Language` header (RFC 9110, 12.5.4): the available language with the
 * highest weight.
 */
export function textsFor(acceptLanguage: string | undefined, languages = LANGUAGES): Texts {
  let best = languages[0];
  if (acceptLanguage === undefined) return best;
  let bestWeight = 0;
  for (const range of acceptLanguage.split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag === '*' ? languages[0] : languages.find((texts) => texts.tag === tag.split('-')[0]);
    const weight = weightOf(parameters);
    if (language !== undefined && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
