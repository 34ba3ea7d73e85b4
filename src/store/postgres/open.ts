// Opens the PostgreSQL store: connects, migrates, and joins the parts into one Store.
import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '../../errors.ts';
import type { Limits } from '../../ports/limits.ts';
import type { Store } from '../../ports/store/store.ts';
import { StoreOpenError } from '../open-error.ts';
import { accountStore } from './accounts.ts';
import { apiKeyStore } from './api-keys.ts';
import { auditStore } from './audit.ts';
import { batchStore } from './batches.ts';
import { batchMailStore } from './batches-mails.ts';
import { batchPassStore } from './batches-passes.ts';
import { bulkStore } from './bulk.ts';
import { campaignStore } from './campaigns.ts';
import { certificateStore } from './certificates.ts';
import { checkStore } from './checks.ts';
import { countStore } from './counts.ts';
import { deviceStore } from './devices.ts';
import { withdrawnStore } from './devices-withdrawn.ts';
import { draftStore } from './drafts.ts';
import { dueStore } from './dues.ts';
import { type Connection, connection } from './engine/connection.ts';
import { hostsOf } from './engine/lanes.ts';
import { migrate } from './engine/migrate.ts';
import { news } from './engine/news.ts';
import { pool } from './engine/pool.ts';
import { probeStore } from './engine/probe.ts';
import { beat, DEAD_AFTER, forgetOld, leave } from './engine/servers.ts';
import { turns } from './engine/turns.ts';
import { eventLog, eventStore } from './events.ts';
import { googleStore } from './google.ts';
import { historyStore } from './history.ts';
import { idempotencyStore } from './idempotency.ts';
import { imageStore } from './images.ts';
import { importStore } from './imports.ts';
import { jobStore } from './jobs-claims.ts';
import { endStore, templateEnds } from './jobs-ends.ts';
import { pushStore } from './jobs-pushes.ts';
import { postgresLimits } from './limits.ts';
import { mailStore } from './mails.ts';
import { markStore } from './marks.ts';
import { memberStore } from './members.ts';
import { passStore } from './passes.ts';
import { passListStore } from './passes-lists.ts';
import { referenceStore } from './passes-references.ts';
import { purgeStore } from './purge.ts';
import { imagePurge } from './purge-images.ts';
import { ruleUseStore, ruleUses } from './rule-uses.ts';
import { runStore } from './runs.ts';
import { searchStore } from './search.ts';
import { segmentStore } from './segments.ts';
import { sessionStore } from './sessions.ts';
import { settingStore } from './settings.ts';
import { snapshots } from './snapshots.ts';
import { templateStore } from './templates.ts';
import { tillStore } from './tills.ts';
import { undoStore } from './undo.ts';
import { webhookStore } from './webhooks.ts';

export interface PostgresOptions {
  /** postgres://user:password@host:port/database; several hosts apart by commas. */
  readonly url: string;
  /** After how long without a sign another server counts as dead, in ms. */
  readonly deadAfter?: number;
  /** Receives each transaction's number of changes and its duration in seconds. */
  readonly onGroup?: (size: number, seconds: number) => void;
}

export interface PostgresStore extends Store {
  /** Counts that the servers of the database share. */
  readonly limits: Limits;
}

/**
 * Fails with StoreOpenError when this version cannot use the database, or when it cannot be reached.
 */
export async function openPostgresStore({
  url,
  deadAfter = DEAD_AFTER,
  onGroup = () => {},
}: PostgresOptions): Promise<PostgresStore> {
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
    throw error instanceof StoreUnavailableError
      ? new StoreOpenError(`PostgreSQL cannot be reached: ${reasonOf(error)}. Look at DATABASE_URL.`)
      : error;
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
  return { ...parts(joined, onGroup), ...turns(url), limits: postgresLimits(joined), isShared: () => true, close };
}

type OnGroup = NonNullable<PostgresOptions['onGroup']>;

function parts(connection: Connection, onGroup: OnGroup): Omit<Store, 'close' | 'inTurn' | 'isShared'> {
  const shots = snapshots();
  const rules = ruleUses(connection);
  const log = eventLog(rules);
  const ends = templateEnds(shots);
  const passes = passStore(connection, { log, snapshots: shots, onGroup });
  return {
    ...accountStore(connection),
    ...apiKeyStore(connection),
    ...auditStore(connection),
    ...batchStore(connection),
    ...batchPassStore(connection, shots, passes.create),
    ...batchMailStore(connection),
    ...bulkStore(connection, { snapshots: shots, change: passes.change }),
    ...certificateStore(connection),
    ...checkStore(connection),
    ...countStore(connection),
    ...draftStore(connection, shots),
    ...dueStore(connection, { snapshots: shots, change: passes.change }),
    ...templateStore(connection, { log, rules, ends, snapshots: shots }),
    ...campaignStore(connection, shots, ends),
    ...passListStore(connection),
    ...passes.store,
    ...referenceStore(connection, shots),
    ...endStore(connection, { snapshots: shots, ends, change: passes.change }),
    ...eventStore(connection),
    ...googleStore(connection),
    ...historyStore(connection, shots, passes.change),
    ...importStore(connection, shots, passes.create),
    ...purgeStore(connection),
    ...imagePurge(connection),
    ...deviceStore(connection, shots, passes.change),
    ...withdrawnStore(connection),
    ...pushStore(connection),
    ...imageStore(connection),
    ...jobStore(connection),
    ...mailStore(connection),
    ...markStore(connection),
    ...memberStore(connection),
    ...idempotencyStore(connection),
    ...ruleUseStore(connection),
    ...runStore(connection),
    ...searchStore(connection),
    ...segmentStore(connection),
    ...sessionStore(connection),
    ...settingStore(connection),
    ...undoStore(connection, shots, passes.change),
    ...tillStore(connection),
    ...webhookStore(connection),
    ...probeStore(connection),
  };
}

/** What the last of the hosts said, without the user and the password. */
function reasonOf({ cause }: StoreUnavailableError): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : 'no host answers';
}
