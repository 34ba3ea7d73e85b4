// Stores images, each once under the hash of its bytes.
import type { StoredImage } from '../../ports/store/images.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const byHash = statement<StoredImage>('SELECT hash, media_type AS "mediaType", bytes FROM images WHERE hash = $1');
// `g` sorts after every digit of a hash.
const beginning = statement<{ hash: string }>(
  "SELECT hash FROM images WHERE hash >= $1 AND hash < $1 || 'g' ORDER BY hash LIMIT 1",
);
const put = statement('INSERT INTO images (hash, media_type, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING');
const replace = statement('UPDATE images SET media_type = $2, bytes = $3 WHERE hash = $1');
const give = statement(`
  INSERT INTO image_uses AS u (hash, given_at) VALUES ($1, $2)
  ON CONFLICT (hash) DO UPDATE SET given_at = greatest(u.given_at, excluded.given_at)`);
const lock = statement("SELECT pg_advisory_xact_lock(hashtextextended('image ' || $1, 0))");

/** Until the commit, nobody else gives or purges the image. */
export function holdImage(tx: Tx, hash: string): void {
  tx.send(lock, hash);
}

export function imageStore({
  read,
  write,
}: Connection): Pick<Store, 'giveImage' | 'putImage' | 'replaceImage' | 'image' | 'imageHash'> {
  const bytesOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    giveImage: (hash, at) =>
      write(async (tx) => {
        tx.leavesKept();
        holdImage(tx, hash);
        tx.send(give, hash, at);
      }),

    putImage: ({ hash, mediaType, bytes }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(put, hash, mediaType, bytesOf(bytes));
      }),

    replaceImage: ({ hash, mediaType, bytes }) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(replace, hash, mediaType, bytesOf(bytes));
      }),

    image: async (hash) => {
      const row = await read.row(byHash, hash);
      return row
        ? { ...row, bytes: new Uint8Array(row.bytes.buffer, row.bytes.byteOffset, row.bytes.byteLength) }
        : null;
    },

    imageHash: async (start) => (await read.row(beginning, start))?.hash ?? null,
  };
}
