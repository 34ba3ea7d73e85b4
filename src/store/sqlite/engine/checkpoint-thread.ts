// The entry of the thread that copies the log into the database file. A checkpoint of 32 MB takes
// 30 to 90 ms; scans would wait for it in the thread that answers them.
import { workerData } from 'node:worker_threads';
import type { ThreadOrder } from './checkpoints.ts';
import { configure, connect } from './connection.ts';

/** Pages of the log, 4 KiB each, that wait before a checkpoint is worth two waits for the disk. */
const WORTH_A_CHECKPOINT = 2048;
/**
 * From so many pages in the log, nearly all of them are copied at any time: the log restarts at its
 * beginning in the first moment in which none is missing.
 */
const LONG_LOG = 12_288;
const FEW = 256;
/** Between two looks at the log, ms. */
const PAUSE = 10;

const { file, shared } = workerData as ThreadOrder;
const [commits, isClosing] = [new Int32Array(shared, 0, 1), new Int32Array(shared, 4, 1)];

const client = connect(file, 0);
configure(client);
client.pragma('wal_autocheckpoint = 0');
// Copying needs no cache of pages.
client.pragma('cache_size = 10');

while (Atomics.load(isClosing, 0) === 0) {
  const seen = Atomics.load(commits, 0);
  copy();
  Atomics.wait(isClosing, 0, 0, PAUSE);
  if (Atomics.load(isClosing, 0) === 0) Atomics.wait(commits, 0, seen);
}
client.close();

function copy(): void {
  try {
    const { log, checkpointed } = look('NOOP');
    // PASSIVE waits for nobody, and nobody who reads or writes waits for it.
    if (log - checkpointed >= (log < LONG_LOG ? WORTH_A_CHECKPOINT : FEW)) look('PASSIVE');
  } catch {
    // A full disk, for example. The log keeps everything, and the next commit makes this try again.
  }
}

function look(mode: 'NOOP' | 'PASSIVE'): { readonly log: number; readonly checkpointed: number } {
  const [found] = client.pragma(`wal_checkpoint(${mode})`) as [{ log: number; checkpointed: number }];
  return found;
}
