// Finds the places of a template that hold a number or a date: a place shown or counted as a number
// must not become a word, because the next scan would count from 0.
import { type Location, locate } from '../paths/paths.ts';
import { parseContainer } from '../values/json-text.ts';
import { completeDate } from '../values/pass-date.ts';
import { isArray, isObject, type JsonObject, type JsonValue, readNumber, toText } from '../values/values.ts';
import { fieldsOf } from './design-fields.ts';

type Locations = Map<string, Location>;

/**
 * Values of fields with a number or date style, each place whose value is a number, and steppers
 * and dates of forms.
 */
export function markFormats(passConstructor: JsonObject, locations: Locations): void {
  for (const location of locations.values()) {
    if (typeof location.value === 'number' || location.attribute?.type === 'PSAttributeTypeStepper') {
      mark(locations, location, 'number');
    } else if (location.attribute?.type === 'PSAttributeTypeDate') {
      mark(locations, location, 'date');
    }
  }
  for (const { path, field } of fieldsOf(passConstructor)) {
    const location = locations.get(`${path}_value`);
    if (location === undefined) continue;
    if (hasText(field.numberStyle) || hasText(field.currencyCode)) mark(locations, location, 'number');
    else if (hasText(field.dateStyle) || hasText(field.timeStyle)) mark(locations, location, 'date');
  }
}

/** Marks the targets of increments, in triggers and in the texts of sub-routines. */
export function markNumbers({ triggers, additional }: JsonObject, locations: Locations): void {
  for (const path of [...targetsIn(triggers ?? null), ...targetsIn(additional ?? null)]) {
    const location = locations.get(locate({ locations }, path)?.path ?? '');
    if (location !== undefined) mark(locations, location, 'number');
  }
}

/**
 * Skips a place that the template itself fills with something else, because only its owner knows
 * what that means.
 */
function mark(locations: Locations, location: Location, holds: 'number' | 'date'): void {
  const { path, value } = location;
  const text = toText(value);
  const fits = holds === 'number' ? readNumber(text) !== null : completeDate(text, 'Z') !== null;
  if (location.steps[0] === 'images' || (!fits && text !== '' && !text.includes('{'))) return;
  locations.set(path, Object.freeze({ ...location, holds }));
}

function targetsIn(node: JsonValue): string[] {
  if (typeof node === 'string') {
    // Parse only a text that names the action, because most texts are no sub-routine.
    const routine = node.includes('PSActionIncrementValue') ? parseContainer(node) : undefined;
    return routine === undefined ? [] : targetsIn(routine);
  }
  if (isArray(node)) return node.flatMap(targetsIn);
  if (!isObject(node)) return [];
  const inner = Object.values(node).flatMap(targetsIn);
  const isIncrement = node.action === 'PSActionIncrementValue' && typeof node.targetPath === 'string';
  return isIncrement ? [node.targetPath as string, ...inner] : inner;
}

function hasText(value: JsonValue | undefined): boolean {
  return toText(value) !== '';
}
