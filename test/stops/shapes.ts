// Shapes of requests that cost much for their size: bodies as form, multipart and JSON, and long
// addresses and headers. Each body begins with what its door needs, so that the door reads on.
import type { JsonObject } from '../../src/rules/values/values.ts';

export interface Body {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export type BodyShape = (size: number, fields: JsonObject) => Body;

/** The piece as often as it fits. */
export function filled(piece: string, size: number): string {
  return piece.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(piece))));
}

/** Numbered pieces until the size is reached. */
function numbered(size: number, piece: (number: number) => string, between: string): string {
  const pieces: string[] = [];
  for (let length = 0, at = 0; ; at++) {
    const next = piece(at);
    length += next.length + between.length;
    if (length > size) return pieces.join(between);
    pieces.push(next);
  }
}

/** Remembers the last text: every door gets the same one, and megabytes take long to make. */
function remembered(fill: (size: number) => string): (size: number) => string {
  let last: { readonly size: number; readonly text: string } | null = null;
  return (size) => {
    if (last?.size !== size) last = { size, text: fill(size) };
    return last.text;
  };
}

const FORM = 'application/x-www-form-urlencoded';
const form = (make: (size: number) => string): BodyShape => {
  const fill = remembered(make);
  return (size, fields) => {
    const known = Object.entries(fields).map(([key, value]) => `${key}=${encodeURIComponent(text(value))}`);
    return { type: FORM, bytes: Buffer.from([...known, fill(size)].join('&'), 'latin1') };
  };
};
const json = (make: (size: number) => string, end = '}', encoding: BufferEncoding = 'utf8'): BodyShape => {
  const fill = remembered(make);
  return (size, fields) => {
    const known = JSON.stringify(fields).slice(0, -1);
    const start = known === '{' ? known : `${known},`;
    return { type: 'application/json', bytes: Buffer.from(start + fill(size) + end, encoding) };
  };
};
const multipart = (make: (size: number) => string, boundary = 'x'): BodyShape => {
  const fill = remembered(make);
  return (size, fields) => {
    const known = Object.entries(fields).map(([key, value]) => partOf(key, text(value), boundary));
    const bytes = Buffer.from(`${known.join('')}${fill(size)}`, 'latin1');
    return { type: `multipart/form-data; boundary=${boundary}`, bytes };
  };
};
const partOf = (name: string, value: string, boundary = 'x') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
/** A file in the field that FILE_FIELD of the fields names. */
const file = (name: string, make: (size: number) => string): BodyShape => {
  const fill = remembered(make);
  return (size, { [FILE_FIELD]: field, ...fields }) => {
    const known = Object.entries(fields).map(([key, value]) => partOf(key, text(value)));
    const head = `--x\r\nContent-Disposition: form-data; name="${text(field)}"; filename="${name}"\r\n`;
    const bytes = Buffer.from(`${known.join('')}${head}\r\n${fill(size)}\r\n--x--\r\n`, 'latin1');
    return { type: 'multipart/form-data; boundary=x', bytes };
  };
};
/** Names the field of a file among the fields that FILE_SHAPES are made with. */
export const FILE_FIELD = '(file)';
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

