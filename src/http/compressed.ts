// Answers files that are the same for everybody, compressed for browsers that take it. Pages are not
// compressed: their length would tell an attacker what of their secrets was guessed (BREACH).
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context as HonoContext } from 'hono';

const compress = promisify(gzip);

/** What was compressed once; the server has a fixed number of such files. */
const compressed = new Map<string | Uint8Array, Promise<Uint8Array<ArrayBuffer>>>();

/** Shorter contents fit into one packet as they are, in bytes or UTF-16 units. */
const SHORT = 1000;
/** Pictures and archives are compressed already. */
const SQUEEZABLE = /^(?:text\/|application\/(?:javascript|json|wasm)|image\/svg)/;

/** `content` stays the same as long as the server runs. */
export async function answerFile(
  c: HonoContext,
  content: string | Uint8Array<ArrayBuffer>,
  headers: { readonly 'content-type': string; readonly 'cache-control': string },
): Promise<Response> {
  const isWorth = content.length > SHORT && SQUEEZABLE.test(headers['content-type']);
  if (!isWorth) return c.body(content, 200, headers);
  const vary = { ...headers, vary: 'accept-encoding' };
  if (!takesGzip(c.req.header('accept-encoding') ?? '')) return c.body(content, 200, vary);
  const known = compressed.get(content) ?? compress(content, { level: 9 }).then((bytes) => new Uint8Array(bytes));
  compressed.set(content, known);
  return c.body(await known, 200, { ...vary, 'content-encoding': 'gzip' });
}

/** The most of an Accept-Encoding header that is read, in characters. */
const HEADER_READ = 200;

function takesGzip(accepted: string): boolean {
  return accepted
    .slice(0, HEADER_READ)
    .split(',')
    .some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/i.test(coding));
}
