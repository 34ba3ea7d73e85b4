// The words of traces, in the editor and on the command line, in German.
import type { Texts } from '../en/index.ts';

export const trace: Texts['trace'] = {
  gone: 'Von diesem Lauf gibt es kein Protokoll mehr: Neuere sind an seine Stelle getreten.',
  none: 'Für dieses Ereignis ist keine Aktion festgelegt.',
  omitted: (count) => `${count} Aktionen in der Mitte sind nicht gezeigt.`,
  if: 'wenn',
  isTrue: 'wahr',
  isFalse: 'falsch, also geschieht nichts',
  unreadable: 'die Bedingung ist nicht lesbar:',
  after: (milliseconds) => `nach ${milliseconds} ms`,
  error: 'Fehler:',
  nothing: 'nichts',
};
