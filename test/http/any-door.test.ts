// What Wallet would refuse reaches no phone by any door: generated values are written to generated
// templates, and the file of each pass that was answered with success is one that the simulated
// phone adds.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFaults } from '../../src/device/check-pass.ts';
import { openDownload, readPassJson } from '../../src/device/open-download.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { formTexts, pass2uBodies, passKitBodies, templates, writes } from '../fixtures/http/any-writes.ts';
import { passIn, sendForm } from '../fixtures/http/register-forms.ts';
import type { TestApp } from '../fixtures/open-app.ts';
import { idOf, type ModelApp, modelApp } from '../fixtures/pass2u/model-app.ts';
import { openPassKit, type PassKitClient } from '../fixtures/passkit/client.ts';

const SEED = 12;
const RUNS = 250;

let p: PassKitClient;
let t: TestApp;
let model: ModelApp;
beforeAll(async () => {
  p = await openPassKit();
  t = p.t;
  model = await modelApp(t);
  await p.campaign();
  await p.template({
    dynamicKeys: [
      { key: 'points', type: 'number', defaultValue: 0 },
      { key: 'note', type: 'string', defaultValue: null },
      { key: 'start', type: 'dateTime', defaultValue: null },
    ],
    passbook: {
      type: 'generic',
      orgName: 'Bakery',
      desc: 'Card',
      header: [{ defaultValue: '#{points}', format: { type: 'number', numberFormat: 'decimal' } }],
      secondary: [{ defaultValue: '#{start}', format: { type: 'date', dateFormat: 'short', timeFormat: 'short' } }],
      back: [{ defaultValue: '#{note} #{other}', format: { type: 'text' } }],
      barcode: { format: 'qr', messageOption: 'text', message: '#{note}' },
    },
  });
});
afterAll(() => t.close());

interface Drawn {
  readonly template: JsonObject;
  readonly values: JsonObject;
  readonly texts: Record<string, string>;
  readonly passKit: JsonObject;
  readonly pass2u: JsonObject;
}
interface Target {
  readonly templateHash: string;
  readonly modelId: number;
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The bytes of the pass that a door made or changed; null where the door refused. */
type Door = (target: Target, drawn: Drawn) => Promise<Uint8Array | null>;

const fileOf = async (hash: string) => {
  const response = await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}&download=true`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status} ${new TextDecoder().decode(bytes)}`);
  return bytes;
};

const DOORS: Readonly<Record<string, Door>> = {
  'API update': async ({ templateHash }, { values }) => {
    const hashedSerialNumber = await t.pass(templateHash);
    const { success } = await t.call('updatePassFields', { ...values, clientHash: t.clientHash, hashedSerialNumber });
    return success ? fileOf(hashedSerialNumber) : null;
  },
  'API creation': async ({ templateHash }, { values }) => {
    const given = { ...values, clientHash: t.clientHash, templateHash };
    const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', given);
    return hashedSerialNumber === undefined ? null : fileOf(hashedSerialNumber);
  },
  'creation link': async ({ templateHash }, { values }) => {
    const query = new URLSearchParams({ templateHash, generate: 'true', clientHash: t.clientHash });
    for (const [path, value] of Object.entries(values)) query.set(path, text(value));
    const answer = await t.fetch(`/pass/create.php?${query}`);
    // With `generate` the answer is the hash alone.
    return answer.status === 200 ? fileOf(await answer.text()) : null;
  },
  'registration form': async ({ templateHash }, { texts }) => {
    const answer = await sendForm(t, { templateHash }, texts);
    return answer.status === 302 ? fileOf(passIn(answer)) : null;
  },
  'registration form of a pass': async ({ templateHash }, { texts }) => {
    const hashedSerialNumber = await t.pass(templateHash);
    const answer = await sendForm(t, { hashedSerialNumber }, texts);
    return answer.status === 302 ? fileOf(hashedSerialNumber) : null;
  },
  trigger: async ({ templateHash }) => {
    const hashedSerialNumber = await t.pass(templateHash);
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
    const { trace } = (await t.events(hashedSerialNumber)).at(-1)!;
    const bytes = await fileOf(hashedSerialNumber);
    return JSON.stringify(trace).includes('"error"') ? null : bytes;
  },
  'PassKit POST': async (_, { passKit }) => {
    const { status, body } = await p.call('POST', '/passes', { templateName: 'templateName', ...passKit });
    return status === 200 ? fileOf(body.id) : null;
  },
  'PassKit PUT': async (_, { passKit }) => {
    const id = await p.pass();
    const { status } = await p.call('PUT', `/passes/${id}`, passKit);
    return status === 200 ? fileOf(id) : null;
  },
  'Pass2U POST': async ({ modelId }, { pass2u }) => {
    const answer = await model.api('POST', `/models/${modelId}/passes`, pass2u);
    return answer.status === 200 ? fileOf(((await answer.json()) as { passId: string }).passId) : null;
  },
  'Pass2U PUT': async ({ modelId }, { pass2u }) => {
    const passId = await model.made(modelId);
    const answer = await model.api('PUT', `/models/${modelId}/passes/${passId}`, pass2u);
    return answer.status === 200 ? fileOf(passId) : null;
  },
};

/** How often each door said yes, and no. */
const said: Record<string, [yes: number, no: number]> = {};

test('a phone adds every pass that was answered with success', async () => {
  let isSaved = 0;
  const drawn = fc.record({
    template: templates,
    values: writes,
    texts: formTexts,
    passKit: passKitBodies,
    pass2u: pass2uBodies,
    doors: fc.shuffledSubarray(Object.keys(DOORS), { minLength: 3, maxLength: 3 }),
  });
  const holds = async ({ doors, ...given }: Drawn & { doors: string[] }) => {
    t.advance(60_000);
    const saved = await t.call('insertUpdateTemplate', {
      clientHash: t.clientHash,
      templateName: 'Generated',
      passConstructor: given.template,
    });
    if (saved.success !== true) return;
    isSaved++;
    const { templateHash } = saved;
    const target = { templateHash, modelId: await idOf(t, templateHash) };
    for (const door of doors) {
      const bytes = await DOORS[door]!(target, given);
      const counts = said[door] ?? [0, 0];
      said[door] = counts;
      counts[bytes === null ? 1 : 0]++;
      if (bytes === null) continue;
      const [files] = openDownload(bytes);
      const passJson = readPassJson(files!);
      expect({ door, faults: findFaults(files!, passJson), passJson }).toEqual({ door, faults: [], passJson });
    }
  };
  await fc.assert(fc.asyncProperty(drawn, holds), { seed: SEED, numRuns: RUNS, endOnFailure: true });
  // The property would hold of a server that refuses everything.
  expect(isSaved).toBeGreaterThan(RUNS / 2);
  expect(Object.keys(said).toSorted()).toEqual(Object.keys(DOORS).toSorted());
  for (const [door, [yes, no]] of Object.entries(said)) {
    expect(Math.min(yes, no), `${door}: ${yes} times yes, ${no} times no`).toBeGreaterThan(RUNS / 100);
  }
}, 300_000);
