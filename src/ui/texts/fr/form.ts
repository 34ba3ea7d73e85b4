// The words of form fields, on every page with a form, in French.
import type { Texts } from '../en/index.ts';

export const form: Texts['form'] = {
  summary: (count) => (count === 1 ? 'Un champ est à revoir' : `${count} champs sont à revoir`),
  choose: 'Veuillez choisir',
  none: 'Pas de réponse',
  less: (label, step) => `${label} : ${step} de moins`,
  more: (label, step) => `${label} : ${step} de plus`,
  picture: 'Un fichier PNG, JPEG, WebP ou GIF',
  picturePresent: 'L’image actuelle. Choisissez un fichier pour la remplacer.',
  pictureKept: 'Votre image est arrivée. Choisissez un fichier uniquement pour la remplacer.',
  places: {
    backgroundColor: 'Couleur du fond',
    foregroundColor: 'Couleur du texte',
    labelColor: 'Couleur des intitulés',
    logoText: 'Texte à côté du logo',
    description: 'Description de la carte',
    organizationName: 'Organisme',
    expirationDate: 'Valable jusqu’au',
    relevantDate: 'Date prévue',
    barcode_message: 'Contenu du code',
    barcode_altText: 'Texte sous le code',
    images_logo: 'Logo de la carte',
    images_icon: 'Icône',
    images_strip: 'Image',
    images_thumbnail: 'Image',
    images_background: 'Image de fond',
    images_footer: 'Image du bas',
  },
};
