// Signs manifests: a detached CMS SignedData (RFC 5652) with SHA-256, signed attributes and both
// certificates. Parts that do not depend on the manifest are made once; node:crypto makes the RSA
// signature on the thread pool.
import type { KeyObject } from 'node:crypto';
import { sign as cryptoSign, hash, X509Certificate } from 'node:crypto';
import { AppError } from '../errors.ts';
import { encodeNode, encodeTime, issuerAndSerial, TAG } from './der.ts';

export interface SigningIdentity {
  /** The pass type certificate, original DER. */
  readonly certificate: Uint8Array;
  /** The certificate that issued it (Apple's WWDR), original DER. */
  readonly intermediate: Uint8Array;
  /** RSA. */
  readonly privateKey: KeyObject;
}

/** What RSA signs for one manifest: its digest and the time. */
export interface SignedAttributes {
  /** A SET in DER. */
  readonly bytes: Uint8Array;
  readonly layout: Layout;
}

/** Makes the file `signature` in steps, because a cache needs to have the RSA signature alone. */
export interface Signer {
  /** For the bytes of `manifest.json`. `signingTime` in milliseconds since 1970. */
  attributes(manifest: Uint8Array, signingTime: number): SignedAttributes;
  /** The RSA signature of attributes. */
  sign(attributes: SignedAttributes): Promise<Buffer>;
  /** The bytes of the file `signature`. `signature`: of these attributes, by this signer. */
  file(attributes: SignedAttributes, signature: Uint8Array): Uint8Array;
}

/** Object identifiers as DER writes their numbers, in hex. */
const OID = {
  data: '2a864886f70d010701',
  signedData: '2a864886f70d010702',
  contentType: '2a864886f70d010903',
  messageDigest: '2a864886f70d010904',
  signingTime: '2a864886f70d010905',
  rsaEncryption: '2a864886f70d010101',
  sha256: '608648016503040201',
} as const;

const NULL = encodeNode(TAG.null);
const SHA256 = encodeNode(TAG.sequence, oid('sha256'), NULL);
const RSA = encodeNode(TAG.sequence, oid('rsaEncryption'), NULL);
const VERSION_1 = encodeNode(TAG.integer, Uint8Array.of(1));
const CONTENT_TYPE = attribute('contentType', oid('data'));
const SIGNED_DATA = oid('signedData');
const SIGNING_TIME = oid('signingTime');
const MESSAGE_DIGEST = oid('messageDigest');

/**
 * Makes a signer. Fails with `parameter_invalid` when key, certificate and intermediate do not
 * belong together: OpenSSL would sign anyway, and only the phone would refuse the pass, without a
 * word.
 */
export function createSigner(identity: SigningIdentity): Signer {
  checkIdentity(identity);
  const { privateKey } = identity;
  const layouts = new Map<number, Layout>();
  // Passes that are signed in one second have the same time.
  let second = Number.NaN;
  let time: Uint8Array = new Uint8Array(0);

  return {
    attributes(manifest, signingTime) {
      if (Math.floor(signingTime / 1000) !== second) {
        second = Math.floor(signingTime / 1000);
        time = encodeTime(signingTime);
      }
      const layout = layouts.get(time.length) ?? layOut(identity, time.length);
      layouts.set(time.length, layout);
      const bytes = Buffer.from(layout.attributes);
      bytes.set(time, layout.timeAt);
      bytes.write(hash('sha256', manifest, 'base64'), layout.digestAt, 'base64');
      return { bytes, layout };
    },
    sign: ({ bytes }) => signOnThreadPool(bytes, privateKey),
    file({ bytes, layout }, signature) {
      const cms = Buffer.from(layout.cms);
      // Signed as a SET, embedded under [0] (RFC 5652, 5.4): the same bytes but for the tag.
      cms.set(bytes.subarray(1), layout.attributesAt + 1);
      cms.set(signature, layout.signatureAt);
      return cms;
    },
  };
}

