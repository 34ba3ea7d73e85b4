// The guarded HTTP client for what templates and webhooks ask for. It checks and
// sends each hop of a request, within one time limit for all hops, and turns every failure into a
// result.

import { lookup as dnsLookup } from 'node:dns';
import { Agent, type Dispatcher, Pool } from 'undici';
import { DEPTH_HEADER, type Outbound, type OutboundRequest, type OutboundResult } from '../ports/outbound.ts';
import { readAllowRule } from './allow.ts';
import { discard, readBody } from './body.ts';
import { openConnector } from './connector.ts';
import { checkAddress, checkTarget, readUrl, targetOf } from './guard.ts';
import { firstHop, type Hop, nextHop } from './hops.ts';
import { failureOf, Refusal } from './refusal.ts';

const MAX_REDIRECTS = 3;
const MAX_ANSWER_HEADER_BYTES = 16 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const CONNECTIONS_PER_ORIGIN = 16;
/** Requests under way or waiting for a connection: half of the requests that a server works on. */
export const MOST_AT_ONCE = 1000;
const IDLE_MS = 4_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `work` once after `ms`, unless the answered function is called before. */
export type After = (ms: number, work: () => void) => () => void;

export interface OutboundOptions {
  /** The address of this server, whose origin (scheme, host and port) is exempt from the guard. */
  readonly rootUrl: string;
  /** Entries as `parseAllowList` returns them. */
  readonly allow: readonly string[];
  readonly lookup?: typeof dnsLookup;
  /** The time that a connection without a request stays open, in ms. */
  readonly idleMs?: number;
  /** The clock of the time limits. */
  readonly after?: After;
  readonly mostAtOnce?: number;
}

const systemAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/**
 * Opens the client. Throws an Error when `rootUrl` or an entry of `allow` cannot be read; no
 * request ever throws.
 */
export function openOutbound(options: OutboundOptions): Outbound {
  const ownOrigin = readUrl(options.rootUrl).origin;
  const rules = options.allow.map(readAllowRule);
  const { lookup = dnsLookup, idleMs = IDLE_MS, after = systemAfter, mostAtOnce = MOST_AT_ONCE } = options;
  // Each request has its own controller: joining one shared signal by AbortSignal.any would leak
  // memory with each request, for as long as the server runs.
  const running = new Set<AbortController>();
  let closed: Promise<void> | null = null;

  // Each origin has its own pool and connector: an idle connection may serve only the origin that
  // its address was checked for.
  const agent = new Agent({
    factory: (origin) => {
      const own = String(origin) === ownOrigin;
      const target = targetOf(new URL(origin));
      return new Pool(origin, {
        connect: openConnector({
          lookup,
          check: own ? () => {} : (address) => checkAddress(rules, target, address),
          connectTimeoutMs: CONNECT_TIMEOUT_MS,
        }),
        // Do not limit connections to our own origin: an event waits for its URL action, which may
        // call this server and wait for another event. In a full pool the outer requests would hold
        // every connection that the inner ones need.
        connections: own ? null : CONNECTIONS_PER_ORIGIN,
        maxHeaderSize: MAX_ANSWER_HEADER_BYTES,
        keepAliveTimeout: idleMs,
        keepAliveMaxTimeout: idleMs,
      });
    },
  });

  function send(hop: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const headers: Record<string, string> = { ...Object.fromEntries(hop.headers), 'accept-encoding': 'identity' };
    const own = hop.url.origin === ownOrigin;
    if (own) headers[DEPTH_HEADER] = hop.ownCall.header;
    if (!own) checkTarget(rules, targetOf(hop.url));
    return agent.request({
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method: hop.method as Dispatcher.HttpMethod,
      headers,
      body: hop.body,
      signal,
      // Only the limit on the whole request counts; undici's limits would start again at each step.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async function exchange(request: OutboundRequest, signal: AbortSignal, onHost: (host: string) => void) {
    let hop = firstHop(request, ownOrigin);
    for (let redirects = 0; ; redirects++) {
      const host = hop.url.host;
      onHost(host);
      signal.throwIfAborted();
      const { statusCode: status, headers, body } = await send(hop, signal);
      // The signal may destroy the body before a reader is attached; an error without a listener
      // would end the process.
      body.on('error', () => {});
      const location = first(headers.location);
      let next: Hop | null;
      try {
        next = request.followsRedirects === false ? null : nextHop(hop, status, location, ownOrigin);
        if (next !== null && redirects === MAX_REDIRECTS) {
          throw new Refusal('too_many_redirects', `${host} redirects again after ${MAX_REDIRECTS} redirects.`);
        }
      } catch (refusal) {
        discard(body);
        throw refusal;
      }
      if (next === null) {
        const declared = hop.method === 'HEAD' ? null : Number(first(headers['content-length']) ?? Number.NaN);
        const bytes = await readBody(body, Number.isNaN(declared) ? null : declared, request, host);
        const retryAfter = first(headers['retry-after']);
        const cacheControl = first(headers['cache-control']);
        return {
          ok: true as const,
          status,
          contentType: first(headers['content-type']),
          body: bytes,
          ...(retryAfter === null ? {} : { retryAfter }),
          ...(cacheControl === null ? {} : { cacheControl }),
        };
      }
      discard(body);
      hop = next;
    }
  }

  async function request(request: OutboundRequest): Promise<OutboundResult> {
    const started = performance.now();
    const durationMs = () => Math.round(performance.now() - started);
    if (closed !== null) return failed(shuttingDown(), 0);
    if (running.size >= mostAtOnce) return failed(tooMany(mostAtOnce), 0);
    let host = 'The server';
    const limit = new AbortController();
    running.add(limit);
    const onTimeout = () => {
      limit.abort(new Refusal('timeout', `${host} did not finish its answer within ${request.timeoutMs} ms.`));
    };
    const cancel = after(Math.min(request.timeoutMs, LONGEST_TIMER_MS), onTimeout);
    try {
      const exchanged = exchange(request, limit.signal, (current) => {
        host = current;
      });
      // undici checks the signal only once it has a connection, so a slow DNS answer or a full pool
      // would outlast the limit.
      const result = await Promise.race([exchanged, rejectOn(limit.signal)]);
      return { ...result, durationMs: durationMs() };
    } catch (error) {
      return failed(failureOf(limit.signal.aborted ? limit.signal.reason : error, host), durationMs());
    } finally {
      cancel();
      running.delete(limit);
    }
  }

  function refusalOf(url: string): string | null {
    try {
      const read = readUrl(url);
      if (read.origin !== ownOrigin) checkTarget(rules, targetOf(read));
      return null;
    } catch (error) {
      return failureOf(error, 'The server').message;
    }
  }

  function close(): Promise<void> {
    for (const limit of running) limit.abort(shuttingDown());
    // Destroy connections instead of draining them: the caller has already waited for the work that
    // uses the answers.
    closed ??= agent.destroy();
    return closed;
  }

  return { request, refusalOf, close };
}

function failed({ reason, message }: Refusal, durationMs: number): OutboundResult {
  return { ok: false, reason, message, durationMs };
}

function tooMany(most: number): Refusal {
  return new Refusal('connection_failed', `This server waits for ${most} other requests, so this one was not sent.`);
}

function shuttingDown(): Refusal {
  return new Refusal('connection_failed', 'This server is shutting down, so the request was broken off.');
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The first value of a header. undici gives an array when a server repeats the header. */
function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
