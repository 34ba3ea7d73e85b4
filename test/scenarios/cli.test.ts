// The command line as a process: what it prints, what it refuses, and that its accounts work through the API. The server
// that has the database open meanwhile is in this process.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { runCli } from '../fixtures/scenarios/processes.ts';

const ADD_TILL = ['account', 'add', 'till@example.com', '--password', 'open sesame', '--name', 'Till 1'];
const ADD_BRANCH = ['account', 'add', 'branch@example.com', '--manager', 'Owner@Example.com'];

let t: TestApp;
/** The password that `account add` made up for the branch. */
let branchPassword = '';

/** A command that succeeds: what it printed. */
async function cli(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, { DATA_DIR: t.config.dataDir });
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  t = await openTestApp();
  const [till, branch] = await Promise.all([cli(ADD_TILL), cli(ADD_BRANCH)]);
  expect(till).toBe('Added till@example.com.\n');
  expect(branch).toMatch(/^Added branch@example\.com\. Its password is \S{20}\n$/);
  branchPassword = branch.trimEnd().split(' ').at(-1)!;
});
afterAll(() => t.close());

test('accounts are listed and shown, and get a new password and with it a new clientHash', async () => {
  const before = await t.call('login', { email: 'till@example.com', password: 'open sesame' });
  const [list, shown] = await Promise.all([
    cli(['account', 'list', '--json']),
    cli(['account', 'show', 'TILL@example.com', '--json']),
  ]);
  const till = {
    email: 'till@example.com',
    name: 'Till 1',
    managerId: null,
    lenientTokens: false,
    language: null,
    timeZone: null,
    isOperator: false,
    clientHash: before.clientHash,
  };
  expect(JSON.parse(shown)).toEqual({ ...till, clientId: expect.stringMatching(/^[23]$/) });
  const accounts: { email: string; managerId: number | null }[] = JSON.parse(list);
  expect(accounts).toHaveLength(3);
  expect(accounts).toContainEqual(JSON.parse(shown));
  expect(accounts.find(({ email }) => email === 'branch@example.com')?.managerId).toBe(1);
  // Nothing that a password could be guessed from.
  expect(list + shown).not.toContain('argon2');

  const changed = await cli(['account', 'password', 'till@example.com', 'closed sesame']);
  const clientHash = /The clientHash is now (\S+)\n$/.exec(changed)?.[1];
  expect(clientHash).not.toBe(before.clientHash);
  expect(await t.call('login', { email: 'till@example.com', password: 'closed sesame' })).toMatchObject({ clientHash });
  expect(await t.call('login', { email: 'till@example.com', password: 'open sesame' })).toMatchObject({
    code: 'login_failed',
  });
  expect(await t.call('clientInfo', { clientHash })).toMatchObject({ success: true, clientName: 'Till 1' });
  expect(await t.call('clientInfo', { clientHash: before.clientHash })).toMatchObject({
    success: false,
    code: 'client_hash_invalid',
  });
});

test('what cannot be done is said on stderr, with exit code 1, and nothing is changed', async () => {
  const before = await t.app.context.store.accounts();
  const cases: readonly (readonly [args: readonly string[], says: string])[] = [
    [['show', 'nobody@example.com'], 'There is no account nobody@example.com.'],
    [['password', 'owner@example.com', 'short'], 'A password has at least 8 characters.'],
    [['add', 'OWNER@example.com', '--password', 'open sesame'], 'Another account or person uses this e-mail address.'],
  ];
  await Promise.all(
    cases.map(async ([args, says]) => {
      const { code, stdout, stderr } = await runCli(['account', ...args], { DATA_DIR: t.config.dataDir });
      const expected = { code: 1, stdout: '', stderr: `passwright: ${says}\n` };
      expect({ code, stdout, stderr }, args.join(' ')).toEqual(expected);
    }),
  );
  expect(await t.app.context.store.accounts()).toEqual(before);
});

