// Moves keys at the top of a constructor that are neither Apple's nor parts of a template into
// their objects: triggers must run, and hidden properties must not be printed on a pass.
import type { Report } from '../diagnostics.ts';
import { TRIGGER_EVENTS } from '../passes/facts.ts';
import { define } from '../values/tree.ts';
import { isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { APPLE_KEYS, SPECIAL_PROPERTIES, TEMPLATE_KEYS } from '../vocabulary.ts';

type Part = 'triggers' | 'additional';

/** The constructor with each misplaced key in its part, and a warning for each. */
export function moveMisplaced(given: JsonObject, report: Report): JsonObject {
  const misplaced = Object.entries(given).filter(([key, value]) => value !== null && !belongsAtTop(key));
  if (misplaced.length === 0) return given;
  const result: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(given)) if (belongsAtTop(key)) define(result, key, value);
  const parts = new Map<Part, Record<string, JsonValue>>();
  for (const [key, value] of misplaced) {
    const part: Part = (TRIGGER_EVENTS as readonly string[]).includes(key) ? 'triggers' : 'additional';
    const before = result[part] ?? {};
    // The part's own check reports faults inside the part.
    if (!isObject(before)) continue;
    const isTaken = Object.hasOwn(before, key);
    report.warning('key_misplaced', key, warning(key, part, isTaken, report));
    if (isTaken) continue;
    const moved = parts.get(part) ?? { ...before };
    define(moved, key, value);
    parts.set(part, moved);
  }
  return { ...result, ...Object.fromEntries(parts) };
}

/** Removes such keys from a second design, which shares the first one's triggers and properties. */
export function dropMisplaced(given: JsonObject, report: Report): JsonObject {
  const entries = Object.entries(given).filter(([key, value]) => {
    if (belongsAtTop(key)) return true;
    const message = `${key} is no key of a design, so it was left out. Triggers and additional properties stand beside redeemed.`;
    if (value !== null) report.warning('key_misplaced', key, message);
    return false;
  });
  return Object.fromEntries(entries);
}

function belongsAtTop(key: string): boolean {
  return APPLE_KEYS.has(key) || TEMPLATE_KEYS.has(key);
}

function warning(key: string, part: Part, isTaken: boolean, report: Report): string {
  const there = isTaken ? `${part} has a ${key} too, so this one was left out` : `it was read as a part of ${part}`;
  if (part === 'triggers') return `${key} is a trigger and belongs into triggers; ${there}.`;
  if ((SPECIAL_PROPERTIES as readonly string[]).includes(key)) {
    return `${key} is an additional property and belongs into additional; ${there}.`;
  }
  const near = report.near(key, () => [...APPLE_KEYS, ...TRIGGER_EVENTS, ...SPECIAL_PROPERTIES]);
  return `${key} is no key of pass.json, so it is a hidden additional property; ${there}.${near}`;
}
