// Bodies are what they are, whatever their Content-Type says.
import { expect, test } from 'vitest';
import { readPassKitBody, requireObject } from '../../src/http/passkit/body.ts';

const JSON_TEXT = '{"name": "café", "list": [1]}';
const VALUE = { name: 'café', list: [1] };

function read(body: BodyInit | undefined, headers: Record<string, string> = {}) {
  return readPassKitBody(new Request('http://passes.test/v2/x', { method: 'POST', body: body ?? null, headers }));
}
const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['said to be JSON', { 'content-type': 'application/json' }],
  ['without Content-Type', {}],
  ['said to be a form', { 'content-type': 'application/x-www-form-urlencoded' }],
])('JSON %s', async (_, headers) => {
  expect(await read(bytes(JSON_TEXT), headers)).toEqual({ json: VALUE, files: {} });
  expect(await read(bytes('[{"id": "a"}]'), headers)).toEqual({ json: [{ id: 'a' }], files: {} });
});

test('no body', async () => {
  const body = await read(undefined);
  expect(body).toEqual({ json: undefined, files: {} });
  expect(() => requireObject(body)).toThrow('must be a JSON object');
});

test.each([true, false])('a form with files, its JSON sent as a file: %s', async (asFile) => {
  const form = new FormData();
  form.set('jsonBody', asFile ? new Blob([JSON_TEXT]) : JSON_TEXT);
  form.set('passbookPEM', new Blob([new Uint8Array([0, 255, 13, 10, 1])]), 'certificate.cer');
  form.set('text', 'ä');
  const body = await read(form);
  expect(requireObject(body)).toEqual(VALUE);
  expect(body.files).toEqual({ passbookPEM: new Uint8Array([0, 255, 13, 10, 1]), text: bytes('ä') });
});

test('a form without Content-Type, and one without JSON', async () => {
  const text = '--x\r\nContent-Disposition: form-data; name="jsonBody"\r\n\r\n{"a": 1}\r\n--x--\r\n';
  expect(await read(bytes(text))).toEqual({ json: { a: 1 }, files: {} });
  const file = '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nb\r\n--x--\r\n';
  expect(await read(bytes(file))).toEqual({ json: undefined, files: { f: bytes('b') } });
});

test.each([
  ['{"a": 1,\n "b": }', /^The body is not valid JSON\. Line 2, column 7: there should be a value\./],
  ['name=value', /^The body is not valid JSON\. Line 1, column 1/],
  [
    '--x\r\nContent-Disposition: form-data; name="jsonBody"\r\n\r\n{a: 1}\r\n--x--\r\n',
    /^The part jsonBody is not valid/,
  ],
])('what is wrong with %j is said where it is', async (text, message) => {
  await expect(read(bytes(text))).rejects.toMatchObject({
    code: 'body_invalid',
    message: expect.stringMatching(message),
  });
});

test('a body that is too large is not read to its end', async () => {
  const headers = { 'content-length': String(33 * 1024 * 1024) };
  await expect(read(bytes('{}'), headers)).rejects.toMatchObject({ code: 'body_too_large' });
});
