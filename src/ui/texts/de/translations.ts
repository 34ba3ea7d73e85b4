// Die Worte der Seite mit den Sprachen einer Karte.
import type { Texts } from '../en/index.ts';

export const translations: Texts['translations'] = {
  title: 'Sprachen',
  text: 'Ein Telefon zeigt die Karte in seiner Sprache, wo es Übersetzungen gibt, und sonst, wie sie ist.',
  none: 'Die Karte spricht bisher eine Sprache. Fügen Sie eine weitere hinzu, und übersetzen Sie dann ihre Texte.',
  original: 'Auf der Karte',
  missing: 'fehlt',
  missingCount: (count) => (count === 0 ? 'alles übersetzt' : count === 1 ? '1 Text fehlt' : `${count} Texte fehlen`),
  unusedText: 'Keine Stelle der Karte hat diesen Text noch; seine Übersetzungen bewirken nichts.',
  noTexts: 'Die Karte hat keine Texte, die man übersetzen kann.',
  save: 'Entwurf speichern',
  add: 'Sprache hinzufügen',
  code: 'Sprache als Kürzel',
  codeHint: 'Etwa en, fr, es oder pt-BR.',
  addButton: 'Hinzufügen',
  remove: (language) => `${language} entfernen`,
  removeTitle: (language) => `${language} entfernen?`,
  removeText: (language) =>
    `Die Übersetzungen und die Bilder für ${language} verlassen den Entwurf. Veröffentlichte Karten behalten sie, bis Sie veröffentlichen.`,
  cancel: 'Behalten',
  earlier: 'Frühere Texte',
  later: 'Weitere Texte',
  done: {
    saved: 'Im Entwurf gespeichert. Telefone bekommen es, wenn Sie veröffentlichen.',
    unchanged: 'Nichts war anders, also wurde nichts gespeichert.',
    added: 'Die Sprache ist im Entwurf.',
    removed: 'Die Sprache ist aus dem Entwurf entfernt.',
  },
  faults: {
    unknown: 'Geben Sie eine Sprache als Kürzel an, etwa fr oder pt-BR.',
    taken: 'Diese Sprache hat die Karte schon.',
  },
};
