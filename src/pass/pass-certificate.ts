// Reads pass type certificates, and finds every reason why one cannot be used. Messages say what
// the owner has to do, because a phone refuses the same mistakes without a word.
import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { downloadName, knownIntermediates } from './apple-intermediates.ts';
import { refuse } from './certificate-refusal.ts';

export interface CertificateFacts {
  /** The subject's UID, such as `pass.com.example.loyalty`. */
  readonly passTypeIdentifier: string;
  /** The subject's OU. */
  readonly teamIdentifier: string;
  readonly commonName: string;
  readonly organizationName: string;
  /** The issuer's names in one line, to tell the WWDR generations apart. */
  readonly issuer: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Reads a pass type certificate (DER). Fails with `certificate_invalid`; the message says what the
 * certificate is instead.
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  const certificate = readX509(der);
  const { CN, O, OU, UID, text } = namesOf(certificate, 'subject');
  if (!isPassType(certificate)) {
    const what = kindOf(certificate, CN);
    throw refuse(
      'certificate',
      'other_kind',
      `This is ${what} (${text}), not a pass type certificate, whose subject names a pass type (UID=pass...) and a team ` +
        "(OU). Make one in Apple's developer account, under Identifiers, Pass Type IDs.",
      [text],
    );
  }
  return {
    passTypeIdentifier: UID,
    teamIdentifier: OU,
    commonName: CN,
    organizationName: O,
    issuer: namesOf(certificate, 'issuer').text,
    ...validity(certificate),
  };
}

/**
 * Picks one of a file's certificates: the pass type certificate, else the first that is not an
 * authority's, else the first.
 */
export function pickCertificate(certificates: readonly Uint8Array[]): Uint8Array | undefined {
  const read = certificates.map((der) => ({ der, certificate: readX509(der) }));
  const picked =
    read.find(({ certificate }) => isPassType(certificate)) ??
    read.find(({ certificate }) => !certificate.ca) ??
    read[0];
  return picked?.der;
}

/**
 * Checks a certificate. Fails with `certificate_invalid` when Wallet would refuse a pass that it
 * signs at `now` (ms since 1970).
 */
export function checkUsable(der: Uint8Array, now: number): void {
  const certificate = readX509(der);
  const { passTypeIdentifier, notBefore, notAfter } = readCertificate(der);
  const kind = certificate.publicKey.asymmetricKeyType;
  if (kind !== 'rsa') {
    throw refuse(
      'certificate',
      'key_kind',
      `The certificate has a key of the kind "${kind}"; Wallet wants RSA. Make a certificate request here, and have Apple ` +
        'make the certificate from it.',
    );
  }
  if (notAfter <= now) {
    throw refuse(
      'certificate',
      'expired',
      `The certificate expired on ${day(notAfter)}. Make a new one for ${passTypeIdentifier} in Apple's developer account and ` +
        'import that.',
      [day(notAfter), passTypeIdentifier],
    );
  }
  if (notBefore > now) {
    throw refuse(
      'certificate',
      'not_yet_valid',
      `The certificate is valid from ${new Date(notBefore).toISOString()} on, and this machine's clock says ` +
        `${new Date(now).toISOString()}. Set the clock right, or wait until then.`,
      [new Date(notBefore).toISOString(), new Date(now).toISOString()],
    );
  }
}

/**
 * DER of the object identifier 1.2.840.113635.100.6.1.26, an extension of the certificates that Apple
 * makes for pass types with NFC ("Pass Type ID with NFC").
 */
const NFC_EXTENSION = Buffer.from('060a2a864886f7636406011a', 'hex');

/** Whether Wallet reads a pass with `nfc` or a form for personal details that the certificate signs. */
export function allowsNfc(der: Uint8Array): boolean {
  return Buffer.from(der).includes(NFC_EXTENSION);
}

export function belongsTogether(der: Uint8Array, privateKey: KeyObject): boolean {
  return readX509(der).checkPrivateKey(privateKey);
}

/** SubjectPublicKeyInfo DER. */
export function publicKeyOf(der: Uint8Array): Uint8Array {
  return new Uint8Array(readX509(der).publicKey.export({ type: 'spki', format: 'der' }));
}

/** When a certificate expires, in ms since 1970. */
export function endOf(der: Uint8Array): number {
  return validity(readX509(der)).notAfter;
}

