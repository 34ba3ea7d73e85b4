// The words of the pass page. "Add to Apple Wallet" is Apple's own wording in each language.
import type { Language } from './language.ts';

const en = {
  add: 'Add to Apple Wallet',
  download: 'Download',
  openOnPhone:
    'Open this page on your iPhone to add the pass, or download the file and open it on a Mac that is signed in to your account.',
  scanTitle: 'Onto your phone',
  scan: 'Point the camera of your iPhone at this code to open the pass there.',
  scanAlt: 'QR code that leads to this pass',
  back: 'On the back',
  emptyFront: 'There is nothing on the front of this pass.',
  voided: 'No longer valid',
  publicPass: 'Public pass',
  publicHint: 'Everyone may have one. Whoever opens this link gets a pass of their own:',
  share: 'Share this pass',
  made: 'Made with Passwright',
  summary: 'Open this link on your iPhone to add the pass to Apple Wallet.',
  barcodes: {
    PKBarcodeFormatQR: 'QR code',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Aztec code',
    PKBarcodeFormatCode128: 'Code 128',
  },
};

const de: typeof en = {
  add: 'Zu Apple Wallet hinzufügen',
  download: 'Laden',
  openOnPhone:
    'Öffnen Sie diese Seite auf Ihrem iPhone, um den Pass hinzuzufügen, oder laden Sie die Datei und öffnen Sie sie auf einem Mac, der mit Ihrem Account angemeldet ist.',
  scanTitle: 'Auf Ihr Telefon',
  scan: 'Richten Sie die Kamera Ihres iPhones auf diesen Code, um den Pass dort zu öffnen.',
  scanAlt: 'QR-Code, der zu diesem Pass führt',
  back: 'Auf der Rückseite',
  emptyFront: 'Auf der Vorderseite dieses Passes steht nichts.',
  voided: 'Nicht mehr gültig',
  publicPass: 'Öffentlicher Pass',
  publicHint: 'Jeder darf einen haben. Wer diesen Link öffnet, bekommt einen eigenen Pass:',
  share: 'Diesen Pass teilen',
  made: 'Erstellt mit Passwright',
  summary: 'Öffnen Sie diesen Link auf Ihrem iPhone, um den Pass zu Apple Wallet hinzuzufügen.',
  barcodes: {
    PKBarcodeFormatQR: 'QR-Code',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Aztec-Code',
    PKBarcodeFormatCode128: 'Code 128',
  },
};

export const PASS_TEXTS: Readonly<Record<Language, typeof en>> = { en, de };
