// The words of the page of a pass and the pass it draws, in French.
import type { Texts } from '../en/index.ts';

export const pass: Texts['pass'] = {
  add: 'Ajouter à Apple Wallet',
  addToGoogle: 'Ajouter à Google Wallet',
  openOnAnyPhone:
    'Ouvrez cette page sur votre téléphone pour ajouter le pass : à Apple Wallet sur un iPhone, à Google Wallet sur un téléphone Android.',
  download: 'Télécharger',
  openOnPhone:
    'Ouvrez cette page sur votre iPhone pour ajouter le pass, ou téléchargez le fichier et ouvrez-le sur un Mac connecté à votre compte Apple.',
  here: 'Cette page est votre carte',
  hereText:
    'Montrez la carte et son code d’ici. Gardez la page : ajoutez-la à l’écran d’accueil ou à vos favoris. Elle affiche toujours ce que la carte dit maintenant.',
  file: 'Fichier pour une autre application Wallet (.pkpass)',
  scanTitle: 'Sur votre téléphone',
  scan: 'Visez ce code avec l’appareil photo de votre iPhone pour y ouvrir le pass.',
  scanAny: 'Pointez l’appareil photo de votre téléphone vers ce code pour y ouvrir le pass.',
  scanAlt: 'Code QR qui mène à ce pass',
  back: 'Au dos',
  emptyFront: 'Il n’y a rien au recto de ce pass.',
  voided: 'N’est plus valable',
  publicPass: 'Pass public',
  publicHint: 'Tout le monde peut en avoir un. Qui ouvre ce lien reçoit son propre pass :',
  share: 'Partager ce pass',
  made: 'Créé avec Passwright',
  summary:
    'Ouvrez ce lien sur votre téléphone : un iPhone ajoute le pass à Apple Wallet, les autres téléphones l’affichent dans le navigateur.',
  barcodes: {
    PKBarcodeFormatQR: 'Code QR',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Code Aztec',
    PKBarcodeFormatCode128: 'Code 128',
    PKBarcodeFormatEAN13: 'EAN-13',
    PKBarcodeFormatCode39: 'Code 39',
    PKBarcodeFormatCodabar: 'Codabar',
    PKBarcodeFormatI2of5: 'Interleaved 2 of 5',
  },
};
