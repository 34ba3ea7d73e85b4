// Compiles PSConditions: the AST of grammar/ becomes closures. Compiling a template resolves names
// to places, so that evaluating a condition only reads values and compares. The same closures also
// fill a trace.
import type { Comparison, Condition, FlagName, PlainValue, SyntaxDiagnostic, Value } from '../../../grammar/ast.ts';
import { explainPart } from '../../../grammar/diagnose.ts';
import { parseCondition, parseExpression } from '../../../grammar/parser.ts';
import { spend } from '../budget.ts';
import { accessTypeOf, type Overrides, type PassFacts } from '../passes/facts.ts';
import { isPlain, typed } from '../values/literal.ts';
import { isEmpty, type JsonValue, toNumber, toText } from '../values/values.ts';
import {
  type CalculationScope,
  compileCalculated,
  compileCalculatedComparison,
  compileMembership,
} from './calculations.ts';
import { faultWithin, literalFault } from './check-literals.ts';
import { expand, isSpecial, magicValue } from './magic.ts';
import { numeric, orderOfTexts } from './orders.ts';
import { isPlainName, locate, type PathIndex } from './paths.ts';
import { isPlainComparison, isPlainValue, kindOf, type ValueKind } from './value-kinds.ts';

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
  const parsed = parseCondition(source, (name) => isNameOf(index, name));
  if (!parsed.ok) return parsed;
  if (parsed.condition === null) return { ok: true, test: () => true, flags: [] };
  const fault = literalFault(parsed.condition);
  if (fault !== null) return { ok: false, error: explainPart(source, fault) };
  const flags = new Set<FlagName>();
  return { ok: true, test: compile(index, parsed.condition, flags), flags: [...flags] };
}

/** A value that is calculated, ready for evaluation. Null: it has no value. */
export type CompiledExpression = (facts: PassFacts) => JsonValue;

export type ExpressionCompiled =
  | { readonly ok: true; readonly evaluate: CompiledExpression; readonly kind: ValueKind }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

/**
 * Reads and compiles a text such as `{points} * 2` or `today + 1 year`. Dates come out as ISO 8601:
 * a day as `2026-11-29`, a moment with the offset of its zone. Never throws.
 */
export function compileExpression(index: PathIndex, source: string): ExpressionCompiled {
  const parsed = parseExpression(source, (name) => isNameOf(index, name));
  if (!parsed.ok) return parsed;
  const fault = faultWithin(parsed.value);
  if (fault !== null) return { ok: false, error: explainPart(source, fault) };
  return { ok: true, evaluate: compileValue(index, parsed.value), kind: kindOf(parsed.value) };
}

function isNameOf(index: PathIndex, name: string): boolean {
  return isSpecial(name) || locate(index, name) !== null;
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
      const { operand } = node;
      if (operand.kind === 'flag') return compileFlag(operand.name, false, flags);
      const test = compile(index, operand, flags);
      return (facts, seen) => !test(facts, seen);
    }
    case 'flag':
      return compileFlag(node.name, true, flags);
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
      return isPlainComparison(node)
        ? compileComparison(index, node)
        : compileCalculatedComparison(scopeOf(index), node);
    case 'membership':
      return compileMembership(scopeOf(index), node);
  }
}

function scopeOf(index: PathIndex): CalculationScope {
  return { plain: (value) => compilePlain(index, value), zone: index.clockZone ?? null };
}

function compileFlag(name: FlagName, wanted: boolean, flags: Set<FlagName>): CompiledCondition {
  flags.add(name);
  const type = accessTypeOf(name);
  return (facts, seen) => {
    const raised = facts.access[type] !== undefined;
    if (seen !== undefined) seen[name] = raised;
    return raised === wanted;
  };
}

type ReadValue = (facts: PassFacts, seen?: Seen) => JsonValue;

function compileValue(index: PathIndex, value: Value): ReadValue {
  return isPlainValue(value) ? compilePlain(index, value) : compileCalculated(scopeOf(index), value);
}

