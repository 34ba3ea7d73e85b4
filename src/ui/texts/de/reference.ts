// The words of the pages that explain the API, in German.
import type { Texts } from '../en/index.ts';

export const reference: Texts['reference'] = {
  title: 'Die API',
  home: 'Startseite',
  openApi: 'OpenAPI-Dokument',
  others: 'Hier wird auch gesprochen:',
  functions: 'Funktionen',
  whenItFails: 'wenn etwas fehlschlägt',
  inTemplates: 'in Vorlagen',
  keys: 'Schlüssel einer Vorlage',
  errorCodes: 'Fehlercodes',
  parameters: 'Parameter',
  needed: 'nötig',
  notAlways: 'nicht immer',
  answer: 'Antwort',
  answerOf: (count) => `Antwort: ${count} Felder`,
  tryIt: 'Ausprobieren',
};
