// Reads certificate files in processes of their own, one an upload, with limits of time and memory:
// owners upload something once a year, so no process waits for the next upload.
import { AppError } from '../errors.ts';
import { refuse } from '../pass/certificate-refusal.ts';
import type { CertificateFiles, ReadFile, UploadedFile } from '../ports/certificate-files.ts';
import { childBeside, hold, spawnChild } from '../spawn-child.ts';
import type { Answer } from './messages.ts';

/** How long an upload may take, and how long its process may take to start, in ms. */
const LONGEST_READ = 10_000;
const LONGEST_START = 60_000;
/** Limit of the JavaScript heap of a process, in MiB. */
const MOST_HEAP = 128;
/** How many uploads are read at the same time. */
const MOST_UPLOADS = 2;
/** The delay before a retry helps, in seconds. */
const RETRY_AFTER = 10;

const TOO_COSTLY =
  'Opening the file takes too much time or memory. Export it again with the usual settings, or give certificate and key as PEM.';

/** Calls `work` once after `ms`, unless the caller calls the returned function before. */
type After = (ms: number, work: () => void) => () => void;

const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
};

export interface ReaderOptions {
  /** The clock of the time limits. */
  readonly after?: After;
  /** The file:// URL of what each process runs. */
  readonly entry?: string;
}

export function openCertificateFiles(options: ReaderOptions = {}): CertificateFiles {
  const { after = systemAfter, entry = childBeside(import.meta.url) } = options;
  const running = new Set<() => Promise<void>>();

  return {
    read: async (files) => {
      if (running.size >= MOST_UPLOADS) {
        const message = 'Too many certificate files are being read. Try again in a few seconds.';
        throw new AppError('rate_limited', { message, beside: { retryAfter: RETRY_AFTER } });
      }
      const reading = startReading(entry, files, after);
      running.add(reading.end);
      try {
        return await reading.result;
      } finally {
        running.delete(reading.end);
      }
    },
    close: async () => {
      await Promise.all([...running].map((end) => end()));
    },
  };
}

/** Starts a process for one upload. `end` kills the process, and resolves when it is gone. */
function startReading(entry: string, files: readonly UploadedFile[], after: After) {
  const child = spawnChild(entry, MOST_HEAP);
  let complaint = '';
  let isReady = false;
  const kill = () => child.kill('SIGKILL');
  let stopTimer = after(LONGEST_START, kill);
  let gone = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  hold(child, true);
  // Later complaints are those of libraries about hostile files.
  child.stderr?.on('data', (data) => {
    if (!isReady && complaint.length < 2000) complaint += data;
  });
  const result = new Promise<readonly ReadFile[]>((resolve, reject) => {
    const fail = (why: string) => {
      stopTimer();
      gone();
      if (isReady) reject(refuse('certificate', 'too_costly', TOO_COSTLY));
      else reject(new Error(why));
    };
    // A process that failed to start may emit no `close`; after other errors, `close` follows.
    child.on('error', (error) => {
      if (child.pid === undefined) fail(`No process to read certificate files could be started: ${error.message}`);
    });
    child.once('close', (code, signal) => {
      fail(`The process that reads certificate files ended at its start (${code ?? signal}): ${complaint}`);
    });
    child.on('message', (answer: Answer) => {
      stopTimer();
      if (answer.kind === 'ready') {
        isReady = true;
        stopTimer = after(LONGEST_READ, kill);
        child.send(files);
        return;
      }
      if (answer.kind === 'read') resolve(answer.files);
      else if (answer.kind === 'refused') reject(refusalOf(answer));
      else reject(new Error(`A certificate file could not be read: ${answer.message}`));
      kill();
    });
  });
  return {
    result,
    end: () => {
      kill();
      return ended;
    },
  };
}

function refusalOf({ code, message, field, beside }: Extract<Answer, { readonly kind: 'refused' }>): AppError {
  return new AppError(code, { message, beside, ...(field === undefined ? {} : { field }) });
}
