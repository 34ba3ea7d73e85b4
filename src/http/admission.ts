// Refuses requests with 503 while the server has more to do than it can: before anything of a request
// is read, so that a refusal costs next to nothing and what was admitted is answered in time.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { answerRefused } from './refused-answer.ts';

/**
 * The most requests that the server works on at once. Most of so many wait for URL actions, which
 * cost nothing meanwhile.
 */
export const MOST_IN_FLIGHT = 2000;
/** As many are admitted at first, and while nothing is late: they fill a commit. */
export const USUAL_IN_FLIGHT = 256;
/** As many are admitted however late the event loop is. */
export const FEWEST_IN_FLIGHT = 128;
/**
 * How many more registrations and unregistrations of phones: nobody repeats an unregistration that
 * failed.
 */
export const MOST_REGISTRATIONS = 100;

/**
 * The number that is admitted follows the machine: a turn of the event loop in which it was reached
 * raises it when the turn was in time, and lowers it when the turn was LATE (in ms). TICK: how often
 * to look, in ms.
 */
const TICK = 50;
const LATE = 150;
const RAISE = 1.1;
const LOWER = 0.7;
/**
 * The share of the time that refusals may take. The others wait for the next turn, because clients
 * that ask again at once would leave no time for those that were admitted.
 */
const REFUSING = 0.4;
/** How long nothing has to be refused until the log says that it is over, in ms. */
const CALM = 5000;

const BOUNDS = {
  most: MOST_IN_FLIGHT,
  usual: USUAL_IN_FLIGHT,
  fewest: FEWEST_IN_FLIGHT,
  registrations: MOST_REGISTRATIONS,
};

export interface AdmissionOptions {
  /** Hears of each refusal. */
  readonly onRefused: () => void;
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
  bounds: { most, usual, fewest, registrations } = BOUNDS,
  now = () => performance.now(),
  every = systemEvery,
}: AdmissionOptions): Admission {
  const open = new Set<ServerResponse>();
  /** Open requests that waited for their client when somebody last looked. */
  const stalled = new Set<ServerResponse>();
  let isCounted = false;
  let due = now() + TICK;
  let admitted = usual;
  let wasReached = false;
  /** Refused requests without their answer: at most one a connection. */
  let unanswered: (readonly [IncomingMessage, ServerResponse])[] = [];
  /** The time left for refusals in this turn, in ms. */
  let left = TICK * REFUSING;
  let overload: { readonly since: number; last: number; refused: number } | null = null;

  const answerInTime = (request: IncomingMessage, response: ServerResponse) => {
    if (response.destroyed) return;
    if (left <= 0) {
      unanswered.push([request, response]);
      return;
    }
    const began = now();
    answerRefused(request, response, overload?.refused ?? 0);
    left -= now() - began;
  };
  const tick = () => {
    const time = now();
    const isLate = time - due >= LATE;
    if (wasReached && isLate) admitted = Math.max(fewest, Math.floor(admitted * LOWER));
    else if (!isLate && (wasReached || admitted < usual))
      admitted = Math.min(wasReached ? most : usual, Math.ceil(admitted * RAISE));
    left = (TICK + Math.max(0, time - due)) * REFUSING;
    due = time + TICK;
    const waiting = unanswered;
    unanswered = [];
    for (const [request, response] of waiting) answerInTime(request, response);
    wasReached = false;
    isCounted = false;
    if (overload !== null && time - overload.last >= CALM) {
      onOverload({ refused: overload.refused, ms: Math.round(overload.last - overload.since) });
      overload = null;
    }
  };
  const stop = every(TICK, tick);

  /** Leaves out the stalled ones; counts them once a tick, and only where it matters. */
  const atWork = (bound: number): number => {
    if (open.size - stalled.size >= bound && !isCounted) {
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
    onRefused();
    answerInTime(request, response);
  };

  return {
    guard: (listener) => (request, response) => {
      const { url = '', method } = request;
      const bound = isRegistration(method, url) ? admitted + registrations : admitted;
      if (open.size >= bound && atWork(bound) >= bound) {
        wasReached = true;
        if (!isProbe(url)) return refuse(request, response);
      }
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
