// Segments and bulk changes by API: conditions over passes counted and listed; every action run, tried,
// stopped, taken back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBulk } from '../../src/operations/segments/run-bulk.ts';
import { BULK_LIFETIME } from '../../src/ports/store/bulk.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const DAY = 24 * 60 * 60 * 1000;

let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
});
afterAll(() => t.close());

const call = (name: string, parameters: Record<string, unknown>) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });
const values = async (hash: string) => (await call('passInfo', { hashedSerialNumber: hash })).userFields;
const scan = (hash: string) => call('trackPassAccess', { hashedSerialNumber: hash, accessType: 7 });
const segmentOf = async (templateHash: string, condition = '', name = `Segment ${condition}`) =>
  (await call('insertUpdateSegment', { templateHash, name, condition })).segmentId as string;

/** A template with passes of these points, in this order. */
async function card(points: readonly number[], parts = {}): Promise<{ hash: string; passes: string[] }> {
  const hash = await t.template(pointsTemplate(parts));
  const passes: string[] = [];
  for (const each of points) passes.push(await t.pass(hash, { [POINTS]: each, [NAME]: `Guest ${passes.length}` }));
  return { hash, passes };
}
/** Starts a bulk change and does its job; answers its status. */
async function bulk(segmentId: string, action: object, more: object = {}) {
  const made = await call('bulkUpdate', { segmentId, action, ...more });
  expect(made).toMatchObject({ success: true });
  await t.deliver();
  return call('bulkStatus', { bulkId: made.bulkId });
}
const add = (amount: number) => ({ kind: 'increment', targetPath: POINTS, amount });
const pointsOf = (passes: readonly string[]) => Promise.all(passes.map(async (hash) => (await values(hash))[POINTS]));

