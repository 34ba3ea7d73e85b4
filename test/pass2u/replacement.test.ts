// The guide's replacement rules as one table: what a pass shows of each part, and what of it follows when its model changes.
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { idOf, type ModelApp, membershipModel, openModelApp, png } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
let hexOwn: string;
beforeAll(async () => {
  t = await openModelApp();
  hexOwn = await t.image('#0000ff');
});
afterAll(() => t.close());

const PARTS = ['colour', 'value', 'label', 'changeMessage', 'image', 'location'] as const;
type Values = Readonly<Record<(typeof PARTS)[number], unknown>>;

const OWN: Values = {
  colour: 'rgb(1, 2, 3)',
  value: 'GOLD',
  label: 'RANK',
  changeMessage: 'Own %@',
  image: '#0000ff',
  location: 'Own place',
};
const NONE: Values = {
  colour: undefined,
  value: '',
  label: undefined,
  changeMessage: undefined,
  image: undefined,
  location: undefined,
};
const MODELS: readonly Values[] = [
  {
    colour: 'rgb(10, 20, 30)',
    value: 'BASIC',
    label: 'LEVEL',
    changeMessage: 'Model %@',
    image: '#ff0000',
    location: 'Shop',
  },
  {
    colour: 'rgb(40, 50, 60)',
    value: 'STANDARD',
    label: 'STATUS',
    changeMessage: 'New model %@',
    image: '#00ff00',
    location: 'New shop',
  },
];

async function modelOf({ colour, value, label, changeMessage, image, location }: Values): Promise<JsonObject> {
  const logo = `data:image/png;base64,${Buffer.from(await png(String(image), 100, 50)).toString('base64')}`;
  return membershipModel({
    backgroundColor: String(colour),
    structure: {
      secondaryFields: [{ key: 'level', label, value, changeMessage, PSDynamic: true } as JsonObject],
    },
    images: { logo },
    locations: [{ latitude: 1, longitude: 2, relevantText: String(location) }],
  });
}

const SET = () => ({
  backgroundColor: OWN.colour,
  fields: [{ key: 'level', value: OWN.value, label: OWN.label, changeMessage: OWN.changeMessage }],
  images: [{ type: 'logo', hex: hexOwn }],
  locations: [{ latitude: 3, longitude: 4, relevantText: OWN.location }],
});
const SET_EMPTY = {
  backgroundColor: '',
  fields: [{ key: 'level', value: '', label: '', changeMessage: '' }],
  images: [],
  locations: [],
};

async function shown(modelId: number, passId: string): Promise<Values> {
  const { passJson, files } = await t.pkpass(modelId, passId);
  const [field] = passJson.generic.secondaryFields;
  return {
    colour: passJson.backgroundColor,
    value: field.value,
    label: field.label,
    changeMessage: field.changeMessage,
    image: await colourOf(files['logo.png']),
    location: passJson.locations?.[0]?.relevantText,
  };
}

async function colourOf(image: Uint8Array | undefined): Promise<string | undefined> {
  if (image === undefined) return undefined;
  const pixels = await sharp(image).raw().toBuffer();
  return `#${pixels.subarray(0, 3).toString('hex')}`;
}

const FIELD = '/fields/level';
const WHOLE = ['/attributes/backgroundColor', '/attributes/fields', '/attributes/images', '/attributes/locations'];

type Word = 'model' | 'own' | 'none';
const every = (word: Word) => PARTS.map(() => word);

// What is given, what is deleted then, and what is shown of: colour, value, label, changeMessage, image, location.
const ROWS: readonly (readonly [string, object, readonly string[], readonly Word[]])[] = [
  ['model default', {}, [], every('model')],
  ['set', SET, [], every('own')],
  ['set empty', SET_EMPTY, [], every('none')],
  ['set, each attribute reset', SET, WHOLE, every('model')],
  ['set empty, each attribute reset', SET_EMPTY, WHOLE, every('model')],
  ['set, field reset', SET, [FIELD], ['own', 'model', 'model', 'model', 'own', 'own']],
  ['set empty, field reset', SET_EMPTY, [FIELD], ['none', 'model', 'model', 'model', 'none', 'none']],
  ['set, value reset', SET, [`${FIELD}/attributes/value`], ['own', 'model', 'own', 'own', 'own', 'own']],
  ['set, label reset', SET, [`${FIELD}/attributes/label`], ['own', 'own', 'model', 'own', 'own', 'own']],
  [
    'set, changeMessage reset',
    SET,
    [`${FIELD}/attributes/changeMessage`],
    ['own', 'own', 'own', 'model', 'own', 'own'],
  ],
  [
    'only the value set',
    { fields: [{ key: 'level', value: 'GOLD' }] },
    [],
    ['model', 'own', 'model', 'model', 'model', 'model'],
  ],
];

describe.each(['Create pass', 'Update pass'])('by %s', (call) => {
  test.each(ROWS)('%s', async (_, given, deleted, words) => {
    const templateHash = await t.template(await modelOf(MODELS[0]!));
    const modelId = await idOf(t, templateHash);
    const body = typeof given === 'function' ? given() : given;
    const passId = await t.made(modelId, call === 'Create pass' ? body : {});
    const pass = `/models/${modelId}/passes/${passId}`;
    if (call === 'Update pass') await t.ok('PUT', pass, body);
    for (const path of deleted) await t.ok('DELETE', `${pass}${path}`);
    for (const [version, model] of MODELS.entries()) {
      if (version > 0) await t.template(await modelOf(model), { templateHash });
      const values = { model, own: OWN, none: NONE };
      const expected = Object.fromEntries(PARTS.map((part, position) => [part, values[words[position]!][part]]));
      expect(await shown(modelId, passId)).toEqual(expected);
    }
  });
});

test('images that are missing in the array are not shown although the model has them, also those it gets later', async () => {
  const picture = (colour: string) =>
    png(colour).then((bytes) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
  const images = { 'logo@2x': await picture('#ff0000'), thumbnail: await picture('#00ff00') };
  const templateHash = await t.template(membershipModel({ images }));
  const modelId = await idOf(t, templateHash);
  const passId = await t.made(modelId, { images: [{ type: 'icon', hex: hexOwn }] });
  const names = async () =>
    Object.keys((await t.pkpass(modelId, passId)).files).filter((name) => name.endsWith('.png'));
  expect((await names()).map((name) => name.replace(/@.*|\.png/, ''))).toEqual(expect.arrayContaining(['icon']));
  expect((await names()).filter((name) => !name.startsWith('icon'))).toEqual([]);
  await t.template(membershipModel({ images: { ...images, logo: await picture('#102030') } }), { templateHash });
  expect((await names()).filter((name) => !name.startsWith('icon'))).toEqual([]);
  await t.ok('DELETE', `/models/${modelId}/passes/${passId}/attributes/images`);
  expect(await names()).toEqual(expect.arrayContaining(['logo.png', 'thumbnail.png']));
});

test('an update changes what it names and leaves the rest as it was customised', async () => {
  const modelId = await t.model();
  const passId = await t.made(modelId, { logoText: 'Mine', fields: [{ key: 'level', value: 'GOLD', label: 'RANK' }] });
  await t.ok('PUT', `/models/${modelId}/passes/${passId}`, { fields: [{ key: 'level', value: 'DIAMOND' }] });
  const { passJson } = await t.pkpass(modelId, passId);
  expect(passJson.logoText).toBe('Mine');
  expect(passJson.generic.secondaryFields[1]).toMatchObject({ label: 'RANK', value: 'DIAMOND' });
});
