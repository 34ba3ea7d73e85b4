// Barcode messages that one pass of a template alone may have.
import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { uniqueBarcodes as table } from './schema.ts';

export interface UniqueBarcodes {
  /** Asked before a change writes anything, so that the others of its group commit stay. Fails with `barcode_taken`. */
  requireFree(templateId: number, message: string, passId?: number): void;
  /** In place of the message that the pass had. */
  claim(templateId: number, message: string, passId: number): void;
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
    requireFree(ofTemplate, text, ofPass) {
      const held = holder.get({ templateId: ofTemplate, message: text });
      if (held !== undefined && held.passId !== ofPass) {
        throw new AppError('barcode_taken', { field: 'barcode.message' });
      }
    },
    claim(ofTemplate, text, ofPass) {
      db.insert(table)
        .values({ passId: ofPass, templateId: ofTemplate, message: text })
        .onConflictDoUpdate({ target: passId, set: { message: text } })
        .run();
    },
  };
}
