// Signs what Google tells servers of saves and deletions: a root key of the stand-in signs an
// intermediate key, and that one the message (ECv2SigningOnly).
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

const PROTOCOL = 'ECv2SigningOnly';
const SENDER = 'GooglePayPasses';
const DAY_MS = 86_400_000;

export interface SaveOrDelete {
  readonly classId: string;
  readonly objectId: string;
  readonly eventType: 'save' | 'del';
}

export interface CallbackSigner {
  /** The answer of `/keys`, as that of https://pay.google.com/gp/m/issuer/keys. */
  keys(): { readonly keys: readonly Readonly<Record<string, string>>[] };
  /** The body of a callback about an object of an issuer. */
  body(issuerId: string, event: SaveOrDelete): string;
}

/** `now`: milliseconds since 1970. */
export function openCallbackSigner(now: () => number): CallbackSigner {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const intermediate = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const started = now();
  return {
    keys: () => ({
      keys: [
        {
          keyValue: spki(root.publicKey),
          protocolVersion: PROTOCOL,
          keyExpiration: String(started + 3650 * DAY_MS),
        },
      ],
    }),
    body(issuerId, event) {
      const signedKey = JSON.stringify({
        keyValue: spki(intermediate.publicKey),
        keyExpiration: String(now() + 7 * DAY_MS),
      });
      const signedMessage = JSON.stringify({
        ...event,
        expTimeMillis: now() + DAY_MS,
        count: 1,
        nonce: randomUUID(),
      });
      return JSON.stringify({
        signature: signed(intermediate.privateKey, [SENDER, issuerId, PROTOCOL, signedMessage]),
        intermediateSigningKey: {
          signedKey,
          signatures: [signed(root.privateKey, [SENDER, PROTOCOL, signedKey])],
        },
        protocolVersion: PROTOCOL,
        signedMessage,
      });
    },
  };
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Each text behind its length in bytes, in four bytes with the lowest first. */
function signed(key: KeyObject, texts: readonly string[]): string {
  const parts = texts.flatMap((text) => {
    const bytes = Buffer.from(text);
    return [Buffer.from(Uint32Array.of(bytes.length).buffer), bytes];
  });
  return sign('sha256', Buffer.concat(parts), key).toString('base64');
}
