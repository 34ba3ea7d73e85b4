// The headers that every answer has. An answer that is made with all of them is written as it is;
// others get them at the end, which costs a Headers object and a dozen changes of it.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { pagePolicy } from './page-policy.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Whether the answer was made by `answerWhole`. */
    isWhole: boolean;
  }
}

/** Replace what a route set. The proxy that ends TLS sets Strict-Transport-Security. */
const FIXED = {
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

/** For answers whose route set no others. */
const DEFAULTS = {
  // The pages' policy; an uploaded SVG has a stricter one.
  'content-security-policy': pagePolicy(),
  // Browsers name a page as the referrer to this server alone, because addresses hold hashes that
  // open passes. No referrer at all would be too strict: browsers would then send no origin with
  // forms, and over plain http own-forms.ts has nothing else to tell this server's forms from others.
  'referrer-policy': 'same-origin',
} as const;

const ALL = { ...DEFAULTS, ...FIXED } as const;
const FIXED_ENTRIES = Object.entries(FIXED);
const DEFAULT_ENTRIES = Object.entries(DEFAULTS);

/** Adds to the request's answer what it lacks. */
export function completeAnswer(c: HonoContext): void {
  if (c.get('isWhole') === true) return;
  const { headers } = c.res;
  headers.set('x-request-id', c.get('requestId'));
  for (const [name, value] of FIXED_ENTRIES) headers.set(name, value);
  for (const [name, value] of DEFAULT_ENTRIES) if (!headers.has(name)) headers.set(name, value);
}

/**
 * A complete answer, for routes that are called often. What `c.header` and `c.status` were given is
 * not in it.
 */
export function answerWhole(c: HonoContext, text: string, contentType: string, status: ContentfulStatusCode = 200) {
  c.set('isWhole', true);
  const headers = { ...ALL, 'content-type': contentType, 'x-request-id': c.get('requestId') };
  return new Response(text, { status, headers });
}
