// Opens signed packages for tests and verifies them independently: OpenSSL checks the signature and
// its chain, and the manifest is compared with every file.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

export interface OpenedPackage {
  /** Name -> bytes, in the order of the archive. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly passJson: Record<string, unknown>;
}

export function openPackage(bytes: Uint8Array): OpenedPackage {
  const files = unzipSync(bytes);
  return { files, passJson: readJson(files, 'pass.json') };
}

/**
 * Throws unless OpenSSL accepts signature and chain under this root, and manifest.json names
 * exactly the other files with their SHA-1. `at` (milliseconds since 1970) is when the certificates
 * have to be valid; without it, now.
 */
export function verifyPackage(bytes: Uint8Array, rootPem: string, at?: number): OpenedPackage {
  const opened = openPackage(bytes);
  const { 'manifest.json': manifest, signature, ...others } = opened.files;
  if (!manifest || !signature) throw new Error('The package has no manifest.json or no signature.');
  verifySignature(signature, manifest, rootPem, at);
  const digests = readJson(opened.files, 'manifest.json');
  const actual = Object.fromEntries(
    Object.entries(others).map(([name, content]) => [name, createHash('sha1').update(content).digest('hex')]),
  );
  for (const name of new Set([...Object.keys(digests), ...Object.keys(actual)])) {
    if (digests[name] !== actual[name]) {
      throw new Error(`${name}: the manifest says ${digests[name]}, the package has ${actual[name]}.`);
    }
  }
  return opened;
}

/** Throws OpenSSL's message unless it accepts the detached signature and its chain. */
export function verifySignature(signature: Uint8Array, manifest: Uint8Array, rootPem: string, at?: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-verify-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  try {
    const time = at === undefined ? [] : ['-attime', String(Math.floor(at / 1000))];
    // -no-CApath and -no-CAstore: trust this root only, not those of the machine.
    execFileSync(
      'openssl',
      [
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', file('signature', signature)],
        ...['-content', file('manifest.json', manifest), '-CAfile', file('root.pem', rootPem)],
        ...['-no-CApath', '-no-CAstore', ...time, '-out', join(folder, 'out')],
      ],
      { stdio: 'pipe' },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readJson(files: Readonly<Record<string, Uint8Array>>, name: string): Record<string, unknown> {
  const bytes = files[name];
  if (!bytes) throw new Error(`The package has no ${name}.`);
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}
