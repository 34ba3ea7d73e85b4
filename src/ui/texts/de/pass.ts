// The words of the page of a pass and the pass it draws, in German.
import type { Texts } from '../en/index.ts';

export const pass: Texts['pass'] = {
  add: 'Zu Apple Wallet hinzufügen',
  addToGoogle: 'Zu Google Wallet hinzufügen',
  openOnAnyPhone:
    'Öffnen Sie diese Seite auf Ihrem Telefon, um den Pass hinzuzufügen: zu Apple Wallet auf einem iPhone, zu Google Wallet auf einem Android-Telefon.',
  download: 'Laden',
  openOnPhone:
    'Öffnen Sie diese Seite auf Ihrem iPhone, um den Pass hinzuzufügen, oder laden Sie die Datei und öffnen Sie sie auf einem Mac, der mit Ihrem Apple Account angemeldet ist.',
  here: 'Diese Seite ist Ihre Karte',
  hereText:
    'Zeigen Sie die Karte und ihren Code von hier. Behalten Sie die Seite: auf dem Startbildschirm oder als Lesezeichen. Sie zeigt immer, was jetzt auf der Karte steht.',
  file: 'Datei für eine andere Wallet-App (.pkpass)',
  scanTitle: 'Auf Ihr Telefon',
  scan: 'Richten Sie die Kamera Ihres iPhones auf diesen Code, um den Pass dort zu öffnen.',
  scanAny: 'Richten Sie die Kamera Ihres Telefons auf diesen Code, um den Pass dort zu öffnen.',
  scanAlt: 'QR-Code, der zu diesem Pass führt',
  back: 'Auf der Rückseite',
  emptyFront: 'Auf der Vorderseite dieses Passes steht nichts.',
  voided: 'Nicht mehr gültig',
  publicPass: 'Öffentlicher Pass',
  publicHint: 'Jeder darf einen haben. Wer diesen Link öffnet, bekommt einen eigenen Pass:',
  share: 'Diesen Pass teilen',
  made: 'Erstellt mit Passwright',
  summary:
    'Öffnen Sie diesen Link auf Ihrem Telefon: Ein iPhone fügt den Pass zu Apple Wallet hinzu, andere zeigen ihn im Browser.',
  barcodes: {
    PKBarcodeFormatQR: 'QR-Code',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Aztec-Code',
    PKBarcodeFormatCode128: 'Code 128',
    PKBarcodeFormatEAN13: 'EAN-13',
    PKBarcodeFormatCode39: 'Code 39',
    PKBarcodeFormatCodabar: 'Codabar',
    PKBarcodeFormatI2of5: 'Interleaved 2 of 5',
  },
};
