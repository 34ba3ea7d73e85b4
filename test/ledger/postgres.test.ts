// The quick form of `npm run ledger -- --postgres`: two servers and PostgreSQL are killed once each.
import { expect, test } from 'vitest';
import { KINDS } from './items.ts';
import { runServersLedger } from './servers.ts';

test('nothing that one of two servers acknowledged is lost or doubled by kill -9 of a server and of PostgreSQL', async () => {
  const { lines, broken, full } = await runServersLedger({
    servers: 2,
    clients: 4,
    rows: 100,
    kills: ['server', 'PostgreSQL'],
    until: (_, book) => book.more(120),
  });
  expect(lines.map(({ kind }) => kind)).toEqual([...KINDS, 'batch', 'onCreate', 'barcode', 'push', 'webhook']);
  for (const line of lines) {
    expect(line).toMatchObject({ lost: 0, doubled: 0 });
    expect(line.acknowledged).toBeGreaterThan(0);
  }
  // The failures happened amid the work, and clients asked campaigns for more than there is.
  expect(broken).toBeGreaterThan(0);
  expect(full).toBeGreaterThan(0);
}, 240_000);
