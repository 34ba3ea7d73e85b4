// The dates in a value of a template or pass in the form that Wallet reads: asked when a template
// is saved and whenever something is written to a pass, so that every surface answers what the pass
// has.
import { normalDate } from '../values/pass-date.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { partRule, type Rule, ruleAt } from './wallet-values.ts';

/**
 * The same value where it has no dates, or none that changes. `rule`: that of the value's place.
 */
export function withNormalDates(rule: Rule, value: JsonValue): JsonValue {
  if (rule.kind === 'any' || rule.kind === 'list') return value;
  if (isObject(value) && Object.hasOwn(value, 'PSValue')) return inAttribute(rule, value);
  if (rule.kind === 'leaf') return rule.wants === 'date' && typeof value === 'string' ? normalDate(value) : value;
  return mapped(value, (part, name) => withNormalDates(partRule(rule, value, name), part));
}

/** Normalises dates in a PSAttribute's value and options, because the pass gets them unchanged. */
function inAttribute(rule: Rule, attribute: JsonObject): JsonObject {
  const { PSValue = null, PSOptions } = attribute;
  const normal = { ...attribute, PSValue: withNormalDates(rule, PSValue) };
  if (PSOptions === undefined) return normal;
  return { ...normal, PSOptions: mapped(PSOptions, (option) => withNormalDates(rule, option)) };
}

/** A constructor in its stored shape. */
export function withNormalDatesOf(passConstructor: JsonObject): JsonObject {
  return mapped(passConstructor, (node, key) => withNormalDates(ruleAt([key]), node)) as JsonObject;
}

/** A copy with each part mapped, or the value itself when none changes. */
function mapped(value: JsonValue, map: (part: JsonValue, name: string) => JsonValue): JsonValue {
  if (!isArray(value) && !isObject(value)) return value;
  let isChanged = false;
  const parts = Object.entries(value).map(([name, part]): [string, JsonValue] => {
    const next = map(part, name);
    isChanged ||= next !== part;
    return [name, next];
  });
  if (!isChanged) return value;
  return isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}
