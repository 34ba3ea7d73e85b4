// The room of an event: 250 bytes of the file for a scan that asks two conditions, adds a point and
// sets a text, with its trace and its part of every index, list and number.

import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { overridesOf, SHOP_CARD } from '../bench/bench-app.ts';
import { openTestApp } from '../fixtures/open-app.ts';

const SCANS = 2000;
const PASSES = 100;

test('a scan takes 250 bytes of the file, whatever the number of scans', async () => {
  const t = await openTestApp();
  try {
    const template = await t.template(SHOP_CARD);
    const hashes: string[] = [];
    for (let number = 0; number < PASSES; number++) hashes.push(await t.pass(template, overridesOf(number)));
    const client = new Sqlite(join(t.config.dataDir, 'passwright.sqlite'), { readonly: true });
    const room = client
      .prepare<[], number>(`SELECT coalesce(sum(pgsize), 0) FROM dbstat
        WHERE name LIKE 'events%' OR name LIKE 'template_events%' OR name LIKE '%trace_dictionaries%'
          OR name LIKE 'template_accesses%' OR name LIKE 'filed_events%' OR name LIKE 'event_notes%'`)
      .pluck();
    /** Scans every pass once a round, all of them together. */
    const scan = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        t.advance(1000);
        const parameters = { clientHash: t.clientHash, accessType: 7 };
        const answers = await Promise.all(
          hashes.map((hashedSerialNumber) => t.call('trackPassAccess', { ...parameters, hashedSerialNumber })),
        );
        expect(answers.filter(({ success, updated }) => success === true && updated === true)).toHaveLength(PASSES);
      }
    };
    // The first scans fill the pages that every table has.
    await scan(1);
    const before = room.get()!;
    await scan(SCANS / PASSES);
    const bytes = (room.get()! - before) / SCANS;
    client.close();
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThanOrEqual(250);
    // The room is not bought with what owners read.
    const { trace } = (await t.events(hashes[0]!)).at(-1)!;
    expect(trace).toMatchObject({
      outcome: 'fired',
      actions: [{ condition: { seen: {} } }, { condition: { seen: {} } }],
    });
    expect(JSON.stringify(trace).length).toBeGreaterThan(1000);
  } finally {
    await t.close();
  }
});
