// Batches through their doors for programs: batchCreate, batchInfo, the links and the result.

import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const PHONE = 'Mozilla/5.0 (Linux; Android 15) Chrome/140';

let t: TestApp;
let template: string;
beforeAll(async () => {
  t = await openTestApp();
  template = await t.template(pointsTemplate());
});
afterAll(() => t.close());

const create = (parameters: Record<string, unknown>, clientHash = t.clientHash) =>
  t.call('batchCreate', { clientHash, templateHash: template, ...parameters });
const info = (batchId: string) => t.call('batchInfo', { clientHash: t.clientHash, batchId });

/** The table that a batch gives back, as a spreadsheet reads it. */
async function result(batchId: string, query = ''): Promise<Record<string, string>[]> {
  const response = await t.fetch(`/batch/result.php?batchId=${batchId}&clientHash=${t.clientHash}${query}`);
  expect(response.headers.get('content-type')).toContain('text/csv');
  return parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true });
}
const open = (link: string, headers: Record<string, string> = { 'user-agent': PHONE }, method = 'GET') =>
  t.fetch(new URL(link).pathname, { headers, method });

/** The hash of the pass that a link leads to. */
const hashIn = (response: Response) =>
  new URL(response.headers.get('location') ?? '', 'http://passes.test').searchParams.get('hashedSerialNumber');

describe('links', () => {
  test('a row has a short link, which makes its pass when a person opens it first, and the same ever after', async () => {
    const made = await create({ file: `${NAME},${POINTS}\nAda,5\nGrace,\n` });
    expect(made).toMatchObject({ success: true, mode: 'links', state: 'done', total: 2, made: 2, opened: 0 });
    const [ada, grace] = await result(made.batchId);
    expect(ada).toMatchObject({ [NAME]: 'Ada', [POINTS]: '5', hashedSerialNumber: '' });
    expect(ada!.link).toMatch(/^http:\/\/passes\.test\/c\/[\w-]{16}$/);
    const first = await open(ada!.link!);
    expect(first.status).toBe(302);
    const hash = hashIn(first)!;
    expect((await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).userFields).toEqual({
      [NAME]: 'Ada',
      [POINTS]: 5,
    });
    for (let again = 0; again < 3; again++) expect(hashIn(await open(ada!.link!))).toBe(hash);
    expect(await info(made.batchId)).toMatchObject({ opened: 1 });
    expect((await result(made.batchId)).map((row) => row.hashedSerialNumber)).toEqual([hash, '']);
    // An empty cell leaves the value of the template.
    const other = hashIn(await open(grace!.link!));
    expect((await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: other })).userFields).toEqual({
      [NAME]: 'Grace',
    });
  });

  test('twenty people who open one link at the same time get one pass', async () => {
    const { batchId } = await create({ file: `${NAME}\nAda\n` });
    const [{ link } = {}] = await result(batchId);
    const hashes = await Promise.all(Array.from({ length: 20 }, async () => hashIn(await open(link!))));
    expect(new Set(hashes).size).toBe(1);
    expect(await info(batchId)).toMatchObject({ opened: 1 });
  });

  test('robots, prefetches and HEAD make no pass', async () => {
    const { batchId } = await create({ file: `${NAME}\nAda\n` });
    const [{ link } = {}] = await result(batchId);
    expect((await open(link!, { 'user-agent': 'WhatsApp/2.24' })).status).toBe(200);
    expect((await open(link!, { 'user-agent': PHONE, 'sec-purpose': 'prefetch' })).status).toBe(503);
    expect((await open(link!, { 'user-agent': PHONE }, 'HEAD')).status).toBe(200);
    expect(await info(batchId)).toMatchObject({ opened: 0 });
  });

  test('a link whose pass was deleted makes no second one, and nobody guesses a link', async () => {
    const { batchId } = await create({ file: `${NAME}\nAda\n` });
    const [{ link } = {}] = await result(batchId);
    const hashedSerialNumber = hashIn(await open(link!));
    await t.call('deletePass', { clientHash: t.clientHash, hashedSerialNumber });
    expect((await open(link!)).status).toBe(404);
    expect((await t.fetch('/c/AAAAAAAAAAAAAAAA', { headers: { 'user-agent': PHONE } })).status).toBe(404);
    expect(await info(batchId)).toMatchObject({ opened: 1 });
  });

  test('a link counts for CREATION_LIMIT when it makes a pass, and not when it shows one', async () => {
    const few = await openTestApp({ env: { CREATION_LIMIT: '2' } });
    try {
      const templateHash = await few.template(pointsTemplate());
      const { clientHash } = few;
      const { batchId } = await few.call('batchCreate', { clientHash, templateHash, file: `${NAME}\na\nb\nc\n` });
      const response = await few.fetch(`/batch/result.php?batchId=${batchId}&clientHash=${clientHash}`);
      const rows: { link: string }[] = parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true });
      const statuses: number[] = [];
      for (const { link } of [rows[0]!, rows[0]!, rows[1]!, rows[2]!]) {
        statuses.push((await few.fetch(new URL(link).pathname, { headers: { 'user-agent': PHONE } })).status);
      }
      expect(statuses).toEqual([302, 302, 302, 429]);
    } finally {
      await few.close();
    }
  });

  test('a field that the template has lost meanwhile keeps nobody from the card', async () => {
    const hash = await t.template(pointsTemplate({ additional: { note: '', seat: '' } }));
    const { batchId } = await create({ templateHash: hash, file: `${NAME},seat\nAda,12\n` });
    await t.template(pointsTemplate(), { templateHash: hash });
    const [{ link } = {}] = await result(batchId);
    expect((await open(link!)).status).toBe(302);
  });
});

