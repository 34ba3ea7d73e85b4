// Counts how many passes of a template override each path, in the commits that write overrides.
import type { OwnValue, OwnValuesChange } from '../changes.ts';
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const add = statement(`
  INSERT INTO template_own_values AS v (template_id, path, shard, passes)
  SELECT template_id, path, own_shard(), sum(passes)
  FROM unnest($1::bigint[], $2::text[], $3::bigint[]) given (template_id, path, passes)
  GROUP BY template_id, path ORDER BY template_id, md5(path)
  ON CONFLICT (template_id, md5(path), shard) DO UPDATE SET passes = v.passes + excluded.passes`);

/** Writes what changes mean for the numbers of overridden paths, all in one statement. */
export function countOwnValues(tx: Tx, changes: readonly OwnValuesChange[]): void {
  const rows: (OwnValue & { readonly passes: 1 | -1 })[] = changes.flatMap(({ gained, lost }) => [
    ...gained.map((each) => ({ ...each, passes: 1 as const })),
    ...lost.map((each) => ({ ...each, passes: -1 as const })),
  ]);
  if (rows.length === 0) return;
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
  tx.send(add, column('templateId'), column('path'), column('passes'));
}
