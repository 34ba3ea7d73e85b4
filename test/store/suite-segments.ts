// Segments: named once in a template, bounded, counted in steps that another condition makes void.
import { expect, it } from 'vitest';
import { codeOf, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';

export function segmentCases(current: Current): void {
  const segment = (templateId: number, name: string, condition = 'scanned') => ({
    ...{ templateId, name, condition },
    createdAt: T0,
  });
  const step = (after: number, cursor: number, isLast = false, condition = 'scanned') => ({
    ...{ after, cursor, condition, matched: 2, looked: 3, isLast, now: T0 + 9 },
  });

  it('lists the segments of a template by name, and refuses a name twice and one too many', async () => {
    const store = current();
    const { id } = await templateIn(store);
    const { id: other } = await templateIn(store, { hash: 'other' });
    expect(await store.segmentsOf(id)).toEqual([]);
    const b = await store.addSegment(segment(id, 'b'), 2);
    expect(b).toEqual({
      ...{ ...segment(id, 'b'), id: expect.any(Number), updatedAt: T0 },
      ...{ matched: null, looked: null, countedAt: null, cursor: null, matchedSoFar: 0, lookedSoFar: 0 },
    });
    expect(await codeOf(store.addSegment(segment(id, 'b'), 2))).toEqual({ code: 'name_taken' });
    await store.addSegment(segment(other, 'b'), 2);
    const a = await store.addSegment(segment(id, 'a', ''), 2);
    expect(await store.segmentsOf(id)).toEqual([a, b]);
    expect(await store.segmentById(a!.id)).toEqual(a);
    expect(await store.addSegment(segment(id, 'c'), 2)).toBeNull();
    expect(await codeOf(store.changeSegment(a!.id, { name: 'b', condition: '' }, T0))).toEqual({ code: 'name_taken' });
    const renamed = await store.changeSegment(a!.id, { name: 'A', condition: '' }, T0 + 1);
    expect(renamed).toEqual({ ...a, name: 'A', updatedAt: T0 + 1 });
    expect(await store.deleteSegment(a!.id)).toBe(true);
    expect(await store.deleteSegment(a!.id)).toBe(false);
    expect(await store.changeSegment(a!.id, { name: 'x', condition: '' }, T0)).toBeNull();
    await store.deleteTemplate(id, T0);
    expect(await store.segmentById(b!.id)).toBeNull();
    expect(await codeOf(store.addSegment(segment(id, 'b'), 2))).toEqual({ code: 'template_not_found' });
  });

  it('counts in steps: each once, the last one ends the job, another condition begins anew', async () => {
    const store = current();
    const { id: templateId } = await templateIn(store);
    const { id } = (await store.addSegment(segment(templateId, 'a'), 9))!;
    const job = () => store.waitingJob('count_segment', id);
    expect(await store.stepCount(id, step(0, 5))).toBe(false);
    expect(await store.startCount(id, T0)).toBe(true);
    expect(await store.startCount(id, T0)).toBe(false);
    expect(await job()).toMatchObject({ runAt: T0 });
    expect(await store.stepCount(id, step(0, 5))).toBe(true);
    expect(await store.stepCount(id, step(0, 5))).toBe(false);
    expect(await store.segmentById(id)).toMatchObject({ cursor: 5, matchedSoFar: 2, lookedSoFar: 3, matched: null });
    expect(await store.stepCount(id, step(5, 7, true))).toBe(true);
    expect(await job()).toBeNull();
    const over = { cursor: null, matched: 4, looked: 6, countedAt: T0 + 9, matchedSoFar: 0, lookedSoFar: 0 };
    expect(await store.segmentById(id)).toMatchObject(over);
    await store.startCount(id, T0);
    await store.stepCount(id, step(0, 5));
    await store.changeSegment(id, { name: 'a', condition: 'registered' }, T0);
    const anew = { cursor: 0, matched: null, looked: null, countedAt: null, matchedSoFar: 0, lookedSoFar: 0 };
    expect(await store.segmentById(id)).toMatchObject(anew);
    expect(await store.stepCount(id, step(0, 5))).toBe(false);
    expect(await store.stepCount(id, step(0, 5, true, 'registered'))).toBe(true);
    expect(await store.segmentById(id)).toMatchObject({ matched: 2, looked: 3, condition: 'registered' });
    await store.startCount(id, T0);
    await store.deleteSegment(id);
    expect(await job()).toBeNull();
  });
}
