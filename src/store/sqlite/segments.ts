// Stores segments and how far their counts are, a few rows a template.
import { and, asc, count, eq, ne, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Segment, SegmentStore } from '../../ports/store/segments.ts';
import { nameTaken } from '../refusals.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';
import { segments, templates } from './schema.ts';

export function segmentStore({ db, write }: Connection, jobs: JobQueue): SegmentStore {
  const { id, templateId, name } = segments;
  const byId = db
    .select()
    .from(segments)
    .where(eq(id, sql.placeholder('id')))
    .prepare();
  const ofTemplate = db
    .select()
    .from(segments)
    .where(eq(templateId, sql.placeholder('template')))
    .orderBy(asc(name))
    .prepare();
  const counted = db
    .select({ segments: count() })
    .from(segments)
    .where(eq(templateId, sql.placeholder('template')))
    .prepare();

  const read = (segment: number): Segment | undefined => byId.get({ id: segment });
  const change = (segment: number, set: Partial<typeof segments.$inferInsert>) =>
    db.update(segments).set(set).where(eq(id, segment)).run();

  /** Inside a write only. `own`: the segment that may have the name. */
  function requireFree(template: number, wanted: string, own: number): void {
    const holder = and(eq(templateId, template), eq(name, wanted), ne(id, own));
    if (db.select({ id }).from(segments).where(holder).get()) throw nameTaken(wanted, 'segment');
  }

  return {
    segmentsOf: async (template) => ofTemplate.all({ template }),
    segmentById: async (segment) => read(segment) ?? null,
    addSegment: (segment, most) =>
      write((): Segment | null => {
        const template = segment.templateId;
        if (!db.select({ id: templates.id }).from(templates).where(eq(templates.id, template)).get()) {
          throw new AppError('template_not_found');
        }
        requireFree(template, segment.name, 0);
        if (counted.get({ template })!.segments >= most) return null;
        const fresh = { updatedAt: segment.createdAt, matchedSoFar: 0, lookedSoFar: 0 };
        return db
          .insert(segments)
          .values({ ...segment, ...fresh })
          .returning()
          .get();
      }),
    changeSegment: (segment, wanted, now) =>
      write((): Segment | null => {
        const present = read(segment);
        if (present === undefined) return null;
        requireFree(present.templateId, wanted.name, segment);
        const forgotten = { matched: null, looked: null, countedAt: null, matchedSoFar: 0, lookedSoFar: 0 };
        const counts =
          wanted.condition === present.condition ? {} : { ...forgotten, cursor: present.cursor === null ? null : 0 };
        change(segment, { ...wanted, ...counts, updatedAt: now });
        return read(segment)!;
      }),
    deleteSegment: (segment) =>
      write(() => {
        jobs.schedule({ kind: 'count_segment', subjectId: segment }, null);
        return db.delete(segments).where(eq(id, segment)).run().changes > 0;
      }),
    startCount: (segment, now) =>
      write(() => {
        if (read(segment)?.cursor !== null) return false;
        change(segment, { cursor: 0, matchedSoFar: 0, lookedSoFar: 0 });
        jobs.schedule({ kind: 'count_segment', subjectId: segment }, now);
        return true;
      }),
    stepCount: (segment, { after, condition, cursor, matched, looked, isLast, now }) =>
      write(() => {
        const present = read(segment);
        if (present?.cursor !== after || present.condition !== condition) return false;
        const matchedSoFar = present.matchedSoFar + matched;
        const lookedSoFar = present.lookedSoFar + looked;
        if (!isLast) {
          change(segment, { cursor, matchedSoFar, lookedSoFar });
          return true;
        }
        const over = { matched: matchedSoFar, looked: lookedSoFar, countedAt: now };
        change(segment, { ...over, cursor: null, matchedSoFar: 0, lookedSoFar: 0 });
        jobs.schedule({ kind: 'count_segment', subjectId: segment }, null);
        return true;
      }),
  };
}
