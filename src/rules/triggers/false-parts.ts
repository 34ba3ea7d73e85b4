// Finds out which parts of a false condition were false, from the values that a trace says the
// condition saw. A part that was not looked at counts as neither true nor false.
import type { Comparison, Condition, Flag, Membership, Test, Truthy, Value } from '../../../grammar/ast.ts';
import { printCondition, printValue } from '../../../grammar/print.ts';
import { orderOf } from '../paths/orders.ts';
import { isPlainComparison } from '../paths/value-kinds.ts';
import { typed } from '../values/literal.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../values/values.ts';

/** A part that had the wrong verdict. */
export interface FalsePart {
  readonly part: Comparison | Membership | Test | Truthy | Flag;
  /** What the condition wanted of the part: false below a `!`. */
  readonly wanted: boolean;
  /** The value on the left side; null for nothing, and for a flag. */
  readonly seen: JsonValue;
}

export interface Miss {
  /** How many parts were as wanted, and how many were not. */
  readonly met: number;
  readonly unmet: number;
  /** The parts to blame, in their order; of alternatives those of the nearest one. */
  readonly blamed: readonly FalsePart[];
}

const NONE: Miss = { met: 0, unmet: 0, blamed: [] };

/** `seen`: the values of the trace's entry. The condition was false. */
export function missOf(condition: Condition, seen: JsonObject, wanted = true): Miss {
  switch (condition.kind) {
    case 'not':
      return missOf(condition.operand, seen, !wanted);
    case 'and':
    case 'or': {
      const misses = condition.operands.map((operand) => partMiss(operand, seen, wanted));
      const needsAll = (condition.kind === 'and') === wanted;
      return needsAll ? misses.reduce(sum, NONE) : misses.reduce((best, miss) => (isNearer(miss, best) ? miss : best));
    }
    default:
      return { met: 0, unmet: 1, blamed: [{ part: condition, wanted, seen: leftOf(condition, seen) }] };
  }
}

function partMiss(operand: Condition, seen: JsonObject, wanted: boolean): Miss {
  const verdict = verdictOf(operand, seen);
  if (verdict === null) return { ...NONE, unmet: 1 };
  return verdict === wanted ? { ...NONE, met: 1 } : missOf(operand, seen, wanted);
}

function sum(left: Miss, right: Miss): Miss {
  return { met: left.met + right.met, unmet: left.unmet + right.unmet, blamed: [...left.blamed, ...right.blamed] };
}

/** Whether more of a condition was as wanted, or as much with fewer parts that were not. */
export function isNearer(miss: Miss, other: Miss): boolean {
  return miss.met > other.met || (miss.met === other.met && miss.unmet < other.unmet);
}

/** Null: the values do not say. */
function verdictOf(node: Condition, seen: JsonObject): boolean | null {
  switch (node.kind) {
    case 'not': {
      const verdict = verdictOf(node.operand, seen);
      return verdict === null ? null : !verdict;
    }
    case 'and':
    case 'or': {
      const decides = node.kind === 'or';
      const verdicts = node.operands.map((operand) => verdictOf(operand, seen));
      if (verdicts.includes(decides)) return decides;
      return verdicts.includes(null) ? null : !decides;
    }
    case 'flag': {
      const raised = seenValue(seen, node.name);
      return typeof raised === 'boolean' ? raised : null;
    }
    case 'truthy': {
      const value = read(node.value, seen);
      return value === undefined ? null : !isEmpty(value);
    }
    case 'test': {
      const value = read(node.value, seen);
      if (value === undefined) return null;
      return (node.test === 'isSet' ? value !== null : isEmpty(value)) !== node.negated;
    }
    case 'membership':
      return notedVerdict(node, seen);
    case 'comparison': {
      if (!isPlainComparison(node)) return notedVerdict(node, seen);
      const left = read(node.left, seen);
      const right = read(node.right, seen);
      if (left === undefined || right === undefined) return null;
      const order = orderOf(left, right, node.left.kind === 'string' || node.right.kind === 'string');
      const holds = node.operator === '=' ? order === 0 : node.operator === '>' ? order > 0 : order < 0;
      return holds !== node.negated;
    }
  }
}

/** What the run noted of a part with dates or calculations. */
function notedVerdict(node: Comparison | Membership, seen: JsonObject): boolean | null {
  const verdict = seenValue(seen, printCondition(node));
  return typeof verdict === 'boolean' ? verdict : null;
}

function leftOf(part: FalsePart['part'], seen: JsonObject): JsonValue {
  if (part.kind === 'flag') return null;
  return read(part.kind === 'comparison' ? part.left : part.value, seen) ?? null;
}

/** Undefined: the trace does not have the value. */
function read(value: Value, seen: JsonObject): JsonValue | undefined {
  if (value.kind === 'magic') return seenValue(seen, `{${value.name}}`);
  if (value.kind === 'clock') return seenValue(seen, value.name);
  if (value.kind === 'duration' || value.kind === 'calculation') return seenValue(seen, printValue(value));
  if (value.kind !== 'string' || !value.value.includes('{')) {
    return value.kind === 'string' ? typed(value.value) : value.value;
  }
  return seenValue(seen, JSON.stringify(value.value));
}

function seenValue(seen: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(seen, name) ? seen[name] : undefined;
}
