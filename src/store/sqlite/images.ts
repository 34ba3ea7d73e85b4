// Stores images, each once under the hash of its bytes.
import { eq, sql } from 'drizzle-orm';
import type { Store } from '../../ports/store/store.ts';
import type { Connection } from './engine/connection.ts';
import { images } from './schema.ts';

export function imageStore({
  client,
  db,
  write,
}: Connection): Pick<Store, 'putImage' | 'replaceImage' | 'image' | 'imageHash'> {
  const byHash = db
    .select()
    .from(images)
    .where(eq(images.hash, sql.placeholder('hash')))
    .prepare();
  const beginning = client
    .prepare<[string, string], string>('SELECT hash FROM images WHERE hash >= ? AND hash < ? LIMIT 1')
    .pluck();

  return {
    putImage: ({ hash, mediaType, bytes }) =>
      write(() => {
        db.insert(images)
          .values({ hash, mediaType, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
          .onConflictDoNothing()
          .run();
      }),

    replaceImage: ({ hash, mediaType, bytes }) =>
      write(() => {
        db.update(images)
          .set({ mediaType, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) })
          .where(eq(images.hash, hash))
          .run();
      }),

    image: async (hash) => {
      const row = byHash.get({ hash });
      return row
        ? { ...row, bytes: new Uint8Array(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength) }
        : null;
    },

    // `g` sorts after every digit of a hash.
    imageHash: async (start) => beginning.get(start, `${start}g`) ?? null,
  };
}
