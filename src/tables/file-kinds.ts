// Recognises files that are no CSV by their first bytes, and says how to get one.
import { AppError } from '../errors.ts';

const EXCEL = 'This is an Excel workbook. Open it, choose "Save as" and the type "CSV UTF-8", and send that file.';
const OTHER = 'Save the table as "CSV UTF-8" in your spreadsheet program, and send that file.';

/** Whether the beginning of a file, in Latin-1, is that of a kind, and what to say then. */
const KINDS: readonly (readonly [is: (beginning: string) => boolean, message: string])[] = [
  [(text) => isZip(text) && (text.includes('xl/') || text.includes('[Content_Types]')), EXCEL],
  [(text) => isZip(text) && text.includes('opendocument.spreadsheet'), `This is a LibreOffice table. ${OTHER}`],
  [(text) => isZip(text) || text.startsWith('\x1f\x8b'), `This is a packed file. ${OTHER}`],
  [(text) => text.startsWith('\xd0\xcf\x11\xe0'), EXCEL],
  [(text) => text.startsWith('%PDF-'), `This is a PDF. ${OTHER}`],
  [(text) => text.startsWith('{\\rtf'), `This is a text document (RTF). ${OTHER}`],
  [(text) => /^<(?:!doctype|html|\?xml|table)/i.test(visible(text)), `This is a web page or XML. ${OTHER}`],
  [(text) => /^(?:\[ {0,9}[[{]|\{ {0,9}")/.test(visible(text).replace(/\s/g, ' ')), `This is JSON. ${OTHER}`],
  [(text) => /^(?:\x89PNG|\xff\xd8\xff|GIF8)/.test(text), `This is a picture. ${OTHER}`],
  [(text) => text.startsWith('\xff\xfe\0\0') || text.startsWith('\0\0\xfe\xff'), `This is in UTF-32. ${OTHER}`],
];

const isZip = (text: string) => text.startsWith('PK\x03\x04');

/** Without byte order mark and white space. */
const visible = (text: string) =>
  text
    .replace(/^\xef\xbb\xbf/, '')
    .slice(0, 200)
    .trimStart();

const LOOKED_AT = 4096;

/** Passes the bytes on. Fails with `parameter_invalid` for a file of another kind. */
export async function* requireText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const piece of bytes) {
    if (isFirst && piece.length > 0) {
      isFirst = false;
      const beginning = Buffer.from(piece.subarray(0, LOOKED_AT)).toString('latin1');
      const found = KINDS.find(([is]) => is(beginning));
      if (found !== undefined) {
        const [, message] = found;
        const beside = { errors: [{ row: 1, column: null, message }] };
        throw new AppError('parameter_invalid', { field: 'file', message, beside });
      }
    }
    yield piece;
  }
}
