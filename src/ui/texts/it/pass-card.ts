// The words of a pass as a card in the browser, in Italian.
import type { Texts } from '../en/index.ts';

export const passCard: Texts['passCard'] = {
  open: 'Apri senza app Wallet',
  enlarge: 'Mostra il codice in grande',
  codeAlone: 'Il codice della carta',
  bright: 'Se il lettore ha difficoltà, aumenti la luminosità dello schermo.',
  close: 'Chiudi',
  keepTitle: 'Conservare questa carta',
  keepText:
    'Aggiunga questa pagina alla schermata Home dal menu del browser: la carta si apre allora come un’app, mostra da sola ogni cambiamento e funziona senza rete.',
  install: 'Aggiungi alla schermata Home',
  words: {
    live: 'Aggiornata',
    changed: 'La carta è cambiata.',
    offline: 'Senza rete, situazione del {time}',
  },
};
