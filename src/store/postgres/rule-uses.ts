// Stores when each rule of a template last applied: one row a rule, written at most once an hour.
import { type QuietRule, RULE_TIME_LAG, type RuleUse, type RuleUseStore } from '../../ports/store/rule-uses.ts';
import { movedRules } from '../../rules/triggers/rule-places.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

export interface RuleUses {
  /** Notes that rules applied at a time. */
  applied(tx: Tx, templateId: number, places: readonly string[], time: number): void;
  /** Gives each rule of a new version of a locked template the row that it had before, or a new one. */
  renew(tx: Tx, templateId: number, before: JsonObject, after: JsonObject, now: number): Promise<void>;
}

// Whoever finds the row of a rule locked writes nothing: another transaction writes a time.
const note = statement(`
  WITH due AS (
    SELECT place FROM rule_uses
    WHERE template_id = $1 AND md5(place) IN (SELECT md5(p) FROM unnest($2::text[]) p)
      AND (applied_at IS NULL OR applied_at + ${RULE_TIME_LAG} <= $3)
    FOR NO KEY UPDATE SKIP LOCKED)
  UPDATE rule_uses r SET applied_at = $3 FROM due
  WHERE r.template_id = $1 AND md5(r.place) = md5(due.place)`);
const COLUMNS = 'place, since, applied_at AS "appliedAt"';
const uses = statement<RuleUse>(`SELECT ${COLUMNS} FROM rule_uses WHERE template_id = $1 ORDER BY place`);
const locked = statement<RuleUse>(`SELECT ${COLUMNS} FROM rule_uses WHERE template_id = $1 FOR UPDATE`);
const clear = statement('DELETE FROM rule_uses WHERE template_id = $1');
const insert = statement(`
  INSERT INTO rule_uses (template_id, place, since, applied_at)
  SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[])`);

export function ruleUses({ read, kept }: Connection): RuleUses {
  // The times before which no rule of a template is written again. Rules of an older version have no
  // row. The cache may lag behind the rows, which the statement compares again.
  const dues = kept.keeping<number, ReadonlyMap<string, number>>(
    async (templateId) =>
      new Map((await read.rows(uses, templateId)).map(({ place, appliedAt }) => [place, dueAfter(appliedAt)])),
  );

  return {
    applied(tx, templateId, places, time) {
      const known = dues.now(templateId);
      // Read for the next time.
      if (known === undefined) dues(templateId).catch(() => {});
      const due = known ? places.filter((place) => time >= (known.get(place) ?? Number.POSITIVE_INFINITY)) : places;
      if (due.length === 0) return;
      void tx.send(note, templateId, due, time).then(() => dues.drop(templateId));
    },
    async renew(tx, templateId, before, after, now) {
      const rows = new Map((await tx.rows(locked, templateId)).map((row) => [row.place, row]));
      tx.send(clear, templateId);
      const moved = [...movedRules(before, after)].map(([place, from]) => {
        const row = from === null ? undefined : rows.get(from);
        return { place, since: row?.since ?? now, appliedAt: row?.appliedAt ?? null };
      });
      tx.send(
        insert,
        templateId,
        moved.map(({ place }) => place),
        moved.map(({ since }) => since),
        moved.map(({ appliedAt }) => appliedAt),
      );
    },
  };
}

function dueAfter(appliedAt: number | null): number {
  return (appliedAt ?? Number.NEGATIVE_INFINITY) + RULE_TIME_LAG;
}

const quiet = statement<QuietRule>(`
  SELECT r.template_id AS "templateId", r.place, r.since, r.applied_at AS "appliedAt"
  FROM templates t JOIN rule_uses r ON r.template_id = t.id
  WHERE t.account_id = $1 AND NOT t.triggers_paused AND r.since < $2 AND coalesce(r.applied_at, r.since) < $2
  ORDER BY r.template_id, r.place`);

export function ruleUseStore({ read }: Connection): RuleUseStore {
  return {
    quietRules: (accountId, before) => read.rows(quiet, accountId, before),
    ruleUses: (templateId) => read.rows(uses, templateId),
  };
}
