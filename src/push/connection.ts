// All pushes of one certificate. They queue for a free stream of one connection. The first push
// opens the connection; a new one replaces it when APNs closes it; and it closes after a time
// without pushes.
import type { OutgoingHttpHeaders } from 'node:http2';
import type { PushIdentity, PushResult } from '../ports/push.ts';
import { readAnswer, unavailable } from './answers.ts';
import { failureSentence } from './failures.ts';
import { openSession, type Session, type SessionEnd, type Target, type Timing } from './session.ts';

/** All in milliseconds. */
export interface ConnectionTiming extends Timing {
  /** How long a connection without pushes stays open, and how long a failed one is remembered. */
  readonly idleMs: number;
  /**
   * The pause after the first failure; each further failure doubles the pause, up to
   * `longestBackoffMs`.
   */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
}

export interface Connection {
  send(pushToken: string): Promise<PushResult>;
  close(sentence: string): Promise<void>;
}

interface Waiting {
  readonly headers: OutgoingHttpHeaders;
  readonly resolve: (result: PushResult) => void;
  /** Whether APNs closed a connection before it read this push. */
  isSecond: boolean;
  next: Waiting | null;
}

/**
 * `headers`: the headers of every push, without the path. `now`: milliseconds of a monotonic clock.
 * The line calls `onUnused` after `idleMs` without a push and without a connection, so that the
 * caller can drop the private key.
 */
export function openConnection(
  target: Target,
  identity: PushIdentity,
  headers: OutgoingHttpHeaders,
  timing: ConnectionTiming,
  now: () => number,
  onUnused: () => void,
): Connection {
  let current: Session | null = null;
  /** The current connection, and replaced ones that still finish their pushes. */
  const sessions = new Set<Session>();
  let first: Waiting | null = null;
  let last: Waiting | null = null;
  let failure: { readonly sentence: string; readonly until: number; readonly backoffMs: number } | null = null;
  let closed: string | null = null;
  let underWay = 0;
  const idle = setTimeout(() => {
    if (first !== null || underWay > 0) return;
    failure = null;
    current?.retire();
    if (sessions.size === 0) onUnused();
  }, timing.idleMs).unref();

  function send(pushToken: string): Promise<PushResult> {
    return new Promise((resolve) => {
      const path = `/3/device/${encodeURIComponent(Buffer.from(pushToken).toString())}`;
      append({ headers: { ...headers, ':path': path }, resolve, isSecond: false, next: null });
      pump();
    });
  }

  /** Sends waiting pushes on free streams, and opens a connection when there is none. */
  function pump(): void {
    if (current?.isRetired()) current = null;
    const refusal = closed ?? (current === null && failure !== null && now() < failure.until ? failure.sentence : null);
    if (refusal !== null) refuse(refusal);
    while (first !== null) {
      current ??= open();
      if (current === null || current.free() <= 0) return;
      const push = first;
      first = push.next;
      if (first === null) last = null;
      push.next = null;
      void exchange(current, push);
      // A request may be the first to find out that its connection accepts no more streams.
      if (current.isRetired()) current = null;
    }
  }

  async function exchange(session: Session, push: Waiting): Promise<void> {
    underWay++;
    const result = await session.post(push.headers);
    underWay--;
    if (result === 'unprocessed') {
      if (push.isSecond)
        push.resolve(unavailable('APNs twice closed the stream or the connection before it looked at the push.'));
      else append({ ...push, isSecond: true });
    } else if ('lost' in result) {
      push.resolve(unavailable(result.lost));
    } else {
      failure = null;
      push.resolve(readAnswer(result.answer));
    }
    proceed();
  }

  /** Runs after every change: sends what waits, and starts the idle timer when nothing waits. */
  function proceed(): void {
    if (first !== null) pump();
    else if (underWay === 0) idle.refresh();
  }

  function open(): Session | null {
    try {
      const session: Session = openSession(target, identity, timing, {
        onFree: () => {
          if (first !== null) pump();
        },
        onEnd: (end) => onEnd(session, end),
      });
      sessions.add(session);
      return session;
    } catch (error) {
      const { host, port } = target;
      const { passTypeIdentifier } = identity;
      const cause = error as NodeJS.ErrnoException;
      fail(failureSentence({ host, port, passTypeIdentifier, stage: 'connect', error: cause, goaway: null }));
      return null;
    }
  }

  function onEnd(session: Session, { sentence, isFailure }: SessionEnd): void {
    sessions.delete(session);
    if (current === session) current = null;
    if (isFailure) fail(sentence);
    else proceed();
  }

  /** Remembers a failure for a while, so that pushes meanwhile do not connect again. */
  function fail(sentence: string): void {
    const backoffMs = failure === null ? timing.backoffMs : Math.min(failure.backoffMs * 2, timing.longestBackoffMs);
    failure = { sentence, backoffMs, until: now() + backoffMs };
    refuse(sentence);
    idle.refresh();
  }

  /** Answers all waiting pushes. */
  function refuse(sentence: string): void {
    const result = unavailable(sentence);
    for (let push = first; push !== null; push = push.next) push.resolve(result);
    first = null;
    last = null;
  }

  function append(push: Waiting): void {
    if (last === null) first = push;
    else last.next = push;
    last = push;
  }

  async function close(sentence: string): Promise<void> {
    closed = sentence;
    clearTimeout(idle);
    refuse(sentence);
    await Promise.all([...sessions].map((session) => session.destroy(sentence)));
  }

  return { send, close };
}
