// All pushes of one certificate: they wait in one line for a free stream of one connection, which is opened when the first
// of them comes, replaced when APNs closes it, and closed when nothing came for a while.
import type { OutgoingHttpHeaders } from 'node:http2';
import type { PushIdentity, PushResult } from '../ports/push.ts';
import { readAnswer, unavailable } from './answers.ts';
import { failureSentence } from './failures.ts';
import { openSession, type Session, type SessionEnd, type Target, type Timing } from './session.ts';

/** All in milliseconds. */
export interface ConnectionTiming extends Timing {
  /** How long a connection without pushes is kept, and the memory of one that failed. */
  readonly idleMs: number;
  /** How long after a failure nobody is connected to, at first; twice as long each time, up to `longestBackoffMs`. */
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
  /** Whether APNs closed a connection without having looked at it. */
  isSecond: boolean;
  next: Waiting | null;
}

/**
 * `headers`: of every push, without its path. `now`: milliseconds of any clock that only goes forward. `onUnused` is called
 * when nothing came for `idleMs` and no connection is left, so that the key need not be kept.
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
  /** The current one, and those that were replaced and still finish what they began. */
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

  /** Gives those that wait to free streams, and opens a connection when there is none. */
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
      // Only the request itself may find out that a connection takes no more.
      if (current.isRetired()) current = null;
    }
  }

  async function exchange(session: Session, push: Waiting): Promise<void> {
    underWay++;
    const result = await session.post(push.headers);
    underWay--;
    if (result === 'not taken') {
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

  /** After every change: whoever waits goes on; when nobody does, the time of idleness begins. */
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

  /** Remembers a failure for a while, so that whatever comes meanwhile does not knock again. */
  function fail(sentence: string): void {
    const backoffMs = failure === null ? timing.backoffMs : Math.min(failure.backoffMs * 2, timing.longestBackoffMs);
    failure = { sentence, backoffMs, until: now() + backoffMs };
    refuse(sentence);
    idle.refresh();
  }

  /** Answers everyone who waits. */
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
