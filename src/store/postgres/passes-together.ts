// Group commit: changes of different passes that arrive while every connection is busy share one
// transaction, one read of their passes and one wait for the disk. Each is answered after the commit.
import { AppError, StoreUnavailableError } from '../../errors.ts';
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { Outcome, PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { keepAnswer, replay } from './idempotency.ts';
import type { ChangePass } from './passes-changes.ts';
import type { Snapshots } from './snapshots.ts';

/** The most changes of one transaction. */
const MOST_TOGETHER = 64;
/** The most transactions of single changes at once. */
const SIDE_BY_SIDE = 3;

/** The most changes that wait; more are refused as if the database did not answer. */
const MOST_WAITING = 20_000;

interface Change {
  readonly hash: string;
  readonly decide: (snapshot: PassSnapshot) => PassChange<unknown>;
  readonly idempotency: Idempotency | undefined;
}

interface Member<Asked> {
  readonly asked: Asked;
  readonly resolve: (outcome: never) => void;
  readonly reject: (error: unknown) => void;
}

export interface Grouping<Asked, Answer> {
  readonly snapshots: Snapshots;
  /** The most transactions at once. */
  readonly sideBySide: number;
  /** Writes the change of one locked pass; undefined: the pass is gone. */
  readonly one: (tx: Tx, asked: Asked, snapshot: PassSnapshot | undefined) => Promise<Answer>;
  /** Writes last in a transaction, for all its changes that went well. */
  readonly last?: (tx: Tx, answers: readonly Answer[]) => void;
  /** Receives the number of changes of each transaction and the seconds it took. */
  readonly onGroup?: (size: number, seconds: number) => void;
}

type Together = <T>(
  hash: string,
  decide: (snapshot: PassSnapshot) => PassChange<T>,
  idempotency: Idempotency | undefined,
) => Promise<Outcome<T>>;

/** `onGroup`: see Grouping. */
export function changesTogether(
  connection: Connection,
  given: Pick<Grouping<never, never>, 'snapshots' | 'onGroup'>,
  change: ChangePass,
): Together {
  const one = async (tx: Tx, { decide, idempotency }: Change, snapshot: PassSnapshot | undefined) => {
    const replayed = idempotency && (await replay(tx, idempotency));
    if (replayed) return replayed;
    if (snapshot === undefined) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
    const { answer, result } = await change(tx, snapshot, decide);
    if (idempotency) keepAnswer(tx, idempotency, answer);
    return { replayed: false as const, result };
  };
  const together = grouped<Change, Outcome<unknown>>(connection, { ...given, sideBySide: SIDE_BY_SIDE, one });
  return <T>(...[hash, decide, idempotency]: Parameters<Together>) =>
    together({ hash, decide, idempotency }) as Promise<Outcome<T>>;
}

/** Answers what writes a change of a pass in a transaction with others, and resolves after the commit. */
export function grouped<Asked extends { readonly hash: string }, Answer>(
  { write }: Connection,
  { snapshots, sideBySide, one, last, onGroup }: Grouping<Asked, Answer>,
): (asked: Asked) => Promise<Answer> {
  const waiting: Member<Asked>[] = [];
  let running = 0;
  let isDue = false;

  /** Changes of one pass run one after the other, in the order in which they came. */
  async function alone({ asked, resolve, reject }: Member<Asked>): Promise<void> {
    try {
      const outcome = await write(async (tx) => {
        tx.leavesKept();
        const snapshot = await snapshots.lockedByHash(tx, asked.hash);
        const answer = await one(tx, asked, snapshot ?? undefined);
        last?.(tx, [answer]);
        return answer;
      });
      resolve(outcome as never);
    } catch (error) {
      reject(error);
    }
  }

  /**
   * Answers null when a change failed after it wrote: then all are undone, and each runs alone. One
   * that failed before concerns nobody else.
   */
  async function inOne(group: readonly Member<Asked>[]): Promise<readonly PromiseSettledResult<Answer>[] | null> {
    try {
      return await write(async (tx) => {
        tx.leavesKept();
        const found = await snapshots.lockedByHashes(
          tx,
          group.map(({ asked }) => asked.hash),
        );
        let failure: unknown = null;
        const settled = await Promise.allSettled(
          group.map(async ({ asked }) => {
            let wrote = false;
            const own: Tx = {
              ...tx,
              send(...given) {
                wrote = true;
                return tx.send(...given);
              },
            };
            try {
              return await one(own, asked, found.get(asked.hash));
            } catch (error) {
              if (wrote || !(error instanceof AppError)) failure ??= error;
              throw error;
            }
          }),
        );
        if (failure !== null) throw failure;
        last?.(
          tx,
          settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
        );
        return settled;
      });
    } catch (error) {
      // Nobody knows what a commit did whose answer is missing, so it is not done again.
      if (error instanceof StoreUnavailableError) return group.map(() => ({ status: 'rejected', reason: error }));
      return null;
    }
  }

  async function run(group: readonly Member<Asked>[]): Promise<void> {
    const began = performance.now();
    const outcomes = group.length > 1 ? await inOne(group) : null;
    onGroup?.(group.length, (performance.now() - began) / 1000);
    if (outcomes === null) for (const member of group) await alone(member);
    else {
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index]!;
        if (outcome.status === 'fulfilled') resolve(outcome.value as never);
        else reject(outcome.reason);
      }
    }
  }

  /** The pass of each change that is under way: a second change of it waits. */
  const busy = new Set<string>();

  function next(): void {
    isDue = false;
    while (running < sideBySide) {
      const group: Member<Asked>[] = [];
      for (let at = 0; at < waiting.length && group.length < MOST_TOGETHER; ) {
        const member = waiting[at]!;
        if (busy.has(member.asked.hash)) {
          at++;
          continue;
        }
        busy.add(member.asked.hash);
        group.push(member);
        waiting.splice(at, 1);
      }
      if (group.length === 0) return;
      running++;
      void run(group).finally(() => {
        running--;
        for (const { asked } of group) busy.delete(asked.hash);
        next();
      });
    }
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) {
        reject(new StoreUnavailableError({ cause: new Error('Too many changes wait.') }));
        return;
      }
      waiting.push({ asked, resolve, reject });
      if (isDue) return;
      isDue = true;
      setImmediate(next);
    });
}
