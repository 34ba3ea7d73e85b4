// The push adapter: one connection to APNs for each certificate, kept while it is used. node:http2 by itself, because no
// library does certificates, an empty payload, a bound on streams and GOAWAY without losing count of pushes.
import type { OutgoingHttpHeaders } from 'node:http2';
import type { Push, PushIdentity, PushResult } from '../ports/push.ts';
import { unavailable } from './answers.ts';
import { type Connection, type ConnectionTiming, openConnection } from './connection.ts';

export interface PushOptions {
  readonly host: string;
  readonly port: number;
  /** PEM, one certificate or several: who is trusted to have issued the server's; null: whom Node trusts. */
  readonly ca: string | null;
  /** The header apns-push-type; null leaves it out. */
  readonly pushType: string | null;
  /** The header apns-priority. */
  readonly priority: number;
  /** What tests make shorter. */
  readonly timing?: Partial<ConnectionTiming>;
  /** Milliseconds of any clock that only goes forward; only for how long a failure is remembered. */
  readonly now?: () => number;
}

const TIMING: ConnectionTiming = {
  connectMs: 10_000,
  requestMs: 10_000,
  pingMs: 60_000,
  // Apple asks to keep connections; this is long after the last push of a busy day, and before networks forget them.
  idleMs: 10 * 60_000,
  backoffMs: 1_000,
  longestBackoffMs: 60_000,
};

/** In characters. APNs' are of 64 or so; one that fills a frame would look as if APNs took no pushes at all. */
const LONGEST_TOKEN = 1_000;

const SHUTTING_DOWN = 'This server is shutting down, so the push was not sent or its answer not waited for.';

const NO_TOKEN: PushResult = {
  verdict: 'gone',
  status: null,
  reason: `The push token has more than ${LONGEST_TOKEN} characters, so APNs did not make it.`,
  since: null,
  retryAfterMs: null,
};

/** Opens nothing yet: a connection is made for the first push. */
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
