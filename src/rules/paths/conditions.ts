// Compiles PSConditions: the AST of grammar/ becomes closures. Compiling a template resolves names
// to places, so that evaluating a condition only reads values and compares. The same closures also
// fill a trace.
import type { Comparison, Condition, FlagName, SyntaxDiagnostic, Value } from '../../../grammar/ast.ts';
import { parseCondition } from '../../../grammar/parser.ts';
import { spend } from '../budget.ts';
import { accessTypeOf, type Overrides, type PassFacts } from '../passes/facts.ts';
import { isPlain, typed } from '../values/literal.ts';
import { compareCodePoints, isEmpty, type JsonValue, readNumber, toNumber, toText } from '../values/values.ts';
import { expand, isSpecial, magicValue } from './magic.ts';
import { isPlainName, locate, type PathIndex } from './paths.ts';

/**
 * The values that a condition read, by the name it used: `{points}` -> 25, `registered` -> true.
 */
export type Seen = Record<string, JsonValue>;

/** A condition ready for evaluation. Fills `seen` when given one. */
export type CompiledCondition = (facts: PassFacts, seen?: Seen) => boolean;

export type ConditionResult =
  | { readonly ok: true; readonly test: CompiledCondition; readonly flags: readonly FlagName[] }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

/** Reads and compiles a condition. The empty text is true. Never throws. */
export function compileCondition(index: PathIndex, source: string): ConditionResult {
  const parsed = parseCondition(source, (name) => isSpecial(name) || locate(index, name) !== null);
  if (!parsed.ok) return parsed;
  if (parsed.condition === null) return { ok: true, test: () => true, flags: [] };
  const flags = new Set<FlagName>();
  return { ok: true, test: compile(index, parsed.condition, flags), flags: [...flags] };
}

/**
 * Explains to its owner why a condition cannot be read: where, what was expected, and a caret below
 * the place.
 */
export function conditionProblem({ line, column, message, excerpt }: SyntaxDiagnostic): string {
  return `Line ${line}, column ${column}: ${message}\n${excerpt}`;
}

function compile(index: PathIndex, node: Condition, flags: Set<FlagName>): CompiledCondition {
  switch (node.kind) {
    case 'or': {
      const operands = node.operands.map((operand) => compile(index, operand, flags));
      // Chain operands two by two: walking an array costs more than the calls.
      return operands.reduce((before, next) => (facts, seen) => before(facts, seen) || next(facts, seen));
    }
    case 'and': {
      const operands = node.operands.map((operand) => compile(index, operand, flags));
      return operands.reduce((before, next) => (facts, seen) => before(facts, seen) && next(facts, seen));
    }
    case 'not': {
      const operand = compile(index, node.operand, flags);
      return (facts, seen) => !operand(facts, seen);
    }
    case 'flag': {
      const { name } = node;
      flags.add(name);
      const type = accessTypeOf(name);
      return (facts, seen) => {
        const raised = facts.access[type] !== undefined;
        if (seen !== undefined) seen[name] = raised;
        return raised;
      };
    }
    case 'truthy': {
      const read = compileValue(index, node.value);
      return (facts, seen) => !isEmpty(read(facts, seen));
    }
    case 'test': {
      const read = compileValue(index, node.value);
      const wanted = !node.negated;
      if (node.test === 'isSet') return (facts, seen) => (read(facts, seen) !== null) === wanted;
      return (facts, seen) => isEmpty(read(facts, seen)) === wanted;
    }
    case 'comparison':
      return compileComparison(index, node);
  }
}

type ReadValue = (facts: PassFacts, seen?: Seen) => JsonValue;

function compileValue(index: PathIndex, value: Value): ReadValue {
  if (value.kind === 'magic') return compileMagic(index, value.name);
  const constant = constantOf(value);
  if (constant !== undefined) return () => constant;
  const text = String(value.value);
  return (facts, seen) => {
    const expanded = typed(expand(index, facts, text, { audience: 'holder' }));
    if (seen !== undefined) seen[JSON.stringify(text)] = expanded;
    return expanded;
  };
}

