// Makes certificate signing requests (PKCS #10), from which Apple makes pass type certificates.
import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

const generateRsaPair = promisify(generateKeyPair);

export interface MadeRequest {
  /** The file to upload to Apple. */
  readonly pem: string;
  /** SubjectPublicKeyInfo DER. */
  readonly publicKey: Uint8Array;
  /** PKCS#8 DER, not encrypted. */
  readonly privateKey: Uint8Array;
}

/**
 * Makes a request with a new key: RSA with 2048 bits, the only kind that Apple accepts for pass
 * types.
 */
export async function createRequest(subject: { readonly name: string; readonly email: string }): Promise<MadeRequest> {
  const { publicKey, privateKey } = await generateRsaPair('rsa', { modulusLength: 2048 });
  const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
  return {
    pem: requestOf(subject, pkcs8),
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: pkcs8,
  };
}

/** The request (PEM) of a key that is there already. `privateKey`: PKCS#8 DER, not encrypted. */
export function requestOf(subject: { readonly name: string; readonly email: string }, privateKey: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  const publicPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const request = forge.pki.createCertificationRequest();
  request.publicKey = forge.pki.publicKeyFromPem(publicPem);
  request.setSubject([
    { type: forge.pki.oids.commonName!, value: subject.name, valueTagClass: utf8 },
    { type: forge.pki.oids.emailAddress!, value: subject.email, valueTagClass: utf8 },
  ]);
  const signingKey = forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  request.sign(signingKey, forge.md.sha256.create());
  return forge.pki.certificationRequestToPem(request).replaceAll('\r', '');
}

/**
 * UTF8String, because names may have any letters. node-forge's types declare a class where it
 * expects a type, hence the cast.
 */
const utf8 = forge.asn1.Type.UTF8 as unknown as forge.asn1.Class;
