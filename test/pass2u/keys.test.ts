// Every key of a pass: missing, of another type, one over its limit, and unknown ones beside it. Each is told by its name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelApp, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
let modelId: number;
let passId: string;
let keys: string[];
let calls = 0;
beforeAll(async () => {
  t = await openModelApp();
  modelId = await t.model();
  passId = await t.made(modelId);
  // One alone would meet the limit of its calls.
  keys = await Promise.all([...Array(6)].map(async () => (await t.apiKey('pass2u')).key));
});
afterAll(() => t.close());

const FORMATS =
  'barcode.format must be one of PKBarcodeFormatQR, PKBarcodeFormatPDF417, PKBarcodeFormatAztec, PKBarcodeFormatCode128.';
const ENCODINGS = 'barcode.messageEncoding must be one of iso-8859-1, latin1, us-ascii, ascii, utf-8.';

/** Both calls answer alike. */
async function send(body: unknown): Promise<readonly (readonly [number, string])[]> {
  const headers = { 'x-api-key': keys[calls++ % keys.length]! };
  const pass = `/models/${modelId}/passes`;
  return Promise.all(
    (
      [
        ['POST', pass],
        ['PUT', `${pass}/${passId}`],
      ] as const
    ).map(async ([method, path]) => {
      const response = await t.api(method, path, body, headers);
      return [response.status, ((await response.json()) as { message?: string }).message ?? ''] as const;
    }),
  );
}

async function refusal(body: unknown): Promise<string> {
  const [created, updated] = await send(body);
  expect(created).toEqual(updated);
  expect(created![0]).toBe(400);
  return created![1];
}

const text = (length: number) => 'x'.repeat(length);
const UUID = '4A1B2C3D-0000-1111-2222-333344445555';

const TEXTS = {
  description: 255,
  organizationName: 100,
  passcode: 100,
  appLaunchURL: 255,
  androidAppLaunchURL: 255,
  logoText: 35,
};
const FIELD_TEXTS = { label: 150, value: 5000, changeMessage: 80 };

describe('texts', () => {
  test.each(Object.entries(TEXTS))('%s of at most %d characters', async (key, most) => {
    expect((await send({ [key]: text(most) })).map(([status]) => status)).toEqual([200, 200]);
    expect(await refusal({ [key]: text(most + 1) })).toBe(`${key} may have at most ${most} characters.`);
    expect(await refusal({ [key]: 7 })).toBe(`${key} must be a text.`);
    expect(await refusal({ [key]: null })).toBe(`${key} must be a text.`);
  });

  test.each(Object.entries(FIELD_TEXTS))('%s of a field of at most %d characters', async (key, most) => {
    const field = (value: unknown) => ({ fields: [{ key: 'level', [key]: value }] });
    const longest = `%@${text(most - 2)}`;
    expect((await send(field(longest))).map(([status]) => status)).toEqual([200, 200]);
    expect(await refusal(field(`${longest}x`))).toBe(`fields[0].${key} may have at most ${most} characters.`);
    expect(await refusal(field(true))).toMatch(new RegExp(`^fields\\[0\\]\\.${key} must be a text`));
  });
});

