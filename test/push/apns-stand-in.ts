// A stand-in for APNs: a real HTTP/2 server with TLS on this machine. It checks the client
// certificate, records every push, and answers as the test wants: with any status, late, never, or
// by breaking off.
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { serverCertificate } from './server-certificate.ts';

export interface ReceivedPush {
  /** The push token: the path after `/3/device/`. */
  readonly token: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly payload: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The UID of the client certificate: its pass type identifier. */
  readonly passTypeIdentifier: string;
  /** The number of its connection, from 1. */
  readonly session: number;
}

/** An answer of APNs, or one of its failures. `hold`: answers 200 when `release` is called. */
export type Answer =
  | { readonly status: number; readonly reason?: string; readonly timestamp?: number; readonly retryAfter?: number }
  | 'hold'
  | 'lose before headers'
  | 'lose after headers'
  | 'refuse stream'
  | 'silence';

export interface StandInOptions {
  /** The issuers of acceptable client certificates, PEM. */
  readonly clientCa: string;
  /** 0: any free port. */
  readonly port?: number;
  readonly maxConcurrentStreams?: number;
  /** Called for each push before its answer. */
  readonly onPush?: (push: ReceivedPush) => void;
}

export interface ApnsStandIn {
  readonly host: string;
  readonly port: number;
  /** The authority for APNS_CA, PEM. */
  readonly ca: string;
  /** Pushes in the order in which they were complete. */
  readonly received: readonly ReceivedPush[];
  /** Connections since the start, and below those that are open. */
  sessions(): number;
  openSessions(): number;
  /** The most pushes at once over one connection. */
  mostAtOnce(): number;
  /**
   * Sets the answer from now on, to one token or to all without an answer of their own. At first
   * 200.
   */
  answer(answer: Answer, token?: string): void;
  /** Answers all held pushes. */
  release(): void;
  /** Closes each connection with GOAWAY; the first `taken` of its pushes still get an answer. */
  goaway(options: { readonly code?: number; readonly reason?: string; readonly taken: number }): void;
  /** Breaks off each connection. */
  dropConnections(): void;
  /** Trusts other issuers of client certificates, from the next connection on. */
  trust(clientCa: string): void;
  /** Resolves after this many pushes since the start. */
  waitFor(count: number): Promise<void>;
  /** Resolves when this many connections are open. */
  waitForSessions(open: number): Promise<void>;
  /** Breaks off everything and stops listening; `start` listens again, on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Open {
  readonly number: number;
  readonly passTypeIdentifier: string;
  readonly streams: number[];
  underWay: number;
}

const PATH = '/3/device/';

/** Starts listening on 127.0.0.1. */
export async function startApnsStandIn(options: StandInOptions): Promise<ApnsStandIn> {
  const certificate = serverCertificate();
  const received: ReceivedPush[] = [];
  const open = new Map<ServerHttp2Session, Open>();
  const answers = new Map<string | undefined, Answer>();
  const held: ServerHttp2Stream[] = [];
  const waiting = new Set<{ isMet(): boolean; resolve(): void }>();
  let clientCa = options.clientCa;
  let port = options.port ?? 0;
  let sessions = 0;
  let mostAtOnce = 0;
  let server: Http2SecureServer;

  function onSession(session: ServerHttp2Session): void {
    const { subject } = (session.socket as TLSSocket).getPeerCertificate() as unknown as { subject: { UID?: string } };
    open.set(session, { number: ++sessions, passTypeIdentifier: subject.UID ?? '', streams: [], underWay: 0 });
    session.on('error', () => {});
    session.on('close', () => {
      open.delete(session);
      tell();
    });
    tell();
  }

  function onStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const session = open.get(stream.session as ServerHttp2Session)!;
    session.streams.push(stream.id!);
    session.underWay++;
    mostAtOnce = Math.max(mostAtOnce, session.underWay);
    let payload = '';
    stream.setEncoding('utf8');
    stream.on('error', () => {});
    stream.on('data', (chunk: string) => {
      payload += chunk;
    });
    stream.on('close', () => {
      session.underWay--;
    });
    stream.on('end', () => {
      const path = headers[':path'] ?? '';
      const token = decodeURIComponent(path.slice(PATH.length));
      const { number, passTypeIdentifier } = session;
      const method = headers[':method'] ?? '';
      const push = { token, method, headers, payload, at: Date.now(), passTypeIdentifier, session: number };
      received.push(push);
      options.onPush?.(push);
      if (!path.startsWith(PATH)) respond(stream, { status: 404, reason: 'BadPath' });
      else respond(stream, answers.get(token) ?? answers.get(undefined) ?? { status: 200 });
      tell();
    });
  }

  function respond(stream: ServerHttp2Stream, answer: Answer): void {
    if (stream.destroyed) return;
    if (answer === 'hold') held.push(stream);
    else if (answer === 'lose before headers') stream.session!.destroy();
    else if (answer === 'refuse stream') stream.close(constants.NGHTTP2_REFUSED_STREAM);
    else if (answer === 'lose after headers') {
      stream.respond({ ':status': 400 });
      // Write a part of the body, so that the headers are on their way before the connection ends.
      stream.write('{"reason"', () => stream.session!.destroy());
    } else if (answer !== 'silence') {
      const { status, reason, timestamp, retryAfter } = answer;
      const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      stream.respond({ ':status': status, ...after }, { endStream: reason === undefined });
      if (reason !== undefined) stream.end(JSON.stringify({ reason, timestamp }));
    }
  }

  function tell(): void {
    for (const waiter of waiting) {
      if (!waiter.isMet()) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  }

  function until(isMet: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      waiting.add({ isMet, resolve });
      tell();
    });
  }

  async function start(): Promise<void> {
    const { maxConcurrentStreams } = options;
    server = createSecureServer({
      key: certificate.key,
      cert: certificate.cert,
      ca: clientCa,
      requestCert: true,
      rejectUnauthorized: true,
      settings: maxConcurrentStreams === undefined ? {} : { maxConcurrentStreams },
    });
    server.on('session', onSession);
    server.on('stream', onStream);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    port = (server.address() as AddressInfo).port;
  }

  function dropConnections(): void {
    for (const session of open.keys()) session.destroy();
  }

  await start();
  return {
    host: '127.0.0.1',
    get port() {
      return port;
    },
    ca: certificate.ca,
    received,
    sessions: () => sessions,
    openSessions: () => open.size,
    mostAtOnce: () => mostAtOnce,
    answer: (answer, token) => {
      answers.set(token, answer);
    },
    release: () => {
      for (const stream of held.splice(0)) respond(stream, { status: 200 });
    },
    goaway: ({ code = constants.NGHTTP2_NO_ERROR, reason, taken }) => {
      const data = reason === undefined ? undefined : Buffer.from(JSON.stringify({ reason }));
      for (const [session, { streams }] of open) session.goaway(code, streams[taken - 1] ?? 0, data);
    },
    dropConnections,
    trust: (pem) => {
      clientCa = pem;
      server.setSecureContext({ key: certificate.key, cert: certificate.cert, ca: pem });
    },
    waitFor: (count) => until(() => received.length >= count),
    waitForSessions: (count) => until(() => open.size === count),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropConnections();
      }),
    start,
  };
}
