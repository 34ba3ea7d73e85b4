// Opens .p12 files, as Keychain Access (RC2, 3DES) and OpenSSL (AES, PBKDF2) write them.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { refuse } from './certificate-refusal.ts';

const { asn1, pki } = forge;

/** Whether the bytes begin like a PFX (RFC 7292): a sequence of version 3 and something. */
export function isPkcs12(bytes: Uint8Array): boolean {
  const outer = parse(bytes);
  if (outer === null || outer.type !== asn1.Type.SEQUENCE || !Array.isArray(outer.value)) return false;
  const [version, content] = outer.value;
  return version?.type === asn1.Type.INTEGER && version.value === '\x03' && content?.type === asn1.Type.SEQUENCE;
}

/**
 * Opens a .p12 file. Fails with `certificate_invalid`; `field` is `password` when the password is
 * wrong or missing.
 */
export function openPkcs12(
  bytes: Uint8Array,
  password: string | undefined,
): { readonly certificates: readonly Uint8Array[]; readonly privateKeys: readonly KeyObject[] } {
  const bags = bagsOf(bytes, password);
  const of = (type: string) => bags.filter((bag) => bag.type === type);
  const keys = [...of(pki.oids.pkcs8ShroudedKeyBag!), ...of(pki.oids.keyBag!)];
  return {
    // node-forge writes a certificate that it read from DER back unchanged; the check of the
    // issuer's signature proves that later.
    certificates: of(pki.oids.certBag!).map(({ cert, asn1: other }) =>
      toDer(cert ? pki.certificateToAsn1(cert) : other),
    ),
    privateKeys: keys.map(({ key, asn1: other }) =>
      toKey(key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(key)) : other),
    ),
  };
}

function bagsOf(bytes: Uint8Array, password: string | undefined): readonly forge.pkcs12.Bag[] {
  // An export without a password uses the empty password.
  const given = password ?? '';
  try {
    return unlock(parse(bytes)!, given);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!/password|decrypt/i.test(reason)) {
      const message = `The .p12 file cannot be read (${reason}). Export it again, or give certificate and key as PEM.`;
      throw refuse('certificate', 'p12_unreadable', message);
    }
    const bags = isAscii(given) ? null : unlockUtf8(bytes, given);
    if (bags !== null) return bags;
    const message =
      password === undefined
        ? 'The .p12 file is encrypted. Give the password that it was exported with.'
        : 'The password of the .p12 file is wrong. Give the one that it was exported with.';
    throw refuse('password', password === undefined ? 'password_missing' : 'password_wrong', message);
  }
}

function unlock(pfx: forge.asn1.Asn1, password: string): readonly forge.pkcs12.Bag[] {
  const { safeContents } = forge.pkcs12.pkcs12FromAsn1(pfx, false, password);
  return safeContents.flatMap(({ safeBags }) => safeBags);
}

/**
 * Opens a .p12 whose password has letters outside ASCII; null when the password is wrong. The newer
 * ciphers read the password as UTF-8, the checksum reads it as UTF-16, and node-forge uses one
 * string for both. So leave out the checksum: later checks prove that key and certificate belong
 * together, and who issued the certificate.
 */
function unlockUtf8(bytes: Uint8Array, password: string): readonly forge.pkcs12.Bag[] | null {
  const pfx = parse(bytes)!;
  const [version, content] = pfx.value as forge.asn1.Asn1[];
  try {
    return unlock({ ...pfx, value: [version!, content!] }, Buffer.from(password, 'utf8').toString('latin1'));
  } catch {
    return null;
  }
}

function isAscii(text: string): boolean {
  return Buffer.from(text, 'utf8').length === text.length;
}

function parse(bytes: Uint8Array): forge.asn1.Asn1 | null {
  try {
    return asn1.fromDer(Buffer.from(bytes).toString('latin1'), false);
  } catch {
    return null;
  }
}

function toDer(node: forge.asn1.Asn1): Uint8Array {
  return Uint8Array.from(Buffer.from(asn1.toDer(node).getBytes(), 'latin1'));
}

function toKey(privateKeyInfo: forge.asn1.Asn1): KeyObject {
  return createPrivateKey({ key: Buffer.from(toDer(privateKeyInfo)), format: 'der', type: 'pkcs8' });
}
