// Builds the request of a URL action: replaces magic strings, and encodes each value for its place.

import type { PassFacts } from '../passes/facts.ts';
import { expand, expandValue, type MagicProblem } from '../paths/magic.ts';
import type { PathIndex } from '../paths/paths.ts';
import { jsonOf } from '../values/key-order.ts';
import { typed, typedValue } from '../values/literal.ts';
import { toText } from '../values/values.ts';
import type { UrlAction } from './actions.ts';
import { holdsOwnCookie, withoutOwnCookies } from './own-cookies.ts';

export interface OutgoingRequest {
  /** `image`: the answer is an image that the action sets. */
  readonly purpose: 'action' | 'image';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeoutMs: number;
  /** See UrlAction; absent: no. */
  readonly isSigned?: boolean;
  readonly isRetried?: boolean;
}

/**
 * Percent-encodes a value and replaces lone surrogates. The marks of a holder's brackets are
 * encoded like any character, so that our own API, when the request calls it, stores them as
 * literal brackets.
 */
function percentEncode(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** A value at the very beginning is the URL or its beginning ({rootPath}), so it stays as it is. */
function encodeInUrl(value: string, position: number): string {
  return position === 0 ? value : percentEncode(value);
}

/** The fault in building a request; a run's trace shows it. */
export type RequestProblem = MagicProblem | 'own_cookie_left_out';

export function buildRequest(index: PathIndex, facts: PassFacts, action: UrlAction, told: Set<RequestProblem>) {
  const problems = new Set<MagicProblem>();
  const request = expandRequest(index, facts, action, problems);
  for (const problem of problems) told.add(problem);
  const { cookie, ...others } = request.headers;
  const more = { ...(action.sign ? { isSigned: true } : {}), ...(action.retry ? { isRetried: true } : {}) };
  if (cookie === undefined || !holdsOwnCookie(cookie)) return { ...request, ...more };
  told.add('own_cookie_left_out');
  const kept = withoutOwnCookies(cookie);
  return { ...request, ...more, headers: kept === '' ? others : { ...others, cookie: kept } };
}

function expandRequest(
  index: PathIndex,
  facts: PassFacts,
  action: UrlAction,
  problems: Set<MagicProblem>,
): Omit<OutgoingRequest, 'purpose' | 'timeoutMs'> {
  const audience = 'trusted';
  const ours = (text: string) => isOurs(text, facts.specials.rootPath);
  const expanded = expand(index, facts, action.url, { audience, encode: encodeInUrl, problems });
  const url = ours(expanded) ? expanded : unmarkEncoded(expanded);
  const headers = Object.fromEntries(
    Object.entries(action.headers).map(([name, text]) => {
      const value = typed(expand(index, facts, text, { audience, problems }));
      return [name, value.replace(/[\r\n\0]+/g, ' ').trim()];
    }),
  );
  if (action.body === null) return { method: action.method, url, headers, body: null };
  const mark = (text: string) => (ours(url) ? text : unmarkEncoded(text));
  if (typeof action.body !== 'string' || /json/i.test(headers['content-type'] ?? '')) {
    const json = expandValue(index, facts, action.body, { audience, problems });
    const sent = ours(url) ? json : typedValue(json);
    const body = typeof sent === 'string' ? sent : jsonOf(sent);
    return { method: action.method, url, headers: { 'content-type': 'application/json', ...headers }, body };
  }
  const isForm = headers['content-type'] === undefined || /urlencoded/i.test(headers['content-type']);
  const encode = isForm ? { encode: encodeInUrl } : {};
  const body = mark(expand(index, facts, toText(action.body), { audience, problems, ...encode }));
  return {
    method: action.method,
    url,
    headers: isForm ? { 'content-type': 'application/x-www-form-urlencoded', ...headers } : headers,
    body,
  };
}

/**
 * Whether a URL is the server's own, however it is written: the outbound guard compares origins
 * too.
 */
function isOurs(text: string, rootPath: string): boolean {
  if (!URL.canParse(text)) return false;
  const [url, root] = [new URL(text), new URL(rootPath)];
  const prefix = root.pathname.replace(/\/$/, '');
  return url.origin === root.origin && (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
}

/**
 * Turns marks back into brackets, for every server but this one. Encoded marks become encoded
 * brackets.
 */
function unmarkEncoded(text: string): string {
  return typed(text.replaceAll('%EF%B7%90', '%7B').replaceAll('%EF%B7%91', '%7D'));
}

/** The content hash when a URL is one of our own images, else null. */
export function imageHashOf(url: string, rootPath: string): string | null {
  const prefix = `${rootPath}/images/`;
  if (!url.startsWith(prefix)) return null;
  const match = /^([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(url.slice(prefix.length));
  return match?.[1] ?? null;
}
