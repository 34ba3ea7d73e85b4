// Recognises files that are no CSV by their first bytes, and says how to get one.
import { AppError } from '../errors.ts';

const EXCEL = 'This is an Excel workbook. Open it, choose "Save as" and the type "CSV UTF-8", and send that file.';
const OTHER = 'Save the table as "CSV UTF-8" in your spreadsheet program, and send that file.';

/** Beginnings of files in Latin-1, and what the file is. */
const KINDS: readonly (readonly [beginning: RegExp, message: string])[] = [
  [/^PK\x03\x04[\s\S]*(?:xl\/|\[Content_Types\])/, EXCEL],
  [/^PK\x03\x04[\s\S]*opendocument\.spreadsheet/, `This is a LibreOffice table. ${OTHER}`],
  [/^PK\x03\x04/, `This is a packed file or a workbook. ${OTHER}`],
  [/^\xd0\xcf\x11\xe0/, EXCEL],
  [/^%PDF-/, `This is a PDF. ${OTHER}`],
  [/^\x1f\x8b/, `This is a packed file. ${OTHER}`],
  [/^\{\\rtf/, `This is a text document (RTF). ${OTHER}`],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table)/i, `This is a web page or XML. ${OTHER}`],
  [/^(?:\xef\xbb\xbf)?\s*(?:\[\s*[{[]|\{\s*")/, `This is JSON. ${OTHER}`],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8)/, `This is a picture. ${OTHER}`],
  [/^(?:\xff\xfe\0\0|\0\0\xfe\xff)/, `This file is in UTF-32. ${OTHER}`],
];

const LOOKED_AT = 4096;

/** Passes the bytes on. Fails with `parameter_invalid` for a file of another kind. */
export async function* requireText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const piece of bytes) {
    if (isFirst && piece.length > 0) {
      isFirst = false;
      const beginning = Buffer.from(piece.subarray(0, LOOKED_AT)).toString('latin1');
      const found = KINDS.find(([pattern]) => pattern.test(beginning));
      if (found !== undefined) {
        const [, message] = found;
        const beside = { errors: [{ row: 1, column: null, message }] };
        throw new AppError('parameter_invalid', { field: 'file', message, beside });
      }
    }
    yield piece;
  }
}
