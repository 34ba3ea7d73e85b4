// Images, found by their content.
import { expect, test } from 'vitest';
import type { Current } from './suite.ts';

export function imageCases(store: Current): void {
  test('an image is kept once under its hash, byte for byte', async () => {
    // Use a view into a larger buffer, to check that only its own bytes are stored.
    const bytes = new Uint8Array([1, 2, 3, 0, 255, 6]).subarray(1, 5);
    const image = { hash: 'ab'.repeat(32), mediaType: 'image/png', bytes };
    await store().putImage(image);
    await store().putImage(image);
    const kept = await store().image(image.hash);
    expect(kept).toEqual({ ...image, bytes: new Uint8Array([2, 3, 0, 255]) });
    expect(await store().image('cd'.repeat(32))).toBeNull();
  });

  test('a clean picture takes the place of an image under its hash, and of no other', async () => {
    const [old, other] = ['12', '34'].map((digits) => {
      return { hash: digits.repeat(32), mediaType: 'image/svg+xml', bytes: new Uint8Array([1, 2]) };
    });
    await store().putImage(old!);
    await store().putImage(other!);
    const clean = { hash: old!.hash, mediaType: 'image/png', bytes: new Uint8Array([0, 7, 8]).subarray(1) };
    await store().replaceImage(clean);
    expect(await store().image(old!.hash)).toEqual({ ...clean, bytes: new Uint8Array([7, 8]) });
    expect(await store().image(other!.hash)).toEqual(other);
    // An image that was purged meanwhile does not come back.
    await store().replaceImage({ ...clean, hash: '56'.repeat(32) });
    expect(await store().image('56'.repeat(32))).toBeNull();
  });

  test('an image is found by the beginning of its hash', async () => {
    const hash = `${'0123456789'.repeat(4)}${'f'.repeat(24)}`;
    await store().putImage({ hash, mediaType: 'image/png', bytes: new Uint8Array([1]) });
    expect(await store().imageHash(hash.slice(0, 40))).toBe(hash);
    expect(await store().imageHash(`${hash.slice(0, 39)}8`)).toBeNull();
  });
}
