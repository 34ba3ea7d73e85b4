// Barcodes: assigned ones that may repeat, assigned ones that may not, and numbers that the server draws.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawnNumber } from '../../src/operations/change/own-barcode.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { openTestApp } from '../fixtures/open-app.ts';
import { idOf, type ModelApp, membershipModel, openModelApp } from '../fixtures/pass2u/model-app.ts';

let t: ModelApp;
beforeAll(async () => {
  t = await openModelApp();
});
afterAll(() => t.close());

const barcodeOf = (PSBarcodeKind?: string): JsonObject => ({
  barcode: {
    format: 'PKBarcodeFormatQR',
    message: 'model',
    altText: 'Model',
    ...(PSBarcodeKind === undefined ? {} : { PSBarcodeKind }),
  },
});
const GENERATED = { message: 'barcode.message: Generated message can not be changed.' };
const DIFFERENT = {
  message: 'barcode.message: The barcodes of this model must differ: each pass needs a message of its own.',
};
const TAKEN = { message: 'Another pass of this template has this barcode message.' };

async function answerOf(response: Response) {
  return [response.status, await response.json()] as const;
}

test('assigned and replicable: the same message for many passes', async () => {
  const modelId = await t.model(barcodeOf('replicable'));
  for (let pass = 0; pass < 3; pass++) {
    const made = await t.ok('POST', `/models/${modelId}/passes`, { barcode: { message: 'same' } });
    expect(made.barcodeMessage).toBe('same');
    const { passJson } = await t.pkpass(modelId, made.passId);
    expect(passJson.barcode).toMatchObject({ message: 'same', altText: 'Model', format: 'PKBarcodeFormatQR' });
    expect(JSON.stringify(passJson)).not.toContain('PSBarcodeKind');
  }
});

test('format and encoding of a pass’s own, until they are reset; the template’s message stays where none is given', async () => {
  const modelId = await t.model(barcodeOf());
  const format = 'PKBarcodeFormatPDF417';
  const passId = await t.made(modelId, { barcode: { format, messageEncoding: 'UTF-8' } });
  expect((await t.pkpass(modelId, passId)).passJson.barcodes).toMatchObject([
    { message: 'model', format, messageEncoding: 'UTF-8' },
  ]);
  const pass = `/models/${modelId}/passes/${passId}`;
  await t.ok('PUT', pass, { barcode: [{ format: 'PKBarcodeFormatCode128', messageEncoding: 'iso-8859-1' }] });
  const { passJson } = await t.pkpass(modelId, passId);
  expect(passJson.barcodes[0]).toMatchObject({ format: 'PKBarcodeFormatCode128', messageEncoding: 'iso-8859-1' });
  await t.ok('DELETE', `${pass}/attributes/barcode`);
  expect((await t.pkpass(modelId, passId)).passJson.barcodes[0].format).toBe('PKBarcodeFormatQR');
});

test('without a kind the message is the model’s alone; the text beside it is not', async () => {
  const modelId = await t.model(barcodeOf());
  const refused = await t.api('POST', `/models/${modelId}/passes`, { barcode: { message: 'a' } });
  expect(await answerOf(refused)).toEqual([
    400,
    {
      message:
        "barcode.message: The model has a barcode that is not defined as 'Dynamic': give it a barcode with PSBarcodeKind.",
    },
  ]);
  const made = await t.ok('POST', `/models/${modelId}/passes`, { barcode: { altText: 'Mine' } });
  expect(made.barcodeMessage).toBe('model');
  expect((await t.pkpass(modelId, made.passId)).passJson.barcode).toMatchObject({ message: 'model', altText: 'Mine' });
});

