// The words of the page of a pass and the pass it draws, in Spanish.
import type { Texts } from '../en/index.ts';

export const pass: Texts['pass'] = {
  add: 'Añadir a Apple Wallet',
  addToGoogle: 'Añadir a Google Wallet',
  openOnAnyPhone:
    'Abra esta página en su teléfono para añadir el pase: a Apple Wallet en un iPhone, a Google Wallet en un teléfono Android.',
  download: 'Descargar',
  openOnPhone:
    'Abra esta página en su iPhone para añadir el pase, o descargue el archivo y ábralo en un Mac con su cuenta de Apple.',
  here: 'Esta página es su tarjeta',
  hereText:
    'Muestre la tarjeta y su código desde aquí. Guarde la página: añádala a la pantalla de inicio o a sus favoritos. Siempre muestra lo que dice la tarjeta ahora.',
  file: 'Archivo para otra aplicación de Wallet (.pkpass)',
  scanTitle: 'En su teléfono',
  scan: 'Apunte la cámara de su iPhone a este código para abrir allí el pase.',
  scanAny: 'Apunte la cámara de su teléfono a este código para abrir el pase allí.',
  scanAlt: 'Código QR que lleva a este pase',
  back: 'Al dorso',
  emptyFront: 'No hay nada en el anverso de este pase.',
  voided: 'Ya no es válido',
  publicPass: 'Pase público',
  publicHint: 'Cualquiera puede tener uno. Quien abre este enlace recibe su propio pase:',
  share: 'Compartir este pase',
  made: 'Creado con Passwright',
  summary:
    'Abra este enlace en su teléfono: un iPhone añade el pase a Apple Wallet, otros teléfonos lo muestran en el navegador.',
  barcodes: {
    PKBarcodeFormatQR: 'Código QR',
    PKBarcodeFormatPDF417: 'PDF417',
    PKBarcodeFormatAztec: 'Código Aztec',
    PKBarcodeFormatCode128: 'Code 128',
    PKBarcodeFormatEAN13: 'EAN-13',
    PKBarcodeFormatCode39: 'Code 39',
    PKBarcodeFormatCodabar: 'Codabar',
    PKBarcodeFormatI2of5: 'Interleaved 2 of 5',
  },
};
