// Refuses requests with 503 while the server has more to do than it can: before anything of a request
// is read, so that a refusal costs next to nothing and what was admitted is answered in time.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerRefused } from './refused-answer.ts';

/**
 * The most requests that the server works on at once. A scan needs a fraction of a millisecond, so
 * these are done in less than a second; most room is for requests that wait for URL actions.
 */
export const MOST_IN_FLIGHT = 2000;
/** The same while the event loop is late: enough to fill the commits. */
export const MOST_WHEN_LATE = 100;
/**
 * How many more registrations and unregistrations of phones: nobody repeats an unregistration that
 * failed.
 */
export const MOST_REGISTRATIONS = 500;

/** In ms. The loop is late once each turn has been later than LATE for LATE_FOR. */
const TICK = 50;
const LATE = 100;
const LATE_FOR = 1000;
/** How long nothing has to be refused until the log says that it is over, in ms. */
const CALM = 5000;

/** Why a request was refused: as many as may be are under way, or the event loop is late. */
export type RefusedFor = 'in_flight' | 'loop_delay';

const BOUNDS = { inFlight: MOST_IN_FLIGHT, whenLate: MOST_WHEN_LATE, registrations: MOST_REGISTRATIONS };

export interface AdmissionOptions {
  /** Hears of each refusal. */
  readonly onRefused: (reason: RefusedFor) => void;
  /** Hears when refusals begin, and how many there were once they are over. */
  readonly onOverload: (state: { readonly since: 'now' } | { readonly refused: number; readonly ms: number }) => void;
  /** Tests get by with fewer requests. */
  readonly bounds?: typeof BOUNDS;
  /** Monotonic, in ms. */
  readonly now?: () => number;
  /** Calls a function every so many ms, and answers what stops it. */
  readonly every?: (ms: number, work: () => void) => () => void;
}

export interface Admission {
  /** A listener that hands on the requests that are admitted, and refuses the others. */
  guard(listener: RequestListener): RequestListener;
  /** Requests that the server works on now. */
  inFlight(): number;
  close(): void;
}

const systemEvery = (ms: number, work: () => void) => {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
};

export function openAdmission({
  onRefused,
  onOverload,
  bounds: { inFlight, whenLate, registrations } = BOUNDS,
  now = () => performance.now(),
  every = systemEvery,
}: AdmissionOptions): Admission {
  const open = new Set<ServerResponse>();
  /** Open requests that waited for their client when somebody last looked. */
  const stalled = new Set<ServerResponse>();
  let isCounted = false;
  let due = now() + TICK;
  let lateSince: number | null = null;
  let isLate = false;
  let overload: { readonly since: number; last: number; refused: number } | null = null;

  const tick = () => {
    const time = now();
    if (time - due < LATE) lateSince = null;
    else lateSince ??= time;
    isLate = lateSince !== null && time - lateSince >= LATE_FOR;
    due = time + TICK;
    isCounted = false;
    if (overload !== null && time - overload.last >= CALM) {
      onOverload({ refused: overload.refused, ms: Math.round(overload.last - overload.since) });
      overload = null;
    }
  };
  const stop = every(TICK, tick);

  /** Leaves out the stalled ones; counts them once a tick, and only where it matters. */
  const atWork = (most: number): number => {
    if (open.size - stalled.size >= most && !isCounted) {
      isCounted = true;
      stalled.clear();
      for (const response of open) if (isStalled(response)) stalled.add(response);
    }
    return open.size - stalled.size;
  };
  const refuse = (request: IncomingMessage, response: ServerResponse) => {
    const time = now();
    if (overload === null) {
      overload = { since: time, last: time, refused: 0 };
      onOverload({ since: 'now' });
    }
    overload.last = time;
    overload.refused++;
    onRefused(isLate ? 'loop_delay' : 'in_flight');
    answerRefused(request, response, overload.refused);
  };

  return {
    guard: (listener) => (request, response) => {
      const { url = '', method } = request;
      const most = (isLate ? whenLate : inFlight) + (isRegistration(method, url) ? registrations : 0);
      if (open.size >= most && atWork(most) >= most && !isProbe(url)) return refuse(request, response);
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        stalled.delete(response);
      });
      return listener(request, response);
    },
    inFlight: () => open.size,
    close: stop,
  };
}

/**
 * Whether a request waits for its client and not for the server: its body is still on the way, or
 * its answer has begun, as of a stream to an open page and of a file over a slow network.
 */
function isStalled(response: ServerResponse): boolean {
  return response.headersSent || !response.req.complete;
}

/** Whoever watches the server has to see that it is alive, and its numbers when they matter most. */
function isProbe(url: string): boolean {
  return /\/(?:healthz|readyz|metrics)$/.test(url);
}

function isRegistration(method: string | undefined, url: string): boolean {
  return (method === 'POST' || method === 'DELETE') && url.includes('/wallet/v1/devices/');
}
