// The words of form fields, on every page with a form, in Italian.
import type { Texts } from '../en/index.ts';

export const form: Texts['form'] = {
  summary: (count) => (count === 1 ? 'Un campo è da rivedere' : `${count} campi sono da rivedere`),
  choose: 'Scelga un’opzione',
  none: 'Nessuna risposta',
  less: (label, step) => `${label}: ${step} in meno`,
  more: (label, step) => `${label}: ${step} in più`,
  picture: 'Un file PNG, JPEG, WebP o GIF',
  picturePresent: 'L’immagine attuale. Scelga un file per sostituirla.',
  pictureKept: 'La Sua immagine è arrivata. Scelga un file solo per sostituirla.',
  places: {
    backgroundColor: 'Colore di sfondo',
    foregroundColor: 'Colore del testo',
    labelColor: 'Colore delle etichette',
    logoText: 'Testo accanto al logo',
    description: 'Descrizione',
    organizationName: 'Organizzazione',
    expirationDate: 'Valido fino al',
    relevantDate: 'Data',
    barcode_message: 'Contenuto del codice',
    barcode_altText: 'Testo sotto il codice',
    images_logo: 'Logo della carta',
    images_icon: 'Icona',
    images_strip: 'Immagine',
    images_thumbnail: 'Immagine',
    images_background: 'Immagine di sfondo',
    images_footer: 'Immagine in basso',
  },
};
