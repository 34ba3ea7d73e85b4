// Reads a request's parameters from query, form, multipart, JSON, or JSON in a form field. The
// body's bytes decide its format besides the Content-Type, because real clients send JSON without
// saying so, and image bytes in plain form fields.
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AppError } from '../errors.ts';
import { inTurns, nextTurn } from '../operations/next-turn.ts';
import { atOnce, type Steps } from '../rules/values/steps.ts';
import { isObject, type JsonObject, type JsonValue } from '../rules/values/values.ts';
import { countBody } from './body-bytes.ts';
import { type Decode, decoderOf } from './charset.ts';
import { LONGEST_TURN, parseJson, parseLongJson } from './json-body.ts';

/** Name -> value; bytes for a file, and for a field that is not text. */
export type Parameters = Readonly<Record<string, JsonValue | Uint8Array>>;

/** The most that a request body with files may be, in bytes. */
export const LARGEST_BODY = 8 * 1024 * 1024;
/** The most that a request body may be where no file is expected, in bytes. */
export const LARGEST_TEXT_BODY = 256 * 1024;

/** Name and value, and for a file the name that the client gave it. */
export type Pairs = [name: string, value: JsonValue | Uint8Array, fileName?: string][];

type Content = Pairs | JsonObject;

/**
 * The most parameters of a request: looking each one up in a template holds up all other requests.
 */
const MOST_PARTS = 2000;

/** A part of one of these types is a file even without a file name. */
const FILE_TYPE = /^(?:image\/|application\/octet-stream)/i;

/**
 * Reads query and body; the body's value of a name wins. `largest` bounds the body, in bytes. Fails
 * with `body_too_large`, `body_invalid`.
 */
export async function readParameters(request: Request, largest = LARGEST_BODY): Promise<Parameters> {
  const body = await readBody(request, largest);
  const query = readQuery(request.url);
  const reading = readContent(body, request.headers.get('content-type') ?? '');
  // A promise takes longer than most bodies.
  const content = reading instanceof Promise ? await reading : reading;
  if (!Array.isArray(content) && query.length === 0 && isParameters(content)) return content;
  const pairs = [...query, ...(Array.isArray(content) ? content : Object.entries(content))];
  requireFew(pairs.length);
  const collected = collect(pairs);
  const parameters = collected.has('JSON') ? await spreadJson(collected) : Object.fromEntries(collected);
  requireFew(Object.keys(parameters).length);
  return parameters;
}

/** Reads the query, whose bytes Node gives as Latin-1. Fails with `body_invalid`. */
function readQuery(url: string): Pairs {
  const start = url.indexOf('?');
  if (start === -1) return [];
  const end = url.indexOf('#', start);
  return atOnce(formSteps(Buffer.from(url.slice(start + 1, end === -1 ? undefined : end), 'latin1'), ''));
}

/**
 * Whether a JSON object is what its pairs would become: no name collects a list, and no field holds
 * other parameters. Fails with `body_invalid`.
 */
function isParameters(content: JsonObject): boolean {
  const names = Object.keys(content);
  requireFew(names.length);
  return !Object.hasOwn(content, 'JSON') && !names.some((name) => name.endsWith('[]'));
}

function requireFew(count: number): void {
  if (count <= MOST_PARTS) return;
  throw new AppError('body_invalid', { message: `A request has at most ${MOST_PARTS} parameters.` });
}

/** Reads a body of at most `largest` bytes. Fails with `body_too_large`, `rate_limited`. */
export async function readBody(request: Request, largest: number): Promise<Uint8Array> {
  const tooLarge = () => {
    const size = largest < 1024 * 1024 ? `${largest / 1024} KiB` : `${largest / 1024 / 1024} MB`;
    return new AppError('body_too_large', { message: `A request is at most ${size} large.` });
  };
  if (request.method === 'GET' || request.method === 'HEAD') return new Uint8Array(0);
  const announced = request.headers.get('content-length');
  if (announced !== null) {
    if (Number(announced) > largest) throw tooLarge();
    // HTTP ends the body at this length. Read a short one whole: `request.body` would make a
    // stream, which costs more than a scan.
    if (Number(announced) <= LARGEST_AT_ONCE) {
      const bytes = new Uint8Array(await request.arrayBuffer().catch(cutShort));
      if (bytes.length > largest) throw tooLarge();
      return bytes;
    }
  }
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  const counted = countBody();
  let size = 0;
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largest) throw tooLarge();
      counted.add(chunk.length);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof AppError) throw error;
    return cutShort();
  } finally {
    counted.release();
  }
}

