// The words of the form that asks for a passcode, in Italian.
import type { Texts } from '../en/index.ts';

export const passcode: Texts['passcode'] = {
  title: 'Questo pass ha una password',
  hint: 'La inserisca per vedere il pass e aggiungerlo al telefono. Chi Le ha dato il link può dirLe la password.',
  passcode: 'Password del pass',
  open: 'Mostra il pass',
  wrong: 'Questa password non è giusta. Riprovi.',
  tooMany: (duration) => `Sono state inserite troppe password errate. Attenda ${duration}, poi riprovi.`,
};
