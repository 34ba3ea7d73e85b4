// The words of mails to holders, in Italian.
import type { Texts } from '../en/index.ts';

export const mail: Texts['mail'] = {
  subject: (description) => `Il Suo pass: ${description}`,
  heading: (organisation) => `Il Suo pass di ${organisation}`,
  open: 'Apri il pass',
  how: 'Apra il link sul Suo iPhone per aggiungere il pass ad Apple Wallet. Gli altri telefoni mostrano la carta nel browser. Su un computer mostra un codice che porta lì il Suo telefono.',
  howAny:
    'Apra il link sul telefono: un iPhone aggiunge il pass ad Apple Wallet, un telefono Android a Google Wallet. Su un computer mostra un codice che porta lì il Suo telefono.',
  keep: 'Conservi questo messaggio: con il link ritrova il Suo pass, anche su un telefono nuovo. Chi ha il link ha il pass.',
  made: 'Creato con Passwright',
};
