// The words of a pass as a card in the browser, in French.
import type { Texts } from '../en/index.ts';

export const passCard: Texts['passCard'] = {
  open: 'Ouvrir sans application Wallet',
  enlarge: 'Afficher le code en grand',
  codeAlone: 'Le code de la carte',
  bright: 'Si le lecteur a du mal, augmentez la luminosité de l’écran.',
  close: 'Fermer',
  keepTitle: 'Garder cette carte',
  keepText:
    'Ajoutez cette page à l’écran d’accueil depuis le menu du navigateur : la carte s’ouvre alors comme une application, affiche chaque changement d’elle-même et fonctionne sans réseau.',
  install: 'Ajouter à l’écran d’accueil',
  words: {
    live: 'À jour',
    changed: 'La carte a changé.',
    offline: 'Hors ligne, état du {time}',
  },
};
