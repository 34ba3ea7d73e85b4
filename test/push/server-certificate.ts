// A throwaway certificate for a TLS server on this machine, and the authority that issued it.
import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface ServerCertificate {
  /** All in PEM. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

let made: ServerCertificate | null = null;

/**
 * A certificate for `localhost` and 127.0.0.1, made once in a process because making it takes a
 * while.
 */
export function serverCertificate(): ServerCertificate {
  made ??= makeServerCertificate();
  return made;
}

function makeServerCertificate(): ServerCertificate {
  const authority = makeKeys();
  const server = makeKeys();
  const names = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const ca = issue('Stand-in CA', authority, 'Stand-in CA', authority, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
  const cert = issue('Stand-in for APNs', server, 'Stand-in CA', authority, [
    { name: 'subjectAltName', altNames: names },
    { name: 'extKeyUsage', serverAuth: true },
  ]);
  return { ca, cert, key: forge.pki.privateKeyToPem(server.privateKey) };
}

function makeKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    privateKey: forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
  };
}

type Keys = ReturnType<typeof makeKeys>;

function issue(subject: string, keys: Keys, issuer: string, issuerKeys: Keys, extensions: object[]): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = subject === issuer ? '01' : '02';
  certificate.validity.notBefore = new Date(Date.now() - DAY);
  certificate.validity.notAfter = new Date(Date.now() + DAY);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
  certificate.setExtensions(extensions);
  certificate.sign(issuerKeys.privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
