// The documents of the API say what the server does: valid OpenAPI, every function and code in it, every line to try runs,
// the README of the repository is up to date. That answers are as declared is held by every test, see documented.ts.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/errors.ts';
import { ENDPOINTS as PASS2U } from '../../src/http/pass2u/endpoints.ts';
import { TEXTS as PASS2U_TEXTS } from '../../src/http/pass2u/reference.ts';
import { ENDPOINTS as PASSKIT } from '../../src/http/passkit/endpoints.ts';
import { TEXTS as PASSKIT_TEXTS } from '../../src/http/passkit/reference.ts';
import { FUNCTIONS, TOPICS } from '../../src/http/passsource/functions.ts';
import { markdown } from '../../src/http/passsource/markdown.ts';
import { reference } from '../../src/http/passsource/reference.ts';
import { PARAMETER_NAMES } from '../../src/rules/vocabulary.ts';
import { requireDocumented } from '../fixtures/http/documented.ts';
import { serveTestApp } from '../fixtures/http/served.ts';
import { OWNER, pointsTemplate } from '../fixtures/open-app.ts';

const run = promisify(execFile);
/** Where the README's lines to try go, and whose they are. */
const SHOWN_ROOT = 'http://127.0.0.1:8080';
const SHOWN_EMAIL = 'owner@passwright.local';

let t: Awaited<ReturnType<typeof serveTestApp>>;
let document: any;
let readme = '';
beforeAll(async () => {
  t = await serveTestApp({ env: { ADMIN_EMAIL: SHOWN_EMAIL } });
  document = await (await t.fetch('/openapi.json')).json();
  readme = await readFile(new URL('../../src/http/passsource/README.md', import.meta.url), 'utf8');
});
afterAll(() => t.close());

