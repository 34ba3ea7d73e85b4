// Which of the languages that pages are written in a visitor reads best, by what the browser says of it.

export type Language = 'en' | 'de';

const DEFAULT_LANGUAGE: Language = 'en';

/** The language of an `Accept-Language` header (RFC 9110, 12.5.4): the one with the highest weight that pages are written in; English otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best = DEFAULT_LANGUAGE;
  let bestWeight = 0;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag === '*' ? DEFAULT_LANGUAGE : tag.split('-')[0];
    const weight = weightOf(parameters);
    if ((language === 'en' || language === 'de') && weight > bestWeight) {
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
