// Lists the passes of a template. Each query reads the index passes_template, and of the table only
// the listed rows. Passes that pages show are looked up by their hashes.
import type { Pass, PassState, PassStore } from '../../ports/store/passes.ts';
import { PUSH } from '../../rules/passes/facts.ts';
import { accessBit } from '../changes.ts';
import type { Connection } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { passColumns } from './snapshots.ts';

const SELECT = `SELECT ${passColumns('p')} FROM passes p WHERE p.template_id = $1`;

const paged = statement<Pass>(`${SELECT} ORDER BY p.id LIMIT $2 OFFSET $3`);
const behind = statement<Pass>(`${SELECT} AND p.id > $2 ORDER BY p.id LIMIT $3`);
const tests = statement<Pass>(`${SELECT} AND p.is_test ORDER BY p.id DESC`);
// Numbers leave passes for trying out aside; there are few.
const counted = statement<{ count: number }>(`
  SELECT coalesce((SELECT sum(created) FROM template_counts WHERE template_id = $1), 0)
    + (SELECT count(*) FROM passes WHERE template_id = $1 AND is_test) AS count`);
// When the whole template was last pushed: that push counts for every pass that existed then.
const accessed = statement<Pass>(`
  ${SELECT} AND ((p.accessed & $2) <> 0 OR p.created_at <= $3::bigint) ORDER BY p.id LIMIT $4 OFFSET $5`);
const pushed = statement<{ time: number | null }>(
  `SELECT max(time) AS time FROM events WHERE template_id = $1 AND access_type = ${PUSH} AND logged`,
);

const states = statement<PassState & { readonly hash: string }>(`
  SELECT p.hash, p.update_tag AS "passTag", t.update_tag AS "templateTag", t.updated_at AS "templateUpdatedAt"
  FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.hash = ANY($1)`);

type Lists = Pick<PassStore, 'countPasses' | 'passesOf' | 'passesBehind' | 'passesWith' | 'testPasses' | 'passStates'>;

export function passListStore({ read }: Connection): Lists {
  return {
    passesOf: (templateId, { start, count }) => read.rows(paged, templateId, count, start),
    passStates: async (hashes) => new Map((await read.rows(states, hashes)).map(({ hash, ...state }) => [hash, state])),
    passesBehind: (templateId, cursor, count) => read.rows(behind, templateId, cursor, count),
    testPasses: (templateId) => read.rows(tests, templateId),
    countPasses: async (templateId) => (await read.row(counted, templateId))!.count,
    passesWith: async (templateId, accessType, { start, count }) => {
      const time = accessType === PUSH ? (await read.row(pushed, templateId))!.time : null;
      return read.rows(accessed, templateId, accessBit(accessType), time, count, start);
    },
  };
}
