// Die Worte der Seite, auf der der Schlüssel eines Feldes oder eines verborgenen Werts geändert wird.
import type { Texts } from '../en/index.ts';

export const rename: Texts['rename'] = {
  title: 'Schlüssel umbenennen',
  back: 'Zurück zur Gestaltung',
  of: (name) => `Der Schlüssel von ${name}`,
  text: 'Der Schlüssel ist der Name in Texten, Regeln und Links, etwa {structure_headerFields_points_value}. Kundinnen und Kunden lesen die Beschriftung; den Schlüssel sehen sie nie.',
  path: 'API-Pfad',
  now: 'Schlüssel jetzt',
  key: 'Neuer Schlüssel',
  keyHint: 'Buchstaben und Ziffern, etwa punkte.',
  show: 'Zeigen, was sich ändert',
  uses: (count) => (count === 1 ? '1 Text nennt ihn' : `${count} Texte nennen ihn`),
  noUses: 'Kein Text und keine Regel nennt ihn.',
  changes: (count) => (count === 1 ? '1 Stelle ändert sich' : `${count} Stellen ändern sich`),
  nothingYet: 'Noch ist nichts geändert.',
  becomes: 'wird zu',
  confirm: (key) => `In ${key} umbenennen`,
  done: 'Im Entwurf umbenannt, mit allem, was den Schlüssel nennt.',
  more: (count) => `und ${count} weitere`,
  stored: (count) =>
    count === 1
      ? 'Die Karte einer Kundin oder eines Kunden hat unter diesem Schlüssel einen eigenen Wert und würde ihn verlieren. Ändern Sie stattdessen die Beschriftung: Sie ist das, was man auf der Karte liest.'
      : `Die Karten von ${count.toLocaleString('de')} Kundinnen und Kunden haben unter diesem Schlüssel eigene Werte und würden sie verlieren. Ändern Sie stattdessen die Beschriftung: Sie ist das, was man auf der Karte liest.`,
  second: 'zweite Gestaltung',
  translation: (language) => `Übersetzungen: ${language}`,
  kinds: {
    text: 'in einem Text',
    condition: 'in einer Bedingung',
    target: 'wird von einer Regel geändert',
    paths: 'in einer Liste von Pfaden',
    link: 'in einem Link',
    translation: 'in einer Übersetzung',
    key: 'der Schlüssel selbst',
  },
  faults: {
    empty: 'Geben Sie den neuen Schlüssel an.',
    same: 'Diesen Schlüssel hat es schon.',
    letters: 'Ein Schlüssel besteht aus Buchstaben, Ziffern, Leerzeichen und _ . @ - und hat höchstens 64 Zeichen.',
    special:
      'Schlüssel wie psScanText haben eine eigene Bedeutung: Sie behalten ihren Namen, und kein anderer Wert bekommt ihn.',
    taken: 'Ein anderes Feld oder ein anderer verborgener Wert hat diesen Schlüssel.',
    named:
      'Ein Text dieser Karte nennt diesen Schlüssel schon und würde ab jetzt diesen Wert zeigen. Ändern Sie erst den Text, oder wählen Sie einen anderen Schlüssel.',
    error: 'Mit diesem Schlüssel hätte die Karte einen Fehler. Wählen Sie einen anderen.',
    stored: 'Karten von Kundinnen und Kunden haben eigene Werte unter diesem Schlüssel.',
  },
};
