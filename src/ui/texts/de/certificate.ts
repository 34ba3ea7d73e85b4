// The words about the development certificate, on owners' and holders' pages, in German.
import type { Texts } from '../en/index.ts';

export const certificate: Texts['certificate'] = {
  testPass: 'Nur zum Ausprobieren',
  testPassText:
    'Dieser Pass ist mit einem Entwicklungszertifikat signiert, deshalb fügt ihn ein iPhone nicht zu Apple Wallet hinzu.',
};
