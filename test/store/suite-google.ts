// Google Wallet: who the issuer is, what Google has of passes and templates, and the jobs that tell it.
import { expect, test } from 'vitest';
import type { NewGoogleObject } from '../../src/ports/store/google.ts';
import {
  event,
  install,
  newAccount,
  newTemplate,
  passIn,
  readPass,
  T0,
  templateIn,
  uninstall,
} from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

const ACCOUNT = { issuerId: '3388', clientEmail: 'wallet@example.com', privateKeyId: 'k', changedAt: T0 };
const key = (...bytes: number[]) => new Uint8Array(bytes);

export function googleCases(store: Current): void {
  const setUp = async () => {
    const template = await templateIn(store());
    const account = { accountId: template.accountId, ...ACCOUNT, encryptedKey: key(0, 255) };
    await store().setGoogleAccount(account);
    return { template, account };
  };
  const want = async (hash: string, given: Partial<NewGoogleObject> = {}) => {
    const { id, templateId } = await readPass(store(), hash);
    const { accountId } = (await store().templateById(templateId))!.template;
    const names = { passId: id, accountId, templateId, passHash: hash, issuerId: '3388', resource: 'loyalty' as const };
    return (await store().wantGoogleObject({ ...names, ...given }))!;
  };
  const jobs = async () =>
    (await store().waitingJobs(100)).flatMap(({ kind, subjectId, runAt }) =>
      kind.startsWith('google') ? [[kind, subjectId, runAt]] : [],
    );
  const touch = (hash: string, touchedAt: number) =>
    store().changePass(hash, () => ({ touchedAt, push: true, result: null }));

  test('an account has none, one that replaces the one before and its problem, and none again', async () => {
    const other = await store().createAccount(newAccount({ email: 'other@example.com' }));
    const { account } = await setUp();
    const { accountId } = account;
    expect(await store().googleAccount(other.id)).toBeNull();
    expect(await store().googleAccount(accountId)).toEqual({ ...account, problem: null });
    const problem = { status: 403, reason: 'Not yours', time: T0 + 1 };
    await store().noteGoogleProblem(accountId, problem);
    expect(await store().googleAccount(accountId)).toEqual({ ...account, problem });
    await store().noteGoogleProblem(accountId, null);
    expect((await store().googleAccount(accountId))!.problem).toBeNull();
    await store().noteGoogleProblem(accountId, problem);
    const next = { ...account, issuerId: '3399', encryptedKey: key(7), changedAt: T0 + 2 };
    await store().setGoogleAccount(next);
    expect(await store().googleAccount(accountId)).toEqual({ ...next, problem: null });
    expect(await store().removeGoogleAccount(accountId)).toBe(true);
    expect(await store().removeGoogleAccount(accountId)).toBe(false);
    expect(await store().googleAccount(accountId)).toBeNull();
  });

  test('a pass is told of from the moment on that somebody wants it, in the commit of each change', async () => {
    await setUp();
    const { id } = await passIn(store(), 'p1');
    await touch('p1', T0 + 1);
    expect(await jobs()).toEqual([]);
    expect((await readPass(store(), 'p1')).onGoogle).toBe(false);
    const wanted = await want('p1');
    expect(wanted).toMatchObject({ state: 'wanted', sent: null, toldAt: null, notices: 0, status: null, reason: null });
    expect((await readPass(store(), 'p1')).onGoogle).toBe(true);
    await touch('p1', T0 + 2);
    await touch('p1', T0 + 3);
    expect(await jobs()).toEqual([['google_pass', id, T0 + 2]]);
    expect(await store().countJobs()).toMatchObject({ google_pass: 1, google_template: 0 });
    expect(await store().googleObject(id)).toEqual(wanted);
    expect(await store().googleObject(id + 1)).toBeNull();
    expect(await store().wantGoogleObject({ ...wanted, passId: id + 1 })).toBeNull();
  });

  test('the use of a link makes a wanted object live, and a job tells what has changed since', async () => {
    await setUp();
    const { id } = await passIn(store(), 'p1');
    await store().googleSaved(id, T0 + 1);
    expect(await jobs()).toEqual([]);
    await want('p1');
    await store().googleSaved(id, T0 + 2);
    expect(await store().googleObject(id)).toMatchObject({ state: 'live', sent: null });
    expect(await jobs()).toEqual([['google_pass', id, T0 + 2]]);
    await store().deletePass('p1', T0 + 3);
    await store().googleSaved(id, T0 + 4);
    expect((await store().googleObject(id))!.state).toBe('deleted');
  });

  test('a pass is on a phone while a device or Google Wallet has it, and only devices are pushed to', async () => {
    const { template } = await setUp();
    const { id } = await passIn(store(), 'p1');
    const isOn = async () => (await store().templateCounts(template.id)).onPhones === 1;
    const pushes = async () => {
      const before = (await store().waitingJobs(100)).filter(({ kind }) => kind === 'push_pass');
      for (const job of before) await store().recordStep(job, { kind: 'done' });
      await touch('p1', T0 + 1);
      return (await store().waitingJobs(100)).filter(({ kind }) => kind === 'push_pass').length;
    };
    const { passId, ...names } = await want('p1');
    expect([await isOn(), await pushes()]).toEqual([false, 0]);
    await store().googleSaved(id, T0);
    expect([await isOn(), await pushes()]).toEqual([true, 0]);
    await install(store(), 'p1');
    expect([await isOn(), await pushes()]).toEqual([true, 1]);
    await uninstall(store(), 'p1');
    expect([await isOn(), await pushes()]).toEqual([true, 0]);
    await install(store(), 'p1');
    await store().googleRemoved(id);
    expect([await isOn(), await pushes()]).toEqual([true, 1]);
    expect(await store().googleObject(id)).toMatchObject({ state: 'live', isSaved: false });
    await uninstall(store(), 'p1');
    expect([await isOn(), await pushes()]).toEqual([false, 0]);
    await store().googleSaved(id, T0);
    expect(await isOn()).toBe(true);
    // Changes do not reach what the issuer before has.
    await store().wantGoogleObject({ ...names, passId, issuerId: '3399' });
    expect(await isOn()).toBe(false);
    await store().recordGoogleObject(id, { status: 200, reason: null, state: 'live' });
    expect(await isOn()).toBe(false);
    await store().recordGoogleObject(id, { status: 200, reason: null, isSaved: true });
    expect([await isOn(), await pushes()]).toEqual([true, 0]);
    // Nobody has to be told that the pass is gone but Google.
    await store().deletePass('p1', T0 + 2);
    expect(await isOn()).toBe(false);
    expect((await store().waitingJobs(100)).map(({ kind }) => kind)).toEqual(['google_pass']);
  });

  test('what was sent stays when the pass is wanted again, and not under another issuer', async () => {
    await setUp();
    const { id } = await passIn(store(), 'p1');
    await want('p1');
    const sent = { object: { id: '3388.p1' }, announced: {} };
    const outcome = { status: 200, reason: null, state: 'live', sent, toldAt: T0, noticeDay: 5, notices: 2 } as const;
    await store().recordGoogleObject(id, outcome);
    expect(await want('p1', { resource: 'offer' })).toMatchObject({ ...outcome, resource: 'loyalty' });
    await store().recordGoogleObject(id, { status: 429, reason: 'Too many' });
    expect(await store().googleObject(id)).toMatchObject({ ...outcome, status: 429, reason: 'Too many' });
    expect(await want('p1', { issuerId: '3399', resource: 'offer' })).toMatchObject({
      ...{ issuerId: '3399', resource: 'offer', state: 'wanted', sent: null, toldAt: null, notices: 0, noticeDay: 0 },
      ...{ status: null, reason: null },
    });
  });

  test('a deleted pass leaves its object and a job, until Google knows', async () => {
    await setUp();
    const { id } = await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    await want('p1');
    await store().forgetGoogleObject(id);
    expect(await store().googleObject(id)).not.toBeNull();
    await store().deletePass('p2', T0 + 1);
    expect(await jobs()).toEqual([]);
    await touch('p1', T0 + 1);
    await store().deletePass('p1', T0 + 2);
    expect(await jobs()).toEqual([['google_pass', id, T0 + 2]]);
    expect(await store().googleObject(id)).toMatchObject({ state: 'deleted', passHash: 'p1' });
    await store().forgetGoogleObject(id);
    expect(await store().googleObject(id)).toBeNull();
  });

  test('a template is told of when its owner has an issuer, and after its end too', async () => {
    const template = await templateIn(store());
    const { id, accountId } = template;
    await store().pushTemplate(id, event({ time: T0 + 1 }));
    expect(await jobs()).toEqual([]);
    await store().setGoogleAccount({ accountId, ...ACCOUNT, encryptedKey: key(1) });
    await store().pushTemplate(id, event({ time: T0 + 2 }));
    expect(await jobs()).toEqual([['google_template', id, T0 + 2]]);
    const { id: passId } = await passIn(store(), 'p1');
    await want('p1');
    const row = { templateId: id, resource: 'loyalty', issuerId: '3388', sent: { id: 'c' }, sentAt: T0 } as const;
    await store().recordGoogleClass(row);
    await store().recordGoogleClass({ ...row, sent: { id: 'd' }, sentAt: T0 + 1 });
    await store().recordGoogleClass({ ...row, resource: 'generic' });
    expect(await store().googleClasses(id)).toEqual([
      { ...row, resource: 'generic' },
      { ...row, sent: { id: 'd' }, sentAt: T0 + 1 },
    ]);
    // A new template goes to Google as it is made, an example does not.
    const made = await store().createTemplate(newTemplate(accountId, { hash: 'made' }));
    await store().createTemplate(newTemplate(accountId, { hash: 'example', isExample: true }));
    expect((await jobs()).map(([kind, subject]) => [kind, subject])).toEqual([
      ['google_template', made.id],
      ['google_template', id],
    ]);
    await store().deleteTemplate(made.id, T0 + 2);
    for (const job of await store().waitingJobs(100)) await store().recordStep(job, { kind: 'done' });
    await store().deleteTemplate(id, T0 + 3);
    expect(await jobs()).toEqual([['google_template', id, T0 + 3]]);
    expect(await store().googleObjectsOf(id, 0, 9)).toMatchObject([{ passId, state: 'deleted' }]);
    expect(await store().googleClasses(id)).toEqual([]);
  });

  test('what Google refuses of templates is listed until Google takes the class, or the issuer changes', async () => {
    const { template, account } = await setUp();
    const { id, accountId } = template;
    const second = await templateIn(store(), { hash: 'template-2' });
    const refusal = { resource: 'loyalty', status: 400, reason: 'Too long', time: T0 } as const;
    const named = { templateHash: template.hash, templateName: template.name };
    expect(await store().googleRefusal(id)).toBeNull();
    await store().noteGoogleRefusal(id, { ...refusal, reason: 'Too short' });
    await store().noteGoogleRefusal(id, refusal);
    await store().noteGoogleRefusal(second.id, { ...refusal, status: null, time: T0 + 1 });
    await store().noteGoogleRefusal(999, refusal);
    expect(await store().googleRefusal(id)).toEqual(refusal);
    expect(await store().googleRefusalsOf(accountId, 9)).toMatchObject([
      { templateHash: 'template-2', status: null },
      { ...refusal, ...named },
    ]);
    expect(await store().googleRefusalsOf(accountId, 1)).toHaveLength(1);
    expect(await store().googleRefusalsOf(999, 9)).toEqual([]);
    const row = { templateId: id, resource: 'generic', issuerId: '3388', sent: { id: 'c' }, sentAt: T0 } as const;
    await store().recordGoogleClass(row);
    expect(await store().googleRefusal(id)).toEqual(refusal);
    await store().recordGoogleClass({ ...row, resource: 'loyalty' });
    expect(await store().googleRefusal(id)).toBeNull();
    await store().noteGoogleRefusal(id, refusal);
    await store().noteGoogleRefusal(id, null);
    expect(await store().googleRefusal(id)).toBeNull();
    await store().setGoogleAccount(account);
    expect(await store().googleRefusalsOf(accountId, 9)).toEqual([]);
    await store().noteGoogleRefusal(id, refusal);
    await store().removeGoogleAccount(accountId);
    expect(await store().googleRefusalsOf(accountId, 9)).toEqual([]);
    await store().noteGoogleRefusal(second.id, refusal);
    await store().deleteTemplate(second.id, T0);
    expect(await store().googleRefusal(second.id)).toBeNull();
  });

  test('the objects of a template come in the order of their passes, in chunks', async () => {
    await setUp();
    const other = await templateIn(store(), { hash: 'template-2' });
    const ids: number[] = [];
    for (const hash of ['p1', 'p2', 'p3']) {
      ids.push((await passIn(store(), hash)).id);
      await want(hash);
    }
    await passIn(store(), 'other', { template: 'template-2' });
    await want('other');
    const { templateId } = await readPass(store(), 'p1');
    const of = async (after: number, count: number) =>
      (await store().googleObjectsOf(templateId, after, count)).map(({ passId }) => passId);
    expect(await of(0, 2)).toEqual(ids.slice(0, 2));
    expect(await of(ids[1]!, 2)).toEqual(ids.slice(2));
    await store().recordGoogleObject(ids[0]!, { status: 200, reason: null, templateId: other.id });
    expect(await of(0, 9)).toEqual(ids.slice(1));
  });

  test('a number of Google is used once, until it has expired', async () => {
    expect(await store().isGoogleNonceUsed('n')).toBe(false);
    expect(await store().useGoogleNonce('n', T0 + 10, T0)).toBe(true);
    expect(await store().isGoogleNonceUsed('n')).toBe(true);
    expect(await store().useGoogleNonce('n', T0 + 10, T0 + 9)).toBe(false);
    expect(await store().useGoogleNonce('m', T0 + 30, T0)).toBe(true);
    await store().forgetGoogleNonces(T0 + 10);
    expect(await store().isGoogleNonceUsed('n')).toBe(false);
    expect(await store().useGoogleNonce('m', T0 + 30, T0 + 11)).toBe(false);
    expect(await store().useGoogleNonce('n', T0 + 20, T0 + 11)).toBe(true);
    expect(await store().useGoogleNonce('m', T0 + 50, T0 + 30)).toBe(true);
  });
}
