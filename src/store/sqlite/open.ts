// Opens the SQLite store: locks, checks and migrates the file, and joins the parts into one Store.
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Store } from '../../ports/store/store.ts';
import { announcements } from '../announcements.ts';
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
import { countStore, ownValueCounts } from './counts.ts';
import { deviceStore } from './devices.ts';
import { withdraw, withdrawnStore } from './devices-withdrawn.ts';
import { draftRows, draftStore } from './drafts.ts';
import { dueStore } from './dues.ts';
import { dueWriter } from './dues-rows.ts';
import { checkpoints } from './engine/checkpoints.ts';
import type { Connection } from './engine/connection.ts';
import { configure, connect } from './engine/connection.ts';
import { keptRows } from './engine/kept.ts';
import type { FileLock } from './engine/lock.ts';
import { canonicalPath, lockFile, requireOneName } from './engine/lock.ts';
import { logDisk } from './engine/log-disk.ts';
import { migrate, migrationsMissing } from './engine/migrate.ts';
import { probeStore } from './engine/probe.ts';
import { forgetStatistics, watchStatistics } from './engine/statistics.ts';
import { turns } from './engine/turns.ts';
import { type OnGroup, writeQueue } from './engine/write-queue.ts';
import { eventLog, eventStore } from './events.ts';
import { traces } from './events-traces.ts';
import { googleStore } from './google.ts';
import { historyStore } from './history.ts';
import { idempotencyKeys, idempotencyStore } from './idempotency.ts';
import { imageStore } from './images.ts';
import { importStore } from './imports.ts';
import { jobQueue, jobStore } from './jobs.ts';
import { endStore, templateEnds } from './jobs-ends.ts';
import { pushStore } from './jobs-pushes.ts';
import { enqueueMail, mailStore } from './mails.ts';
import { markStore } from './marks.ts';
import { memberStore } from './members.ts';
import { passStore } from './passes.ts';
import { uniqueBarcodes } from './passes-barcodes.ts';
import { passListStore } from './passes-lists.ts';
import { referenceStore, references } from './passes-references.ts';
import { purgeStore } from './purge.ts';
import { imagePurge } from './purge-images.ts';
import { ruleUseStore, ruleUses } from './rule-uses.ts';
import { runMarks, runStore } from './runs.ts';
import { searchStore, wordsWriter } from './search.ts';
import { segmentStore } from './segments.ts';
import { sessionStore } from './sessions.ts';
import { settingStore } from './settings.ts';
import { templateStore } from './templates.ts';
import { tillStore } from './tills.ts';
import { undoStore } from './undo.ts';
import { updateTags } from './update-tags.ts';
import { webhookStore } from './webhooks.ts';
import { messageQueue } from './webhooks-queue.ts';

export interface SqliteOptions {
  /** Path of the database file; its folder must exist. */
  readonly file: string;
  /**
   * True for the server: no second server may use the file. False for tools, which may work while a
   * server runs.
   */
  readonly exclusive: boolean;
  /** The longest wait while another process writes or migrates, in ms. */
  readonly busyTimeout?: number;
  /** The most changes in one transaction. */
  readonly groupSize?: number;
  /** Receives each transaction's number of changes, its duration in seconds, and its marks. */
  readonly onGroup?: OnGroup;
  /** Asked by each change for its mark; absent: there are no marks. */
  readonly mark?: () => unknown;
}

