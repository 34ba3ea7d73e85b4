import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ICON } from '../../src/pass/default-icon.ts';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { scaleImages } from '../../src/pass/images.ts';
import { localizationFiles } from '../../src/pass/localize.ts';
import {
  passJsonText,
  type SharedSection,
  shareFiles,
  shareSection,
  signPass,
  sizeOf,
  zipPass,
} from '../../src/pass/package.ts';
import type { Signer } from '../../src/pass/sign.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openPackage, verifyPackage } from '../fixtures/pass/open-package.ts';
import { makeCertificates, makeSigner, NOW } from '../fixtures/pass/signing-identity.ts';

const PASS_JSON = { formatVersion: 1, description: 'Grüße aus Köln', serialNumber: 'A-1', storeCard: {} };
let certificates: DevelopmentCertificates;
let signer: Signer;

interface Input {
  readonly passJson: JsonObject;
  readonly icon: SharedSection;
  readonly strings: SharedSection;
  readonly signingTime: number;
}
let input: Input;

/** Packs it, and once more from what a cache would have. */
const packPass = async ({ passJson, icon, strings, signingTime }: Input) => {
  const shared = shareFiles([icon, strings]);
  const { signed, bytes } = await signPass({ passJson: passJsonText(passJson), shared, signer, signingTime });
  expect(Buffer.compare(bytes, zipPass(signed, signer))).toBe(0);
  return bytes;
};

beforeAll(async () => {
  certificates = await makeCertificates();
  signer = makeSigner(certificates);
  const icon = shareSection(await scaleImages({ icon: DEFAULT_ICON }, 'storeCard'), 'store');
  const texts = localizationFiles({ fr: { Hello: 'Bonjour' }, 'zh-Hans': { Hello: '你好' } });
  input = { passJson: PASS_JSON, icon, strings: shareSection(texts, 'deflate'), signingTime: NOW };
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
    const [first, ...others] = input.icon.files;
    const forged = { ...input.icon, files: [{ ...first!, sha1: '0'.repeat(40) }, ...others] };
    const bytes = await packPass({ ...input, icon: forged });
    expect(() => verifyPackage(bytes, certificates.rootPem, NOW)).toThrow(/icon\.png: the manifest says 0000/);
  });

  it('reuses the digests that files bring', async () => {
    const marked = { ...input.strings, files: input.strings.files.map((file) => ({ ...file, sha1: 'ready' })) };
    const { files } = openPackage(await packPass({ ...input, strings: marked }));
    const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString());
    expect(manifest).toMatchObject({ 'fr.lproj/pass.strings': 'ready', 'zh-Hans.lproj/pass.strings': 'ready' });
  });

  it('has its files in a fixed order, pass.json first and the signature last', async () => {
    expect(Object.keys(openPackage(await packPass(input)).files)).toEqual([
      'pass.json',
      'icon.png',
      'icon@2x.png',
      'icon@3x.png',
      'fr.lproj/pass.strings',
      'zh-Hans.lproj/pass.strings',
      'manifest.json',
      'signature',
    ]);
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

  it('is held by a cache as texts, or deflated where it is long', async () => {
    const shared = shareFiles([input.icon, input.strings]);
    const sizeOfPass = async (passJson: string) => {
      const { signed } = await signPass({ passJson, shared, signer, signingTime: NOW });
      return { size: sizeOf(signed), hasText: typeof signed.own === 'string' };
    };
    const short = passJsonText(PASS_JSON);
    expect(await sizeOfPass(short)).toEqual({ size: 2 * short.length + 256, hasText: true });
    const long = await sizeOfPass(passJsonText({ ...PASS_JSON, terms: 'Words that nobody reads. '.repeat(4000) }));
    expect(long.hasText).toBe(false);
    expect(long.size).toBeLessThan(5000);
  });

  it('is refused without icon.png, with a file of ours given, and with a file twice', () => {
    const { icon, strings } = input;
    expect(() => shareFiles([strings])).toThrow(expect.objectContaining({ code: 'image_not_found' }));
    const manifest = shareSection([{ name: 'manifest.json', bytes: Buffer.from('{}') }], 'store');
    expect(() => shareFiles([icon, manifest])).toThrow('manifest.json');
    expect(() => shareFiles([icon, strings, icon])).toThrow('same name');
  });
});
