// The server is killed between the commit of a scan and the delivery of its push: the push goes out
// when it is back, and Google Wallet hears of the scan too.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newServiceAccount } from '../../src/device/google/service-account.ts';
import { startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { afterTest } from '../clean-up.ts';
import { connect, runCli } from '../fixtures/scenarios/processes.ts';
import { install, login, makeCountingPass, OWNER, startTill } from '../fixtures/scenarios/till.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { tokenOf } from '../fixtures/wallet/phone.ts';

const ISSUER = '3388000000000000001';

/** Stands before Google's stand-in, whose objects would not outlive its end, and may be away. */
async function startGoogle() {
  const account = newServiceAccount();
  const standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: Date.now });
  const state = { isAway: false, patches: 0 };
  let wake = () => {};
  const door = createServer(async (request, response) => {
    if (state.isAway) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '', headers } = request;
    const { authorization = '', 'content-type': type = 'application/json' } = headers;
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(standIn.origin + url, {
      method,
      headers: { authorization, 'content-type': type },
      ...body,
    });
    response.writeHead(answer.status).end(await answer.text());
    if (method === 'PATCH') state.patches += 1;
    wake();
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  afterTest(async () => {
    door.closeAllConnections();
    door.close();
    await standIn.close();
  });
  const origin = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const env = { ...standIn.settings, GOOGLE_WALLET_URL: `${origin}/walletobjects/v1` };
  const patched = (count: number) =>
    new Promise<void>((resolve) => {
      wake = () => {
        if (state.patches >= count) resolve();
      };
      wake();
    });
  return { standIn, state, env, patched, keyFile: JSON.stringify(account) };
}

test('kill -9 between commit and delivery: the push goes out at restart, once for each device', async () => {
  const { apns, env, close } = await startApns();
  afterTest(close);
  const google = await startGoogle();
  const settings = { ...env, ...google.env };
  const first = await startTill(settings);
  apns.trust(await readFile(join(first.dataDir, 'development-root.pem'), 'utf8'));
  const client = connect(first);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  for (const device of ['one', 'two', 'three']) await install(client, pass, device);
  const key = join(first.dataDir, 'google.json');
  await writeFile(key, google.keyFile);
  const of = ['--account', OWNER.email, '--issuer', ISSUER, '--key', key];
  expect(await runCli(['google', 'set', ...of], { DATA_DIR: first.dataDir })).toMatchObject({ code: 0 });
  expect((await client.get(`/pass/${pass}/google`)).status).toBe(302);
  const object = () => JSON.stringify(google.standIn.wallet.object(`${ISSUER}.${pass}`)?.object.loyaltyPoints);
  expect(object()).toContain('0');
  // Nobody listens for a while, so that what is committed cannot be delivered.
  await apns.stop();
  google.state.isAway = true;
  const scan = { clientHash, hashedSerialNumber: pass, accessType: 7 };
  expect(await client.call('trackPassAccess', scan)).toMatchObject({ success: true, updated: true });
  first.child.kill('SIGKILL');
  await first.ended;
  expect(apns.received).toEqual([]);

  await apns.start();
  google.state.isAway = false;
  const second = await startTill({ ...settings, DATA_DIR: first.dataDir });
  await apns.waitFor(4);
  await google.patched(1);
  expect(object()).toContain('1');
  const pushed = apns.received.map(({ token }) => token).sort();
  expect(pushed).toEqual(['a%20phone', 'one', 'two', 'three'].map(tokenOf).sort());
  // Ended in order, it has written what it delivered: the next start has nothing to push.
  await second.end('SIGTERM');
  const third = await startTill({ ...settings, DATA_DIR: first.dataDir });
  await connect(third).call('trackPassAccess', scan);
  await apns.waitFor(8);
  expect(apns.received).toHaveLength(8);
  await google.patched(2);
  expect([object(), google.state.patches]).toEqual([expect.stringContaining('2'), 2]);
});
