// Measures what many passes cost: a scan among a million passes with ten million events, and an
// update of their template.
import { ok, strictEqual } from 'node:assert';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { UNCALLED } from '../../src/operations/depth.ts';
import { saveTemplate } from '../../src/operations/templates/save-template.ts';
import { type BenchApp, makePasses, openBenchApp, openBenchAppIn, SHOP_CARD } from './bench-app.ts';
import { EVENTS_A_PASS, filledFolder } from './filled.ts';
import { inTurns, timed } from './rounds.ts';
import { type Effort, type Row, timeRow } from './row.ts';
import { openScanner, type Scanner } from './scans.ts';

const FEW = 1000;

export async function manyPasses(effort: Effort): Promise<Row[]> {
  const count = effort.quick ? 20_000 : 1_000_000;
  const few = await openBenchApp();
  try {
    const many = await openBenchAppIn(await filledFolder(count));
    try {
      const scannerOfFew = openScanner(few, await makePasses(few, FEW));
      const before = counts(many);
      strictEqual(before.passes, count);
      ok(before.events >= count * EVENTS_A_PASS);
      const scannerOfMany = openScanner(many, someHashes(many, effort.quick ? 2000 : 20_000));
      await warm(many);
      const calls = effort.quick ? 200 : 1000;
      const scans = await inTurns(effort.rounds, {
        few: () => scanTurn(calls, scannerOfFew),
        many: () => scanTurn(calls, scannerOfMany),
      });
      const updates = await inTurns(effort.rounds, {
        few: () => timed(20, updater(few)),
        many: () => timed(20, updater(many)),
      });
      await scannerOfFew.check();
      checkMany(many, before, scannerOfMany);
      const name = `${count.toLocaleString('en')} passes`;
      return [
        timeRow(
          `scan at ${name} and ${(count * EVENTS_A_PASS).toLocaleString('en')} events`,
          scans.many,
          { name: `at ${FEW} passes`, figures: scans.few },
          { atMost: 1.15 },
        ),
        timeRow(
          `update a template of ${name}`,
          updates.many,
          { name: `one of ${FEW}`, figures: updates.few },
          { atMost: 1.2 },
        ),
      ];
    } finally {
      await many.close();
    }
  } finally {
    await few.close();
  }
}

/**
 * Deliver jobs between two turns, so that no scan finds the job of an earlier one in either
 * database.
 */
export function scanTurn(calls: number, scanner: Scanner): Promise<number> {
  scanner.deliver();
  return timed(calls, scanner.scan);
}

/** Makes the system read the file into memory, as on a server that has run for a while. */
export async function warm({ dataDir }: BenchApp): Promise<void> {
  for await (const _ of createReadStream(join(dataDir, 'passwright.sqlite'), { highWaterMark: 1 << 20 }));
}

interface Counts {
  readonly passes: number;
  readonly events: number;
}

function counts(bench: BenchApp): Counts {
  return inFile(bench, (one) => ({
    passes: one('SELECT count(*) FROM passes'),
    events: one('SELECT count(*) FROM events'),
  }));
}

function checkMany(bench: BenchApp, before: Counts, scanner: Scanner): void {
  const after = counts(bench);
  strictEqual(after.passes, before.passes);
  strictEqual(after.events, before.events + scanner.made());
  const version = inFile(bench, (one) => one('SELECT max(version) FROM templates'));
  const described = inFile(bench, (one) =>
    one(
      `SELECT count(*) FROM template_versions WHERE version = ${version} AND pass_constructor LIKE '%Points card, now%'`,
    ),
  );
  strictEqual(described, 1);
}

function inFile<T>({ dataDir }: BenchApp, ask: (one: (sql: string) => number) => T): T {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return ask((sql) => client.prepare<[], number>(sql).pluck().get()!);
  } finally {
    client.close();
  }
}

/** Hashes of passes from all parts of the table. */
function someHashes({ dataDir }: BenchApp, count: number): string[] {
  const client = new Sqlite(join(dataDir, 'passwright.sqlite'), { readonly: true });
  try {
    return client.prepare<[number], string>('SELECT hash FROM passes ORDER BY random() LIMIT ?').pluck().all(count);
  } finally {
    client.close();
  }
}

let updates = 0;

function updater({ test, templateHash }: BenchApp): () => Promise<void> {
  return async () => {
    const passConstructor = { ...SHOP_CARD, description: `Points card, now for the ${++updates}th time` };
    await saveTemplate(test.app.context, test.owner, {
      templateHash,
      author: 'bench',
      depth: UNCALLED,
      passConstructor,
    });
  };
}
