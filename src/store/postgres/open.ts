// Opens the PostgreSQL store: connects, migrates, and joins the parts into one Store.
import { randomUUID } from 'node:crypto';
import type { Store } from '../../ports/store/store.ts';
import { type Connection, connection } from './engine/connection.ts';
import { hostsOf } from './engine/lanes.ts';
import { migrate } from './engine/migrate.ts';
import { news } from './engine/news.ts';
import { pool } from './engine/pool.ts';
import { probeStore } from './engine/probe.ts';
import { beat, DEAD_AFTER, forgetOld, leave } from './engine/servers.ts';
import { eventLog, eventStore } from './events.ts';
import { idempotencyStore } from './idempotency.ts';
import { passStore } from './passes.ts';
import { referenceStore } from './passes-references.ts';
import { runStore } from './runs.ts';
import { snapshots } from './snapshots.ts';
import { undoStore } from './undo.ts';

export interface PostgresOptions {
  /** postgres://user:password@host:port/database; several hosts apart by commas. */
  readonly url: string;
  /** Receives each transaction's number of changes and its duration in seconds. */
  readonly onGroup?: (size: number, seconds: number) => void;
  /** After how long without a sign another server counts as dead, in ms. */
  readonly deadAfter?: number;
}

/**
 * Fails with StoreOpenError when this version cannot use the database, with StoreUnavailableError
 * when it cannot be reached.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  const { url, onGroup = () => {}, deadAfter = DEAD_AFTER } = options;
  const connections = pool(url);
  const server = { id: randomUUID(), deadAfter };
  try {
    const lane = await connections.take();
    try {
      await migrate(lane);
      await lane.send(forgetOld, []);
      await lane.send(beat, [server.id, deadAfter]);
    } finally {
      connections.giveBack(lane);
    }
  } catch (error) {
    await connections.close();
    throw error;
  }
  const joined = connection(connections, server, (what) => {
    if (what.jobs) others.tell('jobs');
    if (what.events) others.tell('events');
  });
  const { kept, jobsWritten, eventsWritten } = joined;
  const others = news(hostsOf(url), server, {
    connected: (isConnected) => kept.trust(isConnected),
    heard(topic) {
      if (topic === 'kept') kept.forget();
      else if (topic === 'jobs') jobsWritten.announce();
      else eventsWritten.announce();
    },
  });
  const close = async () => {
    await others.close();
    // Others go on with what this server has claimed, without waiting for it to be dead.
    await joined.read.run(leave, server.id).catch(() => {});
    await connections.close();
  };
  return { ...parts(joined), close };
}

function parts(connection: Connection): Omit<Store, 'close'> {
  const shots = snapshots();
  throw new Error('parts');
}
