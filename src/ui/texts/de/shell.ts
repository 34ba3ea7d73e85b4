// The words of the frame around the owner's pages, in German.
import type { Texts } from '../en/index.ts';

export const shell: Texts['shell'] = {
  skip: 'Zum Inhalt',
  navigation: 'Seiten',
  places: { today: 'Heute', cards: 'Karten', customers: 'Kunden', tills: 'Kassen', settings: 'Einstellungen' },
  more: 'Mehr',
  noCertificate: 'Telefone lehnen Ihre Karten ab: Es gibt noch kein Zertifikat von Apple.',
  noCertificateShort: 'Noch kein Zertifikat von Apple.',
  setUp: 'Einrichten',
  logOut: 'Abmelden',
  help: 'Hilfe',
  cardNavigation: 'Seiten dieser Karte',
  tabs: {
    overview: 'Überblick',
    design: 'Gestaltung',
    rules: 'Regeln',
    try: 'Ausprobieren',
    send: 'Verteilen',
    news: 'Neues',
    customers: 'Kunden',
    versions: 'Verlauf',
    code: 'Für Programme',
  },
  paused: 'Regeln sind angehalten',
};
