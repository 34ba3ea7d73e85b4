// What holds for every run: a step changes nothing it was given, gives the same twice, and never throws.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACCESS_TYPES, TRIGGER_EVENTS } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { begin, type Reply, resume, type Segment } from '../../src/rules/triggers/triggers.ts';
import type { JsonObject, JsonValue } from '../../src/rules/values/values.ts';
import { actions, overrides } from '../fixtures/rules/any-actions.ts';
import { constructorOf, factsWith } from '../fixtures/rules/sample-pass.ts';

const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.record({ ok: fc.constant(true as const), status: fc.integer({ min: 200, max: 599 }), durationMs: fc.nat(12_000) }),
  fc.record({ ok: fc.constant(true as const), image: fc.constant('ab'.repeat(32)), durationMs: fc.nat(12_000) }),
  fc.record({ ok: fc.constant(false as const), message: fc.string(), durationMs: fc.nat(12_000) }),
);

/** Freezes a value with everything in it, so that changing any part of it throws. */
function deepFreeze<T>(whole: T): T {
  if (typeof whole !== 'object' || whole === null || Object.isFrozen(whole)) return whole;
  Object.freeze(whole);
  for (const part of Object.values(whole)) deepFreeze(part);
  return whole;
}

/** Everything a segment says but the closures of conditions, which are made anew for a sub-routine. */
const asJson = (segment: Segment) => JSON.stringify(segment);

/** A broken condition makes an error, but the program is complete all the same; the stepper must live with it. */
const programOf = (list: readonly JsonObject[]) =>
  compileTemplate(constructorOf({ additional: { note: 'n', counter: 0, code: '' }, triggers: { onScan: list } }))
    .program;

it('a step changes neither the cursor nor the facts it was given, and does the same when it runs again', () => {
  let requests = 0;
  fc.assert(
    fc.property(actions, overrides, fc.array(reply, { minLength: 11, maxLength: 11 }), (list, start, replies) => {
      const program = programOf(list);
      const facts = deepFreeze(factsWith(start));
      const first = begin(program, facts, 7);
      expect(asJson(begin(program, facts, 7))).toBe(asJson(first));
      let segment: Segment = first;
      for (let turn = 0; segment.next.kind === 'request'; turn++) {
        requests++;
        const cursor = deepFreeze(segment.next.cursor);
        const now = deepFreeze({ ...facts, overrides: segment.overrides });
        const given = replies[turn]!;
        const next = resume(program, now, cursor, given);
        expect(asJson(resume(program, now, cursor, given))).toBe(asJson(next));
        segment = next;
      }
    }),
    { numRuns: 600 },
  );
  expect(requests).toBeGreaterThan(100);
});

it('a run ends, whatever its actions, and answers a bounded trace', () => {
  fc.assert(
    fc.property(actions, overrides, reply, (list, start, given) => {
      const program = programOf(list);
      let segment: Segment = begin(program, factsWith(start), 7);
      let turns = 0;
      while (segment.next.kind === 'request') {
        expect(++turns).toBeLessThanOrEqual(10);
        segment = resume(program, factsWith(segment.overrides), segment.next.cursor, given);
      }
      expect(segment.next.trace.actions.length).toBeLessThanOrEqual(1000);
      for (const each of Object.values(segment.overrides)) JSON.stringify(each);
    }),
    { numRuns: 600 },
  );
});

it('garbage in the place of triggers never throws', () => {
  const garbage = fc.oneof(
    fc.jsonValue().map((json) => json as JsonValue),
    actions,
  );
  const events = fc.dictionary(fc.oneof(fc.constantFrom(...TRIGGER_EVENTS), fc.string()), garbage, { maxKeys: 4 });
  fc.assert(
    fc.property(events, fc.constantFrom(...ACCESS_TYPES), overrides, (triggers, type, start) => {
      const { program } = compileTemplate(constructorOf({ additional: { note: '', code: '' }, triggers }));
      expect(() => begin(program, factsWith(start), type)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
