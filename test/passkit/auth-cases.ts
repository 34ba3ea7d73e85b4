// Rules for tokens as a table for any endpoint of the PassKit surface: a wrong token gets no answer
// and stores nothing.
import { expect, test } from 'vitest';
import type { MadeApiKey } from '../../src/operations/access/api-keys.ts';
import { revokeApiKey } from '../../src/operations/access/api-keys.ts';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { changeAccountSettings } from '../../src/operations/accounts/account-settings.ts';
import { stored } from '../fixtures/http/stored.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { rsaToken, type TokenParts, token, unsignedToken } from '../fixtures/passkit/tokens.ts';

/** The callers, made once for all endpoints of a test file. */
export interface Callers {
  readonly t: TestApp;
  /** The owner's key; the request is about the owner's data. */
  readonly own: MadeApiKey;
  /** Another key of the owner. */
  readonly revoked: MadeApiKey;
  readonly other: MadeApiKey;
}

export async function makeCallers(t: TestApp): Promise<Callers> {
  const { account } = await t.account('other@example.com');
  const revoked = await t.apiKey('passkit');
  await revokeApiKey(t.app.context, revoked.key);
  return { t, own: await t.apiKey('passkit'), revoked, other: await t.apiKey('passkit', account) };
}

/** The endpoint's request, with a body that the endpoint accepts. */
export interface AuthRequest {
  readonly method: string;
  readonly path: string;
  readonly init?: RequestInit;
}

type Case = readonly [name: string, authorization: (callers: Callers) => string | undefined, says: RegExp];

const seconds = (t: TestApp) => Math.floor(t.now() / 1000);
/** The header with the owner's token, changed in `parts`. */
const pkauth = ({ t, own }: Callers, parts: TokenParts = {}) => `PKAuth ${token(own, t.now(), parts)}`;
const ending = (callers: Callers, exp: unknown) => pkauth(callers, { payload: { exp } });

