// Opens the PostgreSQL store: connects, migrates, and joins the parts into one Store.
import type { Store } from '../../ports/store/store.ts';
import { type Connection, connection } from './engine/connection.ts';
import { hostsOf } from './engine/lanes.ts';
import { migrate } from './engine/migrate.ts';
import { news } from './engine/news.ts';
import { pool } from './engine/pool.ts';
import { probeStore } from './engine/probe.ts';
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
}

/**
 * Fails with StoreOpenError when this version cannot use the database, with StoreUnavailableError
 * when it cannot be reached.
 */
export async function openPostgresStore({ url, onGroup = () => {} }: PostgresOptions): Promise<Store> {
  const connections = pool(url);
  try {
    const lane = await connections.take();
    try {
      await migrate(lane);
    } finally {
      connections.giveBack(lane);
    }
  } catch (error) {
    await connections.close();
    throw error;
  }
  const joined = connection(connections, (what) => {
    if (what.jobs) others.tell('jobs');
    if (what.events) others.tell('events');
  });
  const { kept, jobsWritten, eventsWritten } = joined;
  const others = news(hostsOf(url), {
    connected: (isConnected) => kept.trust(isConnected),
    heard(topic) {
      if (topic === 'kept') kept.forget();
      else if (topic === 'jobs') jobsWritten.announce();
      else eventsWritten.announce();
    },
  });
  const close = async () => {
    await others.close();
    await connections.close();
  };
  return { ...parts(joined), close };
}

function parts(connection: Connection): Omit<Store, 'close'> {
  const shots = snapshots();
  throw new Error('parts');
}