export const BODY_SHAPES: Readonly<Record<string, BodyShape>> = {
  'form: many empty pairs': form((size) => filled('a&', size)),
  'form: many names': form((size) => numbered(size, (at) => `n${at}=1`, '&')),
  'form: one name, many lists': form((size) => filled('a[]=1&', size)),
  'form: one long value': form((size) => `value=${filled('x', size)}`),
  'form: one long name': form((size) => `${filled('x', size)}=1`),
  'form: a long escaped value': form((size) => `value=${filled('%41', size)}`),
  'form: a long value of plus signs': form((size) => `value=${filled('+', size)}`),
  'form: escapes that are none': form((size) => `value=${filled('%', size)}`),
  'form: invalid UTF-8': form((size) => `value=${filled('\xff', size)}`),
  'form: escaped invalid UTF-8': form((size) => `value=${filled('%FF', size)}`),
  'form: UTF-8 of two bytes': form((size) => `value=${filled('\xc3\xa9', size)}`),
  'form: JSON in a field': form((size) => `JSON={${numbered(size, (at) => `"k${at}":1`, ',')}}`),
  'form: broken JSON in a field': form((size) => `JSON={${numbered(size, (at) => `"k${at}":1`, ',')}`),
  'form: no pair': (size) => ({ type: FORM, bytes: Buffer.alloc(size, ' ') }),
  'multipart: many parts': multipart((size) => numbered(size, (at) => partOf(`n${at}`, '1'), '')),
  'multipart: many empty parts': multipart((size) => filled('--x\r\n\r\n\r\n', size)),
  'multipart: one long part': multipart((size) => `${partOf('value', filled('x', size))}--x--`),
  'multipart: a part of invalid UTF-8': multipart((size) => `${partOf('value', filled('\xff', size))}--x--`),
  'multipart: a long header': multipart((size) => `--x\r\nContent-Disposition: ${filled('x', size)}`),
  'multipart: a long name': multipart((size) => partOf(filled('n', size), '1')),
  'multipart: many headers': multipart((size) => `--x\r\n${filled('A: b\r\n', size)}\r\n`),
  'multipart: many parameters': multipart((size) => `--x\r\nContent-Disposition: form-data${filled('; a=b', size)}`),
  'multipart: almost boundaries': multipart((size) => partOf('value', filled('\r\n--y', size))),
  'multipart: beginnings of boundaries': multipart((size) => partOf('value', filled('\r\n-', size))),
  'multipart: dashes': multipart((size) => filled('-', size), '-'.repeat(69)),
  'JSON: deep lists': json((size) => `"value":${'['.repeat(size / 2)}${']'.repeat(size / 2)}`),
  'JSON: deep objects': json((size) => `"value":${filled('{"a":', size)}`),
  'JSON: many keys': json((size) => numbered(size, (at) => `"k${at}":1`, ',')),
  'JSON: one key again and again': json((size) => numbered(size, () => '"a":1', ',')),
  'JSON: many values': json((size) => `"value":[${filled('1,', size)}1]`),
  'JSON: many lists': json((size) => `"value":[${filled('[],', size)}1]`),
  'JSON: many objects': json((size) => `"value":[${filled('{"a":{}},', size)}1]`),
  'JSON: many texts': json((size) => `"value":[${filled('"a",', size)}1]`),
  'JSON: one long text': json((size) => `"value":"${filled('x', size)}"`),
  'JSON: one long key': json((size) => `"${filled('x', size)}":1`),
  'JSON: one long escaped text': json((size) => `"value":"${filled('\\u0041', size)}"`),
  'JSON: half characters': json((size) => `"value":"${filled('\\ud800', size)}"`),
  'JSON: one long number': json((size) => `"value":${filled('9', size)}`),
  'JSON: many large numbers': json((size) => `"value":[${filled('1e400,', size)}1]`),
  'JSON: many long numbers': json((size) => `"value":[${filled('1.2345678901234567891,', size)}1]`),
  'JSON: numbered keys': json((size) => `"additional":{${numbered(size, (at) => `"${1e9 - at}":1`, ',')}}`),
  'JSON: numbered keys and a long text': json((size) => `"additional":{"2":1,"1":1},"value":"${filled('x', size)}"`),
  'JSON: a long text of quotes': json((size) => `"2":1,"value":"${filled('\\"', size)}"`),
  'JSON: a long text of backslashes': json((size) => `"2":1,"value":"${filled('\\\\', size)}"`),
  'JSON: white space': json((size) => `${filled(' \n', size)}"value":1`),
  'JSON: no end': json((size) => numbered(size, (at) => `"k${at}":1`, ','), ''),
  'JSON: no end of a text': json((size) => `"value":"${filled('x', size)}`, ''),
  'JSON: no commas': json((size) => numbered(size, (at) => `"k${at}":1`, ' ')),
  'JSON: brackets alone': (size) => ({ type: 'application/json', bytes: Buffer.alloc(size, '[') }),
  'JSON: in UTF-16': (size) => ({
    type: 'application/json; charset=utf-16le',
    bytes: Buffer.from(`{"value":"${filled('x', size / 2)}"}`, 'utf16le'),
  }),
};

/** Texts of JSON that a door's field of JSON gets, as a form sends it. */
export const JSON_SHAPES: Readonly<Record<string, (size: number) => string>> = {
  'one long text': (size) => `{"a":"${filled('x', size)}"}`,
  'one long text of digits': (size) => `{"a":"${filled('1', size)}"}`,
  'one long escaped text': (size) => `{"a":"${filled('\\u0041', size)}"}`,
  'half characters': (size) => `{"a":"${filled('\\ud800', size)}"}`,
  'many keys': (size) => `{${numbered(size, (at) => `"k${at}":1`, ',')}}`,
  'numbered keys': (size) => `{"additional":{${numbered(size, (at) => `"${1e9 - at}":1`, ',')}}}`,
  'many long numbers': (size) => `{"a":[${filled('1.2345678901234567891,', size)}1]}`,
  'no end': (size) => `{"a":"${filled('x', size)}`,
};

