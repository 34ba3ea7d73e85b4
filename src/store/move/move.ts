// Moves all rows of one database to another one: in chunks, so that memory has a bound and an
// interrupted move goes on where it was, and compares both sides at the end.
import { createHash } from 'node:crypto';
import { keyOf, MOVED, type MovedTable, type Row, type Side, type Target } from './tables.ts';

/** How many rows to read and write at once. */
const CHUNK = 1000;

export interface MovedRows {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 of all values, in hexadecimal digits. */
  readonly hash: string;
}

/** Rows of the two sides differ; the message names the table. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/**
 * Moves and compares. `onProgress` receives how many tables are done, of how many. Fails with
 * MoveError when the sides differ, and then leaves the target unfinished.
 */
export async function moveAll(
  from: Side,
  to: Target,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<readonly MovedRows[]> {
  const done = await to.progress();
  for (const [index, table] of MOVED.entries()) {
    const last = done.get(table.name) ?? null;
    if (last !== true) await moveTable(from, to, table, last);
    onProgress(index + 1, MOVED.length * 2);
  }
  const moved: MovedRows[] = [];
  for (const [index, table] of MOVED.entries()) {
    const [own, other] = [await digest(from, table), await digest(to, table)];
    if (own.rows !== other.rows || own.hash !== other.hash) {
      throw new MoveError(
        `The table ${table.name} differs after the move: ${own.rows} rows here, ${other.rows} there. Has a server written meanwhile? Delete the target and begin again.`,
      );
    }
    moved.push(own);
    onProgress(MOVED.length + index + 1, MOVED.length * 2);
  }
  await to.finish(await from.numbers());
  return moved;
}

async function moveTable(from: Side, to: Target, table: MovedTable, last: Row | null): Promise<void> {
  // Accounts refer to each other, so that all of them go at once.
  const count = table.name === 'accounts' ? Number.MAX_SAFE_INTEGER : CHUNK;
  let after = last;
  for (let isLast = false; !isLast; ) {
    const chunk = await from.read(table, after, count);
    after = chunk.length === 0 ? null : keyOf(table, chunk.at(-1)!);
    isLast = chunk.length < count;
    await to.write(table, chunk, isLast ? true : after!);
  }
}

async function digest(side: Side, table: MovedTable): Promise<MovedRows> {
  const hash = createHash('sha256');
  let rows = 0;
  let after: Row | null = null;
  for (;;) {
    const chunk: readonly Row[] = await side.read(table, after, CHUNK);
    for (const row of chunk) hash.update(`${JSON.stringify(row.map(plain))}\n`);
    rows += chunk.length;
    if (chunk.length < CHUNK) return { table: table.name, rows, hash: hash.digest('hex') };
    after = keyOf(table, chunk.at(-1)!);
  }
}

function plain(value: Row[number]): unknown {
  // PostgreSQL has no character 0.
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
