// Names the rules of a template by their place in its triggers: `onScan_0` is the first action of
// onScan. A rule that only moves stays the same rule.
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { hasRun, type RunTrace } from './trace.ts';

const PREFIX = 'triggers_';

/** The place in the template -> the rule's place; null for an action of a sub-routine. */
export function rulePlaceOf(where: string): string | null {
  return where.startsWith(PREFIX) ? where.slice(PREFIX.length) : null;
}

/** The rules that a run applied: actions whose condition was true, or that have none, and that are not paused. */
export function appliedRules({ actions }: RunTrace): readonly string[] {
  const places: string[] = [];
  for (const entry of actions) {
    const place = hasRun(entry) ? rulePlaceOf(entry.where) : null;
    if (place !== null && !places.includes(place)) places.push(place);
  }
  return places;
}

/** The rules of a constructor, each with its JSON text. */
export function rulesIn(passConstructor: JsonObject): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  const { triggers } = passConstructor;
  if (!isObject(triggers)) return rules;
  for (const [event, node] of Object.entries(triggers)) {
    for (const [position, action] of listOf(node).entries()) rules.set(`${event}_${position}`, JSON.stringify(action));
  }
  return rules;
}

function listOf(node: JsonValue): readonly JsonValue[] {
  if (node === null) return [];
  return isArray(node) ? node : [node];
}

/**
 * Where each rule of a new version was before: the same place if the rule is unchanged there, else
 * a place of the same event that held the same rule; null for a new rule.
 */
export function movedRules(before: JsonObject, after: JsonObject): ReadonlyMap<string, string | null> {
  const old = rulesIn(before);
  const free = new Map(old);
  const moved = new Map<string, string | null>();
  const rules = rulesIn(after);
  for (const [place, json] of rules) {
    if (old.get(place) !== json) continue;
    moved.set(place, place);
    free.delete(place);
  }
  for (const [place, json] of rules) {
    if (moved.has(place)) continue;
    const from = [...free].find(([other, same]) => same === json && eventOf(other) === eventOf(place))?.[0] ?? null;
    moved.set(place, from);
    if (from !== null) free.delete(from);
  }
  return moved;
}

/** The event of a rule's place, such as onScan. */
export function eventOf(place: string): string {
  return place.slice(0, place.lastIndexOf('_'));
}
