// The words about the development certificate on holders' pages, in Italian.
import type { Texts } from '../en/index.ts';

export const certificate: Pick<Texts['certificate'], 'testPass' | 'testPassText'> = {
  testPass: 'Solo per prova',
  testPassText:
    'Questo pass è firmato con un certificato di sviluppo, perciò un iPhone non lo aggiunge ad Apple Wallet.',
};
