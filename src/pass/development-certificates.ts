// Makes a chain of certificates for development, shaped like Apple's: root, WWDR-like intermediate,
// pass type certificate.
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

export interface DevelopmentCertificatesInput {
  /**
   * Milliseconds since 1970; certificates are valid from a day earlier, so that a machine with a
   * slow clock accepts them.
   */
  readonly now: number;
  readonly passTypeIdentifier: string;
  readonly teamIdentifier: string;
  readonly organizationName?: string;
  /** Makes serial numbers. Keys come from node:crypto's own source. */
  readonly randomBytes: (size: number) => Uint8Array;
}

export interface DevelopmentCertificates {
  /**
   * The root that a verifier has to trust. Its key is not stored, so nothing else can be issued
   * under it.
   */
  readonly rootPem: string;
  readonly intermediate: Uint8Array;
  readonly certificate: Uint8Array;
  /** PKCS#8 DER, not encrypted. */
  readonly privateKey: Uint8Array;
  readonly notAfter: number;
}

interface Issuer {
  readonly certificate: forge.pki.Certificate;
  readonly privateKey: forge.pki.rsa.PrivateKey;
}

interface Request {
  readonly subject: forge.pki.CertificateField[];
  readonly years: number;
  readonly extensions: readonly Record<string, unknown>[];
  /** Null: the certificate signs itself. */
  readonly issuer: Issuer | null;
}

const DAY = 24 * 60 * 60 * 1000;
const USER_ID = '0.9.2342.19200300.100.1.1';
const CA_EXTENSIONS = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];
const LEAF_EXTENSIONS = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  // emailProtection: `openssl cms -verify` requires it of a signer. clientAuth: the same
  // certificate signs in to APNs, as Apple's does.
  { name: 'extKeyUsage', emailProtection: true, clientAuth: true },
];

const generateRsaPair = promisify(generateKeyPair);

/**
 * Makes a chain whose pass type certificate is valid for ten years. Wallet on a phone refuses the
 * chain; OpenSSL accepts it with its own root.
 */
export async function createDevelopmentCertificates(
  input: DevelopmentCertificatesInput,
): Promise<DevelopmentCertificates> {
  const organization = { type: forge.pki.oids.organizationName!, value: input.organizationName ?? 'Passwright' };
  const named = (commonName: string) => [{ type: forge.pki.oids.commonName!, value: commonName }, organization];
  const [rootKeys, intermediateKeys, leafKeys] = await Promise.all([createKeys(), createKeys(), createKeys()]);

  const root = certify(input, rootKeys, {
    subject: named('Passwright Development Root CA'),
    years: 20,
    extensions: CA_EXTENSIONS,
    issuer: null,
  });
  const intermediate = certify(input, intermediateKeys, {
    subject: named('Passwright Development Pass Type CA'),
    years: 15,
    extensions: CA_EXTENSIONS,
    issuer: { certificate: root, privateKey: rootKeys.privateKey },
  });
  const leaf = certify(input, leafKeys, {
    subject: [
      { type: USER_ID, value: input.passTypeIdentifier },
      { type: forge.pki.oids.commonName!, value: `Pass Type ID: ${input.passTypeIdentifier}` },
      { type: forge.pki.oids.organizationalUnitName!, value: input.teamIdentifier },
      organization,
    ],
    years: 10,
    extensions: LEAF_EXTENSIONS,
    issuer: { certificate: intermediate, privateKey: intermediateKeys.privateKey },
  });

  return {
    rootPem: forge.pki.certificateToPem(root).replaceAll('\r', ''),
    intermediate: toDer(intermediate),
    certificate: toDer(leaf),
    privateKey: leafKeys.der,
    notAfter: leaf.validity.notAfter.getTime(),
  };
}

async function createKeys() {
  const { publicKey, privateKey } = await generateRsaPair('rsa', { modulusLength: 2048 });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    privateKey: forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    der: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

function certify(
  { now, randomBytes }: DevelopmentCertificatesInput,
  keys: { publicKey: forge.pki.rsa.PublicKey; privateKey: forge.pki.rsa.PrivateKey },
  { subject, years, extensions, issuer }: Request,
): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  const utf8 = subject.map((field) => ({
    ...field,
    valueTagClass: forge.asn1.Type.UTF8 as unknown as forge.asn1.Class,
  }));
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = createSerialNumber(randomBytes);
  // Certificates have times in whole seconds only.
  const second = Math.floor(now / 1000) * 1000;
  certificate.validity.notBefore = new Date(second - DAY);
  certificate.validity.notAfter = new Date(second + years * 365 * DAY);
  certificate.setSubject(utf8);
  certificate.setIssuer(issuer ? issuer.certificate.subject.attributes : utf8);
  const issuerKeyId = (issuer?.certificate ?? certificate).generateSubjectKeyIdentifier().getBytes();
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuerKeyId },
  ]);
  certificate.sign(issuer?.privateKey ?? keys.privateKey, forge.md.sha256.create());
  return certificate;
}

/** 128 random bits, positive and without leading zeros, in hex. */
function createSerialNumber(randomBytes: (size: number) => Uint8Array): string {
  const bytes = Buffer.from(randomBytes(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function toDer(certificate: forge.pki.Certificate): Uint8Array {
  const bytes = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
  return Uint8Array.from(Buffer.from(bytes, 'latin1'));
}
