// The words of traces, in the editor and on the command line, in German.
import type { Texts } from '../en/index.ts';

export const trace: Texts['trace'] = {
  gone: 'Von diesem Lauf gibt es kein Protokoll mehr: Neuere sind an seine Stelle getreten.',
  unchanged: {
    paused: 'Die Trigger dieser Vorlage sind angehalten.',
    invalidated: 'Der Pass wurde endgültig ungültig gemacht, also läuft kein Trigger.',
    fresh: 'Der Pass hatte sich in den 10 Minuten davor geändert, also läuft onDeviceUpdate nicht.',
    no_action: 'Für dieses Ereignis ist keine Aktion festgelegt.',
    condition_false: 'Die Bedingung war falsch, also lief keine Aktion.',
    conditions_false: 'Alle Bedingungen waren falsch, also lief keine Aktion.',
    action_failed: 'Eine Aktion ist gescheitert.',
    same_values: 'Die Aktionen liefen, und jeder Wert ist derselbe wie vorher.',
  },
  omitted: (count) => `${count} Aktionen in der Mitte sind nicht gezeigt.`,
  if: 'wenn',
  isTrue: 'wahr',
  isFalse: 'falsch, also geschieht nichts',
  unreadable: 'die Bedingung ist nicht lesbar:',
  after: (milliseconds) => `nach ${milliseconds} ms`,
  error: 'Fehler:',
  nothing: 'nichts',
};
