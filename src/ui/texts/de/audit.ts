// The words of the log of acts, in German.
import type { Texts } from '../en/index.ts';

export const audit: Texts['audit'] = {
  title: 'Protokoll',
  intro:
    'Was Personen und Befehle an diesem Konto geändert haben, das Neueste zuerst. Scans stehen in der Liste der Vorgänge.',
  none: 'Noch hat niemand etwas geändert.',
  export: 'Als Tabelle herunterladen',
  older: 'Ältere Einträge',
  commandLine: 'Kommandozeile',
  yes: 'ja',
  no: 'nein',
  fields: {
    cards: 'Karten',
    undo: 'darf zurücknehmen',
    find: 'darf Kunden suchen',
    reason: 'Grund',
    event: 'Vorgang',
  },
  before: 'Vorher:',
  after: 'Nachher:',
  what: {
    'account.add': 'Konto angelegt',
    'account.brand': 'Aussehen des Kontos geändert',
    'account.password': 'Passwort des Kontos geändert',
    'account.tokens': 'Nachsicht mit PassKit-Tokens umgestellt',
    'person.invite': 'Person eingeladen',
    'person.join': 'Beigetreten',
    'person.password': 'Eigenes Passwort geändert',
    'person.remove': 'Person entfernt',
    'person.role': 'Rolle geändert',
    'person.uninvite': 'Einladung zurückgezogen',
    'till.add': 'Kasse eingerichtet',
    'till.lock': 'Kasse gesperrt',
    'till.setup': 'Neuer Code für eine Kasse',
  },
};
