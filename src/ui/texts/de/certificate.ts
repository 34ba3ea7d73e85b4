// The words about the development certificate, on owners' and holders' pages, in German.
import type { Texts } from '../en/index.ts';

export const certificate: Texts['certificate'] = {
  testPass: 'Nur zum Ausprobieren',
  testPassText:
    'Dieser Pass ist mit einem Entwicklungszertifikat signiert, deshalb fügt ihn ein iPhone nicht zu Apple Wallet hinzu.',
  testPasses: 'Ihre Pässe sind nur zum Ausprobieren',
  testPassesText:
    'Sie sind mit dem Entwicklungszertifikat dieses Servers signiert, und kein iPhone fügt einen solchen Pass zu Apple Wallet hinzu. Sie brauchen ein Zertifikat von Apple, bevor Sie Links weitergeben.',
  askOperator: 'Fragen Sie den Betreiber dieses Servers, wie es importiert wird.',
  how: 'Wie Sie eines bekommen und importieren',
  request:
    'Erzeugen Sie eine Anforderung, und laden Sie sie in Apples Entwicklerkonto hoch (Certificates, Pass Type ID Certificate):',
  import: 'Importieren Sie das Zertifikat, das Apple daraus macht:',
};
