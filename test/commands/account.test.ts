// `passwright account set` and `account remove`, beside a server that runs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const run = (...args: readonly string[]) => runCommand(args, { DATA_DIR: t.config.dataDir });
const account = async () => (await t.app.context.store.accountById(t.owner.id))!;

test('settings are changed in one step, and what is wrong changes nothing', async () => {
  const menu = join(t.config.dataDir, 'menu.json');
  await writeFile(menu, '{"psDashboard": {"Shop": "https://shop.example"}}');
  const set = ['account', 'set', OWNER.email];
  const options = ['--name', 'Corner Bakery', '--language', 'de', '--time-zone', 'Europe/Berlin', '--additional', menu];
  const done = await run(...set, ...options, '--lenient-tokens', 'on', '--operator', 'off');
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toContain('timeZone: Europe/Berlin');
  expect(await account()).toMatchObject({
    name: 'Corner Bakery',
    language: 'de',
    timeZone: 'Europe/Berlin',
    additional: { psDashboard: { Shop: 'https://shop.example' } },
    lenientTokens: true,
    isOperator: false,
  });
  const acts = await t.app.context.store.auditOf(t.owner.id, { before: 1e9, count: 9 });
  expect(acts.map(({ who, what }) => [who, what])).toEqual([
    ['command line', 'account.set'],
    ['command line', 'account.set'],
  ]);
  const before = await account();
  for (const [wrong, says] of [
    [['--time-zone', 'Mars'], '"Mars" is no time zone. Give a name such as Europe/Berlin'],
    [['--language', 'tlh'], 'There are the languages en, de'],
    [['--name', 'x', '--email', 'nobody'], '"nobody" is not an e-mail address.'],
    [['--additional', join(t.config.dataDir, 'absent.json')], 'absent.json'],
    [[], 'give at least one option'],
  ] as const) {
    const { code, stdout, stderr } = await run(...set, ...wrong);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(says);
  }
  expect(await account()).toEqual(before);
  await run(...set, '--language', 'none', '--time-zone', 'none', '--operator', 'on');
  expect(await account()).toMatchObject({ language: null, timeZone: null, isOperator: true });
});

test('a renewed clientHash is heeded at once, and the password stays', async () => {
  const { stdout } = await run('account', 'set', OWNER.email, '--renew-hash');
  const [, clientHash] = /^clientHash: (\S+)$/m.exec(stdout)!;
  expect(clientHash).not.toBe(t.clientHash);
  expect(await t.call('clientInfo', { clientHash: t.clientHash })).toMatchObject({ code: 'client_hash_invalid' });
  expect((await t.call('clientInfo', { clientHash })).success).toBe(true);
  expect((await t.call('login', OWNER)).clientHash).toBe(clientHash);
});

test('an account is removed with what is its own after a question, and the only one never', async () => {
  const only = await run('account', 'remove', OWNER.email, '--yes');
  expect(only.code).toBe(1);
  expect(only.stderr).toContain('The only account of a server cannot be removed');
  const { account: till, clientHash } = await t.account('till@example.com');
  const { templateHash } = await t.call('insertUpdateTemplate', {
    clientHash,
    templateName: 'Till',
    passConstructor: pointsTemplate(),
  });
  const { hashedSerialNumber } = await t.call('createPassFromTemplateFields', { clientHash, templateHash });
  await t.install(hashedSerialNumber);
  await t.apiKey('pass2u', till);
  const removed = await run('account', 'remove', 'till@example.com', '--yes');
  expect(removed).toMatchObject({ code: 0, stderr: '' });
  expect(removed.stdout).toBe(
    'With till@example.com go 1 template, 1 pass, 0 certificates, 1 API key.\nRemoved till@example.com.\n',
  );
  expect(await t.call('clientInfo', { clientHash })).toMatchObject({ success: false });
  expect(await t.app.context.store.passByHash(hashedSerialNumber)).toBeNull();
  expect(await t.app.context.store.apiKeys(till.id)).toEqual([]);
  // What was left to do for it does no harm.
  await t.deliver();
  expect((await run('account', 'remove', 'till@example.com', '--yes')).stderr).toContain('There is no account');
});
