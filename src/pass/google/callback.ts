// Verifies what Google tells of saves and deletions: ECv2SigningOnly, as Tink's
// PaymentMethodTokenRecipient does. A root key signs an intermediate key, that one the message.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

export const LARGEST_CALLBACK = 16_384;
/** A list of keys, in characters; Google's has some hundred. */
export const LARGEST_KEYS = 65_536;
export const MOST_KEYS = 20;
export const MOST_SIGNATURES = 10;
export const LONGEST_NONCE = 200;

const PROTOCOL = 'ECv2SigningOnly';
const SENDER = 'GooglePayPasses';
/** The longest part of a callback beside its message: keys and signatures are about 120 long. */
const LONGEST_PART = 2_048;

export interface RootKey {
  readonly key: KeyObject;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface GoogleCallback {
  /** Google's number of the issuer, whom the signature names; digits. */
  readonly issuerId: string;
  readonly classId: string;
  readonly objectId: string;
  readonly eventType: 'save' | 'del';
  /** When the message is no longer valid, in milliseconds since 1970. */
  readonly expires: number;
  /** How many objects the message is about; Google sends 1. */
  readonly count: number;
  /** The same in each repetition of one message. */
  readonly nonce: string;
}

export type CallbackVerdict = { readonly callback: GoogleCallback } | { readonly refusal: string };

/**
 * Reads Google's list of root keys, `{"keys": [{"keyValue": base64 of SPKI, "protocolVersion",
 * "keyExpiration": milliseconds as text}]}`. Leaves out keys of other protocols and what is no key
 * on P-256. []: the text is no such list.
 */
export function readRootKeys(text: string): readonly RootKey[] {
  if (text.length > LARGEST_KEYS) return [];
  const { keys } = parsed(text) ?? {};
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, MOST_KEYS).flatMap((entry: unknown): RootKey[] => {
    if (!isRecord(entry) || entry.protocolVersion !== PROTOCOL) return [];
    const key = publicKey(entry.keyValue);
    const expires = milliseconds(entry.keyExpiration);
    return key === null || expires === null ? [] : [{ key, expires }];
  });
}

/**
 * Checks a callback's body against root keys at a time, in milliseconds since 1970. A refusal is a
 * sentence for the log. Whether the nonce was used before, and whether there is such a pass of such
 * an issuer, is for the caller to say.
 */
export function verifyCallback(body: string, roots: readonly RootKey[], now: number): CallbackVerdict {
  if (body.length > LARGEST_CALLBACK) return refuse(`it is longer than ${LARGEST_CALLBACK} characters`);
  const envelope = parsed(body);
  if (envelope === null) return refuse('it is no JSON object');
  const { protocolVersion, signedMessage, intermediateSigningKey: intermediate } = envelope;
  if (protocolVersion !== PROTOCOL) return refuse(`its protocolVersion is not ${PROTOCOL}`);
  const signature = part(envelope.signature);
  if (signature === null || typeof signedMessage !== 'string') {
    return refuse('it has no signature or no signedMessage');
  }
  const signedKey = isRecord(intermediate) ? part(intermediate.signedKey) : null;
  const signatures = isRecord(intermediate) ? intermediate.signatures : null;
  if (signedKey === null || !Array.isArray(signatures) || signatures.length > MOST_SIGNATURES) {
    return refuse('it has no intermediateSigningKey with signedKey and signatures');
  }

  const valid = roots.filter(({ expires }) => now < expires);
  if (valid.length === 0) return refuse('no root key of Google is valid');
  const keyBytes = lengthPrefixed([SENDER, PROTOCOL, signedKey]);
  const isSigned = signatures.some((one: unknown) => {
    const bytes = part(one);
    return bytes !== null && valid.some(({ key }) => isSignature(keyBytes, key, bytes));
  });
  if (!isSigned) return refuse('no root key signed its intermediate key');
  const named = parsed(signedKey) ?? {};
  const key = publicKey(named.keyValue);
  const keyExpires = milliseconds(named.keyExpiration);
  if (key === null || keyExpires === null) return refuse('its intermediate key cannot be read');
  if (now >= keyExpires) return refuse('its intermediate key has expired');

  const callback = readMessage(signedMessage);
  if (callback === null) return refuse('its signedMessage is not that of a save or a deletion');
  // The recipient is in the signed bytes only: another issuer's message has another signature.
  const bytes = lengthPrefixed([SENDER, callback.issuerId, PROTOCOL, signedMessage]);
  if (!isSignature(bytes, key, signature)) return refuse('its signature is not one of its message and issuer');
  return now < callback.expires ? { callback } : refuse('its message has expired');
}

function refuse(why: string): CallbackVerdict {
  return { refusal: `This callback is not taken for Google's: ${why}.` };
}

function readMessage(text: string): GoogleCallback | null {
  const message = parsed(text);
  if (message === null) return null;
  const { classId, objectId, eventType, nonce, count } = message;
  const issuerId = issuerOf(classId);
  const expires = milliseconds(message.expTimeMillis);
  if (issuerId === null || issuerOf(objectId) !== issuerId || expires === null) return null;
  if (eventType !== 'save' && eventType !== 'del') return null;
  if (typeof nonce !== 'string' || nonce === '' || nonce.length > LONGEST_NONCE) return null;
  return {
    issuerId,
    classId: String(classId),
    objectId: String(objectId),
    eventType,
    expires,
    count: typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 1,
    nonce,
  };
}

/** The issuer of an id such as `3388….name`; null: this is no id. */
function issuerOf(id: unknown): string | null {
  if (typeof id !== 'string' || id.length > LONGEST_PART) return null;
  return /^(\d{1,30})\.[\w.-]{1,400}$/.exec(id)?.[1] ?? null;
}

/** Each text as UTF-8 behind its length in bytes, of 32 bits with the lowest first. */
function lengthPrefixed(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** ECDSA with SHA-256; the signature is base64 of DER. */
function isSignature(bytes: Buffer, key: KeyObject, signature: string): boolean {
  try {
    return verify('sha256', bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** A key on P-256 of the base64 of its SubjectPublicKeyInfo; null: this is none. */
function publicKey(value: unknown): KeyObject | null {
  const text = part(value);
  if (text === null) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

/** Google writes 64 bits as text; a number is read alike. */
function milliseconds(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function part(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_PART ? value : null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