describe('what else is refused', () => {
  test.each([
    ['another type', { associatedStoreIdentifiers: 1 }, 'associatedStoreIdentifiers must be an array.'],
    [
      'an item of another type',
      { associatedStoreIdentifiers: ['1'] },
      'associatedStoreIdentifiers[0] must be a number.',
    ],
    [
      '12 digits',
      { associatedStoreIdentifiers: [100_000_000_000] },
      'associatedStoreIdentifiers[0] must be at most 99999999999.',
    ],
    ['a second item', { associatedStoreIdentifiers: [1, 2] }, 'associatedStoreIdentifiers may have at most 1 item.'],
    ['another type', { associatedPlayIdentifiers: 'a' }, 'associatedPlayIdentifiers must be an array.'],
    [
      '256 characters',
      { associatedPlayIdentifiers: [text(256)] },
      'associatedPlayIdentifiers[0] may have at most 255 characters.',
    ],
    ['a second item', { associatedPlayIdentifiers: ['a', 'b'] }, 'associatedPlayIdentifiers may have at most 1 item.'],
    ['another type', { expirationDate: 1 }, 'expirationDate must be a text.'],
    [
      '31 characters',
      { expirationDate: '2018-10-18T16:53:00.000000+08:00'.slice(0, 31) },
      'expirationDate may have at most 30 characters.',
    ],
    [
      'no zone',
      { expirationDate: '2018-10-18T16:53:00' },
      'expirationDate must be a date and time with seconds and zone, such as 2018-10-18T16:53:00+08:00.',
    ],
    [
      'no seconds',
      { relevantDate: '2018-10-18T16:53+08:00' },
      'relevantDate must be a date and time with seconds and zone, such as 2018-10-18T16:53:00+08:00.',
    ],
    ['another type', { relevantDate: false }, 'relevantDate must be a text.'],
    ['another type', { voided: 'true' }, 'voided must be true or false.'],
    ['another type', { sharingProhibited: 1 }, 'sharingProhibited must be true or false.'],
    ['another type', { maxDistance: '10' }, 'maxDistance must be a number.'],
    ['below nothing', { maxDistance: -1 }, 'maxDistance must not be negative.'],
    ['19 characters', { backgroundColor: 'rgb(255, 255,  255)' }, 'backgroundColor may have at most 18 characters.'],
    [
      'no triple',
      { backgroundColor: 'blue' },
      'backgroundColor must be an RGB triple with parts from 0 to 255, such as rgb(23, 187, 82).',
    ],
    [
      'no byte',
      { labelColor: 'rgb(1, 2, 256)' },
      'labelColor must be an RGB triple with parts from 0 to 255, such as rgb(23, 187, 82).',
    ],
    ['19 characters', { labelColor: 'rgb(255, 255,  255)' }, 'labelColor may have at most 18 characters.'],
    [
      '31 characters',
      { foregroundColor: `rgb(255, 255, 255)${' '.repeat(13)}` },
      'foregroundColor may have at most 30 characters.',
    ],
    ['another type', { foregroundColor: [1, 2, 3] }, 'foregroundColor must be a text.'],
    ['51 characters', { groupingIdentifier: text(51) }, 'groupingIdentifier may have at most 50 characters.'],
    [
      'another style',
      { groupingIdentifier: 'a' },
      'groupingIdentifier: It is for event tickets and boarding passes; this model is a generic.',
    ],
    ['another type', { images: {} }, 'images must be an array.'],
    ['no type', { images: [{ hex: text(40) }] }, 'images[0].type is missing.'],
    [
      'an unknown type',
      { images: [{ type: 'photo', hex: 'a'.repeat(40) }] },
      'images[0].type must be one of icon, logo, thumbnail, strip, background, footer.',
    ],
    ['no hex', { images: [{ type: 'icon' }] }, 'images[0].hex is missing.'],
    [
      '51 characters',
      { images: [{ type: 'icon', hex: 'a'.repeat(51) }] },
      'images[0].hex may have at most 50 characters.',
    ],
    [
      'no hex of an upload',
      { images: [{ type: 'icon', hex: 'a'.repeat(40) }] },
      `images[0].hex: There is no image ${'a'.repeat(40)}. Upload it first.`,
    ],
    ['a number', { images: [{ type: 'icon', hex: 1 }] }, 'images[0].hex must be a text.'],
    [
      'a type twice',
      {
        images: [
          { type: 'icon', hex: 'a'.repeat(40) },
          { type: 'icon', hex: 'b'.repeat(40) },
        ],
      },
      'images must have each type once.',
    ],
    ['another type', { beacons: 'a' }, 'beacons must be an array.'],
    ['11', { beacons: Array(11).fill({ proximityUUID: UUID }) }, 'beacons may have at most 10 items.'],
    ['no proximityUUID', { beacons: [{ major: 1 }] }, 'beacons[0].proximityUUID is missing.'],
    [
      '37 characters',
      { beacons: [{ proximityUUID: `${UUID}0` }] },
      'beacons[0].proximityUUID may have at most 36 characters.',
    ],
    ['no UUID', { beacons: [{ proximityUUID: 'a' }] }, 'beacons[0].proximityUUID must be a UUID.'],
    ['17 bits', { beacons: [{ proximityUUID: UUID, major: 65_536 }] }, 'beacons[0].major must be at most 65535.'],
    ['17 bits', { beacons: [{ proximityUUID: UUID, minor: 65_536 }] }, 'beacons[0].minor must be at most 65535.'],
    ['17 bits', { beacons: [{ proximityUUID: UUID, minjor: 65_536 }] }, 'beacons[0].minjor must be at most 65535.'],
    ['another type', { beacons: [{ proximityUUID: UUID, major: '1' }] }, 'beacons[0].major must be a number.'],
    [
      '256 characters',
      { beacons: [{ proximityUUID: UUID, relevantText: text(256) }] },
      'beacons[0].relevantText may have at most 255 characters.',
    ],
    ['another type', { locations: {} }, 'locations must be an array.'],
    ['11', { locations: Array(11).fill({ latitude: 1, longitude: 2 }) }, 'locations may have at most 10 items.'],
    ['no latitude', { locations: [{ longitude: 2 }] }, 'locations[0].latitude is missing.'],
    ['no longitude', { locations: [{ latitude: 2 }] }, 'locations[0].longitude is missing.'],
    ['text', { locations: [{ latitude: '1', longitude: 2 }] }, 'locations[0].latitude must be a number.'],
    ['beyond the pole', { locations: [{ latitude: 90.1, longitude: 2 }] }, 'locations[0].latitude must be at most 90.'],
    [
      'text',
      { locations: [{ latitude: 1, longitude: 2, altitude: 'high' }] },
      'locations[0].altitude must be a number.',
    ],
    [
      '256 characters',
      { locations: [{ latitude: 1, longitude: 2, relevantText: text(256) }] },
      'locations[0].relevantText may have at most 255 characters.',
    ],
    ['another type', { barcode: 'a' }, 'barcode must be an object.'],
    ['7090 characters', { barcode: { message: text(7090) } }, 'barcode.message may have at most 7089 characters.'],
    ['another type', { barcode: { message: true } }, 'barcode.message must be a text.'],
    ['36 characters', { barcode: { altText: text(36) } }, 'barcode.altText may have at most 35 characters.'],
    ['another type', { barcode: { format: 1 } }, 'barcode.format must be a text.'],
    ['a format that Wallet has not', { barcode: { format: 'PassScan' } }, FORMATS],
    ['empty', { barcode: { format: '' } }, FORMATS],
    ['another type', { barcode: { messageEncoding: true } }, 'barcode.messageEncoding must be a text.'],
    ['an encoding that is not known', { barcode: { messageEncoding: 'utf-7' } }, ENCODINGS],
    ['another type', { fields: {} }, 'fields must be an array.'],
    ['no key', { fields: [{ value: 'a' }] }, 'fields[0].key is missing.'],
    ['101 characters', { fields: [{ key: text(101) }] }, 'fields[0].key may have at most 100 characters.'],
    ['another type', { fields: [{ key: 1 }] }, 'fields[0].key must be a text.'],
    ['a key twice', { fields: [{ key: 'level' }, { key: 'level' }] }, 'fields must have each key once.'],
    [
      'no %@',
      { fields: [{ key: 'level', changeMessage: 'New' }] },
      'fields[0].changeMessage must contain %@, in whose place the new value is shown.',
    ],
    [
      'not dynamic',
      {
        fields: [
          { key: 'level', value: 'a' },
          { key: 'terms', value: 'None.' },
        ],
      },
      `fields[1].key: "terms" is not defined as 'Dynamic' in the model.`,
    ],
    [
      'unknown',
      { fields: [{ key: 'levle', value: 'a' }] },
      'fields[0].key: The model has no field "levle". Did you mean "level"?',
    ],
  ] as const)('%s in %j', async (_, body, message) => {
    expect(await refusal(body)).toBe(message);
  });

  test.each([
    [{ logotxt: 'a' }, 'There is no parameter logotxt, so it was ignored. Did you mean "logoText"?'],
    [
      { beacons: [{ proximityUUID: UUID, mayor: 1 }] },
      'There is no parameter beacons[0].mayor, so it was ignored. Did you mean "major"?',
    ],
    [
      { locations: [{ latitude: 1, longitude: 2, lat: 1 }] },
      'There is no parameter locations[0].lat, so it was ignored.',
    ],
    [{ barcode: { colour: 'red' } }, 'There is no parameter barcode.colour, so it was ignored.'],
    [{ barcode: [{ colour: 'red' }] }, 'There is no parameter barcode[0].colour, so it was ignored.'],
    [
      { fields: [{ key: 'level', labels: 'a' }] },
      'There is no parameter fields[0].labels, so it was ignored. Did you mean "label"?',
    ],
  ] as const)('a key that there is not in %j is ignored and named in a header', async (body, warning) => {
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', `/${passId}`],
    ] as const) {
      const response = await t.api(method, `/models/${modelId}/passes${path}`, body, { 'x-api-key': keys[0]! });
      expect(response.status).toBe(200);
      expect(JSON.parse(response.headers.get('x-passwright-warnings') ?? '[]')).toEqual([warning]);
    }
  });

  test('a key in another case is read, and a number for a text of the barcode is its digits', async () => {
    const body = '{"LogoText": "Logo", "Barcode": {"Message": 1234567890, "altText": 6006490012345678901}}';
    const { passId: id, barcodeMessage } = await t.ok('POST', `/models/${modelId}/passes`, body);
    expect(barcodeMessage).toBe('1234567890');
    const { passJson } = await t.pkpass(modelId, id);
    expect(passJson).toMatchObject({
      logoText: 'Logo',
      barcode: { message: '1234567890', altText: '6006490012345678901' },
    });
  });

  test('digits that a double rounds are a number all the same', async () => {
    const body = '{"locations": [{"latitude": 25.04130930000000001, "longitude": 121.55269329999999999}]}';
    const { passId: id } = await t.ok('POST', `/models/${modelId}/passes`, body);
    const { passJson } = await t.pkpass(modelId, id);
    expect(passJson.locations).toEqual([{ latitude: 25.0413093, longitude: 121.5526933 }]);
  });

  test('an array, another body, and too much of one', async () => {
    expect(await refusal([])).toBe('The body must be a JSON object.');
    expect(await refusal('{"fields": [,]}')).toMatch(/^The body is not valid JSON\. Line 1, column 13/);
    // What reads JSON with a comma too many must neither fail on depth nor take a key for a prototype.
    for (const deep of ['['.repeat(100_000), `{"fields":${'['.repeat(100_000)},}`]) {
      expect(await refusal(deep)).toBe('The body is nested too deep: at most 100 levels.');
    }
    const proto = await t.ok('POST', `/models/${modelId}/passes`, '{"barcode":{"__proto__":{"message":"a"}},}');
    expect(proto.barcodeMessage).toBe('none');
    expect(await refusal({ fields: [[]] })).toBe('fields[0] must be an object.');
    expect(await refusal(`{"description": "${text(9_000_000)}"}`)).toMatch(/^A request is at most/);
  });
});