/**
 * Everything but time, digest and signature, and where these belong: their lengths never change.
 */
interface Layout {
  /** The signed attributes as a SET. */
  readonly attributes: Uint8Array;
  readonly timeAt: number;
  readonly digestAt: number;
  readonly cms: Uint8Array;
  readonly attributesAt: number;
  readonly signatureAt: number;
}

function layOut({ certificate, intermediate, privateKey }: SigningIdentity, timeLength: number): Layout {
  const timeValue = encodeNode(TAG.set, new Uint8Array(timeLength));
  const digestValue = encodeNode(TAG.set, encodeNode(TAG.octetString, new Uint8Array(32)));
  // DER orders the attributes by their encodings. These three differ in length, and the lengths
  // grow.
  const beforeDigest = [CONTENT_TYPE, encodeNode(TAG.sequence, SIGNING_TIME, timeValue)];
  const content = Buffer.concat([...beforeDigest, encodeNode(TAG.sequence, MESSAGE_DIGEST, digestValue)]);
  const attributes = encodeNode(TAG.set, content);

  const { issuer, serial } = issuerAndSerial(certificate);
  const signatureLength = Math.ceil((privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const afterAttributes = [RSA, encodeNode(TAG.octetString, new Uint8Array(signatureLength))];
  const signerInfo = encodeNode(
    TAG.sequence,
    VERSION_1,
    encodeNode(TAG.sequence, issuer, serial),
    SHA256,
    encodeNode(TAG.context0, content),
    ...afterAttributes,
  );
  const signedData = encodeNode(
    TAG.sequence,
    VERSION_1,
    encodeNode(TAG.set, SHA256),
    // Detached: names the content type only; the bytes are manifest.json.
    encodeNode(TAG.sequence, oid('data')),
    // DER wants the members of a SET OF in the order of their encodings.
    encodeNode(TAG.context0, ...[certificate, intermediate].sort(Buffer.compare)),
    encodeNode(TAG.set, signerInfo),
  );
  const cms = encodeNode(TAG.sequence, SIGNED_DATA, encodeNode(TAG.context0, signedData));
  return {
    attributes,
    timeAt: attributes.length - content.length + lengthOf(beforeDigest) - timeLength,
    digestAt: attributes.length - 32,
    cms,
    attributesAt: cms.length - lengthOf(afterAttributes) - attributes.length,
    signatureAt: cms.length - signatureLength,
  };
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function checkIdentity({ certificate, intermediate, privateKey }: SigningIdentity): void {
  const refuse = (message: string) => new AppError('parameter_invalid', { field: 'certificate', message });
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'rsa') {
    throw refuse('Wallet wants an RSA key; the private key given is of another kind.');
  }
  const leaf = readOrRefuse(certificate, refuse);
  const issuer = readOrRefuse(intermediate, refuse);
  if (!leaf.checkPrivateKey(privateKey)) {
    throw refuse('The private key does not belong to the certificate.');
  }
  if (!leaf.checkIssued(issuer) || !leaf.verify(issuer.publicKey)) {
    const wanted = leaf.issuer.replaceAll('\n', ', ');
    throw refuse(`The intermediate certificate did not issue the pass type certificate. Wanted: ${wanted}.`);
  }
}

function readOrRefuse(der: Uint8Array, refuse: (message: string) => AppError): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw refuse('A certificate could not be read. It has to be X.509 in DER.');
  }
}

function signOnThreadPool(data: Uint8Array, privateKey: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    cryptoSign('sha256', data, privateKey, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

function attribute(name: keyof typeof OID, value: Uint8Array): Uint8Array {
  return encodeNode(TAG.sequence, oid(name), encodeNode(TAG.set, value));
}

function oid(name: keyof typeof OID): Uint8Array {
  return encodeNode(TAG.oid, Buffer.from(OID[name], 'hex'));
}
