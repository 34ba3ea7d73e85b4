// The entry of the process that makes one backup: checking a large copy takes minutes, in which the
// server's process could answer nobody.
import { setPriority } from 'node:os';
import { backupDatabase } from '../store/sqlite/engine/backup.ts';
import type { Answer, Order } from './messages.ts';

/** The process adds this to its niceness, so that requests of the server come first. */
const NICENESS = 10;

try {
  setPriority(NICENESS);
} catch {
  // Not every system permits this.
}

// The server ends this process. A signal to the whole group, as of Ctrl+C, leaves it to the server.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit());
process.on('message', (order: Order) => void make(order).then(answer));
answer({ kind: 'ready' });

async function make({ database, backup }: Order): Promise<Answer> {
  try {
    const { bytes } = await backupDatabase({ file: database, backup, replace: true, onProgress: () => {} });
    return { kind: 'made', bytes };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}
