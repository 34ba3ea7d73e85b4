// Chooses the headers of a request: the template's, without those that frame or route a message.
// After a redirect to another origin, only a few harmless ones remain.

import { DEPTH_HEADER } from '../ports/outbound.ts';
import { Refusal } from './refusal.ts';

const MAX_HEADER_CHARACTERS = 32 * 1024;

/**
 * A template may not set these, because they would change framing, pooling or routing, or ask for
 * compression (bombs).
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
  // Our own server may sit behind a proxy and trust these; a template must not choose the caller's
  // address.
  'forwarded',
  'via',
  'x-real-ip',
  // A template must not say how deep a loop of its own is.
  DEPTH_HEADER,
]);
const OURS_BY_PREFIX = /^(?:proxy-|x-forwarded-)/;

/**
 * Headers that another origin may see after a redirect: only those in which templates put no
 * secrets.
 */
const KEPT_ACROSS_ORIGINS = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Checks the headers of a request; answers them by lower-case name. Throws Refusal url_invalid for
 * a name or value that HTTP does not allow (a line break would start another header).
 */
export function readHeaders(given: Readonly<Record<string, string>>, host: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let characters = 0;
  for (const [name, value] of Object.entries(given)) {
    if (!TOKEN.test(name))
      throw new Refusal('url_invalid', `A header for ${host} has a name that HTTP does not allow.`);
    if (!VALUE.test(value)) {
      throw new Refusal('url_invalid', `The header ${name} for ${host} has characters that HTTP does not allow.`);
    }
    characters += name.length + value.length;
    const lower = name.toLowerCase();
    if (!OURS.has(lower) && !OURS_BY_PREFIX.test(lower)) headers.set(lower, value);
  }
  if (characters > MAX_HEADER_CHARACTERS) {
    throw new Refusal('url_invalid', `The headers for ${host} are longer than ${MAX_HEADER_CHARACTERS} characters.`);
  }
  if (!headers.has('user-agent')) headers.set('user-agent', 'Passwright');
  return headers;
}

/** The headers that may follow a redirect to another origin. */
export function acrossOrigins(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => KEPT_ACROSS_ORIGINS.has(name)));
}

/** The headers of a request without a body. */
export function withoutBody(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => !name.startsWith('content-')));
}
