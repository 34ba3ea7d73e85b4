// `passwright secret-key renew`: a database whose key is lost works on with a new one, without SQL.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addApiKey } from '../../src/operations/access/api-keys.ts';
import { runCommand } from '../fixtures/commands/run-command.ts';
import { OWNER, openTestApp, pointsTemplate } from '../fixtures/open-app.ts';
import { temporaryFolder } from '../fixtures/scenarios/processes.ts';

test('what is lost is told first, then removed, and the server starts with the new key', async () => {
  const DATA_DIR = join(await temporaryFolder(), 'data');
  const open = (SECRET_KEY: string) => openTestApp({ env: { DATA_DIR, SECRET_KEY } });
  const [old, fresh] = ['o'.repeat(40), 'n'.repeat(40)];
  const run = (...args: string[]) => runCommand(args, { DATA_DIR, SECRET_KEY: fresh });

  const before = await open(old);
  const pass = await before.pass(await before.template(pointsTemplate()));
  const key = await addApiKey(before.app.context, before.owner, 'passkit');
  await before.close();

  const refused = await run('account', 'list');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('passwright secret-key renew --help');
  await expect(open(fresh)).rejects.toThrow('passwright secret-key renew --help');

  const told = await run('secret-key', 'renew');
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/would be removed[\s\S]*certificates +1\n[\s\S]*PassKit keys \(revoked\) +1\n/);
  expect(told.stdout).toContain('Nothing was changed.');
  await expect(open(fresh)).rejects.toThrow('secret-key renew');

  const lost = { certificate: 1, certificate_request: 0, api_key: 1, webhook: 0, google: 0, setting: 0 };
  const renewed = await run('secret-key', 'renew', '--run', '--json');
  expect(JSON.parse(renewed.stdout)).toEqual({ run: true, isOwn: false, lost });
  expect((await run('secret-key', 'renew', '--run')).stdout).toContain('belongs to this secret key already');

  const after = await open(fresh);
  try {
    // The pass is signed with a development certificate that the start has made.
    expect((await after.file(pass)).length).toBeGreaterThan(0);
    expect(after.clientHash).not.toBe(before.clientHash);
    expect(await after.call('login', OWNER)).toMatchObject({ success: true, clientHash: after.clientHash });
    const [revoked] = await after.app.context.store.apiKeys();
    expect(revoked).toMatchObject({ key: key.key, encryptedSecret: null, revokedAt: expect.any(Number) });
  } finally {
    await after.close();
  }
  await expect(open(old)).rejects.toThrow('secret-key renew');
});
