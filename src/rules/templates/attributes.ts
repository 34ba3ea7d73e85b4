// PSAttribute: a value of a template together with who may edit it and how a form shows it (the
// guide, "Constructing Templates Manually").
import { parseCondition } from '../../../grammar/parser.ts';
import { MOST_NEARS, type Report } from '../diagnostics.ts';
import { VALIDATORS } from '../forms/validators.ts';
import { conditionProblem } from '../paths/conditions.ts';
import type { Attribute } from '../paths/paths.ts';
import { orderedEntries } from '../values/key-order.ts';
import { isArray, isObject, isTrue, type JsonObject, type JsonValue, toNumber, toText } from '../values/values.ts';
import { ATTRIBUTE_KEYS, ATTRIBUTE_TYPES } from '../vocabulary.ts';

const KEYS: ReadonlySet<string> = new Set(ATTRIBUTE_KEYS);

/** Whether a node is `{PSValue, PSEditable, ...}` in place of a plain value. */
export function isAttribute(node: JsonValue | undefined): node is JsonObject {
  if (!isObject(node)) return false;
  const keys = Object.keys(node);
  return Object.hasOwn(node, 'PSValue') || (keys.length > 0 && keys.every((key) => KEYS.has(key)));
}

/** The plain value of a node. */
export function unwrap(node: JsonValue): JsonValue {
  if (isAttribute(node)) return unwrap(node.PSValue ?? null);
  if (isArray(node)) return node.map(unwrap);
  if (!isObject(node)) return node;
  return Object.fromEntries(orderedEntries(node).map(([key, value]) => [key, unwrap(value)]));
}

/** Reads a PSAttribute. Faults go into the report under `where`. */
export function readAttribute(node: JsonObject, where: string, report: Report): Attribute {
  const type = node.PSAttributeType;
  if (type !== undefined && type !== null && !(ATTRIBUTE_TYPES as readonly JsonValue[]).includes(type)) {
    const near = typeof type === 'string' ? report.near(type, () => ATTRIBUTE_TYPES) : '';
    report.error('attribute_type_unknown', where, `PSAttributeType is one of ${ATTRIBUTE_TYPES.join(', ')}.${near}`);
  }
  checkCondition(node.PSConditions, where, report);
  return {
    editable: isTrue(node.PSEditable),
    label: node.PSLabel === undefined || node.PSLabel === null ? null : toText(node.PSLabel),
    type: typeof type === 'string' ? type : null,
    options: readOptions(node.PSOptions, where, report),
    stepAmount: node.PSStepAmount === undefined || node.PSStepAmount === null ? null : toNumber(node.PSStepAmount),
    validation: readValidation(node.PSValidation, where, report),
  };
}

/**
 * Reports a condition that does nothing: normalise.ts has moved those of fields and the barcode out
 * of their attributes.
 */
function checkCondition(source: JsonValue | undefined, where: string, report: Report): void {
  const text = toText(source);
  if (text === '') return;
  const parsed = parseCondition(text);
  if (!parsed.ok) report.error('condition_invalid', where, conditionProblem(parsed.error));
  else
    report.warning('condition_unused', where, 'PSConditions belongs to a field or the barcode; here it does nothing.');
}

function readOptions(node: JsonValue | undefined, where: string, report: Report): Attribute['options'] {
  if (node === undefined || node === null) return null;
  if (isArray(node)) return node.map((option) => [toText(option), option] as const);
  if (isObject(node)) return orderedEntries(node);
  report.error('options_invalid', where, 'PSOptions is a JSON object from label to value, or an array of values.');
  return null;
}

function readValidation(node: JsonValue | undefined, where: string, report: Report): readonly string[] {
  if (node === undefined || node === null || node === '') return [];
  const names = toText(node)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = Object.keys(VALIDATORS);
  const unknown = names.filter((name) => !known.includes(name));
  for (const name of unknown.slice(0, MOST_NEARS)) {
    const message = `"${name}" is not a validator.${report.near(name, () => known)} There are ${known.join(', ')}.`;
    report.error('validator_unknown', where, message);
  }
  return names.filter((name) => known.includes(name));
}
