// The words about the development certificate on holders' pages, in Spanish.
import type { Texts } from '../en/index.ts';

export const certificate: Pick<Texts['certificate'], 'testPass' | 'testPassText'> = {
  testPass: 'Solo para probar',
  testPassText:
    'Este pase está firmado con un certificado de desarrollo, por eso un iPhone no lo añade a Apple Wallet.',
};