/** Files that a door gets for its field of a file: spreadsheets, pictures and packages that cost much. */
export const FILE_SHAPES: Readonly<Record<string, BodyShape>> = {
  'CSV of many rows': file('a.csv', (size) => `name,points\n${filled('Ada,1\n', size)}`),
  'CSV of many columns': file(
    'a.csv',
    (size) => `${numbered(size / 2, (at) => `c${at}`, ',')}\n${filled('1,', size / 2)}`,
  ),
  'CSV of one long cell': file('a.csv', (size) => `name\n${filled('x', size)}\n`),
  'CSV of quotes': file('a.csv', (size) => `name\n${filled('"', size)}\n`),
  'CSV of quoted cells': file('a.csv', (size) => `name\n${filled('"a""b"\n', size)}`),
  'CSV of empty rows': file('a.csv', (size) => `name\n${filled('\n', size)}`),
  'CSV of all delimiters': file('a.csv', (size) => `name\n${filled('a;b,c\t|', size)}\n`),
  'CSV of invalid UTF-8': file('a.csv', (size) => `name\n${filled('\xff\xfe,', size)}\n`),
  'a file of JSON': file('a.json', (size) => `{${numbered(size, (at) => `"k${at}":1`, ',')}}`),
  'a file of deep JSON': file('a.json', (size) => filled('[', size)),
  'a zip of zeros': file('a.pkpass', (size) => `PK\x03\x04${filled('\0', size)}`),
  'a zip of entries': file('a.pkpass', (size) => filled('PK\x03\x04', size)),
  'a PNG of zeros': file('a.png', (size) => `\x89PNG\r\n\x1a\n${filled('\0', size)}`),
  'an SVG of groups': file('a.svg', (size) => `<svg xmlns="http://www.w3.org/2000/svg">${filled('<g>', size)}`),
  'a PEM without an end': file('a.pem', (size) => `-----BEGIN CERTIFICATE-----\n${filled('QUJD\n', size)}`),
  PEMs: file('a.pem', (size) => filled('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n', size)),
  'DER of lengths': file('a.p12', (size) => filled('\x30\x80', size)),
};

/** Values that one of the door's own fields gets. */
export const VALUE_SHAPES: Readonly<Record<string, (size: number) => string>> = {
  commas: (size) => `/${filled(',', size)}x`,
  'commas at the end': (size) => `x${filled(',', size)}`,
  'ends of hashes': (size) => `?hashedSerialNumber=${filled('&', size)}x`,
  letters: (size) => filled('a', size),
  digits: (size) => filled('9', size),
  spaces: (size) => `x${filled(' ', size)}x`,
  'magic strings': (size) => filled('{a}', size),
  brackets: (size) => filled('{', size),
  tags: (size) => filled('<a', size),
  'nested JSON': (size) => filled('[', size),
  accents: (size) => filled('e\u0301', size),
  signs: (size) => filled('=!(', size),
  'an address': (size) => `${filled('a.', size)}@${filled('b.', 1000)}c`,
  'an escaped link': (size) => `http://x/?hashedSerialNumber=${filled('%41', size)}`,
  dates: (size) => `2026-01-01T${filled('0', size)}`,
};

/** Node refuses a request whose line and headers are longer. */
export const LONGEST_HEAD = 15_000;

/** Addresses and headers: what follows the door's path, and the headers. */
export const HEAD_SHAPES: Readonly<
  Record<string, { readonly query?: string; readonly headers?: Readonly<Record<string, string>> }>
> = {
  'query: many pairs': { query: filled('a&', LONGEST_HEAD) },
  'query: one long value': { query: `hashedSerialNumber=${filled('x', LONGEST_HEAD)}` },
  'query: commas': { query: `hashedSerialNumber=/${filled(',', LONGEST_HEAD)}x` },
  'query: escaped': { query: `hashedSerialNumber=${filled('%41', LONGEST_HEAD)}` },
  'query: invalid UTF-8': { query: `templateHash=${filled('%FF', LONGEST_HEAD)}` },
  'header: long cookie': { headers: { cookie: `passwright_session=${filled('x', LONGEST_HEAD)}` } },
  'header: many cookies': { headers: { cookie: filled('a=b; ', LONGEST_HEAD) } },
  'header: languages': { headers: { 'accept-language': filled('de;q=0.1,', LONGEST_HEAD) } },
  'header: types': { headers: { accept: filled('a/b;q=0.1,', LONGEST_HEAD) } },
  'header: addresses': { headers: { 'x-forwarded-for': filled('1.1.1.1,', LONGEST_HEAD) } },
  'header: long authorization': { headers: { authorization: `PKAuth ${filled('a', LONGEST_HEAD)}` } },
  'header: a token of dots': { headers: { authorization: `PKAuth ${filled('.', LONGEST_HEAD)}` } },
  'header: spaces': { headers: { authorization: `ApplePass${filled(' ', LONGEST_HEAD)}x` } },
  'header: long date': { headers: { 'if-modified-since': filled('1 ', LONGEST_HEAD) } },
  'header: ranges': { headers: { range: `bytes=${filled('0-,', LONGEST_HEAD)}` } },
  'header: long user agent': { headers: { 'user-agent': filled('bot/1 (', LONGEST_HEAD) } },
};