export interface IntermediateChoice {
  /** The pass type certificate, DER. */
  readonly certificate: Uint8Array;
  /** Intermediates that the owner named; when there are any, no others are tried. */
  readonly given: readonly Uint8Array[];
  /** Other certificates in the certificate's file, such as in a .p12. */
  readonly beside: readonly Uint8Array[];
  readonly now: number;
}

/**
 * Finds the certificate (DER) that issued the pass type certificate. Fails with
 * `certificate_invalid`; the message names the certificate to get.
 */
export function pickIntermediate({ certificate, given, beside, now }: IntermediateChoice): Uint8Array {
  const leaf = readX509(certificate);
  const issuer = namesOf(leaf, 'issuer');
  const candidates = (given.length > 0 ? given : [...beside, ...knownIntermediates()]).map(readX509);
  const found = candidates.find((other) => leaf.checkIssued(other) && leaf.verify(other.publicKey));
  const file = downloadName(issuer);
  const getIt = `Get ${file} and give it as the intermediate.`;
  if (found === undefined) {
    const namesake = candidates.some((other) => other.subject === leaf.issuer);
    const says = `the certificate says that "${issuer.text}" issued it`;
    if (given.length === 0 && !namesake) {
      const message = `The intermediate certificate is missing: ${says}. ${getIt}`;
      throw refuse('intermediate', 'intermediate_missing', message, [file]);
    }
    if (namesake) {
      const message = `The intermediate certificate has the right name but did not sign the certificate: ${says}. ${getIt}`;
      throw refuse('intermediate', 'intermediate_namesake', message, [file]);
    }
    const wrong = namesOf(candidates[0]!, 'subject').text;
    const message = `"${wrong}" is the wrong intermediate certificate: ${says}. ${getIt}`;
    throw refuse('intermediate', 'intermediate_wrong', message, [file]);
  }
  const { notBefore, notAfter } = validity(found);
  if (notAfter <= now || notBefore > now) {
    const when = notAfter <= now ? `expired on ${day(notAfter)}` : `is valid from ${day(notBefore)} on`;
    throw refuse(
      'intermediate',
      'intermediate_ended',
      `The intermediate certificate "${issuer.text}" ${when}. Have Apple make a new pass type certificate; it comes from an ` +
        'authority that is valid now.',
    );
  }
  return new Uint8Array(found.raw);
}

interface Names {
  readonly CN: string;
  readonly O: string;
  readonly OU: string;
  readonly UID: string;
  /** All names in one line. */
  readonly text: string;
}

function namesOf(certificate: X509Certificate, whose: 'subject' | 'issuer'): Names {
  const legacy = certificate.toLegacyObject() as unknown as Record<
    string,
    Record<string, string | string[]> | undefined
  >;
  const part = (name: string): string => {
    const value = legacy[whose]?.[name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const text = (certificate[whose] ?? '').replaceAll('\n', ', ');
  return { CN: part('CN'), O: part('O'), OU: part('OU'), UID: part('UID'), text };
}

function isPassType(certificate: X509Certificate): boolean {
  const { UID, OU } = namesOf(certificate, 'subject');
  return UID.startsWith('pass.') && OU !== '' && !certificate.ca;
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
/** Apple's other certificates, by how their common names begin. */
const OTHER_KINDS: readonly (readonly [name: RegExp, what: string])[] = [
  [
    /^(?:Apple (?:Development|Production|Sandbox)? ?(?:IOS )?Push Services|VoIP Services|WatchKit Services)/i,
    'a push certificate of an app',
  ],
  [/^Website Push ID/i, 'a push certificate of a website'],
  [/^Order Type ID/i, 'an order type certificate'],
  [/^(?:Merchant ID|Apple Pay)/i, 'an Apple Pay certificate'],
  [
    /^(?:Apple|iOS|iPhone|Mac|3rd Party Mac)\b.*\b(?:Developer|Development|Distribution|Installer)|^Developer ID/i,
    'a certificate for signing apps',
  ],
];

function kindOf(certificate: X509Certificate, commonName: string): string {
  if (certificate.ca) return "an authority's certificate";
  const named = OTHER_KINDS.find(([name]) => name.test(commonName));
  if (named !== undefined) return named[1];
  return (certificate.keyUsage ?? []).includes(CODE_SIGNING) ? 'a certificate for signing code' : 'another certificate';
}

function validity(certificate: X509Certificate): { notBefore: number; notAfter: number } {
  return { notBefore: Date.parse(certificate.validFrom), notAfter: Date.parse(certificate.validTo) };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function readX509(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw refuse('certificate', 'certificate_unreadable', 'The certificate could not be read. It has to be X.509.');
  }
}
