// The words of a card's draft, of the page that publishes it, and of the card's history, in German.
import type { Texts } from '../en/index.ts';

export const versions: Texts['versions'] = {
  draft: (changes) =>
    changes === null
      ? 'Entwurf mit Änderungen'
      : changes === 0
        ? 'Entwurf ohne Änderungen'
        : changes === 1
          ? 'Entwurf: 1 Änderung'
          : `Entwurf: ${changes} Änderungen`,
  by: (who) => `von ${who}`,
  you: 'Ihnen',
  see: 'Ansehen und veröffentlichen',
  discard: 'Verwerfen …',
  badge: 'Entwurf mit Änderungen',
  commandLine: 'der Befehlszeile',
  somebody: 'jemandem',

  edited: (who, when) =>
    `Es wurde nichts gespeichert: Während diese Seite bei Ihnen offen war, wurde der Entwurf dieser Karte von ${who} geändert (${when}). Unten steht, was Sie eingegeben haben. Sehen Sie sich den Entwurf an und speichern Sie noch einmal.`,
  published: (who, when) =>
    `Es wurde nichts gespeichert: Während diese Seite bei Ihnen offen war, wurde eine Version dieser Karte von ${who} veröffentlicht (${when}). Unten steht, was Sie eingegeben haben. Sehen Sie sich die Karte an und speichern Sie noch einmal.`,
  discarded:
    'Es wurde nichts gespeichert: Während diese Seite bei Ihnen offen war, hat jemand den Entwurf dieser Karte verworfen. Unten steht, was Sie eingegeben haben. Speichern Sie noch einmal, um einen neuen Entwurf zu beginnen.',

  publishTitle: 'Veröffentlichen',
  noDraft:
    'Es gibt keinen Entwurf: Die Karte ist so, wie sie veröffentlicht wurde. Was Sie an Gestaltung und Regeln ändern, kommt zuerst hierher.',
  changes: 'Was sich ändert',
  noChanges: 'Der Entwurf und die veröffentlichte Karte sind gleich.',
  more: (count) => `und ${count} weitere`,
  after: 'Wie im Entwurf',
  meanwhile: (version, who) =>
    `Seit dieser Entwurf begann, wurde Version ${version} von ${who} veröffentlicht. Damit änderte sich:`,
  renewText: 'Übernehmen Sie diese Änderungen in den Entwurf, damit sein Veröffentlichen sie nicht rückgängig macht.',
  renew: 'In den Entwurf übernehmen',
  conflicts: 'Das ändert auch der Entwurf, und seine Werte bleiben:',
  renewed: 'Der Entwurf enthält jetzt, was andere veröffentlicht haben.',
  replace: (version) => `Ohne sie veröffentlichen: Was Version ${version} geändert hat, wird rückgängig`,
  replaceMissing:
    'Übernehmen Sie zuerst die Änderungen der anderen in den Entwurf, oder bestätigen Sie, dass sie rückgängig werden.',
  errors: 'Das muss zuerst behoben werden',
  warnings: 'Sehen Sie sich das an',
  phones: 'Die Telefone',
  quiet: 'Still',
  quietText:
    'Jetzt wird nichts gesendet. Jedes Telefon bekommt die neue Karte mit seiner nächsten Aktualisierung, etwa nach einem Scan.',
  notice: 'Den Telefonen jetzt Bescheid geben',
  noticeText: (phones) =>
    phones === 0
      ? 'Noch hat kein Telefon die Karte.'
      : phones === 1
        ? '1 Telefon holt die Karte sofort.'
        : `${phones} Telefone holen die Karte sofort.`,
  spoken: 'Auf Sperrbildschirmen steht, sobald ein Telefon die Karte geholt hat:',
  silent: 'Auf Sperrbildschirmen steht nichts: Es ändert sich kein Wert mit einer Mitteilung.',
  ownValues: (count) =>
    count === 1
      ? '1 Karte hat hier einen eigenen Wert und meldet nichts.'
      : `${count} Karten haben hier einen eigenen Wert und melden nichts.`,
  note: 'Notiz',
  noteHint: 'Für den Verlauf der Karte; Kunden sehen sie nie.',
  noteTooLong: (most) => `Eine Notiz hat höchstens ${most} Zeichen.`,
  publish: (phones) =>
    phones === 0
      ? 'Veröffentlichen'
      : phones === 1
        ? 'Auf 1 Telefon veröffentlichen'
        : `Auf ${phones} Telefonen veröffentlichen`,

  discardTitle: 'Den Entwurf verwerfen?',
  discardText: 'Diese Änderungen sind dann endgültig weg. Kein Telefon hat sie gesehen.',
  discardAct: 'Den Entwurf verwerfen',
  keep: 'Den Entwurf behalten',
  wasDiscarded: 'Der Entwurf wurde verworfen. Die Karte ist so, wie sie veröffentlicht wurde.',

  wasPublished: (version, isTold, phones) =>
    `Version ${version} ist veröffentlicht.${
      !isTold || phones === 0
        ? ''
        : phones === 1
          ? ' 1 Telefon bekommt gerade Bescheid.'
          : ` ${phones} Telefone bekommen gerade Bescheid.`
    }`,
  title: 'Verlauf',
  number: (version) => `Version ${version}`,
  isCurrent: 'jetzt veröffentlicht',
  first: 'Die erste Version.',
  same: 'Geschrieben wie die Version davor.',
  nobody: 'Urheber unbekannt',
  newest: 'Neueste Versionen',
  older: 'Ältere Versionen',
  all: 'Alle Versionen',
  asItWas: 'Die Karte, wie sie war',
  notDrawn: 'Diese Version lässt sich nicht zeichnen.',
  compared: (one, other) => `Von Version ${one} zu Version ${other}`,
  alike: 'Beide Versionen sind gleich geschrieben.',
  compareWith: 'Vergleichen mit Version',
  compare: 'Vergleichen',
  json: 'Das JSON nebeneinander',
  folded: (count) => `${count} gleiche Zeilen`,
  omitted: (count) => `${count} weitere Zeilen sind nicht gezeigt.`,
  bringBack: 'Als Entwurf zurückholen',
  isPublished: 'Diese Version ist die veröffentlichte, also gibt es nichts zurückzuholen.',
  broughtBack: (version) =>
    `Der Entwurf ist jetzt Version ${version}. Kein Telefon sieht sie, bevor Sie sie veröffentlichen.`,
  broughtBackSame: (version) => `Version ${version} ist das, was veröffentlicht ist. Also gibt es keinen Entwurf.`,
  replaceTitle: (version) => `Version ${version} zurückholen?`,
  replaceText:
    'Die Karte hat einen Entwurf. Diese Version tritt an seine Stelle, und diese Änderungen des Entwurfs sind endgültig weg:',
  replaceAct: 'Den Entwurf ersetzen',
  cancel: 'Abbrechen',
};
