// What became of an event, as filters of lists ask for it.
import type { EventFilter, EventResult, ListedEvent } from '../ports/store/events.ts';

/** Whether an event is of the result, till and access type that a filter names. */
export function fitsFilter(
  event: Pick<ListedEvent, 'outcome' | 'changed' | 'tillId' | 'accessType'>,
  { result, tillId, accessType }: EventFilter,
): boolean {
  if (result !== undefined && resultOf(event) !== result) return false;
  if (tillId !== undefined && event.tillId !== tillId) return false;
  return accessType === undefined || event.accessType === accessType;
}

/** Events of older versions do not say whether the pass changed, but whether an action ran. */
function resultOf({ outcome, changed }: Pick<ListedEvent, 'outcome' | 'changed'>): EventResult {
  if (outcome === 'error') return 'failed';
  if (outcome === 'stopped') return 'stopped';
  return (changed ?? outcome === 'fired') ? 'changed' : 'unchanged';
}
