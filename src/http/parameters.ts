// A request's parameters, whatever they came in: query, form, multipart, JSON, or JSON in a form field. Real clients send
// JSON without saying so, and image bytes in plain form fields, so what a body is decides and not its Content-Type alone.
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AppError } from '../errors.ts';
import { isObject, type JsonValue } from '../rules/values/values.ts';

/** Name -> value; a file, or a field that is not UTF-8 text, is its bytes. */
export type Parameters = Readonly<Record<string, JsonValue | Uint8Array>>;

/** The most a request body may be, in bytes. */
export const LARGEST_BODY = 8 * 1024 * 1024;

/** Name and value, and of a file what the client calls it. */
export type Pairs = [name: string, value: JsonValue | Uint8Array, fileName?: string][];

/** The most parameters of a request: each is looked up in a template, and nobody else is served meanwhile. */
const MOST_PARTS = 2000;

/** A part of one of these types is a file also when it has no file name. */
const FILE_TYPE = /^(?:image\/|application\/octet-stream)/i;

/** Query and body together, the body's before the query's. Fails with `body_too_large`, `body_invalid`. */
export async function readParameters(request: Request): Promise<Parameters> {
  const query: Pairs = request.url.includes('?') ? [...new URL(request.url).searchParams] : [];
  const body = await readBody(request, LARGEST_BODY);
  const pairs = [...query, ...(await readPairs(body, request.headers.get('content-type') ?? ''))];
  requireFew(pairs.length);
  const parameters = spreadJson(collect(pairs));
  requireFew(Object.keys(parameters).length);
  return parameters;
}

function requireFew(count: number): void {
  if (count <= MOST_PARTS) return;
  throw new AppError('body_invalid', { message: `A request has at most ${MOST_PARTS} parameters; this has ${count}.` });
}

/** The bytes of a body of at most `largest` bytes. Fails with `body_too_large`. */
export async function readBody(request: Request, largest: number): Promise<Uint8Array> {
  const tooLarge = () => {
    const size = largest < 1024 * 1024 ? `${largest / 1024} kB` : `${largest / 1024 / 1024} MB`;
    return new AppError('body_too_large', { message: `A request is at most ${size} large.` });
  };
  if (request.method === 'GET' || request.method === 'HEAD') return new Uint8Array(0);
  const announced = request.headers.get('content-length');
  if (announced !== null) {
    if (Number(announced) > largest) throw tooLarge();
    // HTTP ends the body there. Read at once: a stream, which asking for `request.body` makes, costs more than a scan.
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.length > largest) throw tooLarge();
    return bytes;
  }
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readPairs(body: Uint8Array, contentType: string): Promise<Pairs> {
  if (body.length === 0) return [];
  const multipart = multipartType(body, contentType);
  if (multipart !== null) return readMultipart(body, multipart);
  const start = startOf(body);
  if (start.startsWith('{') || start.startsWith('[') || /json/i.test(contentType)) return readJson(body);
  return readForm(body);
}

/** The Content-Type of a multipart form, with its boundary, also when the request names another or none; null: it is none. */
export function multipartType(body: Uint8Array, contentType: string): string | null {
  if (/^multipart\/form-data/i.test(contentType)) return contentType;
  const boundary = /json/i.test(contentType) ? undefined : /^--([^\r\n]{1,70})\r\n/.exec(startOf(body))?.[1];
  return boundary === undefined ? null : `multipart/form-data; boundary="${boundary}"`;
}

function startOf(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, 200)).toString('latin1').trimStart();
}

function readJson(body: Uint8Array): Pairs {
  const value = parseJson(new TextDecoder().decode(body), 'The body');
  if (!isObject(value))
    throw new AppError('body_invalid', { message: 'The body must be a JSON object of parameters.' });
  return Object.entries(value);
}

function parseJson(text: string, what: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new AppError('body_invalid', { message: `${what} is not valid JSON: ${reason}` });
  }
}

/** Percent-decoded to bytes, so that raw image bytes in a field survive. */
function readForm(body: Uint8Array): Pairs {
  return Buffer.from(body)
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const cut = pair.indexOf('=');
      const name = cut === -1 ? pair : pair.slice(0, cut);
      return [
        String(textOrBytes(unescapeForm(name))),
        textOrBytes(cut === -1 ? Buffer.alloc(0) : unescapeForm(pair.slice(cut + 1))),
      ];
    });
}

function unescapeForm(text: string): Buffer {
  const bytes = text
    .replace(/\+/g, ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function textOrBytes(bytes: Buffer): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new Uint8Array(bytes);
  }
}

/** The parts of a form, in order; a file, or what is not UTF-8 text, as bytes. Fails with `body_invalid`. */
export function readMultipart(body: Uint8Array, contentType: string): Promise<Pairs> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      reject(new AppError('body_invalid', { message: `The form could not be read: ${reason}` }));
    };
    const pairs: Pairs = [];
    let parser: BusboyInstance;
    try {
      // Every part is read as a file, so as bytes: what a part says of its charset is often wrong, and an image may come
      // without a file name.
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
        const value = isFile ? new Uint8Array(bytes) : textOrBytes(bytes);
        pairs.push(fileName === undefined ? [name, value] : [name, value, fileName]);
      });
    });
    parser.on('partsLimit', () => refuse(`it has more than ${MOST_PARTS} parts`));
    parser.on('finish', () => resolve(pairs));
    parser.on('error', refuse);
    parser.end(Buffer.from(body));
  });
}

/** As PHP reads them: the last of a name wins, `name[]` collects a list. */
function collect(pairs: Pairs): Map<string, JsonValue | Uint8Array> {
  const collected = new Map<string, JsonValue | Uint8Array>();
  for (const [name, value] of pairs) {
    if (name.endsWith('[]') && !(value instanceof Uint8Array)) {
      const list = collected.get(name.slice(0, -2));
      collected.set(name.slice(0, -2), Array.isArray(list) ? [...list, value] : [value]);
    } else collected.set(name, value);
  }
  return collected;
}

/** The guide's form field `JSON`: its object's keys are parameters too. */
function spreadJson(collected: Map<string, JsonValue | Uint8Array>): Parameters {
  const json = collected.get('JSON');
  if (json === undefined || json instanceof Uint8Array) return Object.fromEntries(collected);
  collected.delete('JSON');
  const value = typeof json === 'string' ? parseJson(json, 'The field JSON') : json;
  if (!isObject(value))
    throw new AppError('body_invalid', { message: 'The field JSON must be a JSON object of parameters.' });
  return Object.fromEntries([...collected, ...Object.entries(value)]);
}
