// Decodes the bytes of a table, whatever encoding its spreadsheet has written: by the mark at the
// beginning, else as UTF-8, else by the letters that the bytes would be.
import { analyse } from 'chardet';
import { AppError } from '../errors.ts';

/** The bytes that a guess looks at. */
const SAMPLE = 64 * 1024;

/**
 * The text of the bytes, piece by piece. `encoding`: its name, such as `windows-1251`; null: to be
 * found out. Bytes that are no text of the encoding become U+FFFD. Fails with `parameter_invalid`.
 */
export async function* decodeBytes(
  source: AsyncIterable<Uint8Array>,
  encoding: string | null,
): AsyncGenerator<string, void> {
  const bytes = source[Symbol.asyncIterator]();
  const { head, isWhole } = await headOf(bytes);
  const marked = encoding ?? markedEncoding(head);
  if (marked !== null) {
    const decoder = decoderFor(marked);
    yield decoder.decode(head, { stream: true });
    for (let next = await bytes.next(); !next.done; next = await bytes.next()) {
      yield decoder.decode(next.value, { stream: true });
    }
    yield decoder.decode();
    return;
  }
  yield* decodeUnmarked(head, isWhole, bytes);
}

/** Decodes as UTF-8 up to the first byte that is none; what came before is then plain ASCII. */
async function* decodeUnmarked(
  head: Uint8Array,
  isWhole: boolean,
  bytes: AsyncIterator<Uint8Array>,
): AsyncGenerator<string, void> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lax = new TextDecoder('utf-8');
  let isUtf8 = false;
  let carried: Uint8Array = new Uint8Array(0);
  let next = head;
  let isLast = isWhole;
  for (;;) {
    const given = Buffer.concat([carried, next]);
    const end = isLast ? given.length : wholeEnd(given);
    const part = given.subarray(0, end);
    carried = given.subarray(end);
    try {
      yield strict.decode(part);
      isUtf8 ||= part.some((byte) => byte >= 0x80);
    } catch {
      const text = lax.decode(part);
      isUtf8 ||= isMostlyUtf8(text);
      if (!isUtf8) {
        yield* decodeOld(given, bytes, isLast);
        return;
      }
      // A damaged byte: the reader of the rows names the cell.
      yield text;
    }
    if (isLast) return;
    const more = await bytes.next();
    isLast = more.done === true;
    next = more.done === true ? new Uint8Array(0) : more.value;
  }
}

/** Whether a text that was decoded as UTF-8 has at least as many characters of UTF-8 as lost ones. */
function isMostlyUtf8(text: string): boolean {
  let whole = 0;
  for (const letter of text) {
    if (letter === '\uFFFD') whole--;
    else if (letter > '\u007F') whole++;
  }
  return whole >= 0;
}

async function* decodeOld(
  given: Uint8Array,
  bytes: AsyncIterator<Uint8Array>,
  isLast: boolean,
): AsyncGenerator<string, void> {
  const decoder = decoderFor(guessEncoding(given.subarray(0, SAMPLE)));
  yield decoder.decode(given, { stream: true });
  if (isLast) return;
  for (let next = await bytes.next(); !next.done; next = await bytes.next()) {
    yield decoder.decode(next.value, { stream: true });
  }
}

/** Reads until there is enough to tell the kind of file by. */
async function headOf(bytes: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  while (size < SAMPLE) {
    const next = await bytes.next();
    if (next.done) return { head: Buffer.concat(pieces), isWhole: true };
    pieces.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(pieces), isWhole: false };
}

/** The end of the last whole character of UTF-8. */
function wholeEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return back < length ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding.trim());
  } catch {
    const message = `The encoding "${encoding.slice(0, 40)}" is unknown; give a name such as utf-8 or windows-1252.`;
    throw new AppError('parameter_invalid', { field: 'encoding', message });
  }
}

