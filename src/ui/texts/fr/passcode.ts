// The words of the form that asks for a passcode, in French.
import type { Texts } from '../en/index.ts';

export const passcode: Texts['passcode'] = {
  title: 'Ce pass a un mot de passe',
  hint: 'Saisissez-le pour voir le pass et l’ajouter à votre téléphone. La personne qui vous a donné le lien peut vous dire le mot de passe.',
  passcode: 'Mot de passe',
  open: 'Afficher le pass',
  wrong: 'Ce mot de passe n’est pas le bon. Réessayez.',
  tooMany: (duration) =>
    `Trop de mots de passe erronés ont été saisis. Veuillez patienter ${duration}, puis réessayez.`,
};