describe('/openapi.json', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(await validator.validate({ ...document, paths: { x: 1 } })).toMatchObject({ valid: false });
  });

  test('has every function as GET and POST, and nothing else, under the address of this server', () => {
    const names = Object.keys(FUNCTIONS);
    expect(document.servers).toEqual([{ url: t.root }]);
    expect(Object.keys(document.paths).sort()).toEqual(names.map((name) => `/api/${name}.php`).sort());
    const operations = Object.values<any>(document.paths).flatMap((path) => [path.get, path.post]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(2 * names.length);
    expect(operations.filter(({ summary }) => !/^[A-Z].*\.$/.test(summary))).toEqual([]);
  });

  test('says which parameters a call needs', () => {
    const { post, get } = document.paths['/api/templatePasses.php'];
    const { schema } = post.requestBody.content['application/x-www-form-urlencoded'];
    expect(schema.required).toEqual(['templateHash', 'accessType']);
    expect(schema.properties.count).toMatchObject({ type: 'integer', default: -1 });
    expect(schema.additionalProperties).toBe(false);
    expect(get.parameters.map(({ name, required }: any) => [name, required])).toEqual([
      ['templateHash', true],
      ['accessType', true],
      ['count', false],
      ['start', false],
    ]);
    expect(get.security).toEqual([{ clientHash: [] }]);
    expect(document.paths['/api/login.php'].post.security).toEqual([]);
    const creation = document.paths['/api/createPassFromTemplateFields.php'].post;
    expect(Object.keys(creation.requestBody.content)).toContain('multipart/form-data');
    expect(creation.security).toEqual([{}, { clientHash: [] }]);
    expect(creation.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header' }]);
  });

  test('has every error code with its meaning', () => {
    const { Failure } = document.components.schemas;
    expect(Failure.properties.code.enum).toEqual(ERROR_CODES);
    for (const code of ERROR_CODES) expect(Failure.description).toContain(`\`${code}\``);
  });

  test('may be read by viewers in a browser', async () => {
    expect((await t.fetch('/openapi.json')).headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('what is declared', () => {
  test('every function is in one topic', () => {
    expect(Object.values(TOPICS).flatMap(Object.keys).sort()).toEqual(Object.keys(FUNCTIONS).sort());
  });

  test('a parameter of a function that takes API paths is never taken for one', () => {
    const names = Object.values(FUNCTIONS).flatMap(({ more, parameters }) => (more ? Object.keys(parameters) : []));
    expect(names.filter((name) => !PARAMETER_NAMES.includes(name))).toEqual([]);
  });

  test('an answer with a field more, one less, another type or an unknown code is caught', () => {
    const right = { success: true, count: 1 };
    requireDocumented('pushPassUpdates', right);
    requireDocumented('pushPassUpdates', { success: false, message: 'No.', code: 'pass_not_found' });
    for (const wrong of [
      { ...right, more: 1 },
      { success: true },
      { ...right, count: '1' },
      { success: false, message: 'No.', code: 'nobody_knows_it' },
      { success: false, message: 'No.', code: 'pass_not_found', count: 1 },
    ]) {
      expect(() => requireDocumented('pushPassUpdates', wrong), JSON.stringify(wrong)).toThrow('not documented');
    }
  });
});

test('the README of the surface is up to date', () => {
  expect(readme === markdown(reference(SHOWN_ROOT)), 'run `npm run reference`').toBe(true);
});

/** A segment of the template, and a bulk change that is done. */
async function segmentOf(templateHash: string): Promise<{ SEGMENT: string; BULK: string }> {
  const { clientHash } = t;
  const { segmentId } = await t.call('insertUpdateSegment', { clientHash, templateHash, name: 'Everybody' });
  const { bulkId } = await t.call('bulkUpdate', { clientHash, segmentId, action: { kind: 'void' } });
  await t.deliver();
  return { SEGMENT: segmentId, BULK: bulkId };
}

describe('the lines to try, as the README has them', () => {
  test.each(Object.keys(FUNCTIONS))('%s', async (name) => {
    const line = new RegExp(`### ${name}\n[\\s\\S]*?\`\`\`sh\n(curl .*)\n`).exec(readme)?.[1] ?? '';
    expect(line).toContain(`/api/${name}.php`);
    const logo =
      'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiBoZWlnaHQ9IjkiLz4=';
    const say = { action: 'PSActionSetValue', targetPath: 'note', value: 'Happy birthday' };
    const when = { days: 0, after: 'note', yearly: true, at: '09:00' };
    const schedules = [{ name: 'birthday', when, actions: say }];
    const template = await t.template(pointsTemplate({ images: { logo }, schedules }));
    const variables = {
      PASSWORD: OWNER.password,
      CLIENT: t.clientHash,
      TEMPLATE: template,
      PASS: await t.pass(template),
      BATCH: (
        await t.call('batchCreate', { clientHash: t.clientHash, templateHash: template, mode: 'blank', count: 1 })
      ).batchId,
      ...(await segmentOf(template)),
    };
    if (/\$WEBHOOK|\$MESSAGE/.test(line)) {
      const { clientHash } = t;
      const hook = { clientHash, url: 'https://shop.example/', events: 'pass.created' };
      const { webhookId } = await t.call('insertUpdateWebhook', hook);
      await t.pass(template);
      const { deliveries } = await t.call('webhookDeliveries', { clientHash, webhookId });
      Object.assign(variables, { WEBHOOK: webhookId, MESSAGE: deliveries[0].messageId });
    }
    // A password may hold a space, which the shell must not split.
    const command = line.replaceAll(SHOWN_ROOT, t.root).replace('$PASSWORD', '"$PASSWORD"');
    const { stdout } = await run('bash', ['-c', command], { env: { ...process.env, ...variables } });
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ success: true });
    requireDocumented(name, answer);
  });
});

test('the page has every function with its parameters, and the lines with the address of this server', async () => {
  const page = await (await t.fetch('/docs')).text();
  for (const [name, { parameters }] of Object.entries(FUNCTIONS)) {
    const article = new RegExp(`<article[^>]* id="${name}"[\\s\\S]*?</article>`).exec(page)?.[0] ?? '';
    for (const parameter of Object.keys(parameters)) expect(article).toContain(`<code>${parameter}</code>`);
    expect(article).toContain(`${t.root}/api/${name}.php`);
  }
  for (const path of ['/', '/docs', '/docs/passkit', '/docs/pass2u'])
    expect(await (await t.fetch(path)).text()).toMatch(/href="\/(docs|openapi.json)"/);
});

describe.each([
  ['passkit', PASSKIT, PASSKIT_TEXTS],
  ['pass2u', PASS2U, PASS2U_TEXTS],
] as const)('/docs/%s', (surface, endpoints, texts) => {
  const names = endpoints.map(({ method, path }) => `${method} ${path}`).sort();

  test('something is said of every endpoint, once, and of no other', () => {
    expect(Object.values(texts).flatMap(Object.keys).sort()).toEqual(names);
  });

  test('the page has them all, with the address of this server, and tells how to get a key', async () => {
    const page = await (await t.fetch(`/docs/${surface}`)).text();
    const shown = [...page.matchAll(/<h3[^>]*><a [^>]*>([^<]+)</g)].map(([, name]) => name);
    expect(shown.sort()).toEqual(names.map((name) => name.replace(/:(\w+)/g, '{$1}')).sort());
    expect(page.split(`${t.root}/v2/`).length - 1).toBe(names.length);
    expect(page).toContain(`passwright apikey add --account you@example.com --surface ${surface}`);
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor!);
    expect(anchors.filter((anchor) => !page.includes(`id="${anchor}"`))).toEqual([]);
  });
});