describe('assigned and non-replicable', () => {
  test('50 creations at the same time with one message: 1 pass and 49 conflicts', async () => {
    const modelId = await t.model(barcodeOf('nonReplicable'));
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () =>
        answerOf(await t.api('POST', `/models/${modelId}/passes`, { barcode: { message: 'once' } })),
      ),
    );
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    expect(answers.filter(([status]) => status === 409).map(([, answer]) => answer)).toEqual(Array(49).fill(TAKEN));
    expect(await t.app.context.store.countPasses(modelId)).toBe(1);
  });

  test('on another model, and once its pass has another or is deleted, a message is free', async () => {
    const modelId = await t.model(barcodeOf('nonReplicable'));
    const other = await t.model(barcodeOf('nonReplicable'));
    const create = (id: number, message: string) => t.api('POST', `/models/${id}/passes`, { barcode: { message } });
    const update = (passId: string, message: string) =>
      t.api('PUT', `/models/${modelId}/passes/${passId}`, { barcode: { message } });
    const a = await t.made(modelId, { barcode: { message: 'A' } });
    const b = await t.made(modelId, { barcode: { message: 'B' } });
    expect((await create(other, 'A')).status).toBe(200);
    expect(await answerOf(await update(b, 'A'))).toEqual([409, TAKEN]);
    expect((await t.pkpass(modelId, b)).passJson.barcode.message).toBe('B');
    expect((await update(b, 'B')).status).toBe(200);
    expect((await update(a, 'C')).status).toBe(200);
    expect((await update(b, 'A')).status).toBe(200);
    expect((await create(modelId, 'B')).status).toBe(200);
    await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber: a });
    expect((await create(modelId, 'C')).status).toBe(200);
  });

  test('each pass needs a message of its own', async () => {
    const modelId = await t.model(barcodeOf('nonReplicable'));
    for (const body of [{}, { barcode: {} }, { barcode: { message: '' } }]) {
      expect(await answerOf(await t.api('POST', `/models/${modelId}/passes`, body))).toEqual([400, DIFFERENT]);
    }
    const passId = await t.made(modelId, { barcode: { message: 'A' } });
    const reset = await t.api('DELETE', `/models/${modelId}/passes/${passId}/attributes/barcode`);
    expect(reset.status).toBe(400);
  });

  test('whatever surface makes the passes', async () => {
    const templateHash = await t.template(membershipModel(barcodeOf('nonReplicable')));
    await t.pass(templateHash, { barcode_message: 'A' });
    const create = { clientHash: t.clientHash, templateHash, barcode_message: 'A' };
    expect(await t.call('createPassFromTemplateFields', create)).toMatchObject({ code: 'barcode_taken' });
    const again = await t.api('POST', `/models/${await idOf(t, templateHash)}/passes`, { barcode: { message: 'A' } });
    expect(await answerOf(again)).toEqual([409, TAKEN]);
  });
});

describe('drawn numbers', () => {
  test('1,000 creations at the same time have 1,000 different ones', async () => {
    const modelId = await t.model(barcodeOf('random'));
    const keys = await Promise.all([...Array(20)].map(async () => (await t.apiKey('pass2u')).key));
    const numbers = await Promise.all(
      Array.from({ length: 1000 }, async (_, position) => {
        const headers = { 'x-api-key': keys[position % keys.length]! };
        const response = await t.api('POST', `/models/${modelId}/passes`, {}, headers);
        return ((await response.json()) as { barcodeMessage: string }).barcodeMessage;
      }),
    );
    expect(numbers.filter((number) => !/^\d{8}$/.test(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(1000);
  });

  test('cannot be given, changed or reset; the text beside them can', async () => {
    const modelId = await t.model(barcodeOf('random'));
    const given = { barcode: { message: '12345678' } };
    expect(await answerOf(await t.api('POST', `/models/${modelId}/passes`, given))).toEqual([400, GENERATED]);
    const made = await t.ok('POST', `/models/${modelId}/passes`, { barcode: { altText: 'Mine' } });
    const pass = `/models/${modelId}/passes/${made.passId}`;
    expect(await answerOf(await t.api('PUT', pass, given))).toEqual([400, GENERATED]);
    expect((await t.api('DELETE', `${pass}/attributes/barcode`)).status).toBe(400);
    expect((await t.ok('PUT', pass, { barcode: { altText: 'Other' } })).barcodeMessage).toBe(made.barcodeMessage);
    const { passJson } = await t.pkpass(modelId, made.passId);
    expect(passJson.barcode).toMatchObject({ message: made.barcodeMessage, altText: 'Other' });
  });

  test('one that another pass has is drawn again, in the same commit', async () => {
    const hash = 'the-next-hash-of-exactly-32-char';
    let count = 0;
    const ids = {
      token: () => tokens.shift() ?? `token ${count++}`,
      bytes: (size: number) => new Uint8Array(size),
      serialNumber: () => `serial ${count++}`,
    };
    let tokens: string[] = [];
    const app = await openTestApp({ injected: { ids } });
    try {
      const templateHash = await app.template(membershipModel(barcodeOf('nonReplicable')));
      await app.pass(templateHash, { barcode_message: drawnNumber(hash, 0) });
      await app.pass(templateHash, { barcode_message: drawnNumber(hash, 1) });
      await app.template(membershipModel(barcodeOf('random')), { templateHash });
      tokens = [hash];
      expect(await app.pass(templateHash)).toBe(hash);
      const { pass } = (await app.app.context.store.passByHash(hash))!;
      expect(pass.overrides.barcode_message).toBe(drawnNumber(hash, 2));
    } finally {
      await app.close();
    }
  });

  test('triggers and magic strings see the number', async () => {
    const triggers = {
      onCreate: {
        action: 'PSActionSetValue',
        targetPath: 'structure_secondaryFields_level_value',
        value: 'No. {barcode_message}',
      },
    };
    const modelId = await t.model({ ...barcodeOf('random'), triggers });
    const made = await t.ok('POST', `/models/${modelId}/passes`, {});
    const { passJson } = await t.pkpass(modelId, made.passId);
    expect(passJson.generic.secondaryFields[1].value).toBe(`No. ${made.barcodeMessage}`);
  });
});
