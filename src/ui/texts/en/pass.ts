// The words of the page of a pass and the pass it draws, in English.

export const pass = {
  add: 'Add to Apple Wallet',
  addToGoogle: 'Add to Google Wallet',
  openOnAnyPhone:
    'Open this page on your phone to add the pass: to Apple Wallet on an iPhone, to Google Wallet on an Android phone.',
  download: 'Download',
  openOnPhone:
    'Open this page on your iPhone to add the pass, or download the file and open it on a Mac that is signed in to your account.',
  here: 'This page is your card',
  hereText:
    'Show the card and its code from here. Keep the page: add it to your home screen or your bookmarks. It always shows what the card says now.',
  file: 'File for another wallet app (.pkpass)',
  scanTitle: 'Onto your phone',
  scan: 'Point the camera of your iPhone at this code to open the pass there.',
  scanAny: 'Point the camera of your phone at this code to open the pass there.',
  scanAlt: 'QR code that leads to this pass',
  back: 'On the back',
  emptyFront: 'There is nothing on the front of this pass.',
  voided: 'No longer valid',
  publicPass: 'Public pass',
  publicHint: 'Everyone may have one. Whoever opens this link gets a pass of their own:',
  share: 'Share this pass',
  made: 'Made with Passwright',
  summary:
    'Open this link on your phone: an iPhone adds the pass to Apple Wallet, other phones show it in the browser.',
  barcodes: {
    PKBarcodeFormatQR: 'QR code',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Aztec code',
    PKBarcodeFormatCode128: 'Code 128',
    PKBarcodeFormatEAN13: 'EAN-13',
    PKBarcodeFormatCode39: 'Code 39',
    PKBarcodeFormatCodabar: 'Codabar',
    PKBarcodeFormatI2of5: 'Interleaved 2 of 5',
  },
};
