import { randomBytes } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { archive, packFile } from '../../src/pass/archive.ts';
import { createManifest } from '../../src/pass/manifest.ts';

const TEXT = Buffer.from('the same words '.repeat(200));

describe('packFile', () => {
  it('deflates what shrinks and stores what does not', () => {
    const text = packFile('a.txt', TEXT);
    expect(text).toMatchObject({ size: TEXT.length, method: 8 });
    expect(text.data.length).toBeLessThan(TEXT.length / 10);
    const noise = randomBytes(2000);
    expect(packFile('b.bin', noise)).toMatchObject({ method: 0, size: 2000, data: noise });
    expect(packFile('c.txt', TEXT, 'store')).toMatchObject({ method: 0, data: TEXT });
    expect(packFile('empty', new Uint8Array(0))).toMatchObject({ method: 0, crc: 0, size: 0 });
  });

  it('knows CRC-32 and SHA-1 of the bytes before compression', () => {
    expect(packFile('check', Buffer.from('123456789'))).toMatchObject({
      crc: 0xcbf43926,
      sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
    });
  });

  it.each(['../x', '/etc/x', 'a//b', './a', 'a\\b', 'c:x', '', 'a\0b'])('refuses the name %j', (name) => {
    expect(() => packFile(name, TEXT)).toThrow('cannot be called');
  });
});

describe('archive', () => {
  it('is read back with names, order and content, empty files and non-ASCII names included', () => {
    const contents = { 'b.txt': TEXT, 'ä/日本.bin': randomBytes(5000), 'a.txt': Buffer.alloc(0) };
    const files = unzipSync(archive(Object.entries(contents).map(([name, bytes]) => packFile(name, bytes))));
    expect(Object.keys(files)).toEqual(Object.keys(contents));
    for (const [name, bytes] of Object.entries(contents)) expect(Buffer.compare(files[name]!, bytes)).toBe(0);
  });

  it('writes no data descriptors, UTF-8 names and always the same time', () => {
    const bytes = Buffer.from(archive([packFile('a.txt', TEXT)]));
    expect(bytes.readUInt16LE(6)).toBe(0x0800);
    expect(bytes.subarray(10, 14).toString('hex')).toBe('00002100');
    expect(bytes.equals(archive([packFile('a.txt', TEXT)]))).toBe(true);
  });

  it('refuses two files of one name', () => {
    expect(() => archive([packFile('a', TEXT), packFile('a', TEXT)])).toThrow('same name');
    expect(() => createManifest([packFile('a', TEXT), packFile('a', TEXT)])).toThrow('same name');
  });
});

describe('the manifest', () => {
  it('does not depend on the order of files', () => {
    const [a, b] = [packFile('a', TEXT), packFile('b.lproj/x', TEXT, 'store')];
    expect(createManifest([a, b])).toEqual(createManifest([b, a]));
    expect(JSON.parse(Buffer.from(createManifest([b, a])).toString())).toEqual({ a: a.sha1, 'b.lproj/x': b.sha1 });
  });
});
