// Draws a barcode as Wallet does, as an SVG in a data URI.
import { toSVG } from 'bwip-js/node';

const NAMES: Readonly<Record<string, string>> = {
  PKBarcodeFormatQR: 'qrcode',
  PKBarcodeFormatPDF417: 'pdf417',
  PKBarcodeFormatAztec: 'azteccode',
  PKBarcodeFormatCode128: 'code128',
};

/** The picture of a barcode; null for an unknown format, and for a message that does not fit. */
export function barcodeImage(format: string, message: string, encoding: string): string | null {
  const bcid = NAMES[format];
  if (bcid === undefined) return null;
  const bytes = Buffer.from(message, /^utf-?8$/i.test(encoding) ? 'utf8' : 'latin1');
  try {
    const svg = toSVG({ bcid, text: bytes.toString('latin1'), binarytext: true, paddingwidth: 2, paddingheight: 2 })
      // Bars may be as high as there is room: only their widths are read.
      .replace(format === 'PKBarcodeFormatCode128' ? '<svg ' : /(?!)/, '<svg preserveAspectRatio="none" ');
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  } catch {
    // The message is too long, or Code 128 lacks its letters: the page then shows it as text.
    return null;
  }
}
