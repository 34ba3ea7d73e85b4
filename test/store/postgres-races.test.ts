// Two servers on one database decide about the same thing at once: what one of them checked still
// holds when it commits.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MemberRole } from '../../src/ports/store/members.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import {
  campaignIn,
  codeOf,
  event,
  newAccount,
  newCampaign,
  newIssue,
  newTemplate,
  order,
  passIn,
  readPass,
  T0,
  templateIn,
} from '../fixtures/store/fixtures.ts';

let all: Databases;
let here: Store;
let there: Store;
beforeAll(async () => {
  all = await databases();
});
afterAll(() => all.stop());
beforeEach(async () => {
  const url = await all.empty();
  [here, there] = await Promise.all([openPostgresStore({ url }), openPostgresStore({ url })]);
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
});

/** Runs `work` so many times, on each server in turn, all at once. Answers what came of each. */
async function race(count: number, work: (store: Store, index: number) => Promise<unknown>): Promise<string[]> {
  const runs = Array.from({ length: count }, (_, index) => work(index % 2 === 0 ? here : there, index));
  const codes = await Promise.all(runs.map(codeOf));
  return codes.map((code) => (typeof code === 'string' ? code : String((code as { code?: unknown }).code ?? code)));
}

const times = (codes: readonly string[], code: string) => codes.filter((each) => each === code).length;

const invitation = (accountId: number, at: number, email = `person${at}@example.com`) => ({
  accountId,
  email,
  role: 'manager' as MemberRole,
  nonce: `nonce ${at}`,
  codeHash: `code ${at}`,
  invitedBy: 'ada@example.com',
  createdAt: T0,
  expiresAt: T0 + 1000,
});

const certificate = (accountId: number, publicId: string) => ({
  accountId,
  passTypeIdentifier: 'pass.example',
  teamIdentifier: 'TEAM123456',
  certificate: new Uint8Array([1]),
  intermediate: new Uint8Array([2]),
  encryptedKey: new Uint8Array([3]),
  notAfter: T0 + 1000,
  createdAt: T0,
  publicId,
  name: null,
  description: null,
});

test('an e-mail address belongs to one account or one member', async () => {
  const ada = await here.createAccount(newAccount());
  const address = 'Grace@example.com';
  await here.invite(invitation(ada.id, 1, address), 9);
  const person = { name: 'Grace', passwordHash: 'x', language: null };
  const codes = await race(6, async (store, index) => {
    if (index % 3 !== 0) return store.createAccount(newAccount({ email: address }));
    const joined = await store.join('code 1', person, T0);
    if (joined === null) throw new Error('used');
    return joined;
  });
  expect(times(codes, 'none')).toBe(1);
  const owners = [await there.accountByEmail(address), await there.memberByEmail(address)];
  expect(owners.filter((owner) => owner !== null)).toHaveLength(1);
});

test('an account has so many people, and one that is deleted has no templates', async () => {
  const ada = await here.createAccount(newAccount());
  const codes = await race(12, (store, index) => store.invite(invitation(ada.id, index), 5));
  expect([times(codes, 'none'), times(codes, 'people_limit')]).toEqual([5, 7]);
  const bob = await here.createAccount(newAccount({ email: 'bob@example.com' }));
  const [made, deleted] = await Promise.all([
    codeOf(there.createTemplate(newTemplate(bob.id))),
    here.deleteAccount(bob.id).then(
      () => 'none',
      () => 'has templates',
    ),
  ]);
  expect([
    ['none', 'has templates'],
    [{ code: 'account_not_found' }, 'none'],
  ]).toContainEqual([made, deleted]);
});

test('two servers together pass no limit of a campaign, and none that is lowered meanwhile', async () => {
  const { account, campaign } = await campaignIn(here, { maxIssue: 25 });
  const codes = await race(60, (store, index) => store.createPass('template-1', order(`p${index}`).decide));
  expect([times(codes, 'none'), times(codes, 'issue_limit_reached')]).toEqual([25, 35]);
  expect(await there.campaignByName(account.id, 'summer')).toMatchObject({ issued: 25 });

  const of = { accountId: account.id, name: campaign.name };
  await here.changeCampaign(of, T0, () => ({ maxIssue: 0, result: null }));
  await race(40, (store, index) =>
    index === 20
      ? store.changeCampaign(of, T0 + 1, ({ issued }) => ({ maxIssue: issued, result: null }))
      : store.createPass('template-1', order(`q${index}`).decide),
  );
  const after = await here.campaignByName(account.id, 'summer');
  expect(after?.issued).toBe(after?.maxIssue);
  expect(after?.maxIssue).toBeGreaterThan(24);
});

test('a name of a campaign, and of a template in one, exists once', async () => {
  const ada = await here.createAccount(newAccount());
  const campaigns = await race(6, (store) => store.createCampaign(newCampaign(ada.id)));
  expect([times(campaigns, 'none'), times(campaigns, 'name_taken')]).toEqual([1, 5]);
  const campaign = await here.campaignByName(ada.id, 'summer');
  const templates = await race(6, (store, index) =>
    store.createTemplate(newTemplate(ada.id, { hash: `t${index}`, issue: newIssue(campaign!.id) })),
  );
  expect([times(templates, 'none'), times(templates, 'name_taken')]).toEqual([1, 5]);
  expect(await there.templatesOf(ada.id)).toHaveLength(1);
});

