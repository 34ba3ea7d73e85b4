// Reads by what Wallet knows a pass: pass type, serial number, the token that phones show, and the
// address that they ask.
import { type JsonValue, toText } from '../values/values.ts';

export interface PassIdentity {
  readonly passTypeIdentifier: string;
  readonly serialNumber: string;
  /** Null: the file has none, so phones that hold the pass cannot be answered. */
  readonly authenticationToken: string | null;
  /** Null: the pass asks no server. */
  readonly webServiceURL: string | null;
}

/** What is wrong with a pass of a file. `place`: a key, a column or an API path; null: the pass as a whole. */
export interface ImportFault {
  readonly place: string | null;
  readonly message: string;
}

/** In UTF-16 units. */
const LONGEST_SERIAL_NUMBER = 256;
const LONGEST_ADDRESS = 2048;

const PASS_TYPE = /^pass\.[A-Za-z0-9.-]{1,200}$/;
/** Tokens go into a header, after a space; Wallet takes no shorter one. */
const TOKEN = /^[\x21-\x7e]{16,256}$/;
const CONTROL = /\p{Cc}/u;

/** The parts by the names of their keys in pass.json. An empty part is none. */
export type IdentityParts = Readonly<Partial<Record<keyof PassIdentity, JsonValue>>>;

export function readIdentity(
  parts: IdentityParts,
): { readonly identity: PassIdentity } | { readonly faults: readonly ImportFault[] } {
  const faults: ImportFault[] = [];
  const part = (key: keyof PassIdentity) => toText(parts[key] ?? '').trim();
  const wrong = (place: keyof PassIdentity, message: string) => faults.push({ place, message });
  const serialNumber = part('serialNumber');
  if (serialNumber === '') wrong('serialNumber', 'The pass has no serial number, by which phones know it.');
  else if (serialNumber.length > LONGEST_SERIAL_NUMBER || CONTROL.test(serialNumber)) {
    wrong('serialNumber', `A serial number is a text of at most ${LONGEST_SERIAL_NUMBER} characters in one line.`);
  }
  const passTypeIdentifier = part('passTypeIdentifier');
  if (!PASS_TYPE.test(passTypeIdentifier)) {
    const quoted = passTypeIdentifier.slice(0, 60);
    wrong('passTypeIdentifier', `A pass type identifier is such as pass.com.example.card, not "${quoted}".`);
  }
  const token = part('authenticationToken');
  if (token !== '' && !TOKEN.test(token)) {
    wrong('authenticationToken', 'A token is 16 to 256 letters, digits and signs, without spaces.');
  }
  const address = part('webServiceURL');
  if (address !== '' && !isAddress(address)) {
    wrong('webServiceURL', `A webServiceURL begins with https://, not "${address.slice(0, 60)}".`);
  }
  if (faults.length > 0) return { faults };
  const identity = {
    passTypeIdentifier,
    serialNumber,
    authenticationToken: token === '' ? null : token,
    webServiceURL: address === '' ? null : address,
  };
  return { identity };
}

/** Whether phones can ask this address; http is for tests of developers. */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && /^https?:\/\//i.test(text) && URL.canParse(text);
}
