// Stores marks: what accounts have put out of sight.
import type { MarkName, MarkStore } from '../../ports/store/marks.ts';
import type { Connection } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

const set = statement(`
  INSERT INTO account_marks (account_id, name, value) VALUES ($1, $2, $3)
  ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value`);
const all = statement<{ name: MarkName; value: number }>('SELECT name, value FROM account_marks WHERE account_id = $1');

export function markStore({ read, write }: Connection): MarkStore {
  return {
    setMark: (accountId, name, value) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(set, accountId, name, value);
      }),
    marksOf: async (accountId) =>
      Object.fromEntries((await read.rows(all, accountId)).map(({ name, value }) => [name, value])),
  };
}
