// Which headers go out: those of the template without the ones that frame or route a message, and
// fewer still after a redirect to somebody else.

import { DEPTH_HEADER } from '../ports/outbound.ts';
import { Refusal } from './refusal.ts';

const MAX_HEADER_CHARACTERS = 32 * 1024;

/**
 * The connection is ours: these would change framing, pooling or routing, or ask for compression
 * (bombs).
 */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Our own server may sit behind a proxy and believe these; a template must not say who is
  // calling.
  'forwarded',
  'via',
  'x-real-ip',
]);
const OURS_BY_PREFIX = /^(?:proxy-|x-forwarded-)/;

/**
 * What another origin may see after a redirect: nothing a template could have put a secret into by
 * habit.
 */
const KEPT_ACROSS_ORIGINS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export interface ReadHeaders {
  /** By lower-case name; without the depth header. */
  readonly headers: ReadonlyMap<string, string>;
  readonly depth: string | null;
}

/**
 * The headers of a request, checked. The depth header counts only in its lower-case spelling, the
 * one the server's own code sets after (and so over) a template's headers; any other spelling is a
 * template's and is dropped. Throws Refusal url_invalid for a name or value HTTP cannot carry (a
 * line break would start another header).
 */
export function readHeaders(given: Readonly<Record<string, string>>, host: string): ReadHeaders {
  const headers = new Map<string, string>();
  let depth: string | null = null;
  let characters = 0;
  for (const [name, value] of Object.entries(given)) {
    if (!TOKEN.test(name))
      throw new Refusal('url_invalid', `A header for ${host} has a name that HTTP does not allow.`);
    if (!VALUE.test(value)) {
      throw new Refusal('url_invalid', `The header ${name} for ${host} has characters that HTTP does not allow.`);
    }
    characters += name.length + value.length;
    const lower = name.toLowerCase();
    if (lower === DEPTH_HEADER) {
      if (name === DEPTH_HEADER) depth = value;
    } else if (!OURS.has(lower) && !OURS_BY_PREFIX.test(lower)) {
      headers.set(lower, value);
    }
  }
  if (characters > MAX_HEADER_CHARACTERS) {
    throw new Refusal('url_invalid', `The headers for ${host} are longer than ${MAX_HEADER_CHARACTERS} characters.`);
  }
  if (!headers.has('user-agent')) headers.set('user-agent', 'Passwright');
  return { headers, depth };
}

/** The headers that may follow a redirect to another origin. */
export function acrossOrigins(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => KEPT_ACROSS_ORIGINS.has(name)));
}

/** The headers of a message that has lost its body on the way. */
export function withoutBody(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => !name.startsWith('content-')));
}