const REFUSED: readonly Case[] = [
  ['no token', () => undefined, /has no token.*"Authorization: PKAuth/],
  ['an empty header', () => '', /has no token/],
  ['the scheme alone', () => 'PKAuth', /another form than "PKAuth/],
  ['another scheme', ({ t, own }) => `Bearer ${token(own, t.now())}`, /another form than "PKAuth/],
  ['two tokens', (callers) => `${pkauth(callers)} x`, /another form than "PKAuth/],
  ['no JSON web token', () => 'PKAuth abc', /no JSON web token/],
  ['a token without its signature', (callers) => pkauth(callers).replace(/\.[^.]*$/, ''), /no JSON web token/],
  ['an empty signature', (callers) => pkauth(callers).replace(/[^.]*$/, ''), /not signed with its secret/],
  ['a bad signature', (callers) => pkauth(callers, { secret: 'x'.repeat(64) }), /not signed with its secret/],
  [
    "another account's secret",
    (callers) => pkauth(callers, { secret: callers.other.secret! }),
    /not signed with its secret/,
  ],
  ['another payload below the signature', (callers) => tampered(callers), /not signed with its secret/],
  ['an unknown key', (callers) => pkauth(callers, { payload: { key: 'f'.repeat(32) } }), /not known here/],
  ['a revoked key', ({ t, revoked }) => `PKAuth ${token(revoked, t.now())}`, /has been revoked/],
  ['no key', (callers) => pkauth(callers, { payload: { key: undefined } }), /has no "key"/],
  ['a key that is a number', (callers) => pkauth(callers, { payload: { key: 1 } }), /has no "key"/],
  ['alg none', ({ t, own }) => `PKAuth ${unsignedToken(own, t.now())}`, /another algorithm than HS256/],
  ['alg RS256', ({ t, own }) => `PKAuth ${rsaToken(own, t.now())}`, /another algorithm than HS256/],
  ['alg HS512', (callers) => pkauth(callers, { header: { alg: 'HS512' } }), /another algorithm than HS256/],
  ['no alg', (callers) => pkauth(callers, { header: { typ: 'JWT' } }), /another algorithm than HS256/],
  ['no exp', (callers) => ending(callers, undefined), /needs an "exp"/],
  ['exp as a text', (callers) => ending(callers, String(seconds(callers.t) + 30)), /needs an "exp"/],
  ['expired', (callers) => ending(callers, seconds(callers.t) - 6), /has expired/],
  ['expired long ago', (callers) => ending(callers, seconds(callers.t) - 3600), /has expired/],
  ['exp too far ahead', (callers) => ending(callers, seconds(callers.t) + 66), /66 s after now; it may be 60 s/],
  [
    'exp 300 s ahead',
    (callers) => ending(callers, seconds(callers.t) + 300),
    /300 s after now; it may be 60 s.*lenientTokens/,
  ],
  ['exp in milliseconds', (callers) => ending(callers, callers.t.now() + 30_000), /counts milliseconds.*lenientTokens/],
];

/** Tokens that are refused even with the account's lenientTokens on. */
const REFUSED_LENIENT: readonly Case[] = [
  ['expired', (callers) => ending(callers, seconds(callers.t) - 6), /has expired/],
  ['expired in milliseconds', (callers) => ending(callers, callers.t.now() - 5001), /has expired/],
  ['exp too far ahead', (callers) => ending(callers, seconds(callers.t) + 311), /311 s after now; it may be 300 s/],
  ['the same in milliseconds', (callers) => ending(callers, callers.t.now() + 311_000), /it may be 300 s/],
  ['a bad signature', (callers) => pkauth(callers, { secret: 'x'.repeat(64) }), /not signed with its secret/],
];

type Accepted = readonly [name: string, authorization: (callers: Callers) => string];

const ACCEPTED: readonly Accepted[] = [
  ['half a minute ahead', (callers) => pkauth(callers)],
  ['a minute ahead', (callers) => ending(callers, seconds(callers.t) + 60)],
  ['a second ahead', (callers) => ending(callers, seconds(callers.t) + 1)],
  ['five seconds ago, by a clock that is behind', (callers) => ending(callers, seconds(callers.t) - 5)],
  ['65 s ahead, by a clock that is ahead', (callers) => ending(callers, seconds(callers.t) + 65)],
  ['the scheme in another case', (callers) => pkauth(callers).replace('PKAuth', 'pkauth')],
];

const ACCEPTED_LENIENT: readonly Accepted[] = [
  ...ACCEPTED,
  ['exp in milliseconds', (callers) => ending(callers, callers.t.now() + 30_000)],
  ['300 s ahead', (callers) => ending(callers, seconds(callers.t) + 300)],
  ['300 s ahead in milliseconds', (callers) => ending(callers, callers.t.now() + 300_000)],
];

/** Tests one endpoint that asks for a token. */
export function refusedTokens(current: () => Callers, request: AuthRequest): void {
  test.each(REFUSED)('%s', async (_, authorization, says) => {
    await expectRefusal(current(), request, authorization(current()), says);
  });
  test.each(REFUSED_LENIENT)('%s, of a lenient account', async (_, authorization, says) => {
    await withLenientTokens(current(), () => expectRefusal(current(), request, authorization(current()), says));
  });
}

/** Tests one endpoint that asks for a token and answers `status` to the owner's. */
export function acceptedTokens(current: () => Callers, request: AuthRequest, status: number): void {
  test.each(ACCEPTED)('%s', async (_, authorization) => {
    expect((await ask(current(), request, authorization(current()))).status).toBe(status);
  });
  test.each(ACCEPTED_LENIENT)('%s, of a lenient account', async (_, authorization) => {
    await withLenientTokens(current(), async () => {
      expect((await ask(current(), request, authorization(current()))).status).toBe(status);
    });
  });
}

/** Sends any request with a valid token of this key. */
export function ask({ t }: Callers, { method, path, init }: AuthRequest, authorization: string | undefined) {
  const headers = new Headers(init?.headers);
  if (authorization !== undefined) headers.set('authorization', authorization);
  return t.fetch(path, { ...init, method, headers });
}

async function expectRefusal(
  callers: Callers,
  request: AuthRequest,
  authorization: string | undefined,
  says: RegExp,
): Promise<void> {
  const before = stored(callers.t);
  const response = await ask(callers, request, authorization);
  const answer = await response.json();
  expect({ status: response.status, answer }).toEqual({
    status: 401,
    answer: { error: 'token_invalid', message: expect.stringMatching(says) },
  });
  expect(answer.message).not.toContain(callers.own.secret);
  expect(stored(callers.t)).toEqual(before);
}

/**
 * A token that was changed after signing: the claims of one token under the signature of another.
 */
function tampered(callers: Callers): string {
  const [header, , signature] = pkauth(callers).split('.');
  const payload = pkauth(callers, { payload: { exp: seconds(callers.t) + 31 } }).split('.')[1];
  return [header, payload, signature].join('.');
}

async function withLenientTokens({ t }: Callers, work: () => Promise<void>): Promise<void> {
  const set = async (lenientTokens: boolean) => {
    const account = await t.app.context.store.accountById(t.owner.id);
    return changeAccountSettings(t.app.context, ownerOf(account!), { lenientTokens }, []);
  };
  await set(true);
  await work().finally(() => set(false));
}
