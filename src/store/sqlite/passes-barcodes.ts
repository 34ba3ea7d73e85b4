// Stores barcode messages that only one pass of a template may have.
import { and, eq, sql } from 'drizzle-orm';
import type { Claim } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { uniqueBarcodes as table } from './schema.ts';

export interface UniqueBarcodes {
  /**
   * Whether no other pass has the message. Ask before a change writes anything, so that a refusal
   * does not roll back its group commit.
   */
  isFree(claim: Claim, passId?: number): boolean;
  /** Claims the message in place of the one that the pass had. */
  claim(claim: Claim, passId: number): void;
  /** Removes the pass's claim. */
  release(passId: number): void;
}

/** Inside a write only, apart from isFree. */
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
