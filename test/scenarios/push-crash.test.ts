// The server is killed between the commit of a scan and the delivery of its push: the push goes out when it is back.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { connect } from '../fixtures/scenarios/processes.ts';
import { install, login, makeCountingPass, startTill } from '../fixtures/scenarios/till.ts';
import { startApns } from '../fixtures/wallet/apns.ts';
import { tokenOf } from '../fixtures/wallet/phone.ts';

test('kill -9 between commit and delivery: the push goes out at restart, once for each device', async () => {
  const { apns, env, close } = await startApns();
  afterTest(close);
  const first = await startTill(env);
  apns.trust(await readFile(join(first.dataDir, 'development-root.pem'), 'utf8'));
  const client = connect(first);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  for (const device of ['one', 'two', 'three']) await install(client, pass, device);
  // Nobody listens for a while, so that what is committed cannot be delivered.
  await apns.stop();
  const scan = { clientHash, hashedSerialNumber: pass, accessType: 7 };
  expect(await client.call('trackPassAccess', scan)).toMatchObject({ success: true, updated: true });
  first.child.kill('SIGKILL');
  await first.ended;
  expect(apns.received).toEqual([]);

  await apns.start();
  const second = await startTill({ ...env, DATA_DIR: first.dataDir });
  await apns.waitFor(4);
  const pushed = apns.received.map(({ token }) => token).sort();
  expect(pushed).toEqual(['a%20phone', 'one', 'two', 'three'].map(tokenOf).sort());
  // Ended in order, it has written what it delivered: the next start has nothing to push.
  await second.end('SIGTERM');
  const third = await startTill({ ...env, DATA_DIR: first.dataDir });
  await connect(third).call('trackPassAccess', scan);
  await apns.waitFor(8);
  expect(apns.received).toHaveLength(8);
});
