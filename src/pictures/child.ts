// The entry of a decoding process: takes orders over IPC, one at a time, and ends itself when a
// picture takes too much memory. The pool ends it when a picture takes too long.
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import sharp from 'sharp';
import { AppError } from '../errors.ts';
import { cleanPicture } from '../pass/clean-picture.ts';
import type { Answer, Order } from './messages.ts';

/** The interval between two measurements of the memory during decoding, in ms. */
const MEASURED_EVERY = 20;
/** The process adds this to its niceness, so that requests of the server come first. */
const NICENESS = 5;

// Decode on one core, and cache no pixels between two pictures.
sharp.concurrency(1);
sharp.cache(false);
try {
  setPriority(NICENESS);
  // Where memory runs out, Linux ends this process before it ends the server.
  if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Not every system permits this, and the limits hold without it.
}

// The server ends this process when it stops. A signal to the whole group, as of Ctrl+C, must not
// end it before the server has answered the requests under way.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', end);
process.on('message', (order: Order) => void run(order));
answer({ kind: 'ready' });

async function run({ bytes, slot, mostMemory }: Order): Promise<void> {
  // libvips and librsvg allocate outside of V8, so only the process's resident memory shows it.
  // They run on other threads, so this timer fires meanwhile.
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > mostMemory) end();
  }, MEASURED_EVERY);
  try {
    answer({ kind: 'picture', picture: await cleanPicture(bytes, slot) });
  } catch (error) {
    if (error instanceof AppError) answer({ kind: 'refused', code: error.code, message: error.message });
    else answer({ kind: 'crashed', message: error instanceof Error ? `${error.stack}` : String(error) });
  } finally {
    clearInterval(watch);
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}

/** Ends at once: process.exit would wait for the threads that decode. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
