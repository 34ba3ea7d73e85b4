// Decodes pictures in a few processes of their own. Each process has a limit of memory and of time.
// A process that exceeds a limit ends, and the pool starts another for the next picture.
import { AppError } from '../errors.ts';
import { requireImageType } from '../pass/image-type.ts';
import type { Log } from '../ports/log.ts';
import type { CleanPicture, Pictures, PictureWish } from '../ports/pictures.ts';
import { type After, type Decoder, type DecoderLimits, startDecoder } from './decoder.ts';
import { createQueue, type QueueLimits, type Waiting } from './queue.ts';

export interface PictureLimits extends DecoderLimits, QueueLimits {
  readonly mostProcesses: number;
}

const MEBIBYTE = 1024 * 1024;

export const PICTURE_LIMITS = {
  mostProcesses: 2,
  longest: 10_000,
  longestStart: 60_000,
  longestIdle: 60_000,
  mostMemory: 512 * MEBIBYTE,
  mostWaiting: 40,
  mostWaitingBytes: 32 * MEBIBYTE,
} satisfies PictureLimits;

export interface PictureOptions {
  readonly limits?: Partial<PictureLimits>;
  readonly log?: Log;
  /** The clock of the time limits. */
  readonly after?: After;
  /** The file:// URL of what each process runs. */
  readonly entry?: string;
}

interface WaitingPicture extends Waiting {
  readonly wish: PictureWish;
  readonly resolve: (picture: CleanPicture) => void;
  readonly reject: (error: Error) => void;
}

/** The caller of pictures that no request brought: jobs and commands. */
const NOBODY = '';

const BUSY = 'Too many images wait to be read. Try again in a few seconds.';
/** The delay before a retry helps, in seconds. */
const RETRY_AFTER = 5;

const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
};

/** Opens the pool. Processes start with the first picture, and end after a while without one. */
export function openPictures(options: PictureOptions = {}): Pictures {
  const { log, after = systemAfter, entry } = options;
  const limits = { ...PICTURE_LIMITS, ...options.limits };
  const program = entry ?? ownEntry();
  const decoders = new Set<Decoder>();
  const waiting = createQueue<WaitingPicture>(limits);
  let isClosed = false;

  /** Throws when the system has no memory for one more process. */
  const start = (): Decoder => {
    const decoder = startDecoder(program, limits, after, (killed) => {
      decoders.delete(decoder);
      if (killed !== null && !isClosed)
        log?.warn({ bytes: killed }, 'a picture took too much time or memory to decode');
      next();
    });
    decoders.add(decoder);
    return decoder;
  };

  /** Gives waiting pictures to processes without one. */
  const next = () => {
    while (waiting.size() > 0 && !isClosed) {
      const idle = [...decoders].find((decoder) => !decoder.isBusy());
      if (idle === undefined && decoders.size >= limits.mostProcesses) return;
      const { bytes, wish, resolve, reject } = waiting.take()!;
      const refuse = (error: Error) => reject(isClosed ? stopped() : error);
      try {
        (idle ?? start()).decode(bytes, wish.slot).then(resolve, refuse).finally(next);
      } catch (error) {
        refuse(error as Error);
      }
    }
  };

  const forCaller = (caller: string): Pictures => ({
    clean: async (bytes, wish) => {
      // Refuse a wrong type by its first bytes, which needs neither a process nor a place to wait.
      requireImageType(bytes, wish.vector);
      if (isClosed) throw stopped();
      return new Promise((resolve, reject) => {
        for (const lost of waiting.add({ bytes, wish, caller, resolve, reject })) lost.reject(busy());
        next();
      });
    },
    forCaller,
    close: async () => {
      isClosed = true;
      for (const { reject } of waiting.clear()) reject(stopped());
      await Promise.all([...decoders].map((decoder) => decoder.end()));
    },
  });
  return forCaller(NOBODY);
}

function busy(): AppError {
  return new AppError('rate_limited', { message: BUSY, beside: { retryAfter: RETRY_AFTER } });
}

function stopped(): Error {
  return new Error('The server stopped before it read the picture.');
}

/** The address of child.ts beside this file, or of the file compiled from it. */
function ownEntry(): string {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './child.ts' : './child.js', here).href;
}
