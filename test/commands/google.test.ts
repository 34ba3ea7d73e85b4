// passwright google: an owner's issuer at Google Wallet on the command line, against the stand-in.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newServiceAccount } from '../../src/device/google/service-account.ts';
import { type StandIn, startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, type TestApp } from '../fixtures/open-app.ts';

const ISSUER = '3388000000000000001';
const account = newServiceAccount();
let t: TestApp;
let standIn: StandIn;
let keyFile = '';

beforeAll(async () => {
  t = await openTestApp();
  standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: Date.now });
  keyFile = join(t.config.dataDir, 'key.json');
  await writeFile(keyFile, JSON.stringify(account));
});
afterAll(async () => {
  await standIn.close();
  await t.close();
});

const google = (command: string, ...args: string[]) =>
  runCommand(['google', command, '--account', OWNER.email, ...args], {
    ...standIn.settings,
    DATA_DIR: t.config.dataDir,
  });

test('an issuer is set, checked with Google, shown and removed', async () => {
  expect((await google('show')).stdout).toBe('This account has no issuer.\n');
  const absent = await google('check');
  expect([absent.code, absent.stderr]).toEqual([1, expect.stringContaining('has no issuer at Google Wallet')]);
  expect((await google('set', '--issuer', ISSUER, '--key', 'none.json')).stderr).toContain('there is no such file');
  expect((await google('set', '--issuer', 'x', '--key', keyFile)).stderr).toContain('The issuer ID is a number');
  const set = await google('set', '--issuer', ISSUER, '--key', keyFile);
  expect([set.code, set.stdout]).toEqual([0, expect.stringContaining(`issuer ${ISSUER} as ${account.client_email}`)]);
  expect(await google('check')).toMatchObject({ code: 0, stdout: 'Google answers: all is well.\n' });

  await google('set', '--issuer', '77', '--key', keyFile);
  const refused = await google('check');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('403: The account has no rights of')]);
  expect((await google('show')).stdout).toMatch(/Issuer +77\n[\s\S]*Refused .*403 {2}The account has no rights/);
  const shown = JSON.parse((await google('show', '--json')).stdout);
  expect(shown).toMatchObject({ issuerId: '77', problem: { status: 403 } });
  expect(JSON.stringify(shown)).not.toContain('PRIVATE KEY');

  expect((await google('remove')).stdout).toBe(`${OWNER.email} has no issuer any more.\n`);
  expect((await google('remove')).stderr).toContain('has no issuer at Google Wallet');
});
