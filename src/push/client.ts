// The push adapter: one connection to APNs for each certificate, open as long as pushes use it. It
// uses node:http2 directly, because no library offers certificates, an empty payload, a limit on
// streams and a GOAWAY that loses no push.
import type { OutgoingHttpHeaders } from 'node:http2';
import type { Push, PushIdentity, PushResult } from '../ports/push.ts';
import { unavailable } from './answers.ts';
import { type Connection, type ConnectionTiming, openConnection } from './connection.ts';

export interface PushOptions {
  readonly host: string;
  readonly port: number;
  /**
   * PEM, one or several: the issuers that the server's certificate may come from; null: those that
   * Node trusts.
   */
  readonly ca: string | null;
  /** The header apns-push-type; null leaves it out. */
  readonly pushType: string | null;
  /** The header apns-priority. */
  readonly priority: number;
  /** Time limits, which tests shorten. */
  readonly timing?: Partial<ConnectionTiming>;
  /**
   * Milliseconds of a monotonic clock. It decides only how long a failure delays the next
   * connection.
   */
  readonly now?: () => number;
}

const TIMING: ConnectionTiming = {
  connectMs: 10_000,
  requestMs: 10_000,
  pingMs: 60_000,
  // Apple asks servers to reuse connections. This is longer than the pauses of a busy day, and
  // shorter than NAT tables last.
  idleMs: 10 * 60_000,
  backoffMs: 1_000,
  longestBackoffMs: 60_000,
};

/**
 * The longest push token, in characters. APNs' tokens have about 64; a token that fills a frame
 * would break the connection.
 */
const LONGEST_TOKEN = 1_000;

const SHUTTING_DOWN = 'This server is shutting down, so the push was not sent or its answer not waited for.';

const NO_TOKEN: PushResult = {
  verdict: 'gone',
  status: null,
  reason: `The push token has more than ${LONGEST_TOKEN} characters, so APNs did not make it.`,
  since: null,
  retryAfterMs: null,
};

/** Creates the adapter. The first push opens the connection. */
export function openPush(options: PushOptions): Push {
  const { host, port, ca, pushType, priority, now = () => performance.now() } = options;
  const timing = { ...TIMING, ...options.timing };
  const connections = new Map<number, Connection>();
  let closing: Promise<void> | null = null;

  function connectionOf(identity: PushIdentity): Connection {
    const known = connections.get(identity.id);
    if (known !== undefined) return known;
    const headers: OutgoingHttpHeaders = {
      ':method': 'POST',
      'apns-topic': identity.passTypeIdentifier,
      ...(pushType === null ? {} : { 'apns-push-type': pushType }),
      'apns-priority': String(priority),
    };
    const onUnused = () => {
      connections.delete(identity.id);
    };
    const connection = openConnection({ host, port, ca }, identity, headers, timing, now, onUnused);
    connections.set(identity.id, connection);
    return connection;
  }

  return {
    send: async (identity, pushToken) => {
      if (closing !== null) return unavailable(SHUTTING_DOWN);
      if (pushToken.length > LONGEST_TOKEN) return NO_TOKEN;
      return connectionOf(identity).send(pushToken);
    },
    close: () => {
      closing ??= Promise.all([...connections.values()].map((connection) => connection.close(SHUTTING_DOWN))).then(
        () => {},
      );
      return closing;
    },
  };
}
