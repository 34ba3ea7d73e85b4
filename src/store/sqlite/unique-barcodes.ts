// Barcode messages that one pass of a template alone may have.
import { and, eq, sql } from 'drizzle-orm';
import type { Connection } from './engine/connection.ts';
import { uniqueBarcodes as table } from './schema.ts';

export interface UniqueBarcodes {
  /** Whether no other pass has it. Asked before a change writes anything, so that the others of its group commit stay. */
  isFree(templateId: number, message: string, passId?: number): boolean;
  /** In place of the message that the pass had. */
  claim(templateId: number, message: string, passId: number): void;
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
    isFree(ofTemplate, text, ofPass) {
      const held = holder.get({ templateId: ofTemplate, message: text });
      return held === undefined || held.passId === ofPass;
    },
    claim(ofTemplate, text, ofPass) {
      db.insert(table)
        .values({ passId: ofPass, templateId: ofTemplate, message: text })
        .onConflictDoUpdate({ target: passId, set: { templateId: ofTemplate, message: text } })
        .run();
    },
    release(ofPass) {
      db.delete(table).where(eq(passId, ofPass)).run();
    },
  };
}
