// The DER that signing needs: writes nodes around encoded bytes, and finds a certificate's parts
// without decoding them. node-forge would decode and encode again, and Wallet refuses certificates
// whose bytes differ from the original.

export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /**
   * [0], constructed: explicit content, implicit certificates and implicit signed attributes alike.
   */
  context0: 0xa0,
} as const;

/** One DER node: tag, definite length in its shortest form, and the contents one after another. */
export function encodeNode(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const content of contents) length += content.length;
  const header = encodeHeader(tag, length);
  const node = new Uint8Array(header.length + length);
  node.set(header);
  let offset = header.length;
  for (const content of contents) {
    node.set(content, offset);
    offset += content.length;
  }
  return node;
}

function encodeHeader(tag: number, length: number): readonly number[] {
  if (length < 0x80) return [tag, length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [tag, 0x80 | bytes.length, ...bytes];
}

/**
 * UTCTime through 2049, GeneralizedTime from 2050 (RFC 5652, 11.3). `time` in milliseconds since
 * 1970; fractions of a second are dropped.
 */
export function encodeTime(time: number): Uint8Array {
  const date = new Date(time);
  const digits = `${date.toISOString().slice(0, 19).replace(/[^\d]/g, '')}Z`;
  const year = date.getUTCFullYear();
  const short = year >= 1950 && year < 2050;
  return encodeNode(short ? TAG.utcTime : TAG.generalizedTime, Buffer.from(short ? digits.slice(2) : digits, 'latin1'));
}

/** Where a node lies in its bytes: header at `start`, content from `content` to `end`. */
interface Span {
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

function readSpan(bytes: Uint8Array, start: number, limit: number): Span {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new Error('The DER bytes are damaged.');
  let content = start + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new Error('The DER bytes are damaged.');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (bytes[content++] ?? 0);
  }
  const end = content + length;
  if (end > limit) throw new Error('The DER bytes are damaged.');
  return { tag, start, content, end };
}

function readChildren(bytes: Uint8Array, parent: Span): readonly Span[] {
  const children: Span[] = [];
  for (let at = parent.content; at < parent.end; ) {
    const child = readSpan(bytes, at, parent.end);
    children.push(child);
    at = child.end;
  }
  return children;
}

/**
 * The issuer name and the serial number of a certificate, each with its header, as the certificate
 * writes them (RFC 5280: version [0], serialNumber, signature, issuer, ...). Throws an Error when
 * `certificate` is not one.
 */
export function issuerAndSerial(certificate: Uint8Array): { issuer: Uint8Array; serial: Uint8Array } {
  const outer = readSpan(certificate, 0, certificate.length);
  const [body] = readChildren(certificate, outer);
  if (outer.end !== certificate.length || body?.tag !== TAG.sequence)
    throw new Error('The DER bytes are no certificate.');
  const parts = readChildren(certificate, body).filter((part) => part.tag !== TAG.context0);
  const [serial, , issuer] = parts;
  if (serial?.tag !== TAG.integer || issuer?.tag !== TAG.sequence) throw new Error('The DER bytes are no certificate.');
  return {
    issuer: certificate.slice(issuer.start, issuer.end),
    serial: certificate.slice(serial.start, serial.end),
  };
}
