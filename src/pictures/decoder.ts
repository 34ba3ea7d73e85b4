// Runs one decoding process: starts it with limits, gives it one picture at a time, and ends it
// when a picture takes too long.
import { AppError } from '../errors.ts';
import type { CleanPicture } from '../ports/pictures.ts';
import type { ImageSlot } from '../rules/vocabulary.ts';
import { hold, spawnChild } from '../spawn-child.ts';
import type { Answer, Order } from './messages.ts';

/** Calls `work` once after `ms`, unless the caller calls the returned function before. */
export type After = (ms: number, work: () => void) => () => void;

export interface DecoderLimits {
  /** How long one picture may take, in ms. */
  readonly longest: number;
  /** How long a process may take to start, in ms. */
  readonly longestStart: number;
  /** How long a process without a picture stays, in ms. */
  readonly longestIdle: number;
  /** Resident memory, in bytes. */
  readonly mostMemory: number;
}

export interface Decoder {
  isBusy(): boolean;
  /**
   * Decodes one picture. Fails with `image_invalid` and `image_too_large`, and with an Error when
   * the process cannot be started.
   */
  decode(bytes: Uint8Array, slot: ImageSlot | null): Promise<CleanPicture>;
  /** Resolves when the process has ended. */
  end(): Promise<void>;
}

/** The decoder calls it once; `killed` is the length of a too costly picture, in bytes, or null. */
export type OnEnd = (killed: number | null) => void;

interface Work {
  readonly order: Order;
  readonly resolve: (picture: CleanPicture) => void;
  readonly reject: (error: Error) => void;
}

/** Limit of the JavaScript heap, in MiB. The process's own share of the work is small. */
const MOST_HEAP = 128;
const TOO_COSTLY = 'The image takes too much time or memory to decode. Make it simpler, or export it as a small PNG.';

/** Starts a process that runs `entry`, a file:// URL of child.ts or of what is compiled from it. */
export function startDecoder(entry: string, limits: DecoderLimits, after: After, onEnd: OnEnd): Decoder {
  const child = spawnChild(entry, MOST_HEAP);
  let isReady = false;
  let isEnding = false;
  let work: Work | null = null;
  let complaint = '';
  let stopTimer = after(limits.longestStart, kill);
  const ended = new Promise<void>((resolve) => {
    const end = (why: string) => {
      stopTimer();
      isEnding = true;
      const lost = work;
      work = null;
      lost?.reject(isReady ? new AppError('image_invalid', { message: TOO_COSTLY }) : new Error(why));
      onEnd(isReady && lost !== null ? lost.order.bytes.length : null);
      resolve();
    };
    // A process that failed to start may emit no `close`; after other errors, `close` follows.
    child.on('error', (error) => {
      if (child.pid === undefined) end(`No process to decode pictures could be started: ${error.message}`);
    });
    // Unlike `exit`, `close` comes after the last output of the process.
    child.once('close', (code, signal) => {
      end(`The process that decodes pictures ended at its start (${code ?? signal}): ${complaint}`);
    });
  });
  // Collect complaints at the start only: later, libraries complain about hostile pictures.
  child.stderr?.on('data', (data) => {
    if (!isReady && complaint.length < 2000) complaint += data;
  });
  child.on('message', (answer: Answer) => {
    stopTimer();
    if (answer.kind === 'ready') {
      isReady = true;
      begin();
      return;
    }
    const done = work;
    work = null;
    begin();
    if (done === null) return;
    if (answer.kind === 'picture') done.resolve(answer.picture);
    else if (answer.kind === 'refused') done.reject(new AppError(answer.code, { message: answer.message }));
    else done.reject(new Error(`A picture could not be decoded: ${answer.message}`));
  });
  hold(child, false);

  /** Sends the waiting picture, or starts the time limit of an idle process. */
  function begin(): void {
    hold(child, work !== null);
    if (work === null) {
      stopTimer = after(limits.longestIdle, kill);
      return;
    }
    if (!isReady) return;
    stopTimer = after(limits.longest, kill);
    child.send(work.order);
  }

  function kill(): void {
    isEnding = true;
    child.kill('SIGKILL');
  }

  return {
    isBusy: () => work !== null || isEnding,
    decode: (bytes, slot) =>
      new Promise((resolve, reject) => {
        work = { order: { bytes, slot, mostMemory: limits.mostMemory }, resolve, reject };
        if (isReady) stopTimer();
        begin();
      }),
    end: () => {
      // Hold the server's process open, because a caller may wait for `ended`.
      hold(child, true);
      kill();
      return ended;
    },
  };
}
