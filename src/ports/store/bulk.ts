// What Passwright asks of a database about bulk changes: one action on each pass that meets a
// condition, in steps that a crash neither repeats nor loses. Times are milliseconds since 1970.
import type { BulkAction, ChangedPath } from '../../rules/segments/bulk-action.ts';
import type { PassChange, ReferencedSnapshot } from './passes.ts';

/**
 * `dry`: the job `bulk_update` counts what would change, and writes nothing to passes. `waiting`: the
 * owner has not said yet whether to begin. `running`: the job changes passes. `stopped`: by the
 * owner. `done`. `undoing`: the job gives passes their former values. `undone`.
 */
export const BULK_STATES = ['dry', 'waiting', 'running', 'stopped', 'done', 'undoing', 'undone'] as const;
export type BulkState = (typeof BULK_STATES)[number];

export interface NewBulk {
  readonly templateId: number;
  /** The segment's name. */
  readonly name: string;
  /** The segment's condition when the bulk change was made. */
  readonly condition: string;
  readonly action: BulkAction;
  /** The e-mail address of the person who made it. */
  readonly who: string;
  /** How many passes the template had. */
  readonly total: number;
  readonly createdAt: number;
}

export interface Bulk extends NewBulk {
  readonly id: number;
  readonly state: BulkState;
  /** The id of the last pass that the job is done with. */
  readonly cursor: number;
  /** How many passes the job has looked at, how many of them met the condition, what became of those. */
  readonly looked: number;
  readonly matched: number;
  readonly changed: number;
  readonly failed: number;
  /** How many passes have their former values again, and how many somebody had changed since. */
  readonly undone: number;
  readonly left: number;
  readonly updatedAt: number;
}

/**
 * `sample`: would change, as a dry run found. `changed`, `failed`. `undone`: has its former values.
 * `left`: keeps its values, because somebody changed them since.
 */
export type PassFate = 'sample' | 'changed' | 'failed' | 'undone' | 'left';

/** What became of a pass. */
export interface BulkPass {
  readonly passId: number;
  readonly hash: string;
  readonly fate: PassFate;
  /** See changedPaths. */
  readonly values: readonly ChangedPath[];
  /** Why the pass was not changed; null: it was. */
  readonly message: string | null;
}

/** `apart`: the pass does not meet the condition any more. `same`: it has the value already. */
export interface BulkDecision<T> {
  readonly fate: 'changed' | 'undone' | 'left' | 'same' | 'apart';
  readonly values?: readonly ChangedPath[];
  readonly change: PassChange<T>;
}

export interface BulkItem<T> {
  readonly passId: number;
  readonly hash: string;
  /** How many passes the step has looked at, up to this one. */
  readonly looked: number;
  /** An AppError leaves the pass as it is: `failed`, or `left` when the job takes changes back. */
  readonly decide: (snapshot: ReferencedSnapshot) => BulkDecision<T>;
}

/** How far a job comes with its commit. */
export interface BulkStep {
  /** The state and the cursor that the job has read: the step is void when either has changed. */
  readonly state: BulkState;
  readonly after: number;
  readonly cursor: number;
  readonly looked: number;
  readonly isLast: boolean;
  readonly now: number;
  /** When the next step is due. */
  readonly runAt: number;
  /** Asked after each item but the last: false leaves the rest to the next step. */
  readonly mayGoOn?: () => boolean;
}

/** What a dry run finds in a step. */
export interface DryFound {
  readonly matched: number;
  readonly changed: number;
  readonly failed: number;
  readonly samples: readonly { readonly passId: number; readonly values: readonly ChangedPath[] }[];
}

/**
 * How long a bulk change stays after its last step, in ms: it can be looked at and taken back. Its
 * job deletes it then.
 */
export const BULK_LIFETIME = 7 * 24 * 60 * 60 * 1000;
/** The most failed passes of a bulk change that are listed; the number counts all. */
export const MOST_FAILED = 1000;

export interface BulkStore {
  /** Makes a bulk change with its job. Fails with `template_not_found`. */
  createBulk(bulk: NewBulk, state: 'dry' | 'running'): Promise<Bulk>;
  bulkById(id: number): Promise<Bulk | null>;
  /** Those of a template, newest first. */
  bulksOf(templateId: number, count: number): Promise<readonly Bulk[]>;
  /** Passes with a fate and an id above `after`, in order. */
  bulkPasses(
    id: number,
    page: { readonly fate: PassFate; readonly after: number; readonly count: number },
  ): Promise<readonly BulkPass[]>;
  /** From `waiting` to `running`; what the dry run found goes. False: it is in another state. */
  startBulk(id: number, now: number): Promise<boolean>;
  /** From `running` to `stopped`, and back. False: it is in another state. */
  stopBulk(id: number, now: number): Promise<boolean>;
  resumeBulk(id: number, now: number): Promise<boolean>;
  /** From `done` or `stopped` to `undoing`. False: it is in another state. */
  undoBulk(id: number, now: number): Promise<boolean>;
  /**
   * Changes the passes of a step in one commit with the cursor and the numbers; after the last step
   * the job waits for the end of BULK_LIFETIME, and, but for a dry run, a job `bulk_mail` is due. A pass
   * that was deleted meanwhile is left out. Answers each item's result, null where there is none, up to
   * the item after which the step ended early; null as a whole, with nothing written, when the step is
   * void.
   */
  stepBulk<T>(
    id: number,
    step: BulkStep,
    items: readonly BulkItem<T>[],
    found?: DryFound,
  ): Promise<readonly (T | null)[] | null>;
  /** Deletes up to `count` passes of a bulk change, then the bulk change and its job. True: it is gone. */
  deleteBulk(id: number, count: number): Promise<boolean>;
}
