// Passes: what a decision reads, and what it writes.
import { expect, test } from 'vitest';
import { CREATE, INSTALL, SCAN } from '../../src/rules/passes/facts.ts';
import {
  campaignIn,
  codeOf,
  DIFFICULT,
  event,
  install,
  newAccount,
  newIssue,
  newTemplate,
  order,
  passIn,
  passWithJobIn,
  readPass,
  T0,
  templateIn,
  uninstall,
} from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function passCases(store: Current): void {
  test('a pass comes back as it was made, with its template and owner', async () => {
    const template = await templateIn(store());
    const owner = await store().accountById(template.accountId);
    const made = await store().createPass('template-1', (snapshot) => {
      expect(snapshot).toEqual({ template, owner, issue: null, webhooks: [], issued: null, takenMessages: new Set() });
      return {
        create: {
          serialNumber: 'serial',
          hash: 'p1',
          authenticationToken: 'token',
          overrides: DIFFICULT,
          createdAt: T0 + 1,
        },
        event: event({ accessType: CREATE, time: T0 + 2 }),
        result: { made: true },
      };
    });
    expect(made).toEqual({ replayed: false, result: { made: true } });
    const snapshot = await store().passByHash('p1');
    expect(snapshot).toEqual({
      template,
      owner,
      issue: null,
      webhooks: [],
      pass: {
        id: snapshot?.pass.id,
        templateId: template.id,
        serialNumber: 'serial',
        hash: 'p1',
        authenticationToken: 'token',
        overrides: DIFFICULT,
        access: { [CREATE]: { count: 1, last: T0 + 2 } },
        updateTag: expect.any(Number),
        createdAt: T0 + 1,
        updatedAt: T0 + 1,
        passTypeIdentifier: null,
        lastModified: Math.floor(T0 / 1000),
        passcodeHash: null,
        invalidatedAt: null,
        isTest: false,
        onGoogle: false,
        webServiceURL: null,
      },
    });
    expect(snapshot?.pass.updateTag).toBeGreaterThan(template.updateTag);
    expect(await store().passByHash('P1')).toBeNull();
  });

  test('a creation that makes no pass writes nothing at all', async () => {
    const template = await templateIn(store());
    const none = await store().createPass('template-1', () => ({
      create: null,
      event: event(),
      push: true,
      touchedAt: T0,
      result: 'refused',
    }));
    expect(none).toEqual({ replayed: false, result: 'refused' });
    expect(await store().countPasses(template.id)).toBe(0);
    expect(await store().waitingJobs(10)).toEqual([]);
    await expect(store().createPass('absent', () => ({ create: null, result: null }))).rejects.toMatchObject({
      code: 'template_not_found',
    });
  });

  test('what triggers changed during the creation is what the pass starts with', async () => {
    await templateIn(store());
    await store().createPass('template-1', () => ({
      create: { serialNumber: 's', hash: 'p1', authenticationToken: 't', overrides: { points: 0 }, createdAt: T0 },
      overrides: { points: 5 },
      touchedAt: T0 + 3,
      push: true,
      result: null,
    }));
    const pass = await readPass(store(), 'p1');
    expect(pass).toMatchObject({ overrides: { points: 5 }, createdAt: T0, updatedAt: T0 + 3 });
    // No device has the pass yet.
    expect(await store().waitingJobs(10)).toEqual([]);
  });

  test('a push of a pass is a job while it is on a phone', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    const touch = () => store().changePass('p1', () => ({ touchedAt: T0, push: true, result: null }));
    await touch();
    await install(store(), 'p1');
    expect(await store().waitingJobs(10)).toEqual([]);
    await touch();
    const [job] = await store().waitingJobs(10);
    expect(job).toMatchObject({ kind: 'push_pass', subjectId: pass.id });
    await store().recordPushes(job!, [], { kind: 'done' });
    await uninstall(store(), 'p1');
    await touch();
    expect(await store().waitingJobs(10)).toEqual([]);
  });

  test('a change writes what is given and leaves the rest', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1', { overrides: { a: 1, b: 2 } });
    const outcome = await store().changePass('p1', (snapshot) => {
      expect(snapshot.pass).toEqual(pass);
      return { overrides: { b: 3 }, result: 'ok' };
    });
    expect(outcome).toEqual({ replayed: false, result: 'ok' });
    expect(await readPass(store(), 'p1')).toEqual({ ...pass, overrides: { b: 3 } });

    await store().changePass('p1', () => ({ touchedAt: T0 + 5, result: null }));
    const touched = await readPass(store(), 'p1');
    const { updateTag, lastModified } = touched;
    expect(touched).toEqual({ ...pass, overrides: { b: 3 }, updatedAt: T0 + 5, updateTag, lastModified });
    // The time grows even within the same second.
    expect(lastModified).toBeGreaterThan(pass.lastModified);
    expect(touched.updateTag).toBeGreaterThan(pass.updateTag);

    await store().changePass('p1', () => ({ result: null }));
    expect(await readPass(store(), 'p1')).toEqual(touched);
    expect(await store().waitingJobs(10)).toEqual([]);
    expect(await store().tracking(pass.id)).toEqual([]);
    await expect(store().changePass('absent', () => ({ result: null }))).rejects.toMatchObject({
      code: 'pass_not_found',
    });
  });

  test('difficult texts survive a change', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await store().changePass('p1', () => ({ overrides: DIFFICULT, result: null }));
    expect((await readPass(store(), 'p1')).overrides).toEqual(DIFFICULT);
  });

  test('update tags come from one counter that only grows, over passes and templates alike', async () => {
    const tags = [(await templateIn(store())).updateTag];
    tags.push((await passIn(store(), 'p1')).updateTag, (await passIn(store(), 'p2')).updateTag);
    for (const hash of ['p1', 'p2', 'p1']) {
      await store().changePass(hash, () => ({ touchedAt: T0, result: null }));
      tags.push((await readPass(store(), hash)).updateTag);
    }
    const { template } = await store().changeTemplate('template-1', T0, () => ({ passConstructor: {}, result: null }));
    tags.push(template.updateTag);
    expect(tags).toEqual([...new Set(tags)].sort((a, b) => a - b));
  });

  test('logged events count in the access facts; stopped ones do not', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1', { event: event({ accessType: CREATE }) });
    const log = (given: Parameters<typeof event>[0]) =>
      store().changePass('p1', () => ({ event: event(given), result: null }));
    await log({ accessType: SCAN, time: T0 + 1 });
    await log({ accessType: SCAN, time: T0 + 2, outcome: 'error' });
    await log({ accessType: SCAN, time: T0 + 3, outcome: 'stopped', logged: false });
    await log({ accessType: INSTALL, time: T0 + 4, outcome: 'stopped', logged: false });
    expect((await readPass(store(), 'p1')).access).toEqual({
      [CREATE]: { count: 1, last: T0 },
      [SCAN]: { count: 2, last: T0 + 2 },
    });
    expect(await store().lastAccess(pass.id, SCAN)).toBe(T0 + 2);
    expect(await store().lastAccess(pass.id, INSTALL)).toBeNull();
    expect(await store().lastAccess(999, SCAN)).toBeNull();
  });

  test('a decision that throws leaves nothing behind', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1', { event: event() });
    const refusal = new Error('no');
    const throwing = () => {
      throw refusal;
    };
    await expect(store().changePass('p1', throwing)).rejects.toBe(refusal);
    await expect(store().createPass('template-1', throwing)).rejects.toBe(refusal);
    expect(await readPass(store(), 'p1')).toEqual(pass);
    expect(await store().tracking(pass.id)).toHaveLength(1);
    expect(await store().countPasses(pass.templateId)).toBe(1);
  });

  test('a creation that fails half way leaves nothing behind', async () => {
    const template = await templateIn(store());
    const first = await passIn(store(), 'p1');
    await expect(passIn(store(), 'p1', { push: true, event: event() })).rejects.toThrow();
    expect(await store().countPasses(template.id)).toBe(1);
    expect(await store().waitingJobs(10)).toEqual([]);
    expect(await store().tracking(first.id)).toEqual([]);
  });

  test('a deleted pass takes its events and jobs along, and nothing else', async () => {
    const template = await templateIn(store());
    const pass = await passWithJobIn(store(), 'p1', { event: event() });
    const kept = await passWithJobIn(store(), 'p2', { event: event() });
    await store().deletePass('p1', T0);
    expect(await store().passByHash('p1')).toBeNull();
    expect(await store().tracking(pass.id)).toEqual([]);
    expect(await store().tracking(kept.id)).toHaveLength(1);
    expect(await store().waitingJobs(10)).toMatchObject([{ subjectId: kept.id }]);
    expect(await store().countPasses(template.id)).toBe(1);
    await expect(store().deletePass('p1', T0)).rejects.toMatchObject({ code: 'pass_not_found' });
    expect((await passIn(store(), 'p3')).id).toBeGreaterThan(kept.id);
  });

  test('without registrations no devices are counted', async () => {
    const template = await templateIn(store());
    const pass = await passIn(store(), 'p1');
    await store().createAccount(newAccount({ email: 'bob@example.com' }));
    expect(await store().countDevices({ passId: pass.id })).toBe(0);
    expect(await store().countDevices({ templateId: template.id })).toBe(0);
  });

  test('a passcode is kept, changed and taken away', async () => {
    await templateIn(store());
    await passIn(store(), 'p1', { passcodeHash: 'hash' });
    const passcode = async () => (await readPass(store(), 'p1')).passcodeHash;
    expect(await passcode()).toBe('hash');
    await store().changePass('p1', () => ({ overrides: { a: 1 }, result: null }));
    expect(await passcode()).toBe('hash');
    await store().changePass('p1', () => ({ passcodeHash: 'other', result: null }));
    expect(await passcode()).toBe('other');
    await store().changePass('p1', () => ({ passcodeHash: null, result: null }));
    expect(await passcode()).toBeNull();
  });

  test('a batch is made as a whole or not at all, counts included, and says which pass is at fault', async () => {
    const { account, template } = await campaignIn(store(), { maxIssue: 3 });
    expect(await store().createPasses([order('a'), order('b')])).toEqual(['a', 'b']);
    expect(await codeOf(store().createPasses([order('c'), order('d'), order('e')]))).toEqual({
      code: 'issue_limit_reached',
      index: 1,
    });
    expect(await codeOf(store().createPasses([order('c'), order('d', {}, 'no such')]))).toEqual({
      code: 'template_not_found',
      index: 1,
    });
    expect(await store().countPasses(template.id)).toBe(2);
    expect((await store().campaignByName(account.id, 'summer'))?.issued).toBe(2);
    const touch = (hash: string) => ({ hash, decide: () => ({ overrides: { points: 1 }, result: hash }) });
    expect(await codeOf(store().changePasses([touch('a'), touch('none')]))).toEqual({
      code: 'pass_not_found',
      index: 1,
    });
    expect((await readPass(store(), 'a')).overrides).toEqual({});
    expect(await store().changePasses([touch('b'), touch('a')])).toEqual(['b', 'a']);
    expect((await readPass(store(), 'a')).overrides).toEqual({ points: 1 });
  });

  test('a pass that moves to another template is one of that, and counts as issued where it was made', async () => {
    const { campaign, account } = await campaignIn(store());
    await passIn(store(), 'p1');
    const before = await readPass(store(), 'p1');
    const second = await store().createTemplate(
      newTemplate(account.id, { hash: 'template-2', issue: newIssue(campaign.id, { name: 'second' }) }),
    );
    await store().changePass('p1', () => ({ templateId: second.id, touchedAt: T0 + 9, result: null }));
    const { pass, template } = (await store().passByHash('p1'))!;
    expect(template.id).toBe(second.id);
    expect(pass).toEqual({
      ...before,
      templateId: second.id,
      updateTag: expect.any(Number),
      lastModified: expect.any(Number),
      updatedAt: T0 + 9,
    });
    expect(pass.updateTag).toBeGreaterThan(Math.max(before.updateTag, second.updateTag));
    expect(await store().countPasses(before.templateId)).toBe(0);
    expect(await store().countPasses(second.id)).toBe(1);
    expect((await store().templateIssues(campaign.id)).map(({ issued }) => issued)).toEqual([1, 0]);
  });

  test('an invalidated pass takes events and no changes, whoever makes them', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await store().changePass('p1', () => ({ reference: { invalidatedAt: T0 + 1 }, touchedAt: T0 + 1, result: null }));
    expect((await readPass(store(), 'p1')).invalidatedAt).toBe(T0 + 1);
    const write = store().changePass('p1', () => ({ overrides: { points: 1 }, result: null }));
    expect(await codeOf(write)).toEqual({ code: 'pass_invalid' });
    const refer = store().changePass('p1', () => ({ reference: { userDefinedId: 'x' }, result: null }));
    expect(await codeOf(refer)).toEqual({ code: 'pass_invalid' });
    await store().changePass('p1', () => ({ event: event(), result: null }));
    expect(await store().tracking((await readPass(store(), 'p1')).id)).toHaveLength(1);
  });
}
