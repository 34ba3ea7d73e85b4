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
  before: 'Vorher:',
  after: 'Nachher:',
  what: {
    'account.add': 'Konto angelegt',
    'account.brand': 'Aussehen des Kontos geändert',
    'account.password': 'Passwort des Kontos geändert',
    'account.tokens': 'Nachsicht mit PassKit-Tokens umgestellt',
    'card.copy': 'Karte kopiert',
    'card.create': 'Karte gemacht',
    'card.delete': 'Karte gelöscht',
    'card.import': 'Karte aus einer Datei gemacht',
    'card.pause': 'Regeln angehalten',
    'card.run': 'Regeln laufen gelassen',
    'card.tests_delete': 'Testkarten gelöscht',
    'examples.hide': 'Beispiele ausgeblendet',
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
