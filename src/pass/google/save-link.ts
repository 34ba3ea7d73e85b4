// The link behind the button "Add to Google Wallet": a JSON web token that the issuer's service
// account signed, behind Google's address.
import { importPKCS8, SignJWT } from 'jose';
import type { JsonObject } from '../../rules/values/values.ts';
import type { GoogleResource } from './input.ts';

/** Google's own address of save links; a stand-in has another. */
export const GOOGLE_SAVE_URL = 'https://pay.google.com/gp/v/save/';

/** The whole link, in characters: browsers cut a longer one, so that Google names this bound. */
export const LONGEST_SAVE_LINK = 1_800;

/** Who signs; a part of the account of `ports/google.ts`. */
export interface SaveSigner {
  readonly clientEmail: string;
  /** PKCS#8 in PEM. */
  readonly privateKey: string;
  readonly privateKeyId: string;
}

export interface SaveContent {
  readonly resource: GoogleResource;
  /** All of the object, or only `{ id }` of one that Google has already. */
  readonly object: JsonObject;
}

export interface SaveTerms {
  /** Where the button stands, such as `https://passes.example.com`. */
  readonly origin: string;
  /** Google's address, or that of a stand-in; ends with a slash. */
  readonly saveUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `loyalty` -> `loyaltyObjects`, the key in the token's payload. */
export function payloadKey(resource: GoogleResource): string {
  return `${resource}Objects`;
}

/**
 * The link that saves an object; null when the link would be longer than LONGEST_SAVE_LINK. Then the
 * object has to be inserted first, and the link names its id alone. Rejects when the key is no
 * PKCS#8 of RSA.
 */
export async function saveLink(signer: SaveSigner, content: SaveContent, terms: SaveTerms): Promise<string | null> {
  const claims = {
    iss: signer.clientEmail,
    aud: 'google',
    typ: 'savetowallet',
    iat: Math.floor(terms.now / 1000),
    origins: [terms.origin],
    payload: { [payloadKey(content.resource)]: [content.object] },
  };
  // The claims alone are too long: do not sign them.
  if (terms.saveUrl.length + base64Length(JSON.stringify(claims)) > LONGEST_SAVE_LINK) return null;
  const key = await importPKCS8(signer.privateKey, 'RS256');
  const header = { alg: 'RS256', typ: 'JWT', kid: signer.privateKeyId };
  const link = `${terms.saveUrl}${await new SignJWT(claims).setProtectedHeader(header).sign(key)}`;
  return link.length > LONGEST_SAVE_LINK ? null : link;
}

/** Without padding. */
function base64Length(text: string): number {
  return Math.ceil((Buffer.byteLength(text) * 4) / 3);
}
