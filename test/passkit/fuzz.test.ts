// Random requests of every endpoint of both /v2 surfaces, /d/ and /batch/: whatever comes, nothing is answered 500, and what is
// refused is refused in the surface's own shape.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENDPOINTS as PASS2U } from '../../src/http/pass2u/endpoints.ts';
import { ENDPOINTS as PASSKIT } from '../../src/http/passkit/endpoints.ts';
import { modelApp } from '../fixtures/pass2u/model-app.ts';
import { openPassKit } from '../fixtures/passkit/client.ts';
import { TEMPLATE } from '../fixtures/passkit/guide-bodies.ts';

/** More by hand: FUZZ_RUNS=20000. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 200);

const NASTY = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '../..',
    '%',
    '%ZZ',
    '%00',
    '\u0000',
  ],
  ...[
    '\ud800',
    '\ufeff',
    'ä',
    '🎟',
    "'; DROP TABLE passes;--",
    '<script>',
    '#{points}',
    '{clientHash}',
    '{'.repeat(50),
    'a\r\nb',
  ],
  ...[
    'DELETE',
    'null',
    'x'.repeat(2000),
    '2026-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00Z',
    '#ffffff',
  ],
  ...['http://127.0.0.1/', 'data:image/png;base64,AAAA', 'a@b.example', 'ä@\ud800', '[[[[', '{"a":"{x}"}'],
];
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 }));
const scalar = fc.oneof(
  text,
  fc.constantFrom(null, true, false, 0, -0, -1, 1.5, 1e21, 2 ** 53, 1e308, -1e308, 65_536),
  fc.integer(),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4 }),
  ),
}));

/** The value with some of it replaced, left out or added. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  const whole = { weight: 1, arbitrary: json };
  if (Array.isArray(value)) {
    return fc.oneof(
      whole,
      { weight: 8, arbitrary: fc.tuple(...value.map(mutated)) },
      {
        weight: 1,
        arbitrary: fc.constant([...value, ...value]),
      },
    );
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) =>
      fc.oneof(
        { weight: 10, arbitrary: mutated(inner).map((changed) => [[key, changed]] as [string, unknown][]) },
        { weight: 1, arbitrary: fc.constant<[string, unknown][]>([]) },
        { weight: 1, arbitrary: fc.tuple(text, json).map((more) => [[key, inner], more] as [string, unknown][]) },
      ),
    );
    return fc.oneof(whole, {
      weight: 12,
      arbitrary: fc.tuple(...entries).map((all) => Object.fromEntries(all.flat())),
    });
  }
  return fc.oneof({ weight: 8, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: scalar }, whole);
}

test('no input is answered 500', async () => {
  const k = await openPassKit();
  const { t } = k;
  const p2u = await modelApp(t);
  await k.campaign();
  const design = TEMPLATE.passbook as Record<string, unknown>;
  const group = { dynamicBackfieldKey: 'more', defaultValue: [{ defaultValue: 'x', format: { type: 'text' } }] };
  const withGroup = { ...design, back: [...(design.back as []), group] };
  await k.template({ passbook: withGroup });
  const passId = await k.pass({ userDefinedId: 'u1' });
  const modelId = await p2u.model();
  const modelPass = await p2u.made(modelId);
  const hex = await p2u.image('#336699');
  const templateHash = await k.hashOf('templateName');
  const [certificate] = (await k.call('GET', '/passbookCerts')).body;

  const pass = {
    templateName: 'templateName',
    userDefinedId: 'u2',
    dynamicData: { points: '12' },
    dynamicImages: { passbook: { icon: `images/${'0'.repeat(64)}`, strip: '' } },
    dynamicBackfields: { more: [{ label: 'a', value: 'b', androidPay: 'x' }] },
    recoveryEmail: 'ada@example.com',
    expiryDate: '2030-01-01T00:00:00Z',
    isVoided: false,
    isRedeemed: true,
    passbook: {
      groupId: 'g',
      relevantDate: '2030-01-01T00:00:00Z',
      bgColor: { red: 1, green: 2, blue: 3 },
      fgColor: '#112233',
      userInfo: '{"a": 1}',
      locations: [{ alt: 1, lat: 2, lon: '3', relevantText: 'x' }],
      beacons: [{ major: 1, minor: 2, uuid: '19d5f76a-fd04-5aa3-b16e-e93277163af6' }],
    },
  };
  const campaign = {
    name: 'other',
    passbookCertId: certificate.id,
    status: 'ACTIVE',
    startDate: '2016-01-01T00:00:00Z',
    endDate: '2030-01-01T00:00:00Z',
    maxIssue: 5,
    meta: { a: [1] },
  };
  const model = {
    description: 'd',
    passcode: 'secret',
    expirationDate: '2030-10-18T16:53:00+08:00',
    voided: false,
    maxDistance: 5,
    backgroundColor: 'rgb(1, 2, 3)',
    images: [{ type: 'icon', hex }],
    beacons: [{ proximityUUID: '19d5f76a-fd04-5aa3-b16e-e93277163af6', major: 1 }],
    locations: [{ latitude: 1, longitude: 2 }],
    barcode: { message: 'm', altText: 'a' },
    fields: [{ key: 'name', label: 'l', value: 'v', changeMessage: '%@' }],
  };
  const bodies: Record<string, unknown> = {
    'POST /campaigns': campaign,
    'PUT /campaigns/:name': { meta: { a: 1 }, endDate: '2031-01-01T00:00:00Z', maxIssue: 0 },
    'POST /templates': {
      ...TEMPLATE,
      name: 'another',
      passbook: withGroup,
      passbookRedeem: design,
      meta: {},
      timezone: 2,
    },
    'PUT /templates/:name': {
      passbook: withGroup,
      dynamicKeys: TEMPLATE.dynamicKeys,
      passbookLang: TEMPLATE.passbookLang,
    },
    'POST /passes': pass,
    'PUT /passes': pass,
    'PUT /passes/:id': pass,
    'POST /passesBatch': { passes: [pass, pass] },
    'PUT /passesBatch': [{ id: passId, ...pass }],
    'PUT /recoveryEmails/resend': [{ passId, newRecoveryEmail: 'a@b.example' }],
    'POST /passbookCerts': { name: 'n' },
    'POST /models/:modelId/passes': model,
    'PUT /models/:modelId/passes/:passId': model,
    'POST /images': { image: 'data:image/png;base64,AAAA' },
  };
  const known: Record<string, readonly string[]> = {
    ':id': [passId, modelPass, certificate.id],
    ':name': ['campaignName', 'templateName', 'other', 'another'],
    ':modelId': [String(modelId)],
    ':passId': [modelPass, passId],
    ':attributeName': ['images', 'barcode', 'passcode', 'label', 'fields'],
    ':fieldKey': ['name', 'points'],
  };
  const endpoints = [
    ...PASSKIT.map((endpoint) => ({ ...endpoint, surface: 'passkit' as const })),
    ...PASS2U.map((endpoint) => ({ ...endpoint, surface: 'pass2u' as const })),
    ...['/d/:passId', '/batch/export.php'].map((path) => ({ method: 'GET' as const, path, surface: 'page' as const })),
    { method: 'POST' as const, path: '/d/:passId', surface: 'page' as const },
  ];
  const raw = fc.oneof(
    fc.constantFrom('', '{', '[', 'null', '1', '"', '[[[['.repeat(3000), '{"a":'.repeat(9000), '--x\r\n\r\n', 'a=b'),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const request = fc.constantFrom(...endpoints).chain((endpoint) => {
    const model = bodies[`${endpoint.method} ${endpoint.path}`];
    const segment = (name: string) =>
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known[name]!) }, { weight: 1, arbitrary: text });
    return fc.record({
      endpoint: fc.constant(endpoint),
      path: fc
        .tuple(...endpoint.path.split('/').map((part) => (part.startsWith(':') ? segment(part) : fc.constant(part))))
        .map((parts) => parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '?'))).join('/')),
      query: fc.dictionary(
        fc.constantFrom(
          'id',
          'userDefinedId',
          'campaignName',
          'utm_source',
          'templateHash',
          'start',
          'download',
          'clientHash',
        ),
        fc.oneof(
          text,
          fc.constantFrom('u1', 'campaignName', passId, `${passId},${passId}`, templateHash, t.clientHash, '-1', '1e9'),
        ),
        { maxKeys: 4 },
      ),
      body: fc.oneof(
        { weight: 5, arbitrary: (model === undefined ? json : mutated(model)).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: raw },
      ),
      as: fc.constantFrom('json', 'none', 'form', 'odd'),
      part: fc.oneof(
        fc.constantFrom('passbook-IconFile', 'passbookRedeem-fr-StripFile', 'passbookPEM', 'image', '__proto__'),
        text,
      ),
      file: fc.oneof(
        fc.constant(Buffer.from(k.icon)),
        fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      ),
    });
  });

  const failures = () => t.logged.filter(([, message]) => message === 'request failed');
  await fc.assert(
    fc.asyncProperty(request, async ({ endpoint, path, query, body, as, part, file }) => {
      const { method, surface } = endpoint;
      const search = new URLSearchParams(
        Object.entries(query).map(([key, value]) => [key, value.replace(/\p{Surrogate}/gu, '?')]),
      ).toString();
      const init: RequestInit = { method };
      if (method !== 'GET') {
        const form = new FormData();
        form.set('jsonBody', body);
        form.set(part.replace(/\p{Surrogate}/gu, '?'), new Blob([new Uint8Array(file)]), 'x.png');
        init.body = as === 'form' ? form : body;
        if (as === 'json') init.headers = { 'content-type': 'application/json' };
        if (as === 'odd') init.headers = { 'content-type': 'multipart/form-data; boundary=x' };
      }
      const address = `${path}${search === '' ? '' : `?${search}`}`;
      const response =
        surface === 'passkit'
          ? await k.send(address, init)
          : await t.fetch(surface === 'pass2u' ? `/v2${address}` : address, {
              ...init,
              headers: { ...init.headers, ...(surface === 'pass2u' ? { 'x-api-key': p2u.key } : {}) },
            });
      const said = await response.text();
      expect(
        response.status,
        `${said} ${failures()
          .map(([{ err }]) => (err as Error)?.stack)
          .at(-1)}`,
      ).toBeLessThan(500);
      if (response.status < 400 || surface === 'page') return;
      const { message, error } = JSON.parse(said);
      expect(message, said).toMatch(/\S/);
      if (surface === 'passkit') expect(error, said).toMatch(/^[a-z_]+$/);
      expect(message, said).not.toMatch(/Invalid input|undefined|\[object/);
      t.advance(20);
    }),
    { numRuns: RUNS, endOnFailure: RUNS > 1000 },
  );
  await t.close();
}, 900_000);
