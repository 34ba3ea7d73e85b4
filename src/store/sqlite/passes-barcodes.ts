// Barcode messages that one pass of a template alone may have.
import { and, eq, sql } from 'drizzle-orm';
import type { Claim } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { uniqueBarcodes as table } from './schema.ts';

export interface UniqueBarcodes {
  /** Whether no other pass has it. Asked before a change writes anything, so that the others of its group commit stay. */
  isFree(claim: Claim, passId?: number): boolean;
  /** In place of the message that the pass had. */
  claim(claim: Claim, passId: number): void;
  /** The pass has none of its own any more. */
  release(passId: number): void;
}

/** Inside a write only. */
export function uniqueBarcodes({ db }: Connection): UniqueBarcodes {
  const { passId, templateId, message } = table;
  const holder = db
    .select({ passId })
    .from(table)
    .where(and(eq(templateId, sql.placeholder('templateId')), eq(message, sql.placeholder('message'))))
    .prepare();
  return {
    isFree(claim, ofPass) {
      const held = holder.get({ templateId: claim.templateId, message: claim.message });
      return held === undefined || held.passId === ofPass;
    },
    claim(claim, ofPass) {
      db.insert(table)
        .values({ passId: ofPass, ...claim })
        .onConflictDoUpdate({ target: passId, set: { ...claim } })
        .run();
    },
    release(ofPass) {
      db.delete(table).where(eq(passId, ofPass)).run();
    },
  };
}
