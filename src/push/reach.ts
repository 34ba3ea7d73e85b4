// Connects to APNs and closes the connection: is it reached, and does it take the certificate?
import type { PushIdentity } from '../ports/push.ts';
import { failureSentence } from './failures.ts';
import { openSession, type Session, type Target } from './session.ts';

const TIMING = { connectMs: 10_000, requestMs: 10_000, pingMs: 60_000 };

/**
 * How long the connection took, in ms, or a sentence on why there is none. With TLS 1.3 APNs sees
 * the certificate last, so the answer to a ping is waited for: a refusal comes before it. Null:
 * connects without a certificate.
 */
export async function reachApns(
  target: Target,
  identity: PushIdentity | null,
  now: () => number = () => performance.now(),
): Promise<{ readonly ms: number } | string> {
  const start = now();
  return new Promise((resolve) => {
    let session: Session;
    const onFree = () => {
      void session.ping().then((isAnswered) => {
        if (!isAnswered) return;
        resolve({ ms: now() - start });
        void session.destroy('The connection was only tried.');
      });
    };
    try {
      session = openSession(target, identity, TIMING, { onFree, onEnd: ({ sentence }) => resolve(sentence) });
    } catch (error) {
      const passTypeIdentifier = identity?.passTypeIdentifier ?? 'no pass type';
      const { host, port } = target;
      const cause = error as NodeJS.ErrnoException;
      resolve(failureSentence({ host, port, passTypeIdentifier, stage: 'connect', error: cause, goaway: null }));
    }
  });
}
