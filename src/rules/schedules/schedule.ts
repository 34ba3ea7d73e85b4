// What a schedule of a template is once it is compiled: when it is due, for whom, and what it does.
// Clock times are minutes after midnight on the clocks of its zone.
import type { Location } from '../paths/paths.ts';
import type { CompiledAction } from '../triggers/actions.ts';
import type { ActionCondition } from '../triggers/read-field.ts';

/** `draft` and `paused` schedules are never due. */
export const SCHEDULE_STATES = ['active', 'paused', 'draft'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

export const EVERY = ['day', 'week', 'month'] as const;
/** In ISO's order: Monday is day 1. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The same day for all passes of the template. */
export type Every =
  | { readonly kind: 'every'; readonly every: 'day'; readonly at: number }
  /** `on`: 1 is Monday. */
  | { readonly kind: 'every'; readonly every: 'week'; readonly at: number; readonly on: number }
  /** `on`: a month that is shorter has its last day in the place of that day. */
  | { readonly kind: 'every'; readonly every: 'month'; readonly at: number; readonly on: number | 'last' };

/** Some days before or after a date that each pass has. */
export interface Dated {
  readonly kind: 'dated';
  /** Below 0: before the date. */
  readonly days: number;
  readonly date: Location;
  readonly at: number;
  /** Each year again. A date without a year is yearly anyway. */
  readonly yearly: boolean;
}

/** So many days without a scan, counted from the creation of a pass that was never scanned. */
export interface Without {
  readonly kind: 'without';
  readonly days: number;
  /** Null: at the time of the last scan. */
  readonly at: number | null;
}

export type When = Every | Dated | Without;

export const CAP_PERIODS = ['day', 'week', 'month', 'year', 'ever'] as const;
export type CapPeriod = (typeof CAP_PERIODS)[number];

/** How often one pass is reached at most. */
export interface Cap {
  readonly times: number;
  readonly per: CapPeriod;
}

/** From `from` on until `to`, which may be on the next day, nobody is reached. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * What becomes of a run that the server was too late for: `once`, it follows one time, however many
 * were missed; `skip`, it is left out when it is more than LONGEST_DELAY late.
 */
export const LATE = ['once', 'skip'] as const;
export type Late = (typeof LATE)[number];

/** In ms; see `Late`. */
export const LONGEST_DELAY = 60 * 60 * 1000;

export interface Schedule {
  /** No other schedule of the template has it. */
  readonly name: string;
  readonly state: ScheduleState;
  readonly when: When;
  /** Null: all passes of the template. */
  readonly audience: ActionCondition | null;
  /** The name of a segment of the template in which a pass must be too; null: of none. */
  readonly segment: string | null;
  readonly actions: readonly CompiledAction[];
  /** Null: as often as it is due. */
  readonly cap: Cap | null;
  readonly quietHours: QuietHours | null;
  readonly late: Late;
  /** A name of the tz database. Null: the template's zone, else the account's. */
  readonly zone: string | null;
}

/** How often a schedule has reached a pass in the period of its cap, and when last (ms since 1970). */
export interface Fired {
  readonly count: number;
  readonly at: number;
}
