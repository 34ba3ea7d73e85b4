// The words of a card's checks, in German.
import type { Texts } from '../en/index.ts';

export const checks: Texts['checks'] = {
  title: 'Prüfungen',
  intro:
    'Jede Prüfung probiert einen Vorgang aus und vergleicht, was geschieht, mit dem, was Sie erwarten. Beim Veröffentlichen laufen alle.',
  none: 'Diese Karte hat noch keine Prüfung. Probieren Sie etwas aus und behalten Sie es als Prüfung: Dann macht keine Änderung einer Regel es unbemerkt kaputt.',
  toTry: 'Etwas ausprobieren',
  back: 'Zurück zum Versuch',
  ofDraft: 'Ausgeführt mit den Regeln des Entwurfs.',
  ofPublished: 'Ausgeführt mit den veröffentlichten Regeln.',
  summary: (passed, all) => {
    if (passed === all) return all === 1 ? 'Die Prüfung ist bestanden.' : `Alle ${all} Prüfungen sind bestanden.`;
    return all === 1
      ? 'Die Prüfung ist nicht bestanden.'
      : `${all - passed} von ${all} Prüfungen sind nicht bestanden.`;
  },
  all: 'Alle Prüfungen dieser Karte',
  overrule: 'Trotz fehlgeschlagener Prüfung veröffentlichen',
  overruleMissing:
    'Eine Prüfung ist nicht bestanden. Bringen Sie die Regel in Ordnung, oder sagen Sie, dass die Karte trotzdem veröffentlicht werden soll.',
  passes: 'bestanden',
  fails: 'nicht bestanden',
  times: (times) => (times === 1 ? 'einmal' : `${times}-mal hintereinander`),
  delete: 'Löschen',
  deleteTitle: 'Diese Prüfung löschen?',
  deleteAbout: (name) =>
    `Die Prüfung „${name}“ läuft dann beim Veröffentlichen nicht mehr. Die Karte bleibt, wie sie ist.`,
  cancel: 'Abbrechen',

  newTitle: 'Als Prüfung behalten',
  newIntro:
    'Die Prüfung merkt sich die Karte, wie sie vorher war, und führt denselben Vorgang bei jedem Veröffentlichen wieder aus.',
  name: 'Name der Prüfung',
  nameHint: 'Was so bleiben muss, zum Beispiel: Der zehnte Kaffee ist frei.',
  places: 'Diese Werte danach erwarten',
  noPlaces: 'Der Vorgang ändert keinen Wert. Die Prüfung erwartet, dass es so bleibt.',
  otherPlaces: 'Andere Werte, die dann so sein müssen',
  value: (label, value) => `${label} ist ${value}`,
  till: (text, colour) => `Die Kasse zeigt ${text}${colour === '' ? '' : ` mit der Farbe ${colour}`}`,
  lockScreen: (texts) => `Der Sperrbildschirm sagt ${texts}`,
  lockScreenSilent: 'Der Sperrbildschirm sagt nichts',
  kept: 'Die Prüfung behält diese Werte der Karte von vorher',
  keptNew: 'Eine Karte, wie sie erstellt wird, mit den Werten, die die Karte selbst ihr gibt.',
  keep: 'Prüfung behalten',
  failed: 'Die Prüfung wurde nicht behalten.',
  expectsChange: 'Sie erwartet auch, dass Telefone benachrichtigt werden.',
  expectsNoChange: 'Sie erwartet auch, dass kein Telefon benachrichtigt wird.',
  nothing: 'nichts',

  differences: {
    changes: (expected) =>
      expected
        ? 'Auf der Karte ändert sich nichts, und die Prüfung erwartet eine Änderung.'
        : 'Die Karte ändert sich, und die Prüfung erwartet, dass sie es nicht tut.',
    value: (label, seen, expected) => `${label} ist ${seen}, und die Prüfung erwartet ${expected}.`,
    place: (path, expected) => `Die Karte hat ${path} nicht mehr, und die Prüfung erwartet dort ${expected}.`,
    till_text: (seen, expected) => `Die Kasse zeigt ${seen}, und die Prüfung erwartet ${expected}.`,
    till_colour: (seen, expected) => `Die Farbe an der Kasse ist ${seen}, und die Prüfung erwartet ${expected}.`,
    lock_screen: (seen, expected) => `Der Sperrbildschirm sagt ${seen}, und die Prüfung erwartet ${expected}.`,
    stopped: (seen, expected) => `Die Meldung, die es anhält, ist ${seen}, und die Prüfung erwartet ${expected}.`,
    unusable: 'Die Prüfung lässt sich nicht ausführen:',
  },
};
