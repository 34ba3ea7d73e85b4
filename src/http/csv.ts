// Answers tables as CSV, as the client reads them.
import type { JsonValue } from '../rules/values/values.ts';
import { BYTE_ORDER_MARK, csvLines } from '../tables/write.ts';

const ROWS_AT_ONCE = 100;

type Row = readonly JsonValue[];

/**
 * Streams the table; reads `rows` as the client reads the stream. `raw`: every value unchanged, for
 * programs, without the apostrophes that spreadsheets need.
 */
export function csvStream(
  columns: readonly string[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { raw = false }: { readonly raw?: boolean } = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const source = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode((raw ? '' : BYTE_ORDER_MARK) + csvLines([columns], raw))),
    pull: async (controller) => {
      const next: Row[] = [];
      while (next.length < ROWS_AT_ONCE) {
        const { done, value } = await source.next();
        if (done) break;
        next.push(value);
      }
      if (next.length > 0) controller.enqueue(encoder.encode(csvLines(next, raw)));
      if (next.length < ROWS_AT_ONCE) controller.close();
    },
    cancel: async () => {
      await source.return?.();
    },
  });
}
