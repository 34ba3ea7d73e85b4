// One HTTP/2 connection to APNs with a client certificate: it opens, pings, and ends when APNs says
// so or stays silent.
import { connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import { isIP } from 'node:net';
import tls from 'node:tls';
import type { PushIdentity } from '../ports/push.ts';
import type { Answer } from './answers.ts';
import { failureSentence } from './failures.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** PEM: the issuers that the server's certificate may come from; null: those that Node trusts. */
  readonly ca: string | null;
}

/** All in milliseconds. */
export interface Timing {
  /** For DNS, TCP, TLS and the server's first SETTINGS together. */
  readonly connectMs: number;
  /** From a request to the end of its answer. */
  readonly requestMs: number;
  /** Between two pings. A ping without an answer by then ends the connection. */
  readonly pingMs: number;
}

/**
 * `not taken`: APNs did not read the push, so another connection may send it. `lost`: nobody knows
 * whether it did.
 */
export type Exchange = { readonly answer: Answer } | { readonly lost: string } | 'unprocessed';

export interface SessionEnd {
  readonly sentence: string;
  /** The connection ended before it sent anything, and not on our request. */
  readonly isFailure: boolean;
}

export interface Session {
  /** How many streams may open now: none before APNs has announced its limit. */
  free(): number;
  /** Whether no stream may open any more; streams under way finish. */
  isRetired(): boolean;
  retire(): void;
  post(headers: OutgoingHttpHeaders): Promise<Exchange>;
  /** Whether the peer answers a ping; false when the connection ends before. */
  ping(): Promise<boolean>;
  /** Ends the connection and its pushes; resolves when the socket has closed. */
  destroy(sentence: string): Promise<void>;
}

/** The most streams at once. APNs allows about 1,000; more than this many make nothing faster. */
const MOST_STREAMS = 500;
/** The most bytes of an answer that we read. APNs' reasons take less than a hundred characters. */
const MOST_BODY = 4_096;
const PAYLOAD = '{}';
const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

/**
 * Starts to connect. It calls `onFree` whenever a stream may have become free, and `onEnd` once,
 * when the connection has ended. Throws Node's error for a certificate and key that cannot be used.
 * Without an identity it connects without a certificate, which is enough to see whether APNs is there.
 */
