// A request is a chain of hops: the first URL, then one hop for each redirect. Pure; the client
// checks and sends each hop.

import { type OutboundRequest, type OwnCall, REFUSED_DEPTH } from '../ports/outbound.ts';
import { readUrl } from './guard.ts';
import { acrossOrigins, readHeaders, withoutBody } from './headers.ts';
import { Refusal } from './refusal.ts';

export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | null;
  /** The identification of a hop that goes to this server itself. */
  readonly ownCall: OwnCall;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const MAX_URL_CHARACTERS = 16 * 1024;

/**
 * The first hop of a request. Throws Refusal: url_invalid, scheme_refused, credentials_refused,
 * depth_exceeded.
 */
export function firstHop(request: OutboundRequest, ownOrigin: string): Hop {
  if (request.url.length > MAX_URL_CHARACTERS) {
    throw new Refusal('url_invalid', `The URL is longer than ${MAX_URL_CHARACTERS} characters.`);
  }
  const url = readUrl(request.url);
  const method = request.method.toUpperCase();
  if (!METHODS.has(method)) {
    throw new Refusal('url_invalid', `The method for ${url.host} is none of ${[...METHODS].join(', ')}.`);
  }
  const headers = readHeaders(request.headers, url.host);
  const { ownCall } = request;
  // Compare this way round: a depth that is not a number is a mistake of ours, and must not let a
  // loop go on unseen.
  if (url.origin === ownOrigin && !(ownCall.depth < REFUSED_DEPTH)) {
    throw new Refusal(
      'depth_exceeded',
      `This would be call ${REFUSED_DEPTH} of this server (${url.host}) by itself in one chain; it was refused so that a loop ends.`,
    );
  }
  const body = method === 'GET' || method === 'HEAD' ? null : (request.body ?? null);
  return { url, method, headers: body === null ? withoutBody(headers) : headers, body, ownCall };
}

/**
 * The hop that a redirect asks for; null when this answer is the last one. Throws Refusal for a
 * location that may not be followed. The client checks address and port, as for any hop.
 */
export function nextHop(hop: Hop, status: number, location: string | null, ownOrigin: string): Hop | null {
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return null;
  const url = readUrl(location, hop.url.href);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new Refusal('scheme_refused', `${hop.url.host} redirects from https to http, which is not followed.`);
  }
  const sameOrigin = url.origin === hop.url.origin;
  // Our own origin is exempt from the address check, because an action that names it does so on
  // purpose. Another server must not use that exemption by a redirect and make this server call
  // itself (a confused deputy).
  if (url.origin === ownOrigin && !sameOrigin) {
    throw new Refusal('address_refused', `${hop.url.host} redirects back to this server, which is not followed.`);
  }
  // As browsers do: 303 always asks for the result with GET, 301 and 302 turn a POST into a GET,
  // 307 and 308 change nothing.
  const toGet = status === 303 ? hop.method !== 'HEAD' : status < 303 && hop.method === 'POST';
  const headers = sameOrigin ? hop.headers : acrossOrigins(hop.headers);
  return {
    url,
    method: toGet ? 'GET' : hop.method,
    headers: toGet ? withoutBody(headers) : headers,
    body: toGet ? null : hop.body,
    ownCall: hop.ownCall,
  };
}
