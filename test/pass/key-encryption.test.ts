import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptKey, encryptKey } from '../../src/pass/key-encryption.ts';

const SECRET = 'a secret that is long enough for a server';
const KEY = randomBytes(1218);

describe('key encryption', () => {
  it('gives back what was encrypted, under salt and nonce of its own each time', () => {
    const first = encryptKey(SECRET, KEY, randomBytes);
    const second = encryptKey(SECRET, KEY, randomBytes);
    expect(Buffer.from(decryptKey(SECRET, first))).toEqual(KEY);
    expect(Buffer.from(decryptKey(SECRET, second))).toEqual(KEY);
    expect(Buffer.compare(first, second)).not.toBe(0);
    expect(Buffer.from(first).includes(KEY.subarray(0, 16))).toBe(false);
    expect(first[0]).toBe(1);
  });

  it('depends on nothing but its parameters', () => {
    const fixed = (size: number) => new Uint8Array(size).fill(7);
    expect(encryptKey(SECRET, KEY, fixed)).toEqual(encryptKey(SECRET, KEY, fixed));
  });

  it('says so when the secret is another one', () => {
    const encrypted = encryptKey(SECRET, KEY, randomBytes);
    expect(() => decryptKey(`${SECRET}!`, encrypted)).toThrow('SECRET_KEY is not the one');
    expect(() => encryptKey('', KEY, randomBytes)).toThrow('empty');
  });

  it.each([1, 20, 30, 60])('notices a changed byte at %i', (at) => {
    const encrypted = encryptKey(SECRET, KEY, randomBytes);
    encrypted[at] = encrypted[at]! ^ 1;
    expect(() => decryptKey(SECRET, encrypted)).toThrow('could not be decrypted');
  });

  it('refuses another version and bytes cut short', () => {
    const encrypted = encryptKey(SECRET, KEY, randomBytes);
    expect(() => decryptKey(SECRET, encrypted.subarray(0, 44))).toThrow('a form');
    expect(() => decryptKey(SECRET, encrypted.subarray(0, 50))).toThrow('could not be decrypted');
    encrypted[0] = 2;
    expect(() => decryptKey(SECRET, encrypted)).toThrow('a form');
  });
});