/** The encoding that a mark, or every other byte being zero, gives away; null: none of these. */
function markedEncoding(head: Uint8Array): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros: [even: number, odd: number] = [0, 0];
  const looked = Math.min(head.length, 2000);
  for (let at = 0; at < looked; at++) if (head[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const many = looked / 6;
  if (zeros[1] > many && zeros[0] < many / 10) return 'utf-16le';
  if (zeros[0] > many && zeros[1] < many / 10) return 'utf-16be';
  return null;
}

/** Letters and signs that people write, and the weight of each kind. */
const LETTERS = 'äöüÄÖÜßéèêëàâçñóíáúòìùåøæÅØÆÉÈÀÇÑÓÍÁÚãõôîïûÂÊÎÔÛ';
const CENTRAL_LETTERS = 'ąćęłńśźżĄĆĘŁŃŚŹŻěščřžýůďťňĚŠČŘŽÝŮĎŤŇőűŐŰăĂŞşŢţ';
const SIGNS = '’‘“”„–—…€«»°§·©®™\u00a0£½²³';
const WEIGHTS = new Map<string, number>();
for (const sign of SIGNS) WEIGHTS.set(sign, 1);
for (const letter of LETTERS) WEIGHTS.set(letter, 3);
for (const letter of CENTRAL_LETTERS) WEIGHTS.set(letter, 2);
/** Spreadsheets of the West write the first two; the third is that of Central Europe. */
const CANDIDATES = ['windows-1252', 'macintosh', 'windows-1250'] as const;

/**
 * The encoding whose letters make the most sense; chardet tells those of other alphabets apart.
 * Fails with `parameter_invalid` where chardet is not sure.
 */
function guessEncoding(sample: Uint8Array): string {
  if (isOtherAlphabet(sample)) {
    const found = analyse(sample).find(({ name }) => isKnown(name) && !/^utf/i.test(name) && isWords(sample, name));
    if (found !== undefined && found.confidence >= SURE) return found.name;
    const message =
      'The encoding of the file is not clear. Save it as "CSV UTF-8", or name its encoding, such as windows-1251.';
    throw new AppError('parameter_invalid', {
      field: 'file',
      message,
      beside: { errors: [{ row: 1, column: null, message }] },
    });
  }
  let best: string = CANDIDATES[0];
  let most = Number.NEGATIVE_INFINITY;
  for (const candidate of CANDIDATES) {
    const score = scoreOf(new TextDecoder(candidate).decode(sample));
    if (score > most) [best, most] = [candidate, score];
  }
  return best;
}

/** The confidence from which chardet is believed, in per cent. */
const SURE = 25;

/** Whether nearly everything beyond ASCII is letters in the encoding. */
function isWords(sample: Uint8Array, encoding: string): boolean {
  let letters = 0;
  let others = 0;
  for (const each of new TextDecoder(encoding).decode(sample)) {
    if (each <= '\u007F') continue;
    if (/\p{L}/u.test(each)) letters++;
    else others++;
  }
  return letters > 4 * others;
}

function isKnown(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}

/** Whether most of the high bytes stand in long runs, as whole words of another alphabet do. */
function isOtherAlphabet(sample: Uint8Array): boolean {
  let high = 0;
  let inRuns = 0;
  let run = 0;
  for (let at = 0; at <= sample.length; at++) {
    if ((sample[at] ?? 0) >= 0x80) {
      run++;
      continue;
    }
    high += run;
    if (run >= 4) inRuns += run;
    run = 0;
  }
  return high > 8 && inRuns > high / 2;
}

function scoreOf(text: string): number {
  let score = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    const weight = WEIGHTS.get(text[at]!);
    if (weight === undefined) score -= 2;
    // A sign in the middle of a word is hardly one; an apostrophe is.
    else if (weight === 1 && text[at] !== '’' && isLetter(text, at - 1) && isLetter(text, at + 1)) score -= 2;
    // Neither is a capital that follows a small letter.
    else if ('ŠŽ'.includes(text[at]!) && /[a-z]/.test(text[at - 1] ?? '')) score -= 1;
    else score += weight;
  }
  return score;
}

function isLetter(text: string, at: number): boolean {
  return /[a-z]/i.test(text[at] ?? '');
}
