// Stores segments and how far their counts are, a few rows a template.
import { AppError } from '../../errors.ts';
import type { Segment, SegmentStore } from '../../ports/store/segments.ts';
import { nameTaken } from '../refusals.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { schedule } from './jobs.ts';
import { segments } from './schema.ts';

const SEGMENT = `SELECT ${columnsOf(segments, 's')} FROM segments s`;
const byId = statement<Segment>(`${SEGMENT} WHERE s.id = $1`);
const locked = statement<Segment>(`${SEGMENT} WHERE s.id = $1 FOR NO KEY UPDATE`);
const ofTemplate = statement<Segment>(`${SEGMENT} WHERE s.template_id = $1 ORDER BY s.name`);
const counted = statement<{ segments: number }>('SELECT count(*) AS segments FROM segments WHERE template_id = $1');
const holder = statement('SELECT id FROM segments WHERE template_id = $1 AND name = $2 AND id <> $3');
const lockTemplate = statement('SELECT id FROM templates WHERE id = $1 FOR NO KEY UPDATE');
const add = statement<{ id: number }>(`
  INSERT INTO segments (template_id, name, condition, created_at, updated_at, matched_so_far, looked_so_far)
  VALUES ($1, $2, $3, $4, $4, 0, 0) RETURNING id`);
const rename = statement('UPDATE segments SET name = $2, updated_at = $3 WHERE id = $1');
const rewrite = statement(`
  UPDATE segments SET name = $2, updated_at = $3, condition = $4, matched = NULL, looked = NULL, counted_at = NULL,
    cursor = CASE WHEN cursor IS NOT NULL THEN 0 END, matched_so_far = 0, looked_so_far = 0 WHERE id = $1`);
const drop = statement('DELETE FROM segments WHERE id = $1');
const begin = statement(
  'UPDATE segments SET cursor = 0, matched_so_far = 0, looked_so_far = 0 WHERE id = $1 AND cursor IS NULL',
);
const goOn = statement(`
  UPDATE segments SET cursor = $4, matched_so_far = matched_so_far + $5, looked_so_far = looked_so_far + $6
  WHERE id = $1 AND cursor = $2 AND condition = $3`);
const end = statement(`
  UPDATE segments SET cursor = NULL, matched = matched_so_far + $4, looked = looked_so_far + $5, counted_at = $6,
    matched_so_far = 0, looked_so_far = 0
  WHERE id = $1 AND cursor = $2 AND condition = $3`);

export function segmentStore({ read, write }: Connection): SegmentStore {
  const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    write((tx) => {
      tx.leavesKept();
      return work(tx);
    });
  const counting = (subjectId: number) => ({ kind: 'count_segment', subjectId }) as const;

  /** Until the commit nobody else names a segment of the template. `own`: what may have the name. */
  async function requireFree(tx: Tx, template: number, name: string, own: number): Promise<void> {
    if (!(await tx.row(lockTemplate, template))) throw new AppError('template_not_found');
    if (await tx.row(holder, template, name, own)) throw nameTaken(name, 'segment');
  }

  return {
    segmentsOf: (template) => read.rows(ofTemplate, template),
    segmentById: async (id) => (await read.row(byId, id)) ?? null,
    addSegment: ({ templateId, name, condition, createdAt }, most) =>
      change(async (tx) => {
        await requireFree(tx, templateId, name, 0);
        if ((await tx.row(counted, templateId))!.segments >= most) return null;
        const { id } = (await tx.row(add, templateId, name, condition, createdAt))!;
        return (await tx.row(byId, id))!;
      }),
    changeSegment: (id, { name, condition }, now) =>
      change(async (tx) => {
        const known = await tx.row(byId, id);
        if (known === undefined) return null;
        // The template first, as where segments are added.
        await requireFree(tx, known.templateId, name, id);
        const present = await tx.row(locked, id);
        if (present === undefined) return null;
        if (present.condition === condition) await tx.run(rename, id, name, now);
        else await tx.run(rewrite, id, name, now, condition);
        return (await tx.row(byId, id)) ?? null;
      }),
    deleteSegment: (id) =>
      change(async (tx) => {
        schedule(tx, counting(id), null);
        return (await tx.run(drop, id)) > 0;
      }),
    startCount: (id, now) =>
      change(async (tx) => {
        if ((await tx.run(begin, id)) === 0) return false;
        schedule(tx, counting(id), now);
        return true;
      }),
    stepCount: (id, { after, condition, cursor, matched, looked, isLast, now }) =>
      change(async (tx) => {
        if (!isLast) return (await tx.run(goOn, id, after, condition, cursor, matched, looked)) > 0;
        if ((await tx.run(end, id, after, condition, matched, looked, now)) === 0) return false;
        schedule(tx, counting(id), null);
        return true;
      }),
  };
}