describe('passes', () => {
  test('are made by a job, with onCreate, and the table comes back with link and hashedSerialNumber', async () => {
    const onCreate = { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 };
    const hash = await t.template(pointsTemplate({ triggers: { onCreate } }));
    const rows = Array.from({ length: 120 }, (_, at) => `Guest ${at};${at}`);
    const made = await create({ templateHash: hash, mode: 'passes', file: `${NAME};${POINTS}\n${rows.join('\n')}` });
    expect(made).toMatchObject({ state: 'waiting', total: 120, made: 0 });
    await t.deliver();
    expect(await info(made.batchId)).toMatchObject({ state: 'done', made: 120, failed: 0 });
    const back = await result(made.batchId);
    expect(back).toHaveLength(120);
    expect(new Set(back.map((row) => row.hashedSerialNumber)).size).toBe(120);
    const last = back.at(-1)!;
    expect(last.link).toBe(`http://passes.test/pass/create.php?hashedSerialNumber=${last.hashedSerialNumber}`);
    expect(await t.events(last.hashedSerialNumber!)).toMatchObject([{ accessType: 1, outcome: 'fired' }]);
    const { userFields } = await t.call('passInfo', {
      clientHash: t.clientHash,
      hashedSerialNumber: last.hashedSerialNumber,
    });
    expect(userFields).toEqual({ [NAME]: 'Guest 119', [POINTS]: 120 });
    expect(await t.jobs()).toEqual([]);
  });

  test('blank ones are as many as were asked for', async () => {
    const { batchId } = await create({ mode: 'blank', count: 101 });
    await t.deliver();
    expect(await info(batchId)).toMatchObject({ state: 'done', total: 101, made: 101 });
    const rows = await result(batchId);
    expect(new Set(rows.map((row) => row.hashedSerialNumber)).size).toBe(101);
    expect(await create({ mode: 'blank', count: 0 })).toMatchObject({ success: false, field: 'count' });
  });

  test('of several templates come from one file', async () => {
    const other = await t.template(pointsTemplate({ description: 'Other' }));
    const { templateId } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash: other });
    const own = await t.call('templateInfo', { clientHash: t.clientHash, templateHash: template });
    const file = `templateId,${NAME}\n${templateId},Ada\n${own.templateId},Grace\n`;
    const { batchId } = await create({ templateHash: undefined, mode: 'passes', file });
    await t.deliver();
    const hashes = (await result(batchId)).map((row) => row.hashedSerialNumber);
    const templates = await Promise.all(
      hashes.map(async (hash) => (await t.app.context.store.passByHash(hash!))?.template.hash),
    );
    expect(templates).toEqual([other, template]);
  });

  test('a row that fails although the check found nothing keeps its reason, and the others are made', async () => {
    const file = `${NAME},images_logo\nAda,https://nowhere.invalid/logo.png\nGrace,\n`;
    const { batchId } = await create({ mode: 'passes', file });
    await t.deliver();
    expect(await info(batchId)).toMatchObject({ state: 'done', made: 1, failed: 1 });
    const [ada, grace] = await result(batchId);
    expect(ada).toMatchObject({ link: '', hashedSerialNumber: '' });
    expect(ada!.error).toMatch(/images_logo/);
    expect(grace!.error).toBe('');
    expect(grace!.link).not.toBe('');
  });
});

describe('a batch of another account', () => {
  test('is not there for nobody, and nobody makes one', async () => {
    for (const [name, given] of [
      ['batchInfo', { batchId: 'any' }],
      ['batchCreate', { mode: 'links', file: `${NAME}\nAda\n` }],
    ] as const) {
      expect(await t.call(name, given)).toMatchObject({ success: false, code: 'client_hash_missing' });
    }
  });

  test('is not there, and its templates are not', async () => {
    const { clientHash } = await t.account('other@example.com');
    const { batchId } = await create({ file: `${NAME}\nAda\n` });
    expect(await t.call('batchInfo', { clientHash, batchId })).toMatchObject({
      success: false,
      code: 'batch_not_found',
    });
    expect((await t.fetch(`/batch/result.php?batchId=${batchId}&clientHash=${clientHash}`)).status).toBe(404);
    expect(await create({ file: `${NAME}\nAda\n` }, clientHash)).toMatchObject({ code: 'access_denied' });
    expect((await t.fetch(`/batch/result.php?batchId=${batchId}`)).status).toBe(401);
  });
});
