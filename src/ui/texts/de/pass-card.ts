// The words of a pass as a card in the browser, in German.
import type { Texts } from '../en/index.ts';

export const passCard: Texts['passCard'] = {
  open: 'Ohne Wallet-App öffnen',
  enlarge: 'Code groß zeigen',
  codeAlone: 'Der Code der Karte',
  bright: 'Wenn der Scanner ihn nicht erkennt, stellen Sie den Bildschirm heller.',
  close: 'Schließen',
  keepTitle: 'Die Karte behalten',
  keepText:
    'Legen Sie diese Seite über das Menü des Browsers auf den Startbildschirm: Dann öffnet sich die Karte wie eine App, zeigt jede Änderung von selbst und braucht kein Netz.',
  install: 'Zum Startbildschirm hinzufügen',
  words: {
    live: 'Auf dem neuesten Stand',
    changed: 'Die Karte hat sich geändert.',
    offline: 'Ohne Netz, Stand {time}',
  },
};
