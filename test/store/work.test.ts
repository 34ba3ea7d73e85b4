// What jobs are about, and what pushes leave of their job.
import { expect, test } from 'vitest';
import { JOB_SUBJECTS } from '../../src/ports/store/jobs.ts';
import { countsOfKinds, kindsAbout, stepAfter, toldTag } from '../../src/store/work.ts';
import { T0 } from '../fixtures/store/fixtures.ts';

test('every kind is about one subject', () => {
  const subjects = ['pass', 'template', 'device', 'batch', 'segment', 'bulk'] as const;
  const kinds = subjects.flatMap((subject) => kindsAbout(subject));
  expect(kinds.sort()).toEqual(Object.keys(JOB_SUBJECTS).sort());
  expect(kindsAbout('pass')).toEqual(['push_pass', 'expire_pass', 'google_pass']);
  expect(countsOfKinds([{ kind: 'push_pass', waiting: 3 }])).toEqual({
    ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
    push_pass: 3,
  });
});

test('a device counts as told when it was, or when a job of its own has it', () => {
  const job = { updateTag: 5 };
  const fates = [
    { kind: 'told' },
    { kind: 'later', retryAt: T0 },
    { kind: 'waiting' },
    { kind: 'gone', since: null },
  ] as const;
  expect(fates.map((fate) => toldTag(job, fate))).toEqual([5, 5, 0, 0]);
});

test('a job that a newer change has joined begins anew, whatever was to be next', () => {
  const step = { kind: 'next', cursor: 3 } as const;
  expect(stepAfter({ updateTag: 5 }, 6, step)).toEqual({ kind: 'again' });
  expect(stepAfter({ updateTag: 5 }, 5, step)).toBe(step);
  expect(stepAfter({ updateTag: 5 }, undefined, step)).toBe(step);
});
