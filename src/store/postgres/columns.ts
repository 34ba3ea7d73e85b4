// Column types that drizzle lacks: bytes, words, and JSON as pg has parsed it already.
import { customType } from 'drizzle-orm/pg-core';

/** Bytes, read as a Buffer. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value),
});

/**
 * JSON, whose text stays as it was written: `jsonb` would sort the keys, which have an order in
 * templates. drizzle's own type parses a JSON text a second time.
 */
export const json = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'json',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value) => value as T,
  })(name);

/** Words, as `to_tsvector` makes them. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
