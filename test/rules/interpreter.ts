// A second implementation of semantics.md, "Conditions": walks the nodes and asks a table of
// values. Written from the document and not from src/rules, so that the two can disagree.
import type { Condition, Value } from '../../grammar/ast.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';

/**
 * What a condition reads: a name's value (undefined: no such name) and the events logged before
 * now.
 */
export interface World {
  readonly values: Readonly<Record<string, JsonValue | undefined>>;
  readonly logged: ReadonlySet<string>;
}

export function holds(node: Condition | null, world: World): boolean {
  if (node === null) return true;
  if (node.kind === 'or') return node.operands.filter((operand) => holds(operand, world)).length > 0;
  if (node.kind === 'and') return node.operands.filter((operand) => !holds(operand, world)).length === 0;
  if (node.kind === 'not') return !holds(node.operand, world);
  if (node.kind === 'flag') return world.logged.has(node.name);
  if (node.kind === 'truthy') return !empty(read(node.value, world));
  if (node.kind === 'test') {
    const value = read(node.value, world);
    return (node.test === 'isEmpty' ? empty(value) : value !== null) !== node.negated;
  }
  return compares(node.left, node.operator, node.right, world) !== node.negated;
}

function compares(left: Value, operator: '=' | '>' | '<', right: Value, world: World): boolean {
  const literal = left.kind === 'string' || right.kind === 'string';
  const a = read(left, world);
  const b = read(right, world);
  if (!literal && number(a) !== undefined && number(b) !== undefined) {
    return sign(operator, number(a)! - number(b)!);
  }
  return sign(operator, order(text(a), text(b)));
}

function sign(operator: '=' | '>' | '<', difference: number): boolean {
  return { '=': difference === 0, '>': difference > 0, '<': difference < 0 }[operator];
}

function read(value: Value, world: World): JsonValue {
  if (value.kind === 'magic') return world.values[value.name] ?? null;
  if (value.kind !== 'string') return value.value;
  return value.value.replace(/\{([A-Za-z0-9_@.-]+)\}/g, (whole, name: string) =>
    name in world.values ? text(world.values[name] ?? null) : whole,
  );
}

/** null, "", 0, false, and text that reads as the number 0. */
function empty(value: JsonValue): boolean {
  if (typeof value === 'string') return value === '' || decimal(value) === 0;
  return value === null || value === 0 || value === false;
}

/**
 * null 0, false 0, true 1, a number itself, text that reads as a decimal number that number; else
 * it is a string.
 */
function number(value: JsonValue): number | undefined {
  if (value === null || value === false) return 0;
  if (value === true) return 1;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? decimal(value) : undefined;
}

function decimal(value: string): number | undefined {
  const trimmed = value.trim();
  const digits = trimmed.replace(/^[+-]/, '');
  const [whole, fraction, ...more] = digits.split('.');
  const isDigits = (part: string | undefined) =>
    part === undefined || [...part].every((digit) => '0123456789'.includes(digit));
  if (more.length > 0 || !isDigits(whole) || !isDigits(fraction) || `${whole}${fraction ?? ''}` === '')
    return undefined;
  return Number(trimmed);
}

function text(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}

/** Compares by code point, the order of UTF-8 bytes. */
function order(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
