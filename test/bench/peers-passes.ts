// Signed passes a second of the other two libraries for Node, with the content of a pass that this
// server made: its pass.json, its images, a certificate of the same kind.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DevelopmentCertificates } from '../../src/pass/development-certificates.ts';
import { openPackage } from '../fixtures/pass/open-package.ts';
import { makeCertificates } from '../fixtures/pass/signing-identity.ts';
import { openBenchApp } from './bench-app.ts';
import { atOnce, openMaker } from './pass-files.ts';
import { PEERS, peer, peersAreInstalled, versioned } from './peers-installed.ts';
import { inTurns } from './rounds.ts';
import { type Effort, perSecondRow, type Row, rateRow } from './row.ts';

const NAME = 'signed passes a second, all cores';

/** What is used of passkit-generator. */
interface PasskitGenerator {
  readonly PKPass: new (
    files: Readonly<Record<string, Buffer>>,
    certificates: { wwdr: string; signerCert: string; signerKey: string },
    props: { serialNumber: string },
  ) => { getAsBuffer(): Buffer };
}

/** What is used of @walletpass/pass-js. */
interface PassJs {
  readonly Template: new (
    style: string,
    fields: object,
  ) => {
    readonly images: { add(name: string, png: Buffer, density?: string): Promise<unknown> };
    setCertificate(pem: string): void;
    setPrivateKey(pem: string): void;
    createPass(fields: object): { asBuffer(): Promise<Buffer> };
  };
}

type Make = () => Promise<Uint8Array>;

export async function passesOfPeers(effort: Effort): Promise<Row[]> {
  const bench = await openBenchApp();
  try {
    const { make } = await openMaker(bench);
    if (!peersAreInstalled()) return [await alone(effort, make)];
    const content = await contentOf(await make());
    const certificates = await makeCertificates();
    const passkit = passkitGenerator(content, certificates);
    const passJs = await walletpass(content, certificates);
    for (const one of [passkit, passJs]) checkPass(await one(), content, certificates);
    const calls = effort.quick ? 80 : 2000;
    const figures = await inTurns(Math.min(effort.rounds, 5), {
      ours: () => atOnce(calls, make, []),
      passkit: () => atOnce(calls / 40, passkit, []),
      passJs: () => atOnce(calls / 40, passJs, []),
    });
    return [
      rateRow(NAME, figures.ours, { name: versioned(PEERS, 'passkit-generator'), figures: figures.passkit }, null),
      rateRow(NAME, figures.ours, { name: versioned(PEERS, '@walletpass/pass-js'), figures: figures.passJs }, null),
    ];
  } finally {
    await bench.close();
  }
}

async function alone(effort: Effort, make: Make): Promise<Row> {
  const { ours } = await inTurns(2, { ours: () => atOnce(effort.quick ? 80 : 2000, make, []) });
  return { ...perSecondRow(NAME, ours, null), reference: 'peers are not installed' };
}

interface Content {
  readonly passJson: Readonly<Record<string, unknown>>;
  readonly images: Readonly<Record<string, Buffer>>;
}

async function contentOf(pass: Uint8Array): Promise<Content> {
  const { files, passJson } = openPackage(pass);
  const images = Object.entries(files).filter(([name]) => name.endsWith('.png'));
  const identifiers = { passTypeIdentifier: 'pass.com.example.loyalty', teamIdentifier: 'A1B2C3D4E5' };
  return {
    passJson: { ...passJson, ...identifiers, webServiceURL: 'https://passes.example.com/wallet/' },
    images: Object.fromEntries(images.map(([name, bytes]) => [name, Buffer.from(bytes)])),
  };
}

let made = 0;

function passkitGenerator({ passJson, images }: Content, certificates: DevelopmentCertificates): Make {
  const { PKPass } = peer<PasskitGenerator>('passkit-generator');
  const files = { 'pass.json': Buffer.from(JSON.stringify(passJson)), ...images };
  const given = {
    wwdr: pem('CERTIFICATE', certificates.intermediate),
    signerCert: pem('CERTIFICATE', certificates.certificate),
    signerKey: pem('PRIVATE KEY', certificates.privateKey),
  };
  return async () => new PKPass(files, given, { serialNumber: `pass ${++made}` }).getAsBuffer();
}

async function walletpass({ passJson, images }: Content, certificates: DevelopmentCertificates): Promise<Make> {
  const { Template } = peer<PassJs>('@walletpass/pass-js');
  const template = new Template('storeCard', passJson);
  for (const [name, bytes] of Object.entries(images)) {
    const [, image = '', density] = /^(\w+)(?:@(\dx))?\.png$/.exec(name) ?? [];
    await template.images.add(image, bytes, density);
  }
  template.setCertificate(pem('CERTIFICATE', certificates.certificate));
  template.setPrivateKey(pem('PRIVATE KEY', certificates.privateKey));
  return () => template.createPass({ serialNumber: `pass ${++made}` }).asBuffer();
}

/**
 * Throws unless the pass has the images and fields of the content and a signature that openssl
 * accepts.
 */
function checkPass(pass: Uint8Array, content: Content, certificates: DevelopmentCertificates): void {
  const { files, passJson } = openPackage(pass);
  deepStrictEqual(withoutEmpty(passJson.storeCard), withoutEmpty(content.passJson.storeCard));
  const { 'manifest.json': manifest, signature } = files;
  const digests = JSON.parse(Buffer.from(manifest!).toString()) as Record<string, string>;
  for (const [name, bytes] of Object.entries(content.images)) {
    deepStrictEqual(Buffer.from(files[name]!), bytes);
    strictEqual(digests[name], createHash('sha1').update(bytes).digest('hex'));
  }
  const folder = mkdtempSync(join(tmpdir(), 'passwright-verify-'));
  const file = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  try {
    // -noverify: one library puts Apple's intermediate into every signature, whoever signed.
    const read = ['cms', '-verify', '-noverify', '-binary', '-inform', 'DER', '-in', file('signature', signature!)];
    const signer = file('signer.pem', pem('CERTIFICATE', certificates.certificate));
    const written = ['-content', file('manifest.json', manifest!), '-certfile', signer, '-out', join(folder, 'out')];
    execFileSync('openssl', [...read, ...written], { stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A style's fields without the lists that hold none: one library writes all lists. */
function withoutEmpty(fields: unknown): object {
  return Object.fromEntries(Object.entries(fields as Record<string, unknown[]>).filter(([, list]) => list.length > 0));
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