/** The value for every pass; undefined for magic strings and for texts that contain one. */
function constantOf(value: Value): string | number | boolean | undefined {
  if (value.kind === 'magic' || (value.kind === 'string' && value.value.includes('{'))) return undefined;
  return value.kind === 'string' ? typed(value.value) : value.value;
}

function compileMagic(index: PathIndex, name: string): ReadValue {
  const location = isSpecial(name) ? null : locate(index, name);
  const shown = `{${name}}`;
  // Read the override of such a place as a property. magic.ts reads the places that need more care.
  const quick = location !== null && location.steps[0] !== 'images' && isPlainName(location);
  const path = quick ? location.path : '';
  const ancestors = quick ? location.ancestors : [];
  const otherwise = quick ? location.value : undefined;
  return (facts, seen) => {
    let value = quick ? facts.overrides[path] : undefined;
    if (value === undefined && !holdsOne(facts.overrides, ancestors)) value = otherwise;
    // Before the text is looked at.
    spend(facts.budget, 1, typeof value === 'string' ? value.length : 0);
    const isDirect =
      typeof value === 'number' || (typeof value === 'string' && isPlain(value)) || typeof value === 'boolean';
    if (!isDirect) value = magicValue(index, facts, name);
    if (seen !== undefined) seen[shown] = value!;
    return value!;
  };
}

function holdsOne(overrides: Overrides, paths: readonly string[]): boolean {
  for (const path of paths) if (overrides[path] !== undefined) return true;
  return false;
}

/**
 * semantics.md: a quoted literal is a string. A magic value that is text and reads as a decimal
 * number counts as one, unless the other side is a quoted literal. If either side is a string, both
 * compare as strings, else as numbers.
 */
function compileComparison(index: PathIndex, node: Comparison): CompiledCondition {
  const left = compileValue(index, node.left);
  const right = compileValue(index, node.right);
  const constant = constantOf(node.right);
  const constantText = constant === undefined ? undefined : toText(constant);
  const { operator } = node;
  const wanted = !node.negated;
  if (node.left.kind !== 'string' && node.right.kind !== 'string') {
    const constantNumber = constant === undefined ? null : numeric(constant);
    return (facts, seen) => {
      const leftValue = left(facts, seen);
      const rightValue = constant ?? right(facts, seen);
      const a = numeric(leftValue);
      const b = constantNumber ?? numeric(rightValue);
      const order =
        a === null || b === null ? compared(facts, toText(leftValue), constantText ?? toText(rightValue)) : a - b;
      return (operator === '=' ? order === 0 : operator === '>' ? order > 0 : order < 0) === wanted;
    };
  }
  return (facts, seen) => {
    const a = toText(left(facts, seen));
    const b = constantText ?? toText(right(facts, seen));
    const order = compared(facts, a, b);
    if (operator === '=') return (order === 0) === wanted;
    return (operator === '>' ? order > 0 : order < 0) === wanted;
  };
}

function compared({ budget }: PassFacts, left: string, right: string): number {
  spend(budget, 0, Math.min(left.length, right.length));
  return left === right ? 0 : compareCodePoints(left, right);
}

/**
 * Compares two values as a condition does: below 0, 0, or above 0. `asText`: one of them is a
 * quoted literal.
 */
export function orderOf(left: JsonValue, right: JsonValue, asText: boolean): number {
  const a = asText ? null : numeric(left);
  const b = asText ? null : numeric(right);
  return a === null || b === null ? compareCodePoints(toText(left), toText(right)) : a - b;
}

/**
 * The number that a value compares as, or null when it compares as a string. Objects and arrays
 * compare as their JSON.
 */
function numeric(value: JsonValue): number | null {
  if (typeof value === 'number') return toNumber(value);
  if (typeof value === 'string') return readNumber(value);
  return typeof value === 'object' && value !== null ? null : toNumber(value);
}
