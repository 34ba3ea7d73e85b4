// Templates, their versions, their pushes, and questions about all passes of a template.
import { expect, test } from 'vitest';
import { CREATE, PUSH } from '../../src/rules/passes/facts.ts';
import {
  DIFFICULT,
  event,
  newAccount,
  newTemplate,
  passIn,
  passWithJobIn,
  readPass,
  T0,
  templateIn,
} from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function templateCases(store: Current): void {
  test('a template comes back with its owner, under its hash and its id', async () => {
    const owner = await store().createAccount(newAccount());
    const template = await store().createTemplate(newTemplate(owner.id, { isPublic: true, triggersPaused: true }));
    expect(template).toMatchObject({
      accountId: owner.id,
      hash: 'template-1',
      name: 'Coffee card',
      isPublic: true,
      triggersPaused: true,
      version: 1,
      createdAt: T0,
      updatedAt: T0,
    });
    expect(await store().templateByHash('template-1')).toEqual({ template, owner, issue: null, webhooks: [] });
    expect(await store().templateById(template.id)).toEqual({ template, owner, issue: null, webhooks: [] });
    expect(await store().templateByHash('TEMPLATE-1')).toBeNull();
    expect(await store().templateById(template.id + 1)).toBeNull();
    await expect(store().createTemplate(newTemplate(999, { hash: 'x' }))).rejects.toMatchObject({
      code: 'account_not_found',
    });
  });

  test('a new constructor is a new version with a new update tag; the old one is kept', async () => {
    const template = await templateIn(store(), { passConstructor: DIFFICULT });
    const before = await passIn(store(), 'p1');
    const changed = await store().changeTemplate('template-1', T0 + 7, (snapshot, passConstructor) => {
      expect(snapshot.template).toEqual(template);
      expect(passConstructor).toEqual(DIFFICULT);
      return { passConstructor: { ...passConstructor, extra: 1 }, result: 'done' };
    });
    expect(changed.result).toBe('done');
    expect(changed.template).toEqual({
      ...template,
      version: 2,
      updatedAt: T0 + 7,
      updateTag: changed.template.updateTag,
      // Both changes are in one second.
      lastModified: template.lastModified + 1,
    });
    expect(changed.template.updateTag).toBeGreaterThan(before.updateTag);
    expect(await store().templateVersion(template.id, 1)).toEqual(DIFFICULT);
    expect(await store().templateVersion(template.id, 2)).toEqual({ ...DIFFICULT, extra: 1 });
    expect(await store().templateVersion(template.id, 3)).toBeNull();
    expect((await store().templateByHash('template-1'))?.template).toEqual(changed.template);
  });

  test('other changes make no version; nothing given changes nothing', async () => {
    const template = await templateIn(store());
    const { template: renamed } = await store().changeTemplate('template-1', T0 + 7, () => ({
      name: 'Tea card',
      isPublic: true,
      triggersPaused: true,
      result: null,
    }));
    expect(renamed).toEqual({
      ...template,
      name: 'Tea card',
      isPublic: true,
      triggersPaused: true,
      updatedAt: T0 + 7,
    });
    const same = await store().changeTemplate('template-1', T0 + 9, () => ({ result: 3 }));
    expect(same).toEqual({ template: renamed, result: 3 });
    expect((await store().templateById(template.id))?.template).toEqual(renamed);
  });

  test('a change whose decision throws writes nothing', async () => {
    const template = await templateIn(store());
    const refusal = new Error('no');
    const change = store().changeTemplate('template-1', T0 + 7, () => {
      throw refusal;
    });
    await expect(change).rejects.toBe(refusal);
    expect((await store().templateById(template.id))?.template).toEqual(template);
    await expect(store().changeTemplate('absent', T0, () => ({ result: null }))).rejects.toMatchObject({
      code: 'template_not_found',
    });
  });

  test("an account's templates are listed in the order they were made", async () => {
    const other = await store().createAccount(newAccount({ email: 'bob@example.com' }));
    await store().createTemplate(newTemplate(other.id, { hash: 'bob' }));
    const first = await templateIn(store(), { hash: 'z' });
    const second = await templateIn(store(), { hash: 'a' });
    expect(await store().templatesOf(first.accountId)).toEqual([first, second]);
    expect(await store().templatesOf(999)).toEqual([]);
  });

  test('a push of the template is one event of each pass that was there, and one job', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    const early = await passIn(store(), 'early');
    const stranger = await passIn(store(), 'stranger', { template: 'other' });
    const push = event({ accessType: PUSH, time: T0 + 10, outcome: 'skipped' });
    await store().pushTemplate(template.id, push);
    const late = await passIn(store(), 'late', { createdAt: T0 + 20 });

    expect(await store().tracking(early.id)).toEqual([{ ...push, id: expect.any(Number) }]);
    expect(await store().lastAccess(early.id, PUSH)).toBe(T0 + 10);
    for (const untouched of [late, stranger]) {
      expect(await store().tracking(untouched.id)).toEqual([]);
      expect(await store().lastAccess(untouched.id, PUSH)).toBeNull();
    }
    const pushed = await store().passesWith(template.id, PUSH, { start: 0, count: null });
    expect(pushed.map(({ hash }) => hash)).toEqual(['early']);
    // The passes' own rows did not change.
    expect(await readPass(store(), 'early')).toEqual(early);

    await store().pushTemplate(template.id, { ...push, time: T0 + 25, logged: false });
    expect(await store().lastAccess(late.id, PUSH)).toBeNull();
    expect(await store().passesWith(template.id, PUSH, { start: 0, count: null })).toHaveLength(1);
    await store().pushTemplate(template.id, { ...push, time: T0 + 30 });
    expect(await store().lastAccess(late.id, PUSH)).toBe(T0 + 30);
    expect(await store().waitingJobs(10)).toMatchObject([
      { kind: 'push_template', subjectId: template.id, runAt: T0 + 10, attempts: 0, cursor: 0, told: 0 },
    ]);
    await expect(store().pushTemplate(999, push)).rejects.toMatchObject({ code: 'template_not_found' });
  });

  test('a deleted template takes its passes, events and jobs along, and nothing else', async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    const pass = await passWithJobIn(store(), 'p1', { event: event({ accessType: CREATE }) });
    const kept = await passWithJobIn(store(), 'kept', { template: 'other', event: event() });
    await store().pushTemplate(template.id, event({ accessType: PUSH }));
    expect(await store().waitingJobs(10)).toHaveLength(3);

    await store().deleteTemplate(template.id, T0);
    expect(await store().templateByHash('template-1')).toBeNull();
    expect(await store().templateVersion(template.id, 1)).toBeNull();
    expect(await store().passByHash('p1')).toBeNull();
    expect(await store().tracking(pass.id)).toEqual([]);
    expect(await store().waitingJobs(10)).toMatchObject([{ kind: 'push_pass', subjectId: kept.id }]);
    expect(await store().tracking(kept.id)).toHaveLength(1);
    await expect(store().deleteTemplate(template.id, T0)).rejects.toMatchObject({ code: 'template_not_found' });
    // Ids are never used again, because compiled templates are cached by id.
    expect((await templateIn(store(), { hash: 'new' })).id).toBeGreaterThan(template.id + 1);
  });

  test('passes are counted by the source they were made for', async () => {
    const { id } = await templateIn(store());
    const other = await templateIn(store(), { hash: 'template-2' });
    const create = (hash: string, source: { source?: string }) =>
      store().createPass('template-1', () => ({
        create: { serialNumber: hash, hash, authenticationToken: 't', overrides: {}, createdAt: T0 },
        ...source,
        result: null,
      }));
    for (const [hash, source] of [
      ['p1', 'web'],
      ['p2', 'app'],
      ['p3', 'app'],
    ] as const)
      await create(hash, { source });
    await create('p4', {});
    expect(await store().passSources(id)).toEqual([
      { source: 'app', created: 2 },
      { source: 'web', created: 1 },
    ]);
    expect(await store().passSources(other.id)).toEqual([]);
    await store().deleteTemplate(id, T0);
    expect(await store().passSources(id)).toEqual([]);
  });

  test('a gallery is read page by page, newest first, examples apart', async () => {
    const { accountId } = await templateIn(store(), { hash: 't1' });
    for (const hash of ['t2', 't3', 't4']) await templateIn(store(), { hash, isExample: hash === 't3' });
    const other = await store().createAccount(newAccount({ email: 'other@example.com' }));
    await store().createTemplate(newTemplate(other.id, { hash: 't5' }));
    const page = async (isExample: boolean, before: number, count = 2) =>
      store().gallery(accountId, { isExample, before, count });
    const first = await page(false, Number.MAX_SAFE_INTEGER);
    expect(first.map(({ hash }) => hash)).toEqual(['t4', 't2']);
    expect((await page(false, first[1]!.id)).map(({ hash }) => hash)).toEqual(['t1']);
    expect(await page(true, Number.MAX_SAFE_INTEGER)).toMatchObject([{ hash: 't3', isExample: true }]);
  });

  test('an example that gets a name or a constructor of its own is no example any more', async () => {
    const isExample = async (hash: string) => (await store().templateByHash(hash))!.template.isExample;
    for (const [hash, change] of [
      ['named', { name: 'Mine' }],
      ['written', { passConstructor: { type: 'coupon' } }],
      ['paused', { triggersPaused: true }],
    ] as const) {
      await templateIn(store(), { hash, isExample: true });
      await store().changeTemplate(hash, T0, () => ({ ...change, result: null }));
    }
    expect([await isExample('named'), await isExample('written'), await isExample('paused')]).toEqual([
      false,
      false,
      true,
    ]);
  });
}
