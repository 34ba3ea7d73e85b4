// Group commit: changes of different passes that arrive while every connection is busy share one
// transaction, one read of their passes and one wait for the disk. Each is answered after the commit.
import { AppError, StoreUnavailableError } from '../../errors.ts';
import type { Idempotency } from '../../ports/store/idempotency.ts';
import type { Outcome, PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { keepAnswer, replay } from './idempotency.ts';
import type { ChangePass } from './passes-changes.ts';
import type { Snapshots } from './snapshots.ts';

/** The most changes of one transaction, and the most transactions at once. */
const MOST_TOGETHER = 64;
const SIDE_BY_SIDE = 3;

/** The most changes that wait; more are refused as if the database did not answer. */
const MOST_WAITING = 20_000;

interface Member {
  readonly hash: string;
  readonly decide: (snapshot: PassSnapshot) => PassChange<unknown>;
  readonly idempotency: Idempotency | undefined;
  readonly resolve: (outcome: Outcome<never>) => void;
  readonly reject: (error: unknown) => void;
}

type Together = <T>(
  hash: string,
  decide: (snapshot: PassSnapshot) => PassChange<T>,
  idempotency: Idempotency | undefined,
) => Promise<Outcome<T>>;

/** `onGroup` receives the number of changes of each transaction and the seconds it took. */
export function changesTogether(
  { write }: Connection,
  { snapshots, onGroup }: { readonly snapshots: Snapshots; readonly onGroup: (size: number, seconds: number) => void },
  change: ChangePass,
): Together {
  const waiting: Member[] = [];
  let running = 0;
  let isDue = false;

  async function one(
    tx: Tx,
    { decide, idempotency }: Member,
    snapshot: PassSnapshot | undefined,
  ): Promise<Outcome<unknown>> {
    const replayed = idempotency && (await replay(tx, idempotency));
    if (replayed) return replayed;
    if (snapshot === undefined) throw new AppError('pass_not_found', { field: 'hashedSerialNumber' });
    const { answer, result } = await change(tx, snapshot, decide);
    if (idempotency) keepAnswer(tx, idempotency, answer);
    return { replayed: false, result };
  }

  /** Changes of one pass run one after the other, in the order in which they came. */
  async function alone(member: Member): Promise<void> {
    try {
      const outcome = await write(async (tx) => {
        tx.leavesKept();
        const snapshot = await snapshots.lockedByHash(tx, member.hash);
        return one(tx, member, snapshot ?? undefined);
      });
      member.resolve(outcome as Outcome<never>);
    } catch (error) {
      member.reject(error);
    }
  }

  /**
   * Answers null when a change failed after it wrote: then all are undone, and each runs alone. One
   * that failed before concerns nobody else.
   */
  async function inOne(group: readonly Member[]): Promise<readonly PromiseSettledResult<Outcome<unknown>>[] | null> {
    try {
      return await write(async (tx) => {
        tx.leavesKept();
        const found = await snapshots.lockedByHashes(
          tx,
          group.map(({ hash }) => hash),
        );
        let failure: unknown = null;
        const settled = await Promise.allSettled(
          group.map(async (member) => {
            let wrote = false;
            const own: Tx = {
              ...tx,
              send(...given) {
                wrote = true;
                return tx.send(...given);
              },
            };
            try {
              return await one(own, member, found.get(member.hash));
            } catch (error) {
              if (wrote || !(error instanceof AppError)) failure ??= error;
              throw error;
            }
          }),
        );
        if (failure !== null) throw failure;
        return settled;
      });
    } catch (error) {
      // Nobody knows what a commit did whose answer is missing, so it is not done again.
      if (error instanceof StoreUnavailableError) return group.map(() => ({ status: 'rejected', reason: error }));
      return null;
    }
  }

  async function run(group: readonly Member[]): Promise<void> {
    const began = performance.now();
    const outcomes = group.length > 1 ? await inOne(group) : null;
    onGroup(group.length, (performance.now() - began) / 1000);
    if (outcomes === null) for (const member of group) await alone(member);
    else {
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index]!;
        if (outcome.status === 'fulfilled') resolve(outcome.value as Outcome<never>);
        else reject(outcome.reason);
      }
    }
  }

  /** The pass of each change that is under way: a second change of it waits. */
  const busy = new Set<string>();

  function next(): void {
    isDue = false;
    while (running < SIDE_BY_SIDE) {
      const group: Member[] = [];
      for (let at = 0; at < waiting.length && group.length < MOST_TOGETHER; ) {
        const member = waiting[at]!;
        if (busy.has(member.hash)) {
          at++;
          continue;
        }
        busy.add(member.hash);
        group.push(member);
        waiting.splice(at, 1);
      }
      if (group.length === 0) return;
      running++;
      void run(group).finally(() => {
        running--;
        for (const { hash } of group) busy.delete(hash);
        next();
      });
    }
  }

  return (hash, decide, idempotency) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) {
        reject(new StoreUnavailableError({ cause: new Error('Too many changes wait.') }));
        return;
      }
      waiting.push({ hash, decide, idempotency, resolve, reject });
      if (isDue) return;
      isDue = true;
      setImmediate(next);
    });
}
