// What a run of triggers is between two requests: where it stands, what its last segment left, what is next.
import type { Amount } from '../budget.ts';
import type { AccessType, Overrides } from '../passes/facts.ts';
import type { CompiledAction, LaterAction } from './actions.ts';
import type { OutgoingRequest } from './requests.ts';
import type { RunTrace, TraceEntry } from './trace.ts';

export interface Frame {
  readonly actions: readonly CompiledAction[];
  /** The action that runs next. */
  position: number;
}

/** The position of a run during a request. */
export interface Cursor {
  readonly accessType: AccessType;
  /** See RunTrace. */
  readonly schedule?: string;
  readonly frames: readonly Readonly<Frame>[];
  readonly entries: readonly TraceEntry[];
  readonly actions: number;
  readonly requests: number;
  readonly spentMs: number;
  /** The action whose request is under way, and its trace so far. */
  readonly pending: { readonly action: CompiledAction; readonly entry: TraceEntry } | null;
  /** Whether an earlier segment, or a called service since, changed what the pass shows. */
  readonly changed: boolean;
  /** The rest of the run's budget. */
  readonly left: Amount;
  /** The overrides that the last segment left, for finding what the called service changed. */
  readonly committed: Overrides;
}

/** `image`: the content hash of a fetched image. `note`: why a simulation sent no request. */
export type Reply =
  | {
      readonly ok: true;
      readonly status?: number;
      readonly image?: string;
      readonly note?: string;
      readonly durationMs: number;
    }
  | { readonly ok: false; readonly message: string; readonly durationMs: number };

export type RunOutcome = 'fired' | 'skipped' | 'error' | 'stopped';

export type Next =
  | {
      readonly kind: 'done';
      readonly outcome: RunOutcome;
      /** The message in psTriggerError when the outcome is `stopped`. */
      readonly message: string | null;
      readonly trace: RunTrace;
      /**
       * Whether a segment changed an effective value, or this event raises a flag that the pass
       * shows.
       */
      readonly updated: boolean;
    }
  | { readonly kind: 'request'; readonly request: OutgoingRequest; readonly cursor: Cursor };

export interface Segment {
  readonly overrides: Overrides;
  /** Whether this segment changed what the pass shows. */
  readonly changed: boolean;
  /** What waits from this segment on, in its order. */
  readonly later: readonly LaterAction[];
  readonly next: Next;
}

/** Actions that run instead of those of a trigger, and the name of what they belong to. */
export interface Scheduled {
  readonly schedule: string;
  readonly actions: readonly CompiledAction[];
}
