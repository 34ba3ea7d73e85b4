// Draws barcodes: as Wallet does, as an SVG in a data URI; and QR codes as files and as a shape.
import { toBuffer, toSVG } from 'bwip-js/node';

const NAMES: Readonly<Record<string, string>> = {
  PKBarcodeFormatQR: 'qrcode',
  PKBarcodeFormatPDF417: 'pdf417',
  PKBarcodeFormatAztec: 'azteccode',
  PKBarcodeFormatCode128: 'code128',
  PKBarcodeFormatEAN13: 'ean13',
  PKBarcodeFormatCode39: 'code39',
  PKBarcodeFormatCodabar: 'rationalizedCodabar',
  PKBarcodeFormatI2of5: 'interleaved2of5',
};

/** Formats of bars alone. */
const BARS = new Set(Object.keys(NAMES).filter((format) => !/QR|PDF417|Aztec/.test(format)));

/**
 * Pictures that were drawn last: lists of cards show one message many times, and drawing takes
 * milliseconds.
 */
const KNOWN = new Map<string, string | null>();
/** How many of them stay in memory; one takes some kilobytes. */
const KNOWN_PICTURES = 200;
/** Longer messages, in characters, are drawn each time. */
const KNOWN_LENGTH = 1000;

/** The picture of a barcode; null for an unknown format, and for a message that does not fit. */
export function barcodeImage(format: string, message: string, encoding: string): string | null {
  const key = `${format} ${encoding} ${message}`;
  const known = KNOWN.get(key);
  if (known !== undefined) return known;
  const picture = draw(format, message, encoding);
  if (message.length > KNOWN_LENGTH) return picture;
  if (KNOWN.size >= KNOWN_PICTURES) KNOWN.clear();
  KNOWN.set(key, picture);
  return picture;
}

function draw(format: string, message: string, encoding: string): string | null {
  const bcid = NAMES[format];
  if (bcid === undefined) return null;
  const bytes = Buffer.from(message, /^utf-?8$/i.test(encoding) ? 'utf8' : 'latin1');
  try {
    const svg = toSVG({ bcid, text: bytes.toString('latin1'), binarytext: true, paddingwidth: 2, paddingheight: 2 })
      // Bars may be as high as there is room: only their widths are read.
      .replace(BARS.has(format) ? '<svg ' : /(?!)/, '<svg preserveAspectRatio="none" ');
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  } catch {
    // The message is too long, or the format lacks its letters: the page then shows it as text.
    return null;
  }
}

/** A QR code of a text: the quiet zone around it is that of the standard, four modules. */
function qrOptions(text: string) {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return { bcid: 'qrcode', text: bytes, binarytext: true, eclevel: 'M' };
}

/** Null: the text is too long for a code. */
export function qrSvg(text: string): string | null {
  return orNull(() => toSVG({ ...qrOptions(text), padding: 8, backgroundcolor: 'ffffff' }));
}

/** A PNG with sharp modules, over 1000 pixels wide for a usual link. Null as above. */
export async function qrPng(text: string): Promise<Uint8Array | null> {
  try {
    // bwip-js counts in units of half a module of a QR code.
    return await toBuffer({ ...qrOptions(text), scale: 12, padding: 8, backgroundcolor: 'ffffff' });
  } catch {
    return null;
  }
}

/** The shape of a QR code without its quiet zone, as the path of an SVG that is `size` wide. */
export interface QrShape {
  readonly size: number;
  readonly path: string;
}

/** Null as above. */
export function qrShape(text: string): QrShape | null {
  const svg = orNull(() => toSVG(qrOptions(text))) ?? '';
  const size = /viewBox="0 0 (\d{1,5}) /.exec(svg)?.[1];
  const path = / d="([^"]*)"/.exec(svg)?.[1];
  return size === undefined || path === undefined ? null : { size: Number(size), path };
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
