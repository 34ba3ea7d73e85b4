// The old address of examples/deploy/MOVING-IN.md, in the words that the guide has for each proxy: what
// phones ask there arrives at our web service.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { isThere } from '../fixtures/deploy/programs.ts';
import { startGuided } from '../fixtures/deploy/proxy.ts';
import { freePort } from '../fixtures/scenarios/processes.ts';

/** Answers what it was asked. */
const server = createServer((request, response) => {
  response.end(`${request.method} ${request.url} ${request.headers.authorization}`);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const BLOCKS = [
  ['caddy', /```\n(cards\.example\.com \{[\s\S]*?)```/],
  ['nginx', /```\n(location \/passkit\/v1\/ \{[\s\S]*?)```/],
] as const;

describe.each(BLOCKS)('%s', (name, block) => {
  test.skipIf(!isThere(name))('turns the old path into ours', async () => {
    const guide = await readFile(join(packageRoot(), 'examples/deploy/MOVING-IN.md'), 'utf8');
    const port = await freePort();
    await startGuided(name, port, block.exec(guide)![1]!, (server.address() as AddressInfo).port);
    const headers = { authorization: 'ApplePass token' };
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text();
    expect(await ask('/passkit/v1/passes/pass.com.example.card/C%203%C3%BC?passesUpdatedSince=1')).toBe(
      'GET /wallet/v1/passes/pass.com.example.card/C%203%C3%BC?passesUpdatedSince=1 ApplePass token',
    );
  });
});
