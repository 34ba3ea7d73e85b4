// A probe from the first moment on: refused, starting, ready, and nothing else.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort, start, temporaryFolder } from '../fixtures/scenarios/processes.ts';

test('a server is not ready before it is, and says so', async () => {
  const port = await freePort();
  const server = start('main', [], { PORT: String(port), DATA_DIR: join(await temporaryFolder(), 'data') });
  const seen: string[] = [];
  const probe = async () => {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return `${response.status} ${((await response.json()) as { status: string }).status}`;
    } catch {
      return 'refused';
    }
  };
  while (seen.at(-1) !== '200 ready') {
    const now = await probe();
    if (seen.at(-1) !== now) seen.push(now);
    if (seen.length > 5) break;
  }
  // How long it starts is the machine's; the order is ours.
  expect(['refused', '503 starting', '200 ready'].filter((state) => seen.includes(state))).toEqual(seen);
  await server.printed('"msg":"Passwright is running"');
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
});
