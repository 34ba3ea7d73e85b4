// Schedules the later work of a pass's schedules and PSActionLater. Everything that writes overrides adds
// this to its change, so that a date that moves takes its schedules along.
import type { DueChange, PassChange } from '../../ports/store/passes.ts';
import { type AccessType, type Overrides, type PassFacts, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { afterDelay } from '../../rules/schedules/delay.ts';
import {
  isOfPass,
  keyOfLater,
  keyOfSchedule,
  mayMoveDate,
  nextOfPass,
  type OfPass,
  zoneOf,
} from '../../rules/schedules/due.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { LaterAction } from '../../rules/triggers/actions.ts';

type Dues = Pick<PassChange<unknown>, 'dues'>;

/**
 * `before`: the overrides that the pass had; null for a new pass. Returns nothing when all dates stay.
 * Scans write none: a schedule without scans looks at the last one when it is due.
 */
export function duesChange(program: Program, facts: PassFacts, before: Overrides | null, after: Overrides): Dues {
  const { schedules } = program;
  if (schedules.length === 0) return {};
  const moved = activeOf(program).filter(
    ({ when }) => before === null || (when.kind === 'dated' && mayMoveDate(when, program, before, after)),
  );
  return moved.length === 0 ? {} : { dues: duesOf(moved, program, { ...facts, overrides: after }, facts.now) };
}

/** Does the same for a pass that moves to another template, whose program this is. */
export function duesOfMoved(program: Program, facts: PassFacts, after: Overrides): readonly DueChange[] {
  return duesOf(activeOf(program), program, { ...facts, overrides: after }, facts.now).map((due) => ({
    ...due,
    fired: null,
  }));
}

function activeOf({ schedules }: Program): readonly OfPass[] {
  return schedules.filter(isOfPass).filter(({ state }) => state === 'active');
}

function duesOf(
  schedules: readonly OfPass[],
  program: Program,
  facts: PassFacts,
  createdAt: number,
): readonly DueChange[] {
  const subject = { program, facts, createdAt };
  return schedules.map((schedule) => ({
    key: keyOfSchedule(schedule.name),
    at: nextOfPass(schedule, subject, facts.now),
  }));
}

/**
 * All schedules of a pass after its template was saved. A row that is due already keeps its time, so
 * that saving loses no run.
 */
export function duesOfSaved(program: Program, facts: PassFacts, createdAt: number): readonly DueChange[] {
  const isActive = new Set(activeOf(program));
  const subject = { program, facts, createdAt };
  return program.schedules.filter(isOfPass).map((schedule) => {
    const at = isActive.has(schedule) ? nextOfPass(schedule, subject, facts.now) : null;
    return {
      key: keyOfSchedule(schedule.name),
      // A schedule without scans that is new may have been due long ago.
      at: at === null ? null : Math.max(at, facts.now + 1),
      ...(isActive.has(schedule) ? { keepsDueBy: facts.now } : {}),
    };
  });
}

/** What a run's event cancels, once the event happens. */
function cancelledBy(program: Program, accessType: AccessType): readonly DueChange[] {
  if (program.laters.size === 0) return NONE;
  const event = TRIGGER_OF[accessType];
  if (event === null) return NONE;
  return [...program.laters.values()]
    .filter((later) => later.cancelledBy === event)
    .map(({ later }) => ({ key: keyOfLater(later), at: null, fired: null }));
}

/** What a segment of a run has asked to do later. */
function plannedBy(program: Program, facts: PassFacts, later: readonly LaterAction[]): readonly DueChange[] {
  if (later.length === 0) return NONE;
  const zone = zoneOf({ zone: null }, program, facts.zone);
  return later.map((action) => ({
    key: keyOfLater(action.later),
    at: afterDelay(zone, facts.now, action.delay),
  }));
}

/**
 * What a segment writes of schedules, in its order: the first one cancels what its event cancels, then dates
 * move, then actions begin to wait.
 */
export function duesOfSegment(
  program: Program,
  facts: PassFacts,
  { isOpen }: { readonly isOpen: boolean },
  accessType: AccessType,
  moved: Dues['dues'],
  later: readonly LaterAction[],
): Dues['dues'] {
  // Almost no template has any.
  if (program.laters.size === 0) return moved;
  const dues = [
    ...(isOpen ? [] : cancelledBy(program, accessType)),
    ...(moved ?? []),
    ...plannedBy(program, facts, later),
  ];
  return dues.length === 0 ? undefined : dues;
}

const NONE: readonly DueChange[] = [];