describe('a segment', () => {
  test('counts by a job, with the time, and again when it is asked for', async () => {
    const { hash, passes } = await card([5, 25, 30, 40]);
    await scan(passes[3]!);
    const made = await call('insertUpdateSegment', {
      ...{ templateHash: hash, name: ' Many   points ' },
      condition: `{${POINTS}} > 20 AND !scanned`,
    });
    expect(made).toMatchObject({ name: 'Many points', count: null, of: null, counted: null, counting: true });
    const list = async () => (await call('getSegments', { templateHash: hash })).segments;
    await t.deliver();
    const counted = new Date(t.now()).toISOString().replace('.000', '');
    expect(await list()).toMatchObject([{ count: 2, of: 4, counted, counting: false }]);
    const { segmentId } = made;
    await scan(passes[1]!);
    expect(await call('insertUpdateSegment', { segmentId })).toMatchObject({ count: 2, counting: true });
    await t.deliver();
    expect(await list()).toMatchObject([{ count: 1, of: 4 }]);
    const changed = await call('insertUpdateSegment', { segmentId, condition: 'scanned' });
    expect(changed).toMatchObject({ name: 'Many points', condition: 'scanned', count: null, counting: true });
    await t.deliver();
    expect(await list()).toMatchObject([{ count: 2 }]);
    expect(await call('deleteSegment', { segmentId })).toEqual({ success: true });
    expect(await list()).toEqual([]);
  });

  test('lists its passes page by page, without those for trying out', async () => {
    const { hash, passes } = await card([30, 1, 31, 32]);
    const segmentId = await segmentOf(hash, `{${POINTS}} > 29 AND {${POINTS}} != 31`);
    const first = await call('segmentPasses', { segmentId, count: 1 });
    expect(first.passes.map((pass: { hashedSerialNumber: string }) => pass.hashedSerialNumber)).toEqual([passes[0]]);
    expect(first).toMatchObject({ looked: 1, next: expect.any(String), passes: [{ userFields: { [POINTS]: 30 } }] });
    const rest = await call('segmentPasses', { segmentId, after: first.next });
    expect(rest).toMatchObject({ looked: 3, next: null, passes: [{ hashedSerialNumber: passes[3] }] });
    await owner.post(`/cards/${hash}/test`, {});
    expect(await call('segmentPasses', { segmentId: await segmentOf(hash, '', 'All') })).toMatchObject({ looked: 4 });
  });

  test('asks for the time of the last scan', async () => {
    const { hash, passes } = await card([1, 2, 3]);
    await scan(passes[0]!);
    t.advance(40 * DAY);
    await scan(passes[1]!);
    const day = new Date(t.now() - 30 * DAY).toISOString().slice(0, 10);
    const away = await segmentOf(hash, `scanned AND {psLastScan} < "${day}"`);
    expect(await call('segmentPasses', { segmentId: away })).toMatchObject({
      passes: [{ hashedSerialNumber: passes[0] }],
    });
    const longAgo = await segmentOf(hash, 'now > {psLastScan} + 30 days');
    expect(await call('segmentPasses', { segmentId: longAgo })).toMatchObject({
      ...{ looked: 3, passes: [{ hashedSerialNumber: passes[0] }] },
    });
    owner = await ownersBrowser(t);
    const never = await segmentOf(hash, '{psLastScan} isEmpty');
    expect(await call('segmentPasses', { segmentId: never })).toMatchObject({
      passes: [{ hashedSerialNumber: passes[2] }],
    });
  });

  test.each([
    [
      { name: 'a', condition: '{points} >' },
      { code: 'parameter_invalid', field: 'condition' },
    ],
    [
      { name: 'a', condition: `{${POINTS}} > ${'1'.repeat(5000)}` },
      { code: 'parameter_invalid', field: 'condition' },
    ],
    [{ name: 'a'.repeat(101) }, { code: 'parameter_invalid', field: 'name' }],
    [{}, { code: 'parameter_invalid', field: 'name' }],
    [{ name: 'Taken' }, { code: 'name_taken', field: 'name' }],
    [
      { name: 'a', templateHash: undefined },
      { code: 'parameter_missing', field: 'templateHash' },
    ],
    [{ segmentId: '999999' }, { code: 'segment_not_found', field: 'segmentId' }],
    [{ segmentId: 'x' }, { code: 'segment_not_found', field: 'segmentId' }],
  ])('is refused as %o', async (given, expected) => {
    const { hash } = await card([]);
    await segmentOf(hash, '', 'Taken');
    expect(await call('insertUpdateSegment', { templateHash: hash, ...given })).toMatchObject(expected);
    expect((await call('getSegments', { templateHash: hash })).segments).toHaveLength(1);
  });

  test('holds nobody once its card has lost what the condition asks for', async () => {
    const { hash } = await card([30]);
    const segmentId = await segmentOf(hash, '{counter} isSet');
    expect((await call('segmentPasses', { segmentId })).passes).toHaveLength(1);
    await t.template(pointsTemplate({ additional: { note: '' } }), { templateHash: hash });
    expect(await call('segmentPasses', { segmentId })).toMatchObject({ passes: [], looked: 1, next: null });
  });
});

