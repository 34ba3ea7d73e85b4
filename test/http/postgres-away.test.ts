// A PostgreSQL that dies and comes back under a running server: 503 meanwhile, then answers, and each
// change whole or not at all. And connection strings of several hosts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { startPostgres } from '../fixtures/postgres/server.ts';

let all: Databases;
beforeAll(async () => {
  // What PostgreSQL has committed has to be there after its end.
  all = await databases({ isDurable: true });
});
afterAll(() => all.stop());

const open = async (url: string) => {
  const t = await openTestApp({ firstStart: true, env: { DATABASE_URL: url } });
  afterTest(() => t.close());
  return t;
};

test('scans while PostgreSQL is killed and starts again are answered 503 or kept, each exactly once', async () => {
  const t = await open(await all.empty());
  const path = 'structure_headerFields_points_value';
  const add = { action: 'PSActionIncrementValue', targetPath: path, amount: 1 };
  const additional = { note: '', counter: 0, psScanText: `{${path}}` };
  const pass = await t.pass(await t.template(pointsTemplate({ additional, triggers: { onScan: [add] } })));
  const scan = async (key: string) => {
    const response = await t.fetch('/api/trackPassAccess.php', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 }),
    });
    const { success, scanText } = (await response.json()) as { success: boolean; scanText?: string };
    return { status: response.status, success, scanText };
  };

  const keys = Array.from({ length: 200 }, (_, index) => `scan-${index}`);
  let answered = 0;
  let death: Promise<void> | null = null;
  const answers = await Promise.all(
    keys.map(async (key) => {
      const answer = await scan(key);
      if (answer.success) answered += 1;
      if (answered === 20) death ??= all.server.kill();
      return answer;
    }),
  );
  await death;
  const away = await scan('away');
  expect([away.status, away.success]).toEqual([503, false]);
  expect((await t.fetch('/readyz')).status).toBe(503);
  // Nothing but good answers and 503.
  expect(answers.filter(({ status }) => status !== 503 && status !== 200)).toEqual([]);

  await all.server.start();
  await expect.poll(async () => (await t.fetch('/readyz')).status, { timeout: 60_000 }).toBe(200);
  for (const key of [...keys, 'away']) {
    await expect.poll(() => scan(key), { timeout: 30_000 }).toMatchObject({ status: 200, success: true });
  }
  const scans = (await t.events(pass)).filter(({ accessType }) => accessType === 7);
  expect(scans).toHaveLength(keys.length + 1);
  expect(await scan('last')).toMatchObject({ scanText: String(keys.length + 2) });
});

/** The URL of a database with a second host before its own. */
function after(host: string, url: string): string {
  return url.replace('@', `@${host},`);
}
const hostOf = (url: string) => new URL(url).host;

test('the first host that takes writes is used: not one that is down, nor one that is read-only', async () => {
  const url = await all.empty();
  const down = await startPostgres();
  const downHost = hostOf(down.url('any'));
  await down.stop();
  const readOnly = await startPostgres({ flags: ['default_transaction_read_only=on'] });
  afterTest(() => readOnly.stop());
  const own = await open(after(`${downHost},${hostOf(readOnly.url('any'))}`, url));
  expect((await own.fetch('/readyz')).status).toBe(200);
  await own.template(pointsTemplate());
  await expect(open(readOnly.url('postgres'))).rejects.toThrow(
    /PostgreSQL cannot be reached: The database takes no writes/,
  );
});
