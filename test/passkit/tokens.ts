// Makes tokens of the PassKit surface, right and wrong, by hand and without the server's own
// library.
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { MadeApiKey } from '../../src/operations/access/api-keys.ts';

/** Claims that replace right ones; undefined leaves a claim out. */
export interface TokenParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** The secret that signs the token. */
  readonly secret?: string;
}

/** A token that ends half a minute after `now` (ms). */
export function token(apiKey: MadeApiKey, now: number, parts: TokenParts = {}): string {
  const signed = encode(apiKey, now, parts);
  const secret = parts.secret ?? apiKey.secret!;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A token that says `none` and has no signature. */
export function unsignedToken(apiKey: MadeApiKey, now: number): string {
  return `${encode(apiKey, now, { header: { alg: 'none', typ: 'JWT' } })}.`;
}

let somebodysKey: KeyObject | null = null;

/** A token that somebody's RSA key signed. */
export function rsaToken(apiKey: MadeApiKey, now: number): string {
  const signed = encode(apiKey, now, { header: { alg: 'RS256', typ: 'JWT' } });
  somebodysKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return `${signed}.${createSign('sha256').update(signed).sign(somebodysKey, 'base64url')}`;
}

function encode(apiKey: MadeApiKey, now: number, { header, payload }: TokenParts): string {
  const parts = [
    header ?? { alg: 'HS256', typ: 'JWT' },
    { key: apiKey.key, exp: Math.floor(now / 1000) + 30, ...payload },
  ];
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
