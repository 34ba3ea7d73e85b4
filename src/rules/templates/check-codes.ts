// Finds messages that a code of bars cannot hold: scanners would get nothing, and the drawn pass has
// the message as text. Values of passes are unknown here, so only messages of known letters count.
import type { Report } from '../diagnostics.ts';
import { isSpecial, namesIn } from '../paths/magic.ts';
import type { PathIndex } from '../paths/paths.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { BARCODE_KIND } from '../vocabulary.ts';
import { unwrap } from './attributes.ts';

interface Code {
  readonly fits: (message: string) => boolean;
  readonly holds: string;
}

/** What a code of each kind holds: ISO/IEC 15420, 16388 and 16390, EN 798. */
const CODES: Readonly<Record<string, Code>> = {
  PKBarcodeFormatEAN13: {
    fits: isEan,
    holds: '13 digits of which the last is the check digit, or the first 12 of them',
  },
  PKBarcodeFormatCode39: {
    fits: (message) => /^[0-9A-Z .$/+%-]+$/.test(message),
    holds: 'digits, capital letters, spaces and - . $ / + %',
  },
  PKBarcodeFormatCodabar: {
    fits: (message) => /^(?:[A-D][0-9$:/.+-]+[A-D]|[0-9$:/.+-]+)$/.test(message),
    holds: 'digits and - $ : / . +, between two letters from A to D or without letters',
  },
  PKBarcodeFormatI2of5: { fits: (message) => /^(?:\d\d)+$/.test(message), holds: 'an even number of digits' },
};

export function checkCodes(index: PathIndex, design: JsonObject, report: Report): void {
  const { barcode = null, barcodes } = design;
  const first = unwrap(barcode);
  const more = isArray(barcodes) ? barcodes.slice(1).map(unwrap) : [];
  [first, ...more].forEach((node, at) => {
    if (!isObject(node)) return;
    const path = at === 0 ? 'barcode' : `barcodes_${at}`;
    const format = toText(unwrap(node.format ?? null));
    const code = Object.hasOwn(CODES, format) ? CODES[format]! : null;
    const message = messageOf(node) || (isObject(first) ? messageOf(first) : '');
    // A number is drawn for each pass, or a program sets the message.
    const isOwn = node[BARCODE_KIND] === undefined || node[BARCODE_KIND] === null;
    if (code === null || message === '' || !isOwn || code.fits(message) || !isKnown(index, message)) return;
    const says = `A code of ${format} holds ${code.holds}, so it cannot hold "${message.slice(0, MOST_QUOTED)}".`;
    report.warning('barcode_unfit', `${path}_message`, says);
  });
}

/** How much of a message a warning quotes. */
const MOST_QUOTED = 100;

function messageOf(node: JsonObject): string {
  return toText(unwrap(node.message ?? (null as JsonValue)));
}

/** Whether nothing but hashes, addresses and dates of ours stands in brackets: none fits into such a code. */
function isKnown(index: PathIndex, message: string): boolean {
  return namesIn(index, message).every((name) => isSpecial(name) && name !== 'clientId');
}

/** The check digit makes the sum of the digits, every second one three times, a multiple of ten. */
function isEan(message: string): boolean {
  if (!/^\d{12,13}$/.test(message)) return false;
  if (message.length === 12) return true;
  const sum = [...message].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
