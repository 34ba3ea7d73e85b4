// The adapter of Google Wallet's API: REST with a token of the service account, which Google gives
// for an assertion that the account's key signs (RFC 7523). Requests go through the guarded client.
import { importPKCS8, SignJWT } from 'jose';
import { hasNotifyPreference } from '../pass/google/keys.ts';
import type { Google, GoogleAccount, GoogleResult } from '../ports/google.ts';
import type { Outbound, OutboundResult } from '../ports/outbound.ts';
import type { JsonObject } from '../rules/values/values.ts';
import { answerOf, failed, type Reply } from './answers.ts';

export interface GoogleOptions {
  readonly outbound: Outbound;
  /** The root of the API, without a slash at its end. */
  readonly walletUrl: string;
  readonly tokenUrl: string;
  /** Ms since 1970. */
  readonly now: () => number;
}

const SCOPE = 'https://www.googleapis.com/auth/wallet_object.issuer';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Google lets an assertion last an hour at most. */
const ASSERTION_SECONDS = 3600;
/** A token is not used in its last minute, in ms. */
const SPARE = 60_000;
const REQUEST_MS = 15_000;
/** Google's answers repeat the object, and errors say what is wrong with it. */
const LARGEST_ANSWER = 1024 * 1024;
/** The most service accounts whose tokens are in memory. */
const MOST_TOKENS = 1000;

interface Token {
  readonly value: string;
  readonly until: number;
}

export function openGoogle({ outbound, walletUrl, tokenUrl, now }: GoogleOptions): Google {
  /** One request at a time asks for the token of an account; the others wait for its answer. */
  const tokens = new Map<string, Promise<Token | GoogleResult>>();
  let isClosed = false;

  async function askToken(account: GoogleAccount): Promise<Token | GoogleResult> {
    const seconds = Math.floor(now() / 1000);
    let assertion: string;
    try {
      const key = await importPKCS8(account.privateKey, 'RS256');
      assertion = await new SignJWT({ scope: SCOPE })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: account.privateKeyId })
        .setIssuer(account.clientEmail)
        .setAudience(tokenUrl)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + ASSERTION_SECONDS)
        .sign(key);
    } catch {
      return failed('refused', 'The private key of the service account cannot be used.');
    }
    const reply = replyOf(
      await outbound.request({
        url: tokenUrl,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: GRANT, assertion }).toString(),
        ...LIMITS,
      }),
    );
    const answer = answerOf(reply);
    const { access_token: value, expires_in: lasts } = reply.body;
    // Google refuses a wrong key with 400 here, and any faulty body elsewhere.
    if (answer.verdict === 'refused') return { ...answer, status: 401 };
    if (answer.verdict !== 'done') return answer;
    if (typeof value !== 'string') return failed('unavailable', "Google's answer has no access_token.");
    return { value, until: now() + (typeof lasts === 'number' ? lasts * 1000 : 0) };
  }

  async function tokenOf(account: GoogleAccount): Promise<Token | GoogleResult> {
    const key = `${account.clientEmail} ${account.privateKeyId}`;
    const there = await tokens.get(key);
    if (there !== undefined && 'value' in there && there.until - SPARE > now()) return there;
    // Another caller may have asked while this one waited.
    const asked = tokens.get(key);
    const known = asked === undefined ? undefined : await asked;
    if (asked !== undefined && known !== there) return known!;
    const asking = askToken(account);
    if (tokens.size >= MOST_TOKENS) tokens.clear();
    tokens.set(key, asking);
    const token = await asking;
    // What failed is asked for again by the next caller.
    if (!('value' in token) && tokens.get(key) === asking) tokens.delete(key);
    return token;
  }

  async function call(account: GoogleAccount, method: string, path: string, body?: JsonObject): Promise<GoogleResult> {
    if (isClosed) return failed('unavailable', 'This server is shutting down, so Google was not asked.');
    const token = await tokenOf(account);
    if (!('value' in token)) return token;
    const sent = await outbound.request({
      url: `${walletUrl}/${path}`,
      method,
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...LIMITS,
    });
    const answer = answerOf(replyOf(sent));
    // The next call asks for a new token: this one was taken back.
    if (answer.status === 401) tokens.delete(`${account.clientEmail} ${account.privateKeyId}`);
    return answer;
  }

  return {
    async upsertClass(account, { resource, class: body }) {
      const collection = `${resource}Class`;
      const updated = await call(account, 'PUT', `${collection}/${encodeURIComponent(String(body.id))}`, body);
      if (updated.verdict !== 'missing') return updated;
      return call(account, 'POST', collection, body);
    },
    insertObject: (account, resource, object) => call(account, 'POST', `${resource}Object`, object),
    async patchObject(account, resource, id, changes, notices) {
      const path = `${resource}Object/${encodeURIComponent(id)}`;
      if (notices.length === 0) return call(account, 'PATCH', path, changes);
      if (hasNotifyPreference(resource)) {
        return call(account, 'PATCH', path, { ...changes, notifyPreference: 'NOTIFY_ON_UPDATE' });
      }
      // Only a message tells holders of a generic object. The one before goes, because Google takes ten.
      const patched = await call(account, 'PATCH', path, { ...changes, messages: [] });
      if (patched.verdict !== 'done') return patched;
      const message = { body: notices.join('\n'), messageType: 'TEXT_AND_NOTIFY' };
      return call(account, 'POST', `${path}/addMessage`, { message });
    },
    check: (account) => call(account, 'GET', `issuer/${encodeURIComponent(account.issuerId)}`),
    async close() {
      isClosed = true;
      await outbound.close();
    },
  };
}

const LIMITS = {
  timeoutMs: REQUEST_MS,
  maxBytes: LARGEST_ANSWER,
  onTooLarge: 'truncate',
  followsRedirects: false,
  // No request of Google's goes to this server itself.
  ownCall: { depth: 0, header: '' },
} as const;

function replyOf(result: OutboundResult): Reply {
  if (!result.ok) return { status: null, retryAfter: null, body: { error: { message: result.message } } };
  return { status: result.status, retryAfter: result.retryAfter ?? null, body: parsed(result.body) };
}

function parsed(bytes: Uint8Array): JsonObject {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : {};
  } catch {
    return {};
  }
}