/** The client is gone, or took longer than a body may: nobody reads the answer, but the log has it. */
function cutShort(): never {
  throw new AppError('body_invalid', { message: 'The connection ended before the body was there.' });
}

/** In bytes. */
const LARGEST_AT_ONCE = 64 * 1024;

/** The object of a JSON body, or the pairs of another one. */
function readContent(body: Uint8Array, contentType: string): Content | Promise<Content> {
  if (body.length === 0) return [];
  if (DECLARED_JSON.test(contentType)) return readJson(body, contentType);
  const multipart = multipartType(body, contentType);
  if (multipart !== null) return readMultipart(body, multipart);
  if (/^[{[]/.test(startOf(body)) || /json/i.test(contentType)) return readJson(body, contentType);
  const steps = formSteps(body, contentType);
  return body.length <= LONGEST_TURN ? atOnce(steps) : inTurns(steps);
}

/** A Content-Type of JSON alone, whatever the body begins with. */
const DECLARED_JSON = /^application\/json\b/i;

/**
 * The Content-Type of a multipart form with its boundary, which is read from the body when the
 * request declares another type or none. Null: the body is no multipart form.
 */
export function multipartType(body: Uint8Array, contentType: string): string | null {
  if (/^multipart\/form-data/i.test(contentType)) return contentType;
  const boundary = /json/i.test(contentType) ? undefined : /^--([^\r\n]{1,70})\r\n/.exec(startOf(body))?.[1];
  return boundary === undefined ? null : `multipart/form-data; boundary="${boundary}"`;
}

/**
 * The beginning as Latin-1 without byte order mark and white space, so that a bracket shows in
 * UTF-8 and in UTF-16.
 */
function startOf(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, 200))
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff\0)/, '')
    .trimStart();
}

function readJson(body: Uint8Array, contentType: string): JsonObject | Promise<JsonObject> {
  const what = 'The body';
  if (body.length <= LONGEST_TURN) return objectOf(parseJson(body, what, { contentType }));
  return parseLongJson(body, what, { contentType }).then(objectOf);
}

function objectOf(value: JsonValue): JsonObject {
  if (isObject(value)) return value;
  throw new AppError('body_invalid', { message: 'The body must be a JSON object of parameters.' });
}

/**
 * Decodes percent escapes to bytes, so that image bytes in a field survive, and text to strings.
 * Stops one pair past the limit.
 */
function* formSteps(body: Uint8Array, contentType: string): Steps<Pairs> {
  const decode = decoderOf(contentType);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const pairs: Pairs = [];
  for (let start = 0, count = 0; start < bytes.length && count <= MOST_PARTS; count++) {
    const ampersand = bytes.indexOf('&', start);
    const end = ampersand === -1 ? bytes.length : ampersand;
    const pair = bytes.subarray(start, end);
    const cut = pair.indexOf('=');
    const name = yield* unescapeSteps(cut === -1 ? pair : pair.subarray(0, cut));
    const value = yield* unescapeSteps(cut === -1 ? pair.subarray(0, 0) : pair.subarray(cut + 1));
    if (count === MOST_PARTS) requireFew(count + 1);
    if (pair.length > 0) pairs.push([nameIn(name, decode), textOrBytes(value, decode)]);
    start = end + 1;
  }
  return pairs;
}

function nameIn(bytes: Uint8Array, decode: Decode): string {
  const name = textOrBytes(bytes, decode);
  if (typeof name === 'string') return name;
  throw new AppError('body_invalid', { message: 'The name of a parameter is not UTF-8 text. Send UTF-8.' });
}

const PLUS = 43;
const PERCENT = 37;
const SPACE = 32;

/** Turns "+" into a space and %41 into its byte; a percent sign without two digits stays. */
function* unescapeSteps(escaped: Buffer): Steps<Buffer> {
  if (!escaped.includes(PLUS) && !escaped.includes(PERCENT)) return escaped;
  const bytes = Buffer.allocUnsafe(escaped.length);
  let length = 0;
  let step = UNESCAPED_A_STEP;
  for (let at = 0; at < escaped.length; at++) {
    if (at > step) {
      step += UNESCAPED_A_STEP;
      yield;
    }
    const byte = escaped[at]!;
    const high = byte === PERCENT ? HEX_DIGITS[escaped[at + 1] ?? 0]! : NO_DIGIT;
    const low = high === NO_DIGIT ? NO_DIGIT : HEX_DIGITS[escaped[at + 2] ?? 0]!;
    if (low !== NO_DIGIT) {
      bytes[length++] = high * 16 + low;
      at += 2;
    } else bytes[length++] = byte === PLUS ? SPACE : byte;
  }
  return bytes.subarray(0, length);
}