function compilePlain(index: PathIndex, value: PlainValue): ReadValue {
  if (value.kind === 'magic') {
    const named = namedBy(index, value.name);
    return (facts, seen) => readNamed(named, facts, seen);
  }
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
  if (!isPlainValue(value) || value.kind === 'magic' || (value.kind === 'string' && value.value.includes('{')))
    return undefined;
  return value.kind === 'string' ? typed(value.value) : value.value;
}

/** A magic string in a condition, with what is known of its place before any pass is. */
interface Named {
  readonly index: PathIndex;
  readonly name: string;
  /** Its name among the values seen. */
  readonly shown: string;
  /**
   * The path whose override can be read as a property; null: magic.ts reads the place, which needs
   * more care.
   */
  readonly path: string | null;
  readonly ancestors: readonly string[];
  /** The template's value. */
  readonly otherwise: JsonValue | undefined;
}

function namedBy(index: PathIndex, name: string): Named {
  const location = isSpecial(name) ? null : locate(index, name);
  const shown = `{${name}}`;
  if (location === null || location.steps[0] === 'images' || !isPlainName(location)) {
    return { index, name, shown, path: null, ancestors: [], otherwise: undefined };
  }
  return { index, name, shown, path: location.path, ancestors: location.ancestors, otherwise: location.value };
}

// A function and no closure: engines put its code where it is called.
function readNamed(named: Named, facts: PassFacts, seen: Seen | undefined): JsonValue {
  const { path } = named;
  let value = path === null ? undefined : facts.overrides[path];
  if (value === undefined && path !== null && !holdsOne(facts.overrides, named.ancestors)) value = named.otherwise;
  if (typeof value === 'string') {
    // Before the text is looked at.
    spend(facts.budget, 1, value.length);
    if (!isPlain(value)) value = magicValue(named.index, facts, named.name);
  } else {
    spend(facts.budget, 1, 0);
    if (typeof value !== 'number' && typeof value !== 'boolean') value = magicValue(named.index, facts, named.name);
  }
  if (seen !== undefined) seen[named.shown] = value;
  return value;
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
  const constant = constantOf(node.right);
  if (node.left.kind === 'magic' && constant !== undefined) {
    return compareNamed(namedBy(index, node.left.name), node, constant);
  }
  const left = compileValue(index, node.left);
  const right = compileValue(index, node.right);
  const isText = node.left.kind === 'string' || node.right.kind === 'string';
  return (facts, seen) => {
    const leftValue = left(facts, seen);
    const rightValue = right(facts, seen);
    const a = isText ? null : numeric(leftValue);
    const b = isText ? null : numeric(rightValue);
    return verdict(
      node,
      a === null || b === null ? orderOfTexts(facts.budget, toText(leftValue), toText(rightValue)) : a - b,
    );
  };
}

/** Does it for a magic string and a constant, the most frequent comparison: `{points} > 20`. */
function compareNamed(named: Named, node: Comparison, constant: string | number | boolean): CompiledCondition {
  const { operator } = node;
  const wanted = !node.negated;
  const sign = operator === '>' ? 1 : -1;
  const text = toText(constant);
  if (node.right.kind !== 'string') {
    const number = toNumber(constant);
    return (facts, seen) => {
      const value = readNamed(named, facts, seen);
      const read = typeof value === 'number' && Number.isFinite(value) ? value : numeric(value);
      const order = read === null ? orderOfTexts(facts.budget, toText(value), text) : read - number;
      return (operator === '=' ? order === 0 : order * sign > 0) === wanted;
    };
  }
  if (operator !== '=') {
    return (facts, seen) =>
      orderOfTexts(facts.budget, toText(readNamed(named, facts, seen)), text) * sign > 0 === wanted;
  }
  return (facts, seen) => {
    const value = readNamed(named, facts, seen);
    const shown = typeof value === 'string' ? value : toText(value);
    spend(facts.budget, 0, Math.min(shown.length, text.length));
    return (shown === text) === wanted;
  };
}

/** `order`: below 0, 0, or above 0, as the left value is less, equal or greater. */
function verdict({ operator, negated }: Comparison, order: number): boolean {
  return (operator === '=' ? order === 0 : operator === '>' ? order > 0 : order < 0) !== negated;
}