test('at the limits everything is taken, as the guide says it', async () => {
  const beacon = { major: 65_535, minjor: 1, proximityUUID: UUID, relevantText: text(255) };
  const location = { altitude: 1.5, latitude: -90, longitude: 180, relevantText: text(255) };
  const body = {
    associatedStoreIdentifiers: [99_999_999_999],
    associatedPlayIdentifiers: [text(255)],
    expirationDate: '2030-10-18T16:53:00.000+08:00',
    relevantDate: '2030-10-18T16:53:00Z',
    voided: false,
    maxDistance: 100.5,
    backgroundColor: 'rgb(255, 255, 255)',
    foregroundColor: 'rgb(0, 0, 0)',
    labelColor: 'rgb(1,2,3)',
    sharingProhibited: true,
    beacons: Array(10).fill(beacon),
    locations: Array(10).fill(location),
    // An array in the guide's table, an object in its example.
    barcode: [{ message: text(2000), altText: text(35) }],
    fields: [{ key: 'points', value: 12.5 }],
  };
  const passes = await t.ok('POST', `/models/${modelId}/passes`, body);
  // As Wallet reads it.
  expect(passes.expirationDate).toBe('2030-10-18T16:53:00+08:00');
  const { passJson } = await t.pkpass(modelId, passes.passId);
  const { minjor, ...shownBeacon } = beacon;
  expect(passJson).toMatchObject({
    associatedStoreIdentifiers: [99_999_999_999],
    beacons: Array(10).fill({ ...shownBeacon, minor: minjor }),
    locations: Array(10).fill(location),
    maxDistance: 100.5,
    barcode: { message: text(2000), altText: text(35) },
    generic: { headerFields: [{ key: 'points', value: 12.5 }] },
  });
  // Android's are no keys of Apple's; the pass keeps them all the same.
  expect(Object.keys(passJson).filter((key) => /play|android/i.test(key))).toEqual([]);
  const { userFields } = await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: passes.passId });
  expect(userFields.associatedPlayIdentifiers).toEqual([text(255)]);
});

