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
};
