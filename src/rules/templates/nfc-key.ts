// Reads the public key of an NFC reader (Apple's Pass.NFC, encryptionPublicKey): base64 of a DER
// SubjectPublicKeyInfo with a point of the curve P-256. Pure, because templates are checked
// everywhere.

/** SubjectPublicKeyInfo of a P-256 key up to its point, in hex: RFC 5480 with the OIDs of P-256. */
const COMPRESSED = '3039301306072a8648ce3d020106082a8648ce3d030107032200';
const UNCOMPRESSED = '3059301306072a8648ce3d020106082a8648ce3d030107034200';

/** In characters, before the text is decoded: the longest right key has 124. */
const LONGEST_KEY = 200;

/** The curve y² = x³ - 3x + B over the field of P (FIPS 186-4, D.1.2.3). */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const WANTED =
  'encryptionPublicKey is a public key of the curve P-256: base64 of its DER SubjectPublicKeyInfo, such as ' +
  '"openssl ec -pubout -conv_form compressed -outform DER | base64 -w0" writes.';

/** What is wrong with the text of a key, in a sentence that says what would be right; null: nothing. */
export function nfcKeyFault(text: string): string | null {
  if (text.startsWith('-----')) return `${WANTED} Leave out the lines that begin with -----.`;
  if (/\s/.test(text)) return `${WANTED} Write it in one line without spaces, because Wallet reads no others.`;
  if (text.length > LONGEST_KEY) return `${WANTED} This one is too long.`;
  const hex = hexOf(text);
  if (hex === null) return `${WANTED} This is not base64.`;
  if (hex.startsWith(COMPRESSED)) return pointFault(hex.slice(COMPRESSED.length), 66);
  if (hex.startsWith(UNCOMPRESSED)) return pointFault(hex.slice(UNCOMPRESSED.length), 130);
  return `${WANTED} This is a key of another kind.`;
}

function pointFault(point: string, digits: number): string | null {
  const kind = point.slice(0, 2);
  const isKnown = digits === 130 ? kind === '04' : kind === '02' || kind === '03';
  if (point.length !== digits || !isKnown) return `${WANTED} This one is cut off, or too long.`;
  const x = BigInt(`0x${point.slice(2, 66)}`);
  const right = mod(x * x * x - 3n * x + B);
  const y = digits === 130 ? BigInt(`0x${point.slice(66)}`) : null;
  const isOnCurve = x < P && (y === null ? isSquare(right) : y < P && mod(y * y) === right);
  return isOnCurve ? null : `${WANTED} This one is no point of the curve, so a character of it is wrong.`;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/** Euler's criterion. */
function isSquare(value: bigint): boolean {
  let result = 1n;
  let base = value;
  for (let exponent = (P - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result === 1n || value === 0n;
}

/** The bytes of base64, in hex; null for another text. */
function hexOf(text: string): string | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return [...atob(text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
