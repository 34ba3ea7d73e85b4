// A holder's text on the page of the pass, in its title, previews and attributes, and in the JSON that programs get: text
// everywhere, whatever it looks like. Forms are in register-html.test.ts, the editor in editor-fields.test.ts, CSV in
// export.test.ts; test/pages/payloads.test.ts opens every page in a browser.
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAYLOADS } from '../fixtures/http/payloads.ts';
import { withDatabase } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
let t: TestApp;
let templateHash: string;
beforeAll(async () => {
  t = await openTestApp();
  const shown = { psScanText: `{${NAME}}`, psPassDescription: `{${NAME}}`, note: '', counter: 0 };
  const barcode = { format: 'PKBarcodeFormatQR', message: 'fixed', altText: `{${NAME}}` };
  templateHash = await t.template(
    pointsTemplate({ description: `{${NAME}}`, logoText: `{${NAME}}`, additional: shown, barcode }),
  );
});
afterAll(() => t.close());

/** Every element with its attributes' names, in order. */
function shape(page: string): string[] {
  const elements: string[] = [];
  const onopentag = (name: string, attributes: object) => elements.push(`${name} ${Object.keys(attributes).join(' ')}`);
  const parser = new Parser({ onopentag });
  parser.end(page);
  return elements;
}

async function made(text: string): Promise<string> {
  const pass = await t.call('createPassFromTemplateFields', { templateHash, [NAME]: text });
  return pass.hashedSerialNumber;
}

const pageOf = async (hash: string) => (await t.fetch(`/pass/create.php?hashedSerialNumber=${hash}`)).text();

test.each(PAYLOADS)('on the page of the pass: %s', async (payload) => {
  // As wide as the payload: the front of a pass has an attribute more where a text is too long for it.
  const harmless = payload.replace(/[<>="'&{}`]/g, '+');
  const page = await pageOf(await made(payload));
  expect(shape(page)).toEqual(shape(await pageOf(await made(harmless))));
  expect(page).not.toContain(t.clientHash);
});

test.each(PAYLOADS)('in JSON: %s', async (payload) => {
  const hashedSerialNumber = await made(payload);
  const calls = ['passInfo', 'passTracking', 'trackPassAccess', 'simulate', 'templatePasses'];
  for (const name of calls) {
    const about = name === 'templatePasses' ? { templateHash, count: '-1' } : { hashedSerialNumber, trace: 'true' };
    const query = new URLSearchParams({ clientHash: t.clientHash, accessType: '7', ...about });
    const response = await t.fetch(`/api/${name}.php?${query}`);
    // A browser that opens the address shows text, and guesses nothing else from it.
    expect(response.headers.get('content-type'), name).toMatch(/^application\/json\b/);
    expect(response.headers.get('x-content-type-options'), name).toBe('nosniff');
    const answer = (await response.json()) as Record<string, any>;
    expect(answer.success, name).toBe(true);
    if (name === 'passInfo') expect(answer.userFields[NAME]).toBe(payload);
    if (name === 'trackPassAccess') expect(answer.scanText).toBe(payload);
    if (name === 'templatePasses') expect(answer.passes.at(-1).userFields[NAME]).toBe(payload);
  }
});

test('half of a surrogate pair, as an old row may hold it, breaks no page', async () => {
  // The page of a public template's pass has a link that mails its title.
  const shared = await t.template(pointsTemplate(), { templatePublic: true });
  const hash = await t.pass(shared);
  const overrides = `{"description":"Cut \\ud83d","${NAME}":"\\ude00"}`;
  withDatabase(t, (database) =>
    database.prepare('UPDATE passes SET overrides = ? WHERE hash = ?').run(overrides, hash),
  );
  for (const address of [`/pass/create.php?hashedSerialNumber=${hash}`, `/d/${hash}`]) {
    const response = await t.fetch(address);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('mailto:?subject=Cut');
  }
  await t.file(hash);
});
