// The words of a card's news, in German.
import type { Texts } from '../en/index.ts';

export const news: Texts['news'] = {
  title: 'Neues auf allen Karten',
  text: 'Was Sie hier schreiben, steht einen Augenblick später auf der Karte aller Kunden.',
  onPhones: (cards) =>
    cards === 0
      ? 'Noch ist keine Karte auf einem Telefon, also wird keines benachrichtigt. Karten, die später dazukommen, haben den neuen Text.'
      : cards === 1
        ? '1 Karte auf einem Telefon wird benachrichtigt.'
        : `${cards.toLocaleString('de')} Karten auf Telefonen werden benachrichtigt.`,
  ownValues: (count) =>
    count === 1
      ? '1 Karte hat hier einen eigenen Text und behält ihn.'
      : `${count.toLocaleString('de')} Karten haben hier einen eigenen Text und behalten ihn.`,
  lockScreen: 'Auf dem Sperrbildschirm steht',
  silent: 'Telefone ändern die Karte stillschweigend, weil dieses Feld keinen Benachrichtigungstext hat.',
  speak: 'Auf dem Sperrbildschirm anzeigen',
  onPass: 'Auf der Karte:',
  send: (cards) =>
    cards === 0
      ? 'Auf die Karte setzen'
      : cards === 1
        ? 'An 1 Karte auf einem Telefon senden'
        : `An ${cards.toLocaleString('de')} Karten auf Telefonen senden`,
  sent: 'Gesendet. Die Karte hat den neuen Text, und die Telefone werden benachrichtigt.',
  sentToNone:
    'Gespeichert. Die Karte hat den neuen Text. Kein Telefon hat die Karte, also wurde keines benachrichtigt.',
  unchanged: 'Es hat sich nichts geändert, also wurde kein Telefon benachrichtigt.',
  failed: 'Es wurde nichts gesendet.',
  last: 'Zuletzt wurden alle Telefone benachrichtigt:',
  unknown: 'psPortalUpdatePaths nennt etwas, das diese Karte nicht hat:',
  none: 'Diese Karte hat noch keine Neuigkeiten',
  noneText:
    'Wählen Sie den Text auf der Rückseite, den Sie für alle ändern möchten. Der Sperrbildschirm zeigt dann den neuen Text.',
  noneAsk: 'Wer die Karte ändern darf, muss zuerst auswählen, welcher ihrer Texte die Neuigkeiten zeigt.',
  noBack:
    'Auf der Rückseite der Karte steht kein Text, der für alle gleich ist. Fügen Sie dort ein Feld hinzu, etwa „Neuigkeiten“, und kommen Sie wieder.',
  choose: 'Diesen Text für Neues verwenden',
  chosen: 'Ausgewählt. Schreiben Sie jetzt die erste Neuigkeit.',
  choices: 'Texte auf der Rückseite',
  empty: 'noch leer',
};
