// The segments that schedules name: whom each has at the moment of a firing, and which names no segment
// has. A name stands in the template, so that a copy of the template keeps its meaning; a segment that
// was renamed or deleted leaves a schedule that reaches nobody, never one that reaches all.
import type { Pass } from '../../ports/store/passes.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { namedSegments } from '../../rules/schedules/named-segments.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { type Matches, matcherOf } from '../segments/matching.ts';

/** Whether a pass is in the segment of its template with that name; null: there is none. */
export type Segments = (
  pass: Pick<Pass, 'templateId' | 'isTest'>,
  name: string,
  program: Program,
  facts: PassFacts,
) => boolean | null;

type Read = Pick<Context, 'store'>;

/** Passes for trying out are in no segment, as on the page of segments. */
function isIn(
  matchers: ReadonlyMap<string, Matches>,
  ...[{ isTest }, name, program, facts]: Parameters<Segments>
): boolean | null {
  const matches = matchers.get(name);
  if (matches === undefined) return null;
  return !isTest && matches(program, facts);
}

async function matchersOf({ store }: Read, templateId: number): Promise<ReadonlyMap<string, Matches>> {
  const segments = await store.segmentsOf(templateId);
  return new Map(segments.map(({ name, condition }) => [name, matcherOf(condition)]));
}

/** The segments of one template as they are now. */
export async function segmentsOf(context: Read, templateId: number): Promise<Segments> {
  const matchers = await matchersOf(context, templateId);
  return (...asked) => isIn(matchers, ...asked);
}

/** Thrown inside a store's decision: read the segments of the template, then ask the store again. */
class SegmentsNeeded extends Error {
  readonly templateId: number;
  constructor(templateId: number) {
    super(`the segments of template ${templateId} are not read yet`);
    this.templateId = templateId;
  }
}

/**
 * Calls a store's method whose decision may ask for segments of a template that is not known before.
 * Most schedules name none, and cost no read then.
 */
export async function withSegments<T>(context: Read, call: (segments: Segments) => Promise<T>): Promise<T> {
  const known = new Map<number, ReadonlyMap<string, Matches>>();
  const segments: Segments = (...asked) => {
    const [{ templateId }] = asked;
    const matchers = known.get(templateId);
    if (matchers === undefined) throw new SegmentsNeeded(templateId);
    return isIn(matchers, ...asked);
  };
  for (;;) {
    try {
      return await call(segments);
    } catch (error) {
      // A pass that moves to another template between two tries needs those of that one.
      if (!(error instanceof SegmentsNeeded) || known.has(error.templateId)) throw error;
      known.set(error.templateId, await matchersOf(context, error.templateId));
    }
  }
}

/** Warns of schedules whose segment is missing. `templateId` null: a new template, which has none. */
export async function segmentFindings(
  { store }: Read,
  templateId: number | null,
  passConstructor: JsonObject,
): Promise<readonly Diagnostic[]> {
  const named = namedSegments(passConstructor);
  if (named.length === 0) return [];
  const segments = templateId === null ? [] : await store.segmentsOf(templateId);
  return named
    .filter((each) => !segments.some(({ name }) => name === each.name))
    .map(({ name, path }) => ({
      severity: 'warning',
      code: 'schedule_segment_missing',
      path,
      message: `The template has no segment "${name}", so the schedule reaches nobody. Choose one that it has.`,
    }));
}
