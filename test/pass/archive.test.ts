import { randomBytes } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { archive, joinParts, packFile, sectionOf } from '../../src/pass/archive.ts';
import { fillManifest, frameManifest, sha1Of } from '../../src/pass/manifest.ts';

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

  it('knows the CRC-32 of the bytes before compression', () => {
    expect(packFile('check', Buffer.from('123456789'))).toMatchObject({ crc: 0xcbf43926 });
    expect(packFile('check', TEXT)).toMatchObject({ crc: packFile('check', TEXT, 'store').crc, method: 8 });
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
  });

  it('is the same from one section, and from any sections of the files', () => {
    const files = ['a', 'ä/日本', 'c.txt', 'd'].map((name, index) => packFile(name, TEXT.subarray(index)));
    const whole = Buffer.from(archive(files));
    for (const cut of [0, 1, 2, 3, 4]) {
      const sections = [sectionOf(files.slice(0, cut)), sectionOf(files.slice(cut))];
      expect(whole.equals(joinParts(sections))).toBe(true);
    }
    expect(Object.keys(unzipSync(whole))).toEqual(files.map(({ name }) => name.text));
  });
});

describe('the manifest', () => {
  const SHA1 = 'f7c3bc1d808e04732adf679965ccc34ca7ae3441';
  const text = (names: readonly string[]) =>
    Buffer.from(fillManifest(frameManifest(names.map((name) => ({ name, sha1: `of ${name}` }))), SHA1)).toString();

  it('names the SHA-1 of files', () => {
    expect(sha1Of(Buffer.from('123456789'))).toBe(SHA1);
  });

  it('has the names in one order, whatever the order of files', () => {
    for (const names of [
      [],
      ['icon.png'],
      ['z.lproj/pass.strings'],
      ['z.lproj/pass.strings', 'fr.lproj/pass.strings', 'icon.png', 'strip.png'],
    ]) {
      const sorted = [...names, 'pass.json'].sort();
      const expected = Object.fromEntries(sorted.map((name) => [name, name === 'pass.json' ? SHA1 : `of ${name}`]));
      expect(text(names)).toBe(JSON.stringify(expected));
      expect(text([...names].reverse())).toBe(text(names));
    }
  });

  it('refuses two files of one name', () => {
    expect(() => text(['a', 'a'])).toThrow('same name');
    expect(() => text(['pass.json'])).toThrow('same name');
  });
});
