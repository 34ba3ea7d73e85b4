// Makes many passes in one transaction with few answers to wait for: their ids are drawn at once,
// templates are read once, and numbers that the passes share are written together.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { OwnValuesChange } from '../changes.ts';
import { holdPassTypes } from './certificates.ts';
import { countOwnValues } from './counts-own-values.ts';
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import type { Snapshots } from './snapshots.ts';

export interface ManyPasses {
  /** The next id; undefined: the database draws it, because more passes are made than were expected. */
  nextId(): number | undefined;
  template(hash: string): Promise<TemplateSnapshot | null>;
  /** See holdPassTypes. */
  holdPassTypes(accountId: number): void;
  /** Counts later what the passes override. */
  countOwnValues(change: OwnValuesChange): void;
  /** Writes what was left for the end. */
  finish(): void;
}

const drawIds = statement<{ id: number }>("SELECT nextval('passes_id_seq') AS id FROM generate_series(1, $1::bigint)");

/** `count`: of the passes to be made. */
export async function manyPasses(tx: Tx, snapshots: Snapshots, count: number): Promise<ManyPasses> {
  const ids = (await tx.rows(drawIds, count)).map(({ id }) => id);
  const templates = new Map<string, TemplateSnapshot>();
  const held = new Set<number>();
  const ownValues: OwnValuesChange[] = [];
  return {
    nextId: () => ids.shift(),
    async template(hash) {
      const there = templates.get(hash);
      if (there !== undefined) return there;
      const found = await snapshots.templateByHash(tx, hash);
      // The terms of a campaign are read with each pass, because they may say that it was the last.
      if (found !== null && found.issue === null) templates.set(hash, found);
      return found;
    },
    holdPassTypes(accountId) {
      if (held.has(accountId)) return;
      held.add(accountId);
      holdPassTypes(tx, accountId);
    },
    countOwnValues: (change) => void ownValues.push(change),
    finish: () => countOwnValues(tx, ownValues),
  };
}
