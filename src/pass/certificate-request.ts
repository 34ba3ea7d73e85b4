// Makes certificate signing requests (PKCS #10), from which Apple makes pass type certificates.
import { generateKeyPair } from 'node:crypto';
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
  const request = forge.pki.createCertificationRequest();
  request.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  request.setSubject([
    { type: forge.pki.oids.commonName!, value: subject.name, valueTagClass: utf8 },
    { type: forge.pki.oids.emailAddress!, value: subject.email, valueTagClass: utf8 },
  ]);
  const signingKey = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  request.sign(signingKey, forge.md.sha256.create());
  return {
    pem: forge.pki.certificationRequestToPem(request).replaceAll('\r', ''),
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

/**
 * UTF8String, because names may have any letters. node-forge's types declare a class where it
 * expects a type, hence the cast.
 */
const utf8 = forge.asn1.Type.UTF8 as unknown as forge.asn1.Class;
