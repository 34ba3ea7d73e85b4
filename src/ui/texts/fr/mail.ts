// The words of mails to holders, in French.
import type { Texts } from '../en/index.ts';

export const mail: Texts['mail'] = {
  subject: (description) => `Votre pass : ${description}`,
  heading: (organisation) => `Votre pass de ${organisation}`,
  open: 'Ouvrir votre pass',
  how: 'Ouvrez le lien sur votre iPhone pour ajouter le pass à Apple Wallet. Les autres téléphones affichent la carte dans le navigateur. Sur un ordinateur, le lien affiche un code qui y mène votre téléphone.',
  howAny:
    'Ouvrez le lien sur votre téléphone : un iPhone ajoute le pass à Apple Wallet, un téléphone Android à Google Wallet. Sur un ordinateur, le lien affiche un code qui y mène votre téléphone.',
  keep: 'Conservez ce message : le lien vous rend votre pass, même sur un nouveau téléphone. Qui a le lien a le pass.',
  made: 'Créé avec Passwright',
};
