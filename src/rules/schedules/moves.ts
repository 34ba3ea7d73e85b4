// Whether the schedules of a template may be due at other times than before, from its JSON alone.
import { isArray, type JsonObject, sameValue } from '../values/values.ts';

export function hasSchedules({ schedules }: JsonObject): boolean {
  return isArray(schedules) && schedules.length > 0;
}

/**
 * Whether the next version of a template has other schedules, or other times for them: a date that all
 * passes have may be the template's own.
 */
export function movesSchedules(before: JsonObject, after: JsonObject): boolean {
  if (!hasSchedules(before) && !hasSchedules(after)) return false;
  return (['schedules', 'timezone', 'additional', 'structure', 'expirationDate', 'relevantDate'] as const).some(
    (key) => !sameValue(before[key], after[key]),
  );
}
