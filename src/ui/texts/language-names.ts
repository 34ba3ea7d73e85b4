// The names of the page languages, each in itself, for whoever chooses one.
import { LANGUAGES } from './language.ts';

/** Tag and name of each language. */
export const LANGUAGE_NAMES: readonly (readonly [tag: string, name: string])[] = LANGUAGES.map(({ tag }) => [
  tag,
  new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag,
]);
