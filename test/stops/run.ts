// `npm run stops [-- --door TEXT] [--shape TEXT] [--size BYTES,…] [--all]`: sends every shape of request below 8 MB to
// every door, and prints the ones that stop the event loop longest: how long everybody else waits.
// Ends with 1 when one is over its limit.
import { parseArgs } from 'node:util';
import { type Door, openDoors } from './doors.ts';
import { leastStop } from './main-thread.ts';
import { type IsTooLong, requestsTo, SIZES } from './requests.ts';

/** In ms of the main thread's CPU. */
const LIMIT: Readonly<Record<Door['who'], number>> = { anonymous: 50, owner: 250 };

const text = { type: 'string', default: '' } as const;
const { values } = parseArgs({
  options: { door: text, shape: text, size: text, all: { type: 'boolean', default: false } },
});
const sizes = values.size === '' ? SIZES : values.size.split(',').map(Number);

interface Row {
  readonly door: Door;
  readonly shape: string;
  readonly bytes: number;
  readonly ms: number;
  readonly status: number;
}

const TOO_LARGE = 413;
/** In ms: a body that is refused by its length is not read. */
const REFUSED_UNREAD = 10;

/**
 * Door and kind -> how many of its requests were refused by their length alone. After two of them
 * the door gets no more of the kind: what stands in a body that nobody reads makes no difference.
 */
const tooLong = new Map<string, number>();
const isTooLong: IsTooLong = (door, kind) => (tooLong.get(`${door.who} ${door.name}: ${kind}`) ?? 0) >= 2;

const opened = await openDoors();
const rows: Row[] = [];
const doors = opened.doors.filter(({ name, who }) => `${who} ${name}`.includes(values.door));
// The first requests to a door compile it.
for (const door of doors) for (let warm = 0; warm < 10; warm++) await opened.send(door, {});
for (const { door, shape, bytes, kind, send } of requestsTo(opened, doors, sizes, isTooLong)) {
  if (!shape.includes(values.shape)) continue;
  let status = 0;
  const ask = async () => {
    status = await send();
  };
  const row = { door, shape, bytes, ms: await leastStop(ask, LIMIT[door.who]), status };
  rows.push(row);
  if (status === TOO_LARGE && row.ms < REFUSED_UNREAD) {
    const refused = `${door.who} ${door.name}: ${kind}`;
    tooLong.set(refused, (tooLong.get(refused) ?? 0) + 1);
  }
  if (isOver(row)) process.stderr.write(`${line(row)}\n`);
  // A whole run takes an hour: what it has come to says whether it goes on.
  if (rows.length % 500 === 0) process.stderr.write(`${rows.length} requests, ${shape}, ${bytes} bytes\n`);
}
await opened.t.close();

const over = rows.filter(isOver);
rows.sort((one, other) => other.ms / LIMIT[other.door.who] - one.ms / LIMIT[one.door.who]);
const shown = values.all ? rows : rows.slice(0, Math.max(40, over.length));
process.stdout.write(`\n${rows.length} requests\n${shown.map(line).join('\n')}\n`);
process.stdout.write(`\n${over.length} over ${LIMIT.anonymous} ms (anonymous) or ${LIMIT.owner} ms (owner)\n`);
process.exitCode = over.length > 0 ? 1 : 0;

function isOver({ door, ms }: Row): boolean {
  return ms > LIMIT[door.who];
}

function line(row: Row): string {
  const { door, shape, bytes, ms, status } = row;
  const who = `${door.who} ${door.name}`.padEnd(52);
  return `${who} ${shape.padEnd(44)} ${String(bytes).padStart(8)} bytes ${ms.toFixed(1).padStart(8)} ms ${status}${isOver(row) ? ' over' : ''}`;
}