describe('a bulk change', () => {
  test('calculates for each card, shows the results first, and takes them back', async () => {
    const { hash, passes } = await card([2, 3]);
    const segmentId = await segmentOf(hash);
    const set = { kind: 'set', targetPath: POINTS, expression: `{${POINTS}} * {${POINTS}} + 1` };
    const dry = await bulk(segmentId, set, { dryRun: true });
    expect(dry).toMatchObject({ state: 'waiting', changed: 2, action: set });
    expect(dry.passes.map((pass: any) => pass.values)).toEqual([
      [{ path: POINTS, before: 2, after: 5 }],
      [{ path: POINTS, before: 3, after: 10 }],
    ]);
    const page = textOf(await owner.page(`/cards/${hash}/bulk/${dry.bulkId}`));
    expect(page).toContain('POINTS: 2 → 5');
    expect(page).toContain('Set POINTS to (POINTS times POINTS) plus 1');
    const { bulkId } = await bulk(segmentId, set);
    expect(await pointsOf(passes)).toEqual([5, 10]);
    await bulk(segmentId, { kind: 'increment', targetPath: POINTS, expression: `{${POINTS}} / 5` });
    expect(await pointsOf(passes)).toEqual([6, 12]);
    await bulk(segmentId, { kind: 'increment', targetPath: POINTS, expression: `0 - {${POINTS}} / 6` });
    await call('bulkUndo', { bulkId });
    await t.deliver();
    expect(await pointsOf(passes)).toEqual([2, 3]);
    // The owner's form sends the same.
    const sent = { kind: 'set', path: POINTS, text: 'today + 1 year - ', calculated: 'true' };
    const refused = await owner.post(`/cards/${hash}/segments/${segmentId}/bulk`, sent);
    expect([refused.status, textOf(await refused.text())]).toEqual([400, expect.stringContaining('column 17')]);
    const made = await owner.post(`/cards/${hash}/segments/${segmentId}/bulk`, { ...sent, text: `{${POINTS}} * 3` });
    expect(made.status).toBe(303);
    const nothing = await bulk(segmentId, { kind: 'set', targetPath: POINTS, expression: '1 / 0' });
    expect(nothing).toMatchObject({ changed: 0, failed: 2 });
  });

  test('adds to every pass of the segment once, as an edit with history, onEdit, push and search', async () => {
    const onEdit = { action: 'PSActionSetValue', targetPath: 'note', value: 'edited' };
    const { hash, passes } = await card([5, 25, 30], { triggers: { onEdit } });
    await t.install(passes[1]!);
    const segmentId = await segmentOf(hash, `{${POINTS}} > 20`);
    const status = await bulk(segmentId, add(10.5));
    expect(status).toMatchObject({ state: 'done', total: 3, looked: 3, matched: 2, changed: 2, failed: 0 });
    expect(await pointsOf(passes)).toEqual([5, 35.5, 40.5]);
    expect(await values(passes[1]!)).toMatchObject({ note: 'edited' });
    const { store } = t.app.context;
    const { id } = (await store.passByHash(passes[1]!))!.pass;
    const { events } = await store.eventsOfPass(id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
    expect(events).toMatchObject([{ accessType: 8, outcome: 'fired', changed: true }]);
    expect(events[0]!.note).toMatchObject({ who: t.owner.email, reason: `Segment {${POINTS}} > 20` });
    expect(await t.events(passes[0]!)).toHaveLength(1);
    expect((await store.countJobs()).push_pass).toBe(0);
    const [act] = await store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
    expect(act).toMatchObject({ what: 'bulk.start', after: { action: { kind: 'increment' } } });
  });

  test('says first what would change, changes nothing, and then does the same', async () => {
    const { hash, passes } = await card([1, 2, 2, 3]);
    const segmentId = await segmentOf(hash, `{${POINTS}} > 1`);
    const dry = await bulk(segmentId, { kind: 'set', targetPath: POINTS, value: 3 }, { dryRun: true });
    expect(dry).toMatchObject({ state: 'waiting', looked: 4, matched: 3, changed: 2, failed: 0, mayUndo: false });
    const values = [{ path: POINTS, before: 2, after: 3 }];
    expect(dry.passes).toEqual(
      [passes[1], passes[2]].map((hashedSerialNumber) => ({
        ...{ hashedSerialNumber, fate: 'sample', values, message: null },
      })),
    );
    expect(await pointsOf(passes)).toEqual([1, 2, 2, 3]);
    expect(await call('bulkUpdate', { bulkId: dry.bulkId })).toMatchObject({ state: 'running', changed: 0 });
    // A retry begins nothing twice.
    expect(await call('bulkUpdate', { bulkId: dry.bulkId })).toMatchObject({ state: 'running' });
    await t.deliver();
    expect(await call('bulkUpdate', { bulkId: dry.bulkId })).toMatchObject({ state: 'done', matched: 3, changed: 2 });
    expect(await pointsOf(passes)).toEqual([1, 3, 3, 3]);
    // A pass that has the value already gets no event.
    expect(await t.events(passes[3]!)).toHaveLength(1);
  });

  test('gives passes their former values, but not those that somebody has changed since', async () => {
    const onEdit = { action: 'PSActionSetValue', targetPath: 'note', value: 'edited' };
    const { hash, passes } = await card([1, 2, 3], { triggers: { onEdit } });
    await call('updatePassFields', { hashedSerialNumber: passes[0], note: 'own' });
    const segmentId = await segmentOf(hash);
    const { bulkId } = await bulk(segmentId, add(10));
    await call('updatePassFields', { hashedSerialNumber: passes[1], [POINTS]: 99 });
    await call('updatePassFields', { hashedSerialNumber: passes[2], note: 'later' });
    expect(await call('bulkUndo', { bulkId })).toMatchObject({ state: 'undoing' });
    expect(await call('bulkUndo', { bulkId })).toMatchObject({ state: 'undoing' });
    await t.deliver();
    const status = await call('bulkStatus', { bulkId });
    expect(status).toMatchObject({ state: 'undone', changed: 3, undone: 2, left: 1, mayUndo: false });
    expect(status.passes).toMatchObject([{ hashedSerialNumber: passes[1], fate: 'left' }]);
    expect(await pointsOf(passes)).toEqual([1, 99, 3]);
    expect((await Promise.all(passes.map(values))).map(({ note }) => note)).toEqual(['own', 'edited', 'later']);
    expect((await t.events(passes[0]!)).at(-1)).toMatchObject({ accessType: 8, trace: null, changed: true });
  });

  test('makes void and valid again, tells phones, mails links', async () => {
    const { hash, passes } = await card([1, 2]);
    await t.install(passes[0]!);
    const segmentId = await segmentOf(hash);
    expect(await bulk(segmentId, { kind: 'valid' })).toMatchObject({ matched: 2, changed: 0 });
    expect(await bulk(segmentId, { kind: 'void' })).toMatchObject({ changed: 2, mayUndo: true });
    expect(await values(passes[0]!)).toMatchObject({ voided: true });
    expect(await bulk(segmentId, { kind: 'valid' })).toMatchObject({ changed: 2 });
    expect(await values(passes[0]!)).toMatchObject({ voided: false });
    const pushed = await bulk(segmentId, { kind: 'push' });
    expect(pushed).toMatchObject({ changed: 2, mayUndo: false });
    expect((await t.events(passes[0]!)).at(-1)).toMatchObject({ accessType: 5 });
    expect(await call('bulkUndo', { bulkId: pushed.bulkId })).toMatchObject({ code: 'bulk_state' });
    const withAddress = await call('createPassFromTemplateFields', {
      templateHash: hash,
      recoveryEmail: 'void@example.com',
    });
    expect(withAddress.success).toBe(true);
    const mailed = await bulk(segmentId, { kind: 'mail', rate: 600 });
    expect(mailed).toMatchObject({ matched: 3, changed: 1, failed: 2 });
    expect(mailed.passes).toMatchObject([{ fate: 'failed', message: 'The pass has no e-mail address.' }, {}]);
    const mails = (await t.app.context.store.mails(null)).filter(({ recipient }) => recipient === 'void@example.com');
    expect(mails).toHaveLength(2);
  });

  test('mails so many a minute', async () => {
    const hash = await t.template(pointsTemplate());
    for (const name of ['a', 'b', 'c']) {
      await call('createPassFromTemplateFields', { templateHash: hash, recoveryEmail: `${name}@example.com` });
    }
    const { bulkId } = await bulk(await segmentOf(hash), { kind: 'mail', rate: 2 });
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ state: 'running', changed: 2 });
    t.advance(60_000);
    await t.deliver();
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ state: 'done', changed: 3 });
  });

  test('changes each pass once while several servers do its job, and stops and goes on', async () => {
    const { hash, passes } = await card(Array.from({ length: 50 }, () => 0));
    const segmentId = await segmentOf(hash);
    const { bulkId } = await call('bulkUpdate', { segmentId, action: add(1) });
    const { context } = t.app;
    const job = (await context.store.waitingJob('bulk_update', Number(bulkId)))!;
    await Promise.all([runBulk(context, job), runBulk(context, job), runBulk(context, job)]);
    const { changed } = await call('bulkStatus', { bulkId });
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(50);
    expect(await call('bulkUpdate', { bulkId, stop: true })).toMatchObject({ state: 'stopped' });
    await t.deliver();
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ state: 'stopped', changed });
    expect((await pointsOf(passes)).filter((points) => points === 1)).toHaveLength(changed);
    expect((await owner.post(`/cards/${hash}/bulk/${bulkId}/resume`, {})).status).toBe(303);
    await t.deliver();
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ state: 'done', changed: 50, looked: 50 });
    expect(new Set(await pointsOf(passes))).toEqual(new Set([1]));
  });

  test('leaves invalidated passes and those whose value does not fit as they are', async () => {
    const { hash, passes } = await card([1, 2]);
    const { pass } = (await t.app.context.store.passByHash(passes[0]!))!;
    await owner.post(`/customers/${pass.hash}/invalidate`, {});
    const status = await bulk(await segmentOf(hash), add(1));
    expect(status).toMatchObject({ matched: 2, changed: 1, failed: 1 });
    expect(status.passes).toMatchObject([{ hashedSerialNumber: passes[0], fate: 'failed' }]);
  });

  test.each([
    [{ kind: 'paint' }, { code: 'parameter_invalid', field: 'action' }],
    [
      { kind: 'set', targetPath: POINTS, valeu: 1 },
      { code: 'parameter_invalid', field: 'action' },
    ],
    [
      { kind: 'set', value: 1 },
      { code: 'parameter_invalid', field: 'targetPath' },
    ],
    [
      { kind: 'set', targetPath: POINTS, value: 1, expression: '1' },
      { code: 'parameter_invalid', field: 'expression' },
    ],
    [
      { kind: 'set', targetPath: POINTS, expression: '{a} *' },
      { code: 'parameter_invalid', field: 'expression' },
    ],
    [
      { kind: 'increment', targetPath: POINTS, expression: 'today' },
      { code: 'parameter_invalid', field: 'expression' },
    ],
    [
      { kind: 'set', targetPath: POINTS, expression: 'now - now' },
      { code: 'parameter_invalid', field: 'expression' },
    ],
    [
      { kind: 'set', targetPath: 'nowhere', value: 1 },
      { code: 'path_unknown', field: 'targetPath' },
    ],
    [
      { kind: 'set', targetPath: 'serialNumber', value: 1 },
      { code: 'path_reserved', field: 'targetPath' },
    ],
    [
      { kind: 'set', targetPath: 'images_logo', value: 'x' },
      { code: 'parameter_invalid', field: 'targetPath' },
    ],
    [
      { kind: 'set', targetPath: 'expirationDate', value: 'soon' },
      { code: 'value_invalid', field: 'value' },
    ],
    [
      { kind: 'increment', targetPath: POINTS, amount: 'many' },
      { code: 'parameter_invalid', field: 'amount' },
    ],
    [
      { kind: 'mail', rate: 0 },
      { code: 'parameter_invalid', field: 'rate' },
    ],
  ])('is refused as %o', async (action, expected) => {
    const { hash } = await card([]);
    const given = { segmentId: await segmentOf(hash), action };
    expect(await call('bulkUpdate', given)).toMatchObject({ success: false, ...expected });
  });

  test('is gone a week after its end, with what it knew of passes', async () => {
    const { hash } = await card([1]);
    const { bulkId } = await bulk(await segmentOf(hash), add(1));
    t.advance(BULK_LIFETIME - 1);
    await t.deliver();
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ state: 'done', mayUndo: true });
    t.advance(1);
    await t.deliver();
    expect(await call('bulkStatus', { bulkId })).toMatchObject({ code: 'bulk_not_found', field: 'bulkId' });
    expect(await t.app.context.store.waitingJob('bulk_update', Number(bulkId))).toBeNull();
    owner = await ownersBrowser(t);
  });
});

test('nobody of another account sees or changes a segment or a bulk change', async () => {
  const { hash } = await card([1]);
  const segmentId = await segmentOf(hash);
  const { bulkId } = await bulk(segmentId, add(1), { dryRun: true });
  const { clientHash } = await t.account('other@example.com');
  const action = add(1);
  for (const [name, given] of [
    ['deleteSegment', { segmentId }],
    ['insertUpdateSegment', { segmentId, name: 'x' }],
    ['segmentPasses', { segmentId }],
    ['bulkUpdate', { segmentId, action }],
    ['bulkUpdate', { bulkId }],
    ['bulkStatus', { bulkId }],
    ['bulkUndo', { bulkId }],
  ] as const) {
    expect(await t.call(name, { clientHash, ...given }), name).toMatchObject({ code: 'access_denied' });
    expect(await t.call(name, given), name).toMatchObject({ code: 'client_hash_missing' });
  }
});
