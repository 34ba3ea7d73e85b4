// The words of form fields, on every page with a form, in German.
import type { Texts } from '../en/index.ts';

export const form: Texts['form'] = {
  summary: (count) => (count === 1 ? 'Ein Feld stimmt noch nicht' : `${count} Felder stimmen noch nicht`),
  choose: 'Bitte wählen',
  none: 'Keine Angabe',
  less: (label, step) => `${label}: ${step} weniger`,
  more: (label, step) => `${label}: ${step} mehr`,
  picture: 'Eine Datei in PNG, JPEG, WebP oder GIF',
  picturePresent: 'Das jetzige Bild. Wählen Sie eine Datei, um es zu ersetzen.',
  pictureKept: 'Ihr Bild ist angekommen. Wählen Sie nur dann eine Datei, wenn Sie es ersetzen möchten.',
  places: {
    backgroundColor: 'Hintergrundfarbe',
    foregroundColor: 'Textfarbe',
    labelColor: 'Farbe der Beschriftungen',
    logoText: 'Text neben dem Logo',
    description: 'Beschreibung',
    organizationName: 'Veranstalter',
    expirationDate: 'Gültig bis',
    relevantDate: 'Datum',
    barcode_message: 'Inhalt des Codes',
    barcode_altText: 'Text unter dem Code',
    images_logo: 'Logo der Karte',
    images_icon: 'Symbol',
    images_strip: 'Bild',
    images_thumbnail: 'Bild',
    images_background: 'Hintergrundbild',
    images_footer: 'Bild unten',
  },
};