/**
 * Fails with StoreOpenError when another server uses the file, or when this version cannot use it.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { busyTimeout = 5000, groupSize = 256 } = options;
  const file = canonicalPath(options.file);
  requireOneName(file);
  const lock = options.exclusive ? lockFile(file, 0) : null;
  try {
    const client = connect(file, busyTimeout);
    try {
      if (migrationsMissing(client, file) > 0) {
        // A tool must not change the tables under a running server.
        const ownLock: FileLock | null = lock ? null : lockFile(file, busyTimeout);
        try {
          configure(client);
          migrate(client);
        } finally {
          ownLock?.release();
        }
      }
      configure(client);
      forgetStatistics(client);
      const kept = keptRows(client);
      const copying = options.exclusive ? checkpoints(client, file) : null;
      const disk = logDisk(client, file);
      const queue = writeQueue(client, {
        groupSize,
        watcher: watchStatistics(client, kept),
        disk,
        mark: options.mark,
        onGroup(size, seconds, marks) {
          copying?.committed();
          options.onGroup?.(size, seconds, marks);
        },
      });
      const close = async () => {
        queue.close();
        await disk?.close();
        await copying?.close();
        client.close();
        lock?.release();
      };
      const { write, writeAlong, onDisk } = queue;
      const written = { jobsWritten: announcements(onDisk), eventsWritten: announcements(onDisk) };
      const connection = { client, db: drizzle({ client }), write, writeAlong, onDisk, ...written, kept };
      return { ...parts(connection), ...turns(), isShared: () => false, close };
    } catch (error) {
      client.close();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function parts(connection: Connection): Omit<Store, 'close' | 'inTurn' | 'isShared'> {
  const tags = updateTags(connection);
  const rules = ruleUses(connection);
  const ofEvents = traces(connection);
  const log = eventLog(connection, { rules, traces: ofEvents });
  const jobs = jobQueue(connection);
  const keys = idempotencyKeys(connection);
  const ends = templateEnds(connection, jobs);
  const ofPasses = references(connection);
  const ownValues = ownValueCounts(connection);
  const drafts = draftRows(connection);
  const shared = { tags, log, rules, jobs, withdraw: withdraw(connection), ends };
  const beside = {
    references: ofPasses,
    barcodes: uniqueBarcodes(connection),
    markRun: runMarks(connection),
    countOwnValues: ownValues.count,
    writeWords: wordsWriter(connection),
    writeDues: dueWriter(connection),
  };
  const queueMessage = messageQueue(connection);
  const mailQueue = { jobs, enqueueMail: enqueueMail(connection) };
  const passes = passStore(connection, { ...shared, keys, ...beside, ...mailQueue, queueMessage });
  return {
    ...accountStore(connection, { jobs, tags }),
    ...apiKeyStore(connection),
    ...auditStore(connection),
    ...batchStore(connection, jobs),
    ...batchPassStore(connection, { create: passes.create, jobs, tags, ownValues }),
    ...batchMailStore(connection, mailQueue),
    ...bulkStore(connection, { jobs, change: passes.change, references: ofPasses }),
    ...certificateStore(connection),
    ...checkStore(connection),
    ...countStore(connection),
    ...draftStore(connection, drafts),
    ...dueStore(connection, { jobs, change: passes.change }),
    ...templateStore(connection, { ...shared, drafts }),
    ...campaignStore(connection, ends),
    ...passListStore(connection),
    ...passes.store,
    ...referenceStore(connection, ofPasses),
    ...endStore(connection, { ...shared, change: passes.change, queueMessage }),
    ...eventStore(connection, ofEvents),
    ...googleStore(connection, jobs),
    ...historyStore(connection, passes.change),
    ...importStore(connection, passes.create),
    ...purgeStore(connection, jobs),
    ...imagePurge(connection),
    ...deviceStore(connection, passes.change, tags),
    ...withdrawnStore(connection),
    ...pushStore(connection, { jobs, tags, queueMessage }),
    ...imageStore(connection),
    ...jobStore(connection),
    ...mailStore(connection),
    ...markStore(connection),
    ...memberStore(connection),
    ...idempotencyStore(connection),
    ...ruleUseStore(connection),
    ...runStore(connection),
    ...searchStore(connection),
    ...segmentStore(connection, jobs),
    ...sessionStore(connection),
    ...settingStore(connection),
    ...undoStore(connection, passes.change),
    ...tillStore(connection),
    ...webhookStore(connection, queueMessage),
    ...probeStore(connection),
  };
}
