// The words of the page that gives a card away, and of its poster, in German.
import type { Texts } from '../en/index.ts';

export const send: Texts['send'] = {
  title: 'Ein Link für alle',
  text: 'Wer diesen Link öffnet, bekommt eine eigene Karte, bei jedem neuen Öffnen eine weitere.',
  ways: 'Was zuerst aufgeht',
  atOnce: 'Gleich die Karte',
  formFirst: 'Zuerst ein Formular',
  noForm: 'Die Karte hat kein Feld, das Inhaber ausfüllen, also gibt es kein Formular davor.',
  link: 'Link',
  open: 'Link ausprobieren',
  code: 'Code',
  codeText: 'Für einen Handzettel, die Theke oder einen Bildschirm. Die Kamera eines Telefons liest ihn.',
  codeAlt: 'Der Link als QR-Code',
  png: 'Code als PNG',
  svg: 'Code als SVG',
  poster: 'Plakat',
  posterText: 'Eine A4-Seite mit dem Namen der Karte, ihren Farben und dem Code, fertig zum Drucken.',
  posterButton: 'Plakat als PDF',
  posterNameless:
    'Auf dem Plakat fehlt der Name der Karte, weil die Schrift von PDF-Dateien seine Buchstaben nicht hat. Der Code funktioniert trotzdem.',
  posterSentence: 'Scannen Sie den Code mit Ihrem Telefon, und Sie haben die Karte immer dabei.',
  codeTooLong: 'Der Link ist zu lang für einen Code.',
};
