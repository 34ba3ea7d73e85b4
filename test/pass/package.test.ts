import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { packFile } from '../../src/pass/archive.ts';
import type { DevelopmentCertificates } from '../../src/pass/certificates.ts';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import { scaleImage } from '../../src/pass/images.ts';
import { localizationFiles } from '../../src/pass/localize.ts';
import { type PackInput, packBundle, packPass } from '../../src/pass/package.ts';
import type { Signer } from '../../src/pass/sign.ts';
import { openPackage, verifyPackage } from './open-package.ts';
import { makeCertificates, makeSigner, NOW } from './signing-identity.ts';

const PASS_JSON = { formatVersion: 1, description: 'Grüße aus Köln', serialNumber: 'A-1', storeCard: {} };
let certificates: DevelopmentCertificates;
let signer: Signer;
let input: PackInput;

beforeAll(async () => {
  certificates = await makeCertificates();
  signer = makeSigner(certificates);
  const icon = await scaleImage('icon', DEFAULT_ICON, 'storeCard');
  const strings = localizationFiles({ fr: { Hello: 'Bonjour' }, 'zh-Hans': { Hello: '你好' } });
  const templateFiles = [...icon, ...strings].map((file) => packFile(file.name, file.bytes));
  input = { passJson: PASS_JSON, templateFiles, signer, signingTime: NOW };
});

describe('a package', () => {
  it('is accepted by OpenSSL with its chain, and every file is in the manifest', async () => {
    const { files, passJson } = verifyPackage(await packPass(input), certificates.rootPem, NOW);
    expect(passJson).toEqual(PASS_JSON);
    expect(Object.keys(files).sort()).toEqual([
      'fr.lproj/pass.strings',
      'icon.png',
      'icon@2x.png',
      'icon@3x.png',
      'manifest.json',
      'pass.json',
      'signature',
      'zh-Hans.lproj/pass.strings',
    ]);
  });

  it('is refused under another root', async () => {
    const bytes = await packPass(input);
    const other = await makeCertificates();
    expect(() => verifyPackage(bytes, other.rootPem, NOW)).toThrow(/verify error|unable to get/i);
  });

  it('is refused when a file was exchanged', async () => {
    const forged = { ...input.templateFiles[0]!, sha1: '0'.repeat(40) };
    const bytes = await packPass({ ...input, templateFiles: [forged, ...input.templateFiles.slice(1)] });
    expect(() => verifyPackage(bytes, certificates.rootPem, NOW)).toThrow(/icon\.png: the manifest says 0000/);
  });

  it('reuses the digests and the deflated bytes that files bring', async () => {
    const marked = { ...input.templateFiles[0]!, sha1: 'ready' };
    const { files } = openPackage(await packPass({ ...input, templateFiles: [marked] }));
    expect(JSON.parse(Buffer.from(files['manifest.json']!).toString())).toMatchObject({ 'icon.png': 'ready' });
  });

  it('is the same bytes for the same input, and others for another signing time', async () => {
    const first = await packPass(input);
    expect(Buffer.compare(first, await packPass(input))).toBe(0);
    expect(Buffer.compare(first, await packPass({ ...input, signingTime: NOW + 1000 }))).not.toBe(0);
  });

  it('is read by unzip and by Python', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'passwright-zip-'));
    try {
      const path = join(folder, 'a.pkpass');
      writeFileSync(path, await packPass(input));
      expect(execFileSync('unzip', ['-t', path]).toString()).toContain('No errors detected');
      expect(execFileSync('python3', ['-m', 'zipfile', '-t', path]).toString()).toContain('Done testing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("takes the pass's own image instead of every density of the template's", async () => {
    const own = packFile('icon.png', Buffer.from('own'));
    const strings = packFile('fr.lproj/icon.png', Buffer.from('french'));
    const bytes = await packPass({ ...input, templateFiles: [...input.templateFiles, strings], passFiles: [own] });
    const { files } = verifyPackage(bytes, certificates.rootPem, NOW);
    expect(Object.keys(files).filter((name) => name.includes('icon'))).toEqual(['fr.lproj/icon.png', 'icon.png']);
    expect(Buffer.from(files['icon.png']!).toString()).toBe('own');
  });

  it('deflates a long pass.json', async () => {
    const passJson = { ...PASS_JSON, terms: 'Words that nobody reads. '.repeat(4000) };
    const bytes = await packPass({ ...input, passJson });
    expect(bytes.length).toBeLessThan((await packPass(input)).length + 4000);
    expect(verifyPackage(bytes, certificates.rootPem, NOW).passJson).toEqual(passJson);
  });

  it('is refused without icon.png, and with a file of ours given', async () => {
    await expect(packPass({ ...input, templateFiles: input.templateFiles.slice(1) })).rejects.toMatchObject({
      code: 'image_not_found',
    });
    const manifest = packFile('manifest.json', Buffer.from('{}'));
    await expect(packPass({ ...input, passFiles: [manifest] })).rejects.toThrow('manifest.json');
  });
});

describe('a bundle', () => {
  it('holds one to ten passes as they are', async () => {
    const pass = await packPass(input);
    const files = unzipSync(packBundle([pass, pass]));
    expect(Object.keys(files)).toEqual(['pass-1.pkpass', 'pass-2.pkpass']);
    verifyPackage(files['pass-2.pkpass']!, certificates.rootPem, NOW);
    expect(() => packBundle([])).toThrow('1 to 10');
    expect(() => packBundle(Array.from({ length: 11 }, () => pass))).toThrow('not 11');
  });
});
