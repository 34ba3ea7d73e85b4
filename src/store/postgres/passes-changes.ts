// What passes.ts writes for the topics that write more than a pass in the same transaction.
import type { CreationSnapshot, PassChange, PassCreation, PassSnapshot } from '../../ports/store/passes.ts';
import type { Tx } from './engine/connection.ts';
import type { ManyPasses } from './passes-many.ts';

/**
 * Makes a pass, with its id; null where the decision made none. What fails with an AppError has
 * written nothing.
 */
export type CreatePass = <T>(
  tx: Tx,
  templateHash: string,
  decide: (snapshot: CreationSnapshot) => PassCreation<T>,
  many?: ManyPasses,
) => Promise<{ readonly id: number | null; readonly creation: PassCreation<T> }>;

/** Writes a decision about a locked pass and returns it. */
export type ChangePass = <S extends PassSnapshot, T>(
  tx: Tx,
  snapshot: S,
  decide: (snapshot: S) => PassChange<T>,
) => Promise<PassChange<T>>;