test('groupingIdentifier is for event tickets and boarding passes', async () => {
  const id = await t.model({ type: 'eventTicket' });
  const ticket = await t.made(id, { groupingIdentifier: text(50) });
  expect((await t.pkpass(id, ticket)).passJson.groupingIdentifier).toBe(text(50));
});

test.each([
  ['boardingPass', ['icon', 'logo', 'footer']],
  ['coupon', ['icon', 'logo', 'strip']],
  ['eventTicket', ['icon', 'logo', 'background', 'thumbnail', 'strip']],
  ['storeCard', ['icon', 'logo', 'strip']],
  ['generic', ['icon', 'logo', 'thumbnail']],
])('a %s has the images %j and no others', async (type, supported) => {
  const id = await t.model({ type });
  const hex = await t.image('#123456');
  for (const [position, image] of ['icon', 'logo', 'strip', 'background', 'thumbnail', 'footer'].entries()) {
    const response = await t.api(
      'POST',
      `/models/${id}/passes`,
      { images: [{ type: image, hex }] },
      { 'x-api-key': keys[position]! },
    );
    expect([image, response.status]).toEqual([image, supported.includes(image) ? 200 : 400]);
    const answer = (await response.json()) as { message?: string };
    if (response.status === 400)
      expect(answer.message).toMatch(new RegExp(`^images\\[0\\]\\.type: A ${type} has no ${image}`));
  }
});
