// Finds images that nothing shows. A command does it, so whole tables are read: a hash may stand in
// any value, as may an address that contains it.
import type { UnusedImages } from '../../ports/store/purge.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Connection } from './engine/connection.ts';

/** Every column that may name an image. */
const TEXTS = [
  "SELECT overrides || coalesce(undo, '') FROM passes",
  'SELECT pass_constructor FROM template_versions',
  'SELECT pass_constructor FROM drafts',
  'SELECT logo FROM accounts WHERE logo IS NOT NULL',
  'SELECT additional FROM accounts',
  'SELECT posted FROM campaigns',
  'SELECT posted FROM template_issues',
  'SELECT posted FROM pass_references',
  'SELECT answer FROM idempotency_keys WHERE answer IS NOT NULL',
];

const HASH = /[0-9a-f]{64}/g;
/** The images that one commit deletes: each may have megabytes. */
const AT_ONCE = 10;

export function imagePurge({ client, write }: Connection): Pick<Store, 'purgeImages'> {
  const given = client.prepare<[number], { hash: string; bytes: number }>(`
    SELECT i.hash, length(i.bytes) AS bytes FROM images i LEFT JOIN image_uses u ON u.hash = i.hash
    WHERE coalesce(u.given_at, 0) < ? ORDER BY i.hash`);
  // The time is asked again under the lock: the image may have been given again meanwhile.
  const remove = client.prepare<[string, number]>(`
    DELETE FROM images WHERE hash = ?
      AND NOT EXISTS (SELECT 1 FROM image_uses u WHERE u.hash = images.hash AND u.given_at >= ?)`);
  const forget = client.prepare<[string, number]>('DELETE FROM image_uses WHERE hash = ? AND given_at < ?');
  const texts = TEXTS.map((sql) => client.prepare<[], string>(sql).pluck());

  const shown = (): ReadonlySet<string> => {
    const found = new Set<string>();
    for (const statement of texts) {
      for (const text of statement.iterate()) for (const [hash] of text.matchAll(HASH)) found.add(hash);
    }
    return found;
  };

  return {
    purgeImages: async (before, drop) => {
      // List the images first: a caller who shows one of them from now on gives it again first.
      const old = given.all(before);
      const named = old.length === 0 ? new Set<string>() : shown();
      const unused = old.filter(({ hash }) => !named.has(hash));
      if (!drop) return total(unused);
      const dropped: typeof unused = [];
      for (let start = 0; start < unused.length; start += AT_ONCE) {
        const slice = unused.slice(start, start + AT_ONCE);
        await write(() => {
          for (const image of slice) {
            if (remove.run(image.hash, before).changes > 0) dropped.push(image);
            forget.run(image.hash, before);
          }
        });
      }
      return total(dropped);
    },
  };
}

function total(images: readonly { readonly bytes: number }[]): UnusedImages {
  return { count: images.length, bytes: images.reduce((sum, { bytes }) => sum + bytes, 0) };
}