/** How many bytes are unescaped in one step. */
const UNESCAPED_A_STEP = 1024 * 1024;

/** Stands in the table for a character that is no digit. */
const NO_DIGIT = 255;
/** The value of a digit by its character code. */
const HEX_DIGITS = Uint8Array.from({ length: 256 }, (_, code) => {
  const digit = String.fromCharCode(code);
  return /[0-9a-f]/i.test(digit) ? Number.parseInt(digit, 16) : NO_DIGIT;
});

function textOrBytes(bytes: Uint8Array, decode: Decode): string | Uint8Array {
  try {
    return decode(bytes);
  } catch {
    return new Uint8Array(bytes);
  }
}

/** The size of the pieces in which a form is parsed, and how many are parsed in one turn. In bytes. */
const PIECE = 16 * 1024;
const TURN = 2 * PIECE;

/**
 * The parts of a form, in order; bytes for a file, and for a part that is not text. Fails with
 * `body_invalid`.
 */
export function readMultipart(body: Uint8Array, contentType: string): Promise<Pairs> {
  const decode = decoderOf(contentType);
  return new Promise((resolve, reject) => {
    let isRefused = false;
    const refuse = (error: unknown) => {
      isRefused = true;
      const reason = error instanceof Error ? error.message : String(error);
      reject(new AppError('body_invalid', { message: `The form could not be read: ${reason}` }));
    };
    const pairs: Pairs = [];
    let parser: BusboyInstance;
    try {
      // Read every part as a file, hence as bytes: clients often declare a wrong charset, and an
      // image may come without a file name.
      const isPartAFile = () => true;
      parser = new Busboy({ headers: { 'content-type': contentType }, limits: { parts: MOST_PARTS }, isPartAFile });
    } catch (error) {
      refuse(error);
      return;
    }
    parser.on('file', (name: string | undefined, stream, fileName: string | undefined, _, mediaType) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', refuse);
      stream.on('end', () => {
        if (name === undefined) return refuse('a part has no name');
        const bytes = Buffer.concat(chunks);
        const isFile = fileName !== undefined || FILE_TYPE.test(mediaType);
        const value = isFile ? new Uint8Array(bytes) : textOrBytes(bytes, decode);
        pairs.push(fileName === undefined ? [name, value] : [name, value, fileName]);
      });
    });
    parser.on('partsLimit', () => refuse(`it has more than ${MOST_PARTS} parts`));
    parser.on('finish', () => resolve(pairs));
    parser.on('error', refuse);
    // Parse piece by piece, and stop once the form is refused.
    const parse = async () => {
      for (let start = 0; start < body.length && !isRefused; start += PIECE) {
        if (start > 0 && start % TURN === 0) await nextTurn();
        parser.write(Buffer.from(body.buffer, body.byteOffset + start, Math.min(PIECE, body.length - start)));
      }
      if (!isRefused) parser.end();
    };
    parse().catch(refuse);
  });
}

/** Merges pairs as PHP does: the last value of a name wins, `name[]` collects a list. */
function collect(pairs: Pairs): Map<string, JsonValue | Uint8Array> {
  const collected = new Map<string, JsonValue | Uint8Array>();
  const lists = new Map<string, JsonValue[]>();
  for (const [name, value] of pairs) {
    if (!name.endsWith('[]') || value instanceof Uint8Array) {
      collected.set(name, value);
      continue;
    }
    const listName = name.slice(0, -2);
    const before = lists.get(listName);
    const list = before !== undefined && collected.get(listName) === before ? before : [];
    list.push(value);
    lists.set(listName, list);
    collected.set(listName, list);
  }
  return collected;
}

/** Adds the keys of the guide's form field `JSON` to the parameters. */
async function spreadJson(collected: Map<string, JsonValue | Uint8Array>): Promise<Parameters> {
  const json = collected.get('JSON');
  if (json === undefined || json instanceof Uint8Array) return Object.fromEntries(collected);
  collected.delete('JSON');
  const value = typeof json === 'string' ? await parseLongJson(json, 'The field JSON') : json;
  if (!isObject(value))
    throw new AppError('body_invalid', { message: 'The field JSON must be a JSON object of parameters.' });
  return Object.fromEntries([...collected, ...Object.entries(value)]);
}
