// The words of the page of a pass and the pass it draws, in Italian.
import type { Texts } from '../en/index.ts';

export const pass: Texts['pass'] = {
  add: 'Aggiungi ad Apple Wallet',
  addToGoogle: 'Aggiungi a Google Wallet',
  openOnAnyPhone:
    'Apra questa pagina sul telefono per aggiungere il pass: ad Apple Wallet su un iPhone, a Google Wallet su un telefono Android.',
  download: 'Scarica',
  openOnPhone:
    'Apra questa pagina sul Suo iPhone per aggiungere il pass, oppure scarichi il file e lo apra su un Mac con il Suo account Apple.',
  here: 'Questa pagina è la Sua carta',
  hereText:
    'Mostri da qui la carta e il suo codice. Conservi la pagina: la aggiunga alla schermata Home o ai preferiti. Mostra sempre ciò che la carta dice ora.',
  file: 'File per un’altra app Wallet (.pkpass)',
  scanTitle: 'Sul Suo telefono',
  scan: 'Inquadri questo codice con la fotocamera del Suo iPhone per aprire lì il pass.',
  scanAny: 'Inquadri questo codice con la fotocamera del telefono per aprire lì il pass.',
  scanAlt: 'Codice QR che porta a questo pass',
  back: 'Sul retro',
  emptyFront: 'Sul fronte di questo pass non c’è nulla.',
  voided: 'Non più valido',
  publicPass: 'Pass pubblico',
  publicHint: 'Chiunque può averne uno. Chi apre questo link riceve un pass proprio:',
  share: 'Condividi questo pass',
  made: 'Creato con Passwright',
  summary:
    'Apra questo link sul Suo telefono: un iPhone aggiunge il pass ad Apple Wallet, gli altri telefoni lo mostrano nel browser.',
  barcodes: {
    PKBarcodeFormatQR: 'Codice QR',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Codice Aztec',
    PKBarcodeFormatCode128: 'Code 128',
    PKBarcodeFormatEAN13: 'EAN-13',
    PKBarcodeFormatCode39: 'Code 39',
    PKBarcodeFormatCodabar: 'Codabar',
    PKBarcodeFormatI2of5: 'Interleaved 2 of 5',
  },
};
