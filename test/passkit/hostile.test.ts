// Requests that are made to hurt: what they get is an answer of the surface, soon, and nothing stays of them.
import forge from 'node-forge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectConstant, expectLinear } from '../fixtures/growth.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

let k: PassKitClient;
beforeAll(async () => {
  k = await openPassKit();
  await k.campaign();
  await k.template();
});
afterAll(() => k.t.close());

const sent = async (method: string, path: string, body: string) => {
  const response = await k.send(path, { method, body });
  return { status: response.status, body: (await response.json()) as any };
};
const upload = async (bytes: Uint8Array) => {
  const form = new FormData();
  form.set('passbookPEM', new Blob([new Uint8Array(bytes)]), 'pass.cer');
  const response = await k.send('/passbookCerts', { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as any };
};
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test.each([150, 5000, 100_000])('%d levels of JSON are said to be too many', async (levels) => {
  const deep = 'nested too deep: at most 100 levels';
  for (const [method, path, body] of [
    ['POST', '/passes', `{"templateName": "templateName", "passbook": {"userInfo": ${nested(levels)}}}`],
    ['PUT', '/campaigns/campaignName', `{"meta": ${nested(levels)}}`],
    ['POST', '/passesBatch', `[${nested(levels)}]`],
  ] as const) {
    const answer = await sent(method, path, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'body_invalid', message: expect.stringContaining(deep) },
    });
  }
  const broken = await sent('POST', '/passes', '['.repeat(levels));
  expect(broken).toMatchObject({ status: 400, body: { error: 'body_invalid' } });
});

test('JSON is at most 2 MB, whatever images come beside it', async () => {
  const large = JSON.stringify({ templateName: 'templateName', more: 'x'.repeat(2 * 1024 * 1024) });
  expect(await sent('POST', '/passes', large)).toMatchObject({ status: 400, body: { error: 'body_too_large' } });
  const form = await k.form('PUT', '/templates/templateName', { meta: { a: 'x'.repeat(2 * 1024 * 1024) } });
  expect(form).toMatchObject({ status: 400, body: { error: 'body_too_large' } });
});

test('what is kept and given back is small', async () => {
  const answer = await k.call('PUT', '/campaigns/campaignName', { meta: { a: 'x'.repeat(70_000) } });
  expect(answer).toMatchObject({
    status: 400,
    body: { field: 'meta', message: 'meta must be a JSON object of at most 64 KiB.' },
  });
  const texts = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`text ${at}`, 'texte']));
  const translated = await k.form('PUT', '/templates/templateName', { passbookLang: { fr: { text: texts } } });
  expect(translated).toMatchObject({ status: 400, body: { field: 'passbookLang.fr.text' } });
});

test('a number that no JSON number is', async () => {
  const answer = await sent('PUT', '/campaigns/campaignName', '{"meta": {"a": 1e999}}');
  expect(answer).toMatchObject({
    status: 400,
    body: { field: 'meta.a', message: 'meta.a must be JSON whose numbers are less than 1.8e308.' },
  });
});

test('a number that is too large for its dynamic key', async () => {
  await k.template({ name: 'counted', dynamicKeys: [{ key: 'n', type: 'number' }] });
  const answer = await sent('POST', '/passes', '{"templateName": "counted", "dynamicData": {"n": 1e999}}');
  expect(answer).toMatchObject({ status: 400, body: { field: 'dynamicData.n', error: 'parameter_invalid' } });
});

test.each(['constructor', 'toString', 'hasOwnProperty'])('back fields with the key %s', async (key) => {
  const group = { dynamicBackfieldKey: key, defaultValue: [{ defaultValue: 'theirs', format: { type: 'text' } }] };
  const passbook = { ...(TEMPLATE.passbook as object), back: [group] };
  await k.template({ name: `with_${key}`, passbook });
  const plain = await k.pass({ templateName: `with_${key}` });
  const own = await k.pass({ templateName: `with_${key}`, dynamicBackfields: { [key]: [{ value: 'ours' }] } });
  for (const [id, value] of [
    [plain, 'theirs'],
    [own, 'ours'],
  ] as const) {
    const { body } = await k.call('GET', `/passes/${id}/json`);
    expect(JSON.stringify(body)).toContain(value);
  }
});

test('an escaped query that is none', async () => {
  expect(await k.call('GET', '/passes%3FuserDefinedId%ZZ')).toMatchObject({
    status: 404,
    body: { error: 'endpoint_unknown' },
  });
});

test('half a character in an e-mail address is no part of the address', async () => {
  for (const [recoveryEmail, expected] of [
    ['a\\ud800@b.example', { status: 200 }],
    ['\\ud800@b.example', { status: 400, body: { field: 'recoveryEmail' } }],
  ] as const) {
    const answer = await sent(
      'POST',
      '/passes',
      `{"templateName": "templateName", "recoveryEmail": "${recoveryEmail}"}`,
    );
    expect(answer).toMatchObject(expected);
  }
});

test('a .p12 is not opened: it says itself how long that takes', async () => {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(1024);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.sign(privateKey);
  const archive = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], '', { algorithm: '3des', count: 1 });
  // The iterations of the checksum: a reader of the archive does them before it refuses anything.
  const [, , checksum] = archive.value as forge.asn1.Asn1[];
  const saying = async (iterations: number) => {
    const bytes = String.fromCharCode(...[24, 16, 8, 0].map((shift) => (iterations >> shift) & 255));
    (checksum!.value as forge.asn1.Asn1[])[2]!.value = bytes;
    const { status, body } = await upload(Buffer.from(forge.asn1.toDer(archive).getBytes(), 'latin1'));
    expect(body).toMatchObject({
      error: 'certificate_invalid',
      field: 'passbookPEM',
      message: expect.stringContaining('.p12'),
    });
    expect(status).toBe(400);
  };
  // The time for a small number that the archive says tells before the largest one would take hours.
  await expectConstant(saying, 100_000);
  await saying(0x7fffffff);
});

test('a file of thousands of beginnings is looked at once', async () => {
  await expectLinear(async (times) => {
    const { status } = await upload(Buffer.from('-----BEGIN A-----'.repeat(times)));
    expect(status).toBe(400);
  }, 3_750);
});
