// What Passwright asks of a database about segments: saved conditions over the passes of a template,
// and how many passes meet each. Times are milliseconds since 1970.

export interface NewSegment {
  readonly templateId: number;
  /** Unique among the segments of the template. */
  readonly name: string;
  /** In the language of conditions; empty: every pass. */
  readonly condition: string;
  readonly createdAt: number;
}

export interface Segment extends NewSegment {
  readonly id: number;
  readonly updatedAt: number;
  /** How many passes met the condition when the last count ended, and of how many; null: no count has ended. */
  readonly matched: number | null;
  readonly looked: number | null;
  readonly countedAt: number | null;
  /** The id of the last pass that the present count has looked at; null: nobody counts. */
  readonly cursor: number | null;
  readonly matchedSoFar: number;
  readonly lookedSoFar: number;
}

/** How far a count comes with its commit. */
export interface CountStep {
  /** The cursor and the condition that the job has read: the step is void when either has changed. */
  readonly after: number;
  readonly condition: string;
  readonly cursor: number;
  readonly matched: number;
  readonly looked: number;
  readonly isLast: boolean;
  readonly now: number;
}

export interface SegmentStore {
  /** The segments of a template, by name. */
  segmentsOf(templateId: number): Promise<readonly Segment[]>;
  segmentById(id: number): Promise<Segment | null>;
  /**
   * Null: the template has `most` segments. Fails with `template_not_found`, and with `name_taken`
   * when another segment of the template has the name.
   */
  addSegment(segment: NewSegment, most: number): Promise<Segment | null>;
  /**
   * Another condition forgets the counts; a count under way begins again. Null: there is no such
   * segment. Fails with `name_taken`.
   */
  changeSegment(
    id: number,
    change: { readonly name: string; readonly condition: string },
    now: number,
  ): Promise<Segment | null>;
  /** Deletes a segment with its job. False: there is none. */
  deleteSegment(id: number): Promise<boolean>;
  /** Begins a count, by the job `count_segment`. False: there is no such segment, or a count is under way. */
  startCount(id: number, now: number): Promise<boolean>;
  /** Adds to the count; the last step ends the job. False, with nothing written, when the step is void. */
  stepCount(id: number, step: CountStep): Promise<boolean>;
}
