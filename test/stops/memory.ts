// `npm run memory [-- --minutes N] [--load mixed|refused]`: a built server with a heap of 512 MB
// under load; prints its memory each minute. Ends with 1 when the heap at the end is larger than
// after the first fifth of the time.

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endFile } from '../clean-up.ts';
import { openBook } from '../ledger/clients.ts';
import { ledgerTemplate, type Place } from '../ledger/items.ts';
import makeOnce from '../made-once.ts';
import { refuseForever } from './refused.ts';
import { type SmallServer, startSmallServer } from './small-server.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    load: { type: 'string', default: 'mixed' },
    clients: { type: 'string', default: '8' },
  },
});
const minutes = Number(values.minutes);
const MINUTE = 60_000;
/** Looks a minute; the least heap of them is what is left after a collection. */
const LOOKS = 12;
/** Growth of the least heap that is none, in MB: caches with a bound fill slowly. */
const MOST_GROWN = 48;

interface Look {
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
}

const removeBuilt = await makeOnce();
try {
  const small = await startSmallServer({ CREATION_LIMIT: '1000000', PASS_LIMIT: '1000000', DEVICE_LIMIT: '1000000' });
  let isOver = false;
  const load = values.load === 'mixed' ? await mixed(small) : refused(small, () => isOver);
  const least: Look[] = [];
  process.stdout.write('minute   heap MB   external MB   RSS MB   done\n');
  for (let minute = 1; minute <= minutes; minute++) {
    const looks: Look[] = [];
    for (let look = 0; look < LOOKS; look++) {
      await pause(MINUTE / LOOKS);
      looks.push(await memory(small));
    }
    const of = (name: keyof Look) => Math.min(...looks.map((look) => look[name]));
    least.push({ heap: of('heap'), external: of('external'), rss: of('rss') });
    const { heap, external, rss } = least.at(-1)!;
    const cells = [heap, external, rss].map((cell) => cell.toFixed(1).padStart(11)).join('');
    process.stdout.write(`${String(minute).padEnd(5)}${cells}   ${load.done()}\n`);
  }
  isOver = true;
  await load.end();
  const settled = least[Math.max(0, Math.ceil(minutes / 5) - 1)]!;
  const grown = least.at(-1)!.heap - settled.heap;
  process.stdout.write(
    `the heap grew by ${grown.toFixed(1)} MB, RSS by ${(least.at(-1)!.rss - settled.rss).toFixed(1)} MB\n`,
  );
  process.exitCode = grown > MOST_GROWN ? 1 : 0;
} finally {
  await endFile();
  await removeBuilt();
}

interface Load {
  done(): string;
  end(): Promise<void>;
}

/** Everything that honest clients do, and pages that people look at. */
async function mixed(small: SmallServer): Promise<Load> {
  const { templateHash } = await small.made('insertUpdateTemplate', {
    templateName: 'Mixed',
    passConstructor: ledgerTemplate(),
  });
  const places: Place[] = [];
  for (let number = 0; number < Number(values.clients); number++) {
    const make = async () => (await small.made('createPassFromTemplateFields', { templateHash })).hashedSerialNumber;
    const { clientHash } = small;
    places.push({ clientHash, templateHash, hashedSerialNumber: await make(), shelf: await make(), campaigns: [] });
  }
  const book = openBook(small.client, places);
  let pages = 0;
  let isOver = false;
  const look = async () => {
    for (let turn = 0; !isOver; turn++) {
      const { hashedSerialNumber } = places[turn % places.length]!;
      const paths = [`/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`, `/d/${hashedSerialNumber}`, '/login'];
      await small.send('GET', paths[turn % paths.length]!);
      pages += 1;
      await pause(20);
    }
  };
  const looking = look();
  return {
    done: () => `${book.acknowledged.length} items, ${pages} pages`,
    end: async () => {
      isOver = true;
      await Promise.all([book.close(), looking]);
    },
  };
}

/** Requests that are refused, from ever new networks, about ever new passes. */
function refused(small: SmallServer, isOver: () => boolean): Load {
  const counts = { sent: 0, byStatus: new Map<number, number>() };
  const senders = Promise.all(
    Array.from({ length: Number(values.clients) }, (_, number) => refuseForever(small, number, isOver, counts)),
  );
  return {
    done: () =>
      `${counts.sent} requests: ${[...counts.byStatus].map(([status, times]) => `${times} × ${status}`).join(', ')}`,
    end: async () => void (await senders),
  };
}

async function memory(small: SmallServer): Promise<Look> {
  const { text } = await small.send('GET', '/metrics');
  const gauge = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]) / 2 ** 20;
  return {
    heap: gauge('nodejs_heap_size_used_bytes'),
    external: gauge('nodejs_external_memory_bytes'),
    rss: small.memory().now,
  };
}
