// Finds images that nothing shows. A command does it, so whole tables are read, some rows at a time:
// a hash may stand in any value, as may an address that contains it.
import type { UnusedImages } from '../../ports/store/purge.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { holdImage } from './images.ts';

/** Every column that may name an image. */
const TEXTS = [
  "SELECT overrides::text || coalesce(undo::text, '') AS text FROM passes",
  'SELECT pass_constructor::text AS text FROM template_versions',
  'SELECT pass_constructor::text AS text FROM drafts',
  'SELECT logo::text AS text FROM accounts WHERE logo IS NOT NULL',
  'SELECT additional::text AS text FROM accounts',
  'SELECT posted::text AS text FROM campaigns',
  'SELECT posted::text AS text FROM template_issues',
  'SELECT posted::text AS text FROM pass_references',
  'SELECT answer AS text FROM idempotency_keys WHERE answer IS NOT NULL',
].map((select, index) => ({
  open: statement(`DECLARE texts_${index} NO SCROLL CURSOR FOR ${select}`),
  next: statement<{ text: string }>(`FETCH 500 FROM texts_${index}`),
  close: statement(`CLOSE texts_${index}`),
}));

const HASH = /[0-9a-f]{64}/g;
/** The images that one commit deletes: each may have megabytes. */
const AT_ONCE = 10;

interface OldImage {
  readonly hash: string;
  readonly bytes: number;
}

const notGivenSince = statement<OldImage>(`
  SELECT i.hash, length(i.bytes) AS bytes FROM images i LEFT JOIN image_uses u ON u.hash = i.hash
  WHERE coalesce(u.given_at, 0) < $1 ORDER BY i.hash`);
// The time is asked again under the lock: the image may have been given again meanwhile.
const remove = statement(`
  DELETE FROM images i WHERE i.hash = $1
    AND NOT EXISTS (SELECT FROM image_uses u WHERE u.hash = i.hash AND u.given_at >= $2)`);
const forget = statement('DELETE FROM image_uses WHERE hash = $1 AND given_at < $2');

export function imagePurge({ read, write }: Connection): Pick<Store, 'purgeImages'> {
  /** A cursor needs a transaction; this one writes nothing. */
  const shown = () =>
    write(async (tx): Promise<ReadonlySet<string>> => {
      tx.leavesKept();
      const found = new Set<string>();
      for (const each of TEXTS) for await (const text of textsOf(tx, each)) note(found, text);
      return found;
    });

  return {
    purgeImages: async (before, drop) => {
      // List the images first: a caller who shows one of them from now on gives it again first.
      const old = await read.rows(notGivenSince, before);
      const named = old.length === 0 ? new Set<string>() : await shown();
      const unused = old.filter(({ hash }) => !named.has(hash));
      if (!drop) return total(unused);
      const dropped: OldImage[] = [];
      for (let start = 0; start < unused.length; start += AT_ONCE) {
        const slice = unused.slice(start, start + AT_ONCE);
        dropped.push(
          ...(await write(async (tx) => {
            tx.leavesKept();
            const counts = slice.map(async ({ hash }) => {
              holdImage(tx, hash);
              const removed = tx.send(remove, hash, before);
              tx.send(forget, hash, before);
              return removed;
            });
            const removed = await Promise.all(counts);
            return slice.filter((_, index) => removed[index]! > 0);
          })),
        );
      }
      return total(dropped);
    },
  };
}

async function* textsOf(tx: Tx, { open, next, close }: (typeof TEXTS)[number]): AsyncGenerator<string> {
  tx.send(open);
  for (let rows = await tx.rows(next); rows.length > 0; rows = await tx.rows(next)) {
    for (const { text } of rows) yield text;
  }
  tx.send(close);
}

function note(found: Set<string>, text: string): void {
  for (const [hash] of text.matchAll(HASH)) found.add(hash);
}

function total(images: readonly OldImage[]): UnusedImages {
  return { count: images.length, bytes: images.reduce((sum, { bytes }) => sum + bytes, 0) };
}
