import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packFile } from '../../src/pass/archive.ts';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { scaleImages } from '../../src/pass/images.ts';
import { localizationFiles } from '../../src/pass/localize.ts';
import { type PackInput, signPass, zipPass } from '../../src/pass/package.ts';
import type { Signer } from '../../src/pass/sign.ts';
import { openPackage, verifyPackage } from '../fixtures/pass/open-package.ts';
import { makeCertificates, makeSigner, NOW } from '../fixtures/pass/signing-identity.ts';

const PASS_JSON = { formatVersion: 1, description: 'Grüße aus Köln', serialNumber: 'A-1', storeCard: {} };
let certificates: DevelopmentCertificates;
let signer: Signer;
let input: PackInput;

const packPass = async (given: PackInput) => zipPass(await signPass(given));

beforeAll(async () => {
  certificates = await makeCertificates();
  signer = makeSigner(certificates);
  const icon = await scaleImages({ icon: DEFAULT_ICON }, 'storeCard');
  const strings = localizationFiles({ fr: { Hello: 'Bonjour' }, 'zh-Hans': { Hello: '你好' } });
  const files = [...icon, ...strings].map((file) => packFile(file.name, file.bytes));
  input = { passJson: PASS_JSON, files, signer, signingTime: NOW };
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
    const other = await makeCertificates('other');
    expect(() => verifyPackage(bytes, other.rootPem, NOW)).toThrow(/verify error|unable to get/i);
  });

  it('is refused when a file was exchanged', async () => {
    const forged = { ...input.files[0]!, sha1: '0'.repeat(40) };
    const bytes = await packPass({ ...input, files: [forged, ...input.files.slice(1)] });
    expect(() => verifyPackage(bytes, certificates.rootPem, NOW)).toThrow(/icon\.png: the manifest says 0000/);
  });

  it('reuses the digests and the deflated bytes that files bring', async () => {
    const marked = { ...input.files[0]!, sha1: 'ready' };
    const { files } = openPackage(await packPass({ ...input, files: [marked] }));
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

  it('deflates a long pass.json', async () => {
    const passJson = { ...PASS_JSON, terms: 'Words that nobody reads. '.repeat(4000) };
    const bytes = await packPass({ ...input, passJson });
    expect(bytes.length).toBeLessThan((await packPass(input)).length + 4000);
    expect(verifyPackage(bytes, certificates.rootPem, NOW).passJson).toEqual(passJson);
  });

  it('is refused without icon.png, and with a file of ours given', async () => {
    await expect(packPass({ ...input, files: input.files.slice(1) })).rejects.toMatchObject({
      code: 'image_not_found',
    });
    const manifest = packFile('manifest.json', Buffer.from('{}'));
    await expect(packPass({ ...input, files: [...input.files, manifest] })).rejects.toThrow('manifest.json');
  });
});
