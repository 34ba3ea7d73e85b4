// The words of the page that imports what happened before, in German.
import type { Texts } from '../en/index.ts';

export const historyImport: Texts['historyImport'] = {
  title: 'Früheres mitbringen',
  section:
    'Was mit den Karten Ihrer Kunden anderswo oder früher geschah: Besuche, Anmeldungen und Stände aus einer Tabelle, ohne dass Regeln laufen.',
  start: 'Früheres importieren',
  text: 'Jede Zeile der Datei ist ein Ereignis einer Karte. Es zählt in den Zahlen und im Verlauf der Karte, und keine Regel läuft. Kommt eine Datei noch einmal, kommt nur dazu, was neu ist.',
  file: 'Datei (CSV)',
  fileHint: 'Höchstens 50.000 Zeilen; der Befehl import-history nimmt mehr. Ihre erste Zeile hat diese Überschriften:',
  example: 'Ein Beispiel für diese Karte',
  path: 'API-Pfad',
  meanings: {
    serialNumber:
      'wessen Karte es ist; oder hashedSerialNumber; oder find: und der API-Pfad eines Werts, etwa einer E-Mail-Adresse',
    time: 'ein Tag, oder Tag und Zeit, etwa 2025-03-01 18:30',
    event: 'scan, register, install, edit, check oder delete; ohne diese Spalte gilt die Wahl oben',
    id: 'die Nummer, die das andere Programm dem Ereignis gab; ohne sie zählen gleiche Zeilen ein Mal',
    path: 'der Wert zu dieser Zeit; er bleibt auf der Karte, wenn nichts Späteres geschah',
    add: 'wie viel das Ereignis einer Zahl hinzufügte',
    none: 'nichts: die Spalte wird nicht gelesen',
  },
  event: 'Was in Zeilen geschah, die es nicht sagen',
  push: 'Telefonen sagen, welche Karten nun anders aussehen',
  submit: 'Importieren',
  noFile: 'Wählen Sie zuerst eine Datei.',
  source: (file, row) => `Importiert aus ${file}, Zeile ${row}`,
  fromFile: (name) => `Importiert aus ${name}`,
  done: 'Die Datei ist gelesen',
  added: (count) => (count === 1 ? '1 Ereignis wurde importiert.' : `${count} Ereignisse wurden importiert.`),
  known: (count) => (count === 1 ? '1 Zeile war schon importiert.' : `${count} Zeilen waren schon importiert.`),
  wrong: (count) =>
    count === 1
      ? '1 Zeile blieb weg. Berichtigen Sie sie, und importieren Sie die Datei noch einmal.'
      : `${count} Zeilen blieben weg. Berichtigen Sie sie, und importieren Sie die Datei noch einmal.`,
  first: (count) => `Die ersten ${count} davon:`,
  again: 'Noch eine Datei importieren',
};
