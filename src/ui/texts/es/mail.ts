// The words of mails to holders, in Spanish.
import type { Texts } from '../en/index.ts';

export const mail: Texts['mail'] = {
  subject: (description) => `Su pase: ${description}`,
  heading: (organisation) => `Su pase de ${organisation}`,
  open: 'Abrir su pase',
  how: 'Abra el enlace en su iPhone para añadir el pase a Apple Wallet. Otros teléfonos muestran la tarjeta en el navegador. En un ordenador muestra un código que lleva a su teléfono hasta allí.',
  howAny:
    'Abra el enlace en su teléfono: un iPhone añade el pase a Apple Wallet, un teléfono Android a Google Wallet. En un ordenador muestra un código que lleva a su teléfono hasta allí.',
  keep: 'Guarde este mensaje: con el enlace recupera su pase, también en un teléfono nuevo. Quien tiene el enlace tiene el pase.',
  made: 'Creado con Passwright',
};
