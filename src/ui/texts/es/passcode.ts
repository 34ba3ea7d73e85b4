// The words of the form that asks for a passcode, in Spanish.
import type { Texts } from '../en/index.ts';

export const passcode: Texts['passcode'] = {
  title: 'Este pase tiene una contraseña',
  hint: 'Introdúzcala para ver el pase y añadirlo a su teléfono. Quien le dio el enlace puede decirle la contraseña.',
  passcode: 'Contraseña',
  open: 'Mostrar el pase',
  wrong: 'Esta contraseña no es correcta. Inténtelo de nuevo.',
  tooMany: (duration) => `Se han introducido demasiadas contraseñas erróneas. Espere ${duration} e inténtelo de nuevo.`,
};
