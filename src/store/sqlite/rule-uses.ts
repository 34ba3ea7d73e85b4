// Stores when each rule of a template last applied: one row a rule, written at most once an hour.
import { type QuietRule, RULE_TIME_LAG, type RuleUse, type RuleUseStore } from '../../ports/store/rule-uses.ts';
import { movedRules } from '../../rules/triggers/rule-places.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Connection } from './engine/connection.ts';

export interface RuleUses {
  /** Notes that rules applied at a time. Inside a write only. */
  applied(templateId: number, places: readonly string[], time: number): void;
  /** Gives each rule of a new version the row that it had before, or a new one. Inside a write only. */
  renew(templateId: number, before: JsonObject, after: JsonObject, now: number): void;
}

interface RuleRow {
  readonly since: number;
  readonly appliedAt: number | null;
}

export function ruleUses({ client, kept }: Connection): RuleUses {
  const write = client.prepare<[number, number, string]>(
    'UPDATE rule_uses SET applied_at = ? WHERE template_id = ? AND place = ?',
  );
  const all = client.prepare<[number], RuleRow & { place: string }>(
    'SELECT place, since, applied_at AS appliedAt FROM rule_uses WHERE template_id = ?',
  );
  const clear = client.prepare<[number]>('DELETE FROM rule_uses WHERE template_id = ?');
  const insert = client.prepare<[number, string, number, number | null]>(
    'INSERT INTO rule_uses (template_id, place, since, applied_at) VALUES (?, ?, ?, ?)',
  );
  // The times before which no rule of a template is written again. Rules of an older version have no
  // row.
  const duesOf = kept.keeping<number, Map<string, number>>(
    (templateId) => new Map(all.all(templateId).map(({ place, appliedAt }) => [place, dueAfter(appliedAt)])),
  );

  return {
    applied(templateId, places, time) {
      const dues = duesOf(templateId)!;
      for (const place of places) {
        if (time < (dues.get(place) ?? Number.POSITIVE_INFINITY)) continue;
        write.run(time, templateId, place);
        dues.set(place, dueAfter(time));
      }
    },
    renew(templateId, before, after, now) {
      const rows = new Map(all.all(templateId).map((row) => [row.place, row]));
      clear.run(templateId);
      for (const [place, from] of movedRules(before, after)) {
        const row = from === null ? undefined : rows.get(from);
        insert.run(templateId, place, row?.since ?? now, row?.appliedAt ?? null);
      }
    },
  };
}

function dueAfter(appliedAt: number | null): number {
  return (appliedAt ?? Number.NEGATIVE_INFINITY) + RULE_TIME_LAG;
}

export function ruleUseStore({ client }: Connection): RuleUseStore {
  const quiet = client.prepare<[number, number, number], QuietRule>(`
    SELECT r.template_id AS templateId, r.place, r.since, r.applied_at AS appliedAt
    FROM templates t JOIN rule_uses r ON r.template_id = t.id
    WHERE t.account_id = ? AND NOT t.triggers_paused AND r.since < ? AND coalesce(r.applied_at, r.since) < ?
    ORDER BY r.template_id, r.place`);
  const uses = client.prepare<[number], RuleUse>(
    'SELECT place, since, applied_at AS appliedAt FROM rule_uses WHERE template_id = ? ORDER BY place',
  );
  return {
    quietRules: async (accountId, before) => quiet.all(accountId, before, before),
    ruleUses: async (templateId) => uses.all(templateId),
  };
}