export function openSession(
  target: Target,
  identity: PushIdentity | null,
  timing: Timing,
  events: { onFree(): void; onEnd(end: SessionEnd): void },
): Session {
  let stage: 'connect' | 'hello' | 'open' = 'connect';
  let error: NodeJS.ErrnoException | null = null;
  let goaway: { readonly code: number; readonly lastStream: number; readonly reason: string | null } | null = null;
  let wanted: string | null = null;
  let isRetired = false;
  let isHeard = false;
  let isPinging = false;
  let inFlight = 0;
  let limit = 0;

  const socket = tls.connect({
    host: target.host,
    port: target.port,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ALPNProtocols: ['h2'],
    ...(identity === null
      ? {}
      : {
          cert: toPem('CERTIFICATE', identity.certificate) + toPem('CERTIFICATE', identity.intermediate),
          key: toPem('PRIVATE KEY', identity.privateKey),
        }),
    ...(target.ca === null ? {} : { ca: target.ca }),
  });
  const name = isIP(target.host) === 6 ? `[${target.host}]` : target.host;
  const h2 = connect(`https://${name}:${target.port}`, {
    createConnection: () => socket,
    settings: { enablePush: false },
  });
  const hello = setTimeout(() => {
    end(new Error(`no connection within ${timing.connectMs} ms`));
  }, timing.connectMs);
  const heartbeat = setInterval(beat, timing.pingMs).unref();

  h2.on('connect', () => {
    stage = 'hello';
  });
  h2.on('remoteSettings', (settings) => {
    clearTimeout(hello);
    stage = 'open';
    // With an announced limit of 0 pushes would wait for ever. So one push starts, waits inside
    // Node, and times out.
    limit = Math.max(1, Math.min(MOST_STREAMS, settings.maxConcurrentStreams ?? MOST_STREAMS));
    events.onFree();
  });
  h2.on('goaway', (code, lastStream, data) => {
    goaway = { code, lastStream, reason: readGoaway(data) };
    retire();
    events.onFree();
  });
  h2.on('error', (cause) => {
    error ??= cause;
  });
  socket.on('error', end);
  // Listen to the socket, not to the session: when the first message after the handshake is an
  // alert, the session emits nothing, because it waits for frames that it can no longer write (Node
  // 20).
  socket.on('close', () => {
    clearTimeout(hello);
    clearInterval(heartbeat);
    const isClean = goaway !== null && goaway.code === NGHTTP2_NO_ERROR;
    const isFailure = !isHeard && wanted === null && !isClean;
    isRetired = true;
    events.onEnd({ sentence: endSentence(), isFailure });
  });

  /** Ends the connection and what is under way. */
  function end(cause: Error): void {
    error ??= cause;
    h2.destroy();
    socket.destroy();
  }

  /** Pings, so that NAT tables do not forget the connection and a dead peer is noticed. */
  function beat(): void {
    if (h2.connecting) return;
    if (h2.destroyed) socket.destroy();
    else if (isPinging) end(new Error(`no answer to a ping within ${timing.pingMs} ms`));
    else {
      isPinging = h2.ping(() => {
        isPinging = false;
      });
    }
  }

  function endSentence(cause = error): string {
    const { host, port } = target;
    const passTypeIdentifier = identity?.passTypeIdentifier ?? 'no pass type';
    return (
      wanted ?? failureSentence({ host, port, passTypeIdentifier, stage, error: cause, goaway: goaway?.reason ?? null })
    );
  }

  function retire(): void {
    isRetired = true;
    if (!h2.closed) h2.close();
  }

  function post(headers: OutgoingHttpHeaders): Promise<Exchange> {
    return new Promise((resolve) => {
      let stream: ReturnType<typeof h2.request>;
      try {
        stream = h2.request(headers);
      } catch {
        // The session is closing, or has run out of stream numbers.
        retire();
        resolve('unprocessed');
        return;
      }
      inFlight++;
      let status: number | null = null;
      let retryAfter: string | undefined;
      let body = '';
      let cause: Error | null = null;
      let isTimedOut = false;
      const timer = setTimeout(() => {
        isTimedOut = true;
        error ??= new Error(`no answer within ${timing.requestMs} ms`);
        // A push without an answer may mean a dead peer, so the next pushes use another connection.
        retire();
        stream.close(NGHTTP2_CANCEL);
      }, timing.requestMs);
      stream.setEncoding('utf8');
      stream.on('response', (answered) => {
        status = answered[':status'] ?? null;
        retryAfter = answered['retry-after'];
        isHeard = true;
      });
      stream.on('data', (chunk: string) => {
        if (body.length < MOST_BODY) body += chunk;
      });
      stream.on('error', (reason) => {
        cause = reason;
      });
      stream.on('close', () => {
        clearTimeout(timer);
        inFlight--;
        const isWhole = cause === null && !stream.aborted && stream.rstCode === NGHTTP2_NO_ERROR;
        if (status !== null && (isWhole || status === 200)) resolve({ answer: { status, retryAfter, body } });
        else if (isTimedOut) resolve({ lost: `APNs did not answer within ${timing.requestMs} ms.` });
        else if (wanted === null && isUnseen(stream)) resolve('unprocessed');
        else resolve({ lost: endSentence(error ?? cause) });
        events.onFree();
      });
      stream.end(PAYLOAD);
    });
  }

  /** Whether APNs says or implies that it did not process a stream (RFC 9113, 6.8 and 8.7). */
  function isUnseen({ id, rstCode }: ReturnType<typeof h2.request>): boolean {
    return rstCode === NGHTTP2_REFUSED_STREAM || id === undefined || (goaway !== null && id > goaway.lastStream);
  }

  function ping(): Promise<boolean> {
    return new Promise((resolve) => {
      socket.once('close', () => resolve(false));
      if (h2.destroyed || !h2.ping((fault) => resolve(fault === null))) resolve(false);
    });
  }

  function destroy(sentence: string): Promise<void> {
    wanted ??= sentence;
    isRetired = true;
    return new Promise((resolve) => {
      socket.once('close', resolve);
      h2.destroy();
      socket.destroy();
    });
  }

  return {
    free: () => (isRetired || h2.closed || h2.destroyed ? 0 : limit - inFlight),
    isRetired: () => isRetired || h2.closed || h2.destroyed,
    retire,
    post,
    ping,
    destroy,
  };
}

/** Reads `{"reason":"..."}` from the frame with which APNs closes a connection. */
function readGoaway(data: Buffer | undefined): string | null {
  return /"reason"\s*:\s*"(\w{1,100})"/.exec(data?.toString('latin1') ?? '')?.[1] ?? null;
}

function toPem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
