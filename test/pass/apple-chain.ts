// Throwaway certificates made by openssl with names like Apple's: a root, WWDR intermediates and
// the certificates that they issue, as files.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TEAM = 'A1B2C3D4E5';
const APPLE = '/O=Apple Inc./C=US';
const WWDR = '/CN=Apple Worldwide Developer Relations Certification Authority';

/** Paths of a certificate (PEM) and its key (PEM). */
export interface Issued {
  readonly pem: string;
  readonly key: string;
}

export interface LeafOptions {
  /** A pass type, or a whole subject for openssl's -subj. */
  readonly subject?: string;
  /** Days of validity from now; negative: expired. */
  readonly days?: number;
  readonly issuer?: Issued;
  /** The file of a request to answer, or of a key to use instead of a new one. */
  readonly request?: string;
  readonly key?: string;
  readonly kind?: 'rsa' | 'ec';
}

export interface AppleChain {
  readonly folder: string;
  readonly root: Issued;
  /** An intermediate named like Apple's present one. */
  readonly g4: Issued;
  readonly g3: Issued;
  /** Another intermediate, with the same name as g4. */
  readonly impostor: Issued;
  rootPem(): string;
  leaf(options?: LeafOptions): Issued;
  authority(subject: string, days: number): Issued;
  /** The certificate as DER, like Apple's .cer. */
  der(certificate: Issued): string;
  /** Makes a .p12; `args` are more options of `openssl pkcs12 -export`. */
  p12(certificate: Issued, password: string, args?: readonly string[]): string;
  file(content: string | Uint8Array): string;
  openssl(args: readonly string[]): Buffer;
  remove(): void;
}

// emailProtection, which Apple's certificates lack: `openssl cms -verify` asks it of a signer.
const CA = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
const LEAF =
  'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth,emailProtection,1.2.840.113635.100.4.14\n' +
  'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';

function passSubject(passTypeIdentifier: string): string {
  return `/UID=${passTypeIdentifier}/CN=Pass Type ID: ${passTypeIdentifier}/OU=${TEAM}/O=Corner Bakery/C=US`;
}

const rsaKeys: string[] = [];

/**
 * Keys of one chain differ; the next chain of a process gets the same ones, because making each
 * takes a while.
 */
function rsaKey(index: number): string {
  rsaKeys[index] ??= pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  return rsaKeys[index];
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function makeAppleChain(): AppleChain {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-apple-'));
  let made = 0;
  const path = () => join(folder, String(++made));
  const openssl = (args: readonly string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const file = (content: string | Uint8Array) => {
    const name = path();
    writeFileSync(name, content);
    return name;
  };
  let keys = 0;
  const newKey = (kind: 'rsa' | 'ec' = 'rsa') => {
    const pem = kind === 'rsa' ? rsaKey(keys++) : pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    return file(pem);
  };
  let serial = Date.now();
  const issue = (
    subject: string,
    extensions: string,
    key: string,
    issuer: Issued | null,
    days: number,
    more: string[] = [],
  ) => {
    const [request, pem] = [path(), path()];
    openssl(['req', '-new', '-utf8', '-key', key, '-subj', subject, '-out', request]);
    const by = issuer === null ? ['-signkey', key] : ['-CA', issuer.pem, '-CAkey', issuer.key];
    const how = ['-req', '-in', request, '-sha256', '-days', String(days), '-extfile', file(extensions), '-out', pem];
    openssl(['x509', ...how, ...by, '-set_serial', String(++serial), ...more]);
    return { pem, key };
  };
  const root = issue(`/CN=Apple Root CA/OU=Apple Certification Authority${APPLE}`, CA, newKey(), null, 3650);
  const authority = (subject: string, days: number) => issue(subject, CA, newKey(), root, days);
  const g4 = authority(`${WWDR}/OU=G4${APPLE}`, 1800);
  return {
    folder,
    root,
    g4,
    g3: authority(`${WWDR}/OU=G3${APPLE}`, 1800),
    impostor: authority(`${WWDR}/OU=G4${APPLE}`, 1800),
    rootPem: () => readFileSync(root.pem, 'utf8'),
    leaf: ({ subject = 'pass.com.example.bakery', days = 365, issuer = g4, request, key, kind } = {}) => {
      const whole = subject.startsWith('/') ? subject : passSubject(subject);
      if (request === undefined) return issue(whole, LEAF, key ?? newKey(kind), issuer, days);
      // Issue as Apple does: the request's public key, under a subject of the issuer's choice.
      const publicKey = file(openssl(['req', '-in', request, '-pubkey', '-noout', '-verify']));
      return { ...issue(whole, LEAF, root.key, issuer, days, ['-force_pubkey', publicKey]), key: '' };
    },
    authority,
    der: ({ pem }) => {
      const out = path();
      openssl(['x509', '-in', pem, '-outform', 'DER', '-out', out]);
      return out;
    },
    p12: ({ pem, key }, password, args = []) => {
      const out = path();
      openssl(['pkcs12', '-export', '-in', pem, '-inkey', key, '-passout', `pass:${password}`, '-out', out, ...args]);
      return out;
    },
    file,
    openssl,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