test('a pass that is made beside the first certificate gets its pass type', async () => {
  const { accountId } = await templateIn(here);
  await race(20, (store, index) =>
    index === 9 ? store.createCertificate(certificate(accountId, 'c')) : passIn(store, `p${index}`),
  );
  for (let index = 0; index < 20; index++) {
    if (index !== 9) expect((await readPass(there, `p${index}`)).passTypeIdentifier).toBe('pass.example');
  }
});

test('a certificate goes only before passes are made with it', async () => {
  const { accountId } = await templateIn(here);
  for (let round = 0; round < 8; round++) {
    const { id } = await here.createCertificate(certificate(accountId, `c${round}`));
    const [use] = await Promise.all([here.removeCertificate(id), passIn(there, `round ${round}`)]);
    const { passTypeIdentifier } = await readPass(there, `round ${round}`);
    expect(passTypeIdentifier).toBe(use === null ? null : 'pass.example');
    if (use !== null) {
      expect(use.passes).toBeGreaterThan(0);
      break;
    }
  }
});

test('one device uses the code of a till', async () => {
  const ada = await here.createAccount(newAccount());
  const till = { accountId: ada.id, name: 'Door', templateHashes: null, mayUndo: false, mayFind: false };
  await here.createTill(
    { ...till, createdBy: 'ada@example.com', createdAt: T0 },
    { nonce: 'n', codeHash: 'code', expiresAt: T0 + 1000 },
  );
  const opened = await Promise.all(
    Array.from({ length: 8 }, (_, index) => (index % 2 ? here : there).openTill('code', `token ${index}`, T0)),
  );
  const tokens = opened.flatMap((each) => (each === null ? [] : [each.tokenHash]));
  expect(tokens).toHaveLength(1);
  expect(await here.tillByToken(tokens[0]!)).not.toBeNull();
});

test('each write of a draft sees the one before, and no revision comes twice', async () => {
  const template = await templateIn(here);
  const revisions: number[] = [];
  await race(20, async (store) => {
    const { draft } = await store.changeDraft('template-1', (_, present) => ({
      draft: {
        baseVersion: 1,
        passConstructor: { writes: Number(present?.passConstructor.writes ?? 0) + 1 },
        editedBy: 'ada@example.com',
        editedAt: T0,
      },
      result: null,
    }));
    revisions.push(draft!.revision);
  });
  expect((await there.draftOf(template.id))?.passConstructor).toEqual({ writes: 20 });
  expect(new Set(revisions).size).toBe(20);
});

test('a template has so many checks, and each of its versions one number', async () => {
  const template = await templateIn(here);
  const check = { name: 'a scan', content: { scans: 1 } };
  await race(12, (store) => store.addCheck(template.id, check, T0, 5));
  expect(await there.checksOf(template.id)).toHaveLength(5);
  const codes = await race(10, (store) =>
    store.changeTemplate('template-1', T0, (_, { writes = 0 }) => ({
      passConstructor: { type: 'storeCard', writes: Number(writes) + 1 },
      result: null,
    })),
  );
  expect(times(codes, 'none')).toBe(10);
  const snapshot = await there.templateById(template.id);
  expect(snapshot?.template.version).toBe(11);
  expect(await here.templateVersion(template.id, 11)).toEqual({ type: 'storeCard', writes: 10 });
});

test('a deleted template leaves no pass behind that is made meanwhile', async () => {
  const { id } = await templateIn(here);
  for (let index = 0; index < 5; index++) await passIn(here, `early ${index}`);
  const codes = await race(21, (store, index) =>
    index === 10 ? store.deleteTemplate(id, T0) : store.createPass('template-1', order(`p${index}`).decide),
  );
  expect(codes[10]).toBe('none');
  expect(times(codes, 'none') + times(codes, 'template_not_found')).toBe(21);
  for (let index = 0; index < 21; index++) expect(await there.passByHash(`p${index}`)).toBeNull();
  expect(await there.lastIds()).toEqual({ pass: 0, event: 0 });
});

test('an image that is given beside a purge stays, or is gone before it is given', async () => {
  for (let round = 0; round < 5; round++) {
    const hash = round.toString().repeat(64);
    await here.putImage({ hash, mediaType: 'image/png', bytes: new Uint8Array([1]) });
    const given = async () => {
      await there.giveImage(hash, T0);
      return (await there.image(hash)) !== null;
    };
    const [isThere] = await Promise.all([given(), here.purgeImages(T0, true)]);
    expect((await here.image(hash)) !== null).toBe(isThere);
  }
});

test('a pass that is used while it is purged stays', async () => {
  await templateIn(here);
  for (let round = 0; round < 5; round++) {
    await passIn(here, `p${round}`, { createdAt: T0 - 100 });
    const limits = { staleBefore: T0, unusedBefore: T0 };
    const [code] = await Promise.all([
      codeOf(there.changePass(`p${round}`, () => ({ event: event(), touchedAt: T0, result: null }))),
      here.purgePasses(limits, { after: 0, size: 100, drop: true }),
    ]);
    expect(await there.passByHash(`p${round}`)).toEqual(code === 'none' ? expect.anything() : null);
  }
});

test('what one server remembers, another one changes', async () => {
  const ada = await here.createAccount(newAccount());
  await there.accountById(ada.id);
  await here.changeAccount(ada.id, { name: 'Ada L.' });
  await expect.poll(async () => (await there.accountById(ada.id))?.name, { timeout: 20_000 }).toBe('Ada L.');
  await here.endSession({ id: 'session', expiresAt: T0, now: 0 });
  expect(await there.isSessionEnded('session')).toBe(true);
  await there.setMailServer(new Uint8Array([7]), T0);
  expect(await here.mailServer()).toEqual({ encryptedSettings: new Uint8Array([7]), changedAt: T0 });
});
