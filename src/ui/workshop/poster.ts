// Draws a card's poster: one A4 page as a PDF file with the card's name, its colours, the code of its
// link and one sentence.
import PDFDocument from 'pdfkit';
import { type QrShape, qrShape } from '../barcode.ts';

/** A4 in points of 1/72 inch. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 56;
const BAND = 270;
const CODE = 300;

export interface Poster {
  readonly name: string;
  readonly sentence: string;
  /** The address that the code holds. */
  readonly link: string;
  /** Each is `rgb(r, g, b)`. */
  readonly background: string;
  readonly foreground: string;
  /** Who gives the card, below the code. */
  readonly owner: string;
  /** When the file is made, in ms. */
  readonly at: number;
}

/** The letters of PDF's own fonts: those of Windows-1252. */
const DRAWN = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;

/** Whether a poster can show a text. A file with a font for every script would be megabytes large. */
export function canDraw(text: string): boolean {
  return DRAWN.test(text);
}

/** Leaves out a name or owner that it cannot draw. Null: the link is too long for a code. */
export function drawPoster(poster: Poster): Promise<Uint8Array> | null {
  const code = qrShape(poster.link);
  return code === null ? null : draw(poster, code);
}

function draw(poster: Poster, code: QrShape): Promise<Uint8Array> {
  const { name, sentence, background, foreground, owner, at } = poster;
  const title = canDraw(name) ? name.replace(/\s+/g, ' ').trim() : '';
  const file = new PDFDocument({
    size: 'A4',
    margin: 0,
    info: { ...(title === '' ? {} : { Title: title }), CreationDate: new Date(at), ModDate: new Date(at) },
  });
  const chunks: Buffer[] = [];
  file.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Uint8Array>((resolve, reject) => {
    file.on('end', () => resolve(Buffer.concat(chunks)));
    file.on('error', reject);
  });
  const width = PAGE.width - 2 * MARGIN;
  file.rect(0, 0, PAGE.width, BAND).fill(colourOf(background));
  if (title !== '') {
    const size = sizeFor(file, title, width, BAND - 2 * MARGIN);
    file.font('Helvetica-Bold').fontSize(size).fillColor(colourOf(foreground));
    const height = file.heightOfString(title, { width, align: 'center' });
    file.text(title, MARGIN, (BAND - height) / 2, { width, height: BAND - MARGIN, align: 'center', ellipsis: true });
  }
  const top = BAND + 48;
  file.save().translate((PAGE.width - CODE) / 2, top);
  file
    .scale(CODE / code.size)
    .path(code.path)
    .fill([0, 0, 0], 'even-odd')
    .restore();
  file.font('Helvetica').fontSize(20).fillColor([27, 31, 36]);
  file.text(canDraw(sentence) ? sentence : '', MARGIN, top + CODE + 36, { width, align: 'center', lineGap: 4 });
  if (canDraw(owner)) {
    file.fontSize(12).fillColor([89, 97, 107]);
    file.text(owner, MARGIN, PAGE.height - MARGIN - 12, { width, height: 14, align: 'center', ellipsis: true });
  }
  file.end();
  return done;
}

/** The largest of some sizes at which the text fits; the smallest where none does. */
function sizeFor(file: PDFKit.PDFDocument, text: string, width: number, height: number): number {
  const sizes = [56, 48, 40, 34, 28, 22];
  const fits = (size: number) => {
    file.font('Helvetica-Bold').fontSize(size);
    const words = text.split(' ').every((word) => file.widthOfString(word) <= width);
    return words && file.heightOfString(text, { width }) <= height;
  };
  return sizes.find(fits) ?? sizes.at(-1)!;
}

function colourOf(rgb: string): [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
}
