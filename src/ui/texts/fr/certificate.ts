// The words about the development certificate on holders' pages, in French.
import type { Texts } from '../en/index.ts';

export const certificate: Pick<Texts['certificate'], 'testPass' | 'testPassText'> = {
  testPass: 'Uniquement pour essayer',
  testPassText:
    'Ce pass est signé avec un certificat de développement : un iPhone ne l’ajoute donc pas à Apple Wallet.',
};