test('the manager reads and writes what a managed account has, and nobody else does', async () => {
  const branch = await t.call('login', { email: 'branch@example.com', password: branchPassword });
  const rival = await t.account('rival@example.com');
  const owner = await t.call('clientInfo', { clientHash: t.clientHash });
  expect(owner.referenceId).toBe(0);
  const info = await t.call('clientInfo', { clientHash: branch.clientHash });
  expect(info).toMatchObject({ email: 'branch@example.com', referenceId: Number(owner.clientId) });

  const { templateHash } = await t.call('insertUpdateTemplate', {
    clientHash: branch.clientHash,
    templateName: 'Branch card',
    passConstructor: pointsTemplate(),
  });
  const fields = { templateHash, note: 'not editable' };
  const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash: t.clientHash, ...fields });
  const noteOf = async () =>
    (await t.call('passInfo', { clientHash: branch.clientHash, hashedSerialNumber })).userFields.note;
  expect(await noteOf()).toBe('not editable');

  const read = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
  expect(read).toMatchObject({ success: true, templateName: 'Branch card', email: 'branch@example.com' });
  // The information is the owner's; the manager's secret is not in it.
  expect(read.clientHash).toBe(branch.clientHash);
  expect(JSON.stringify(read)).not.toContain(t.clientHash);
  const renamed = { clientHash: t.clientHash, templateHash, templateName: 'Renamed by the manager' };
  expect(await t.call('insertUpdateTemplate', renamed)).toMatchObject({ success: true, templateHash });
  expect(await t.call('templateInfo', { clientHash: branch.clientHash, templateHash })).toMatchObject({
    templateName: 'Renamed by the manager',
  });
  const scan = { hashedSerialNumber, accessType: 7 };
  expect(await t.call('trackPassAccess', { clientHash: t.clientHash, ...scan })).toMatchObject({ updated: true });
  const update = { hashedSerialNumber, note: 'by the manager' };
  expect(await t.call('updatePassFields', { clientHash: t.clientHash, ...update })).toMatchObject({ updated: true });
  expect(await noteOf()).toBe('by the manager');

  // The other way round, and from the side, there is no way.
  const denied = { success: false, code: 'access_denied' };
  const ownTemplate = await t.template(pointsTemplate());
  const upwards = { clientHash: branch.clientHash, templateHash: ownTemplate };
  expect(await t.call('templateInfo', upwards)).toMatchObject(denied);
  expect(await t.call('templateInfo', { clientHash: rival.clientHash, templateHash })).toMatchObject(denied);
  expect(await t.call('trackPassAccess', { clientHash: rival.clientHash, ...scan })).toMatchObject(denied);
  await t.call('updatePassFields', { clientHash: rival.clientHash, hashedSerialNumber, note: 'by a rival' });
  expect(await noteOf()).toBe('by the manager');
  expect(await t.call('deleteTemplate', { clientHash: t.clientHash, templateHash })).toMatchObject({ success: true });
  expect(await t.call('allTemplates', { clientHash: branch.clientHash })).toMatchObject({ templates: [] });
});

test('a password comes from stdin when it is not on the command line', async () => {
  const change = (input: string, email = OWNER.email) =>
    runCli(['account', 'password', email], { DATA_DIR: t.config.dataDir }, input);
  const changed = await change('from a file, with ümlaut\n');
  expect(changed).toMatchObject({ code: 0, stderr: '' });
  const login = (password: string) => t.call('login', { email: OWNER.email, password });
  expect(await login('from a file, with ümlaut')).toMatchObject({ success: true });
  const [none, nobody] = await Promise.all([change(''), change('x', 'nobody@example.com')]);
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toContain('Give the password as a line on stdin');
  expect(nobody.stderr).toBe('passwright: There is no account nobody@example.com.\n');
  expect(await login('from a file, with ümlaut')).toMatchObject({ success: true });
});
