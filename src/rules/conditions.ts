// PSConditions: the AST of grammar/ compiled to closures. Names are resolved to places when the template is compiled, so
// that evaluating one reads values and compares. The same closures fill a trace when they are given one.
import type { Comparison, Condition, FlagName, SyntaxDiagnostic, Value } from '../../grammar/ast.ts';
import { parseCondition } from '../../grammar/parser.ts';
import { hasFlag } from './facts.ts';
import { typed } from './literal.ts';
import { expand, isSpecial, magicValue, type PassFacts } from './magic.ts';
import { effectiveValue, locate, type PathIndex } from './paths.ts';
import { compareCodePoints, isEmpty, type JsonValue, readNumber, toNumber, toText } from './values.ts';

/** What a condition asked for, by the name it used: `{points}` -> 25, `registered` -> true. */
export type Seen = Record<string, JsonValue>;

/** A condition ready to be asked. Fills `seen` when given one. */
export type CompiledCondition = (facts: PassFacts, seen?: Seen) => boolean;

export type ConditionResult =
  | { readonly ok: true; readonly test: CompiledCondition; readonly flags: readonly FlagName[] }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

/** Reads and compiles a condition. The empty text is true. Never throws. */
export function compileCondition(index: PathIndex, source: string): ConditionResult {
  const parsed = parseCondition(source);
  if (!parsed.ok) return parsed;
  if (parsed.condition === null) return { ok: true, test: () => true, flags: [] };
  const flags = new Set<FlagName>();
  return { ok: true, test: compile(index, parsed.condition, flags), flags: [...flags] };
}

/** Why a condition cannot be read, for its owner: where, what was expected, and a caret below the place. */
export function conditionProblem({ line, column, message, excerpt }: SyntaxDiagnostic): string {
  return `Line ${line}, column ${column}: ${message}\n${excerpt}`;
}

function compile(index: PathIndex, node: Condition, flags: Set<FlagName>): CompiledCondition {
  switch (node.kind) {
    case 'or': {
      const operands = node.operands.map((operand) => compile(index, operand, flags));
      return (facts, seen) => operands.some((operand) => operand(facts, seen));
    }
    case 'and': {
      const operands = node.operands.map((operand) => compile(index, operand, flags));
      return (facts, seen) => operands.every((operand) => operand(facts, seen));
    }
    case 'not': {
      const operand = compile(index, node.operand, flags);
      return (facts, seen) => !operand(facts, seen);
    }
    case 'flag': {
      const { name } = node;
      flags.add(name);
      return (facts, seen) => {
        const raised = hasFlag(facts.access, name);
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
  if (value.kind === 'string' && value.value.includes('{')) {
    const text = value.value;
    return (facts, seen) => {
      const expanded = typed(expand(index, facts, text, { audience: 'holder' }));
      if (seen !== undefined) seen[JSON.stringify(text)] = expanded;
      return expanded;
    };
  }
  const constant = value.kind === 'string' ? typed(value.value) : value.value;
  return () => constant;
}

function compileMagic(index: PathIndex, name: string): ReadValue {
  const location = isSpecial(name) ? null : locate(index, name);
  const shown = `{${name}}`;
  return (facts, seen) => {
    // The usual case, a plain number or text at a known place, without the way through magic.ts.
    const direct =
      location === null || location.steps[0] === 'images'
        ? undefined
        : effectiveValue(index, facts.overrides, location);
    const isPlain =
      typeof direct === 'number' ||
      typeof direct === 'boolean' ||
      (typeof direct === 'string' && !direct.includes('{'));
    const value = !isPlain ? magicValue(index, facts, name) : typeof direct === 'string' ? typed(direct) : direct;
    if (seen !== undefined) seen[shown] = value;
    return value;
  };
}

/**
 * semantics.md: a quoted literal is a string. A magic value that is text and reads as a decimal number counts as one,
 * unless the other side is a quoted literal. If either side is a string, both compare as strings, else as numbers.
 */
function compileComparison(index: PathIndex, node: Comparison): CompiledCondition {
  const left = compileValue(index, node.left);
  const right = compileValue(index, node.right);
  const quoted = node.left.kind === 'string' || node.right.kind === 'string';
  const { operator } = node;
  const wanted = !node.negated;
  return (facts, seen) => {
    const order = quoted
      ? compareTexts(left(facts, seen), right(facts, seen))
      : compare(left(facts, seen), right(facts, seen));
    const holds = operator === '=' ? order === 0 : operator === '>' ? order > 0 : order < 0;
    return holds === wanted;
  };
}

function compare(left: JsonValue, right: JsonValue): number {
  const a = numeric(left);
  const b = numeric(right);
  return a === null || b === null ? compareTexts(left, right) : a < b ? -1 : a > b ? 1 : 0;
}

/** The number a value compares as, or null for one that is a string. Objects and arrays compare as their JSON. */
function numeric(value: JsonValue): number | null {
  if (typeof value === 'string') return readNumber(value);
  return typeof value === 'object' && value !== null ? null : toNumber(value);
}

function compareTexts(left: JsonValue, right: JsonValue): number {
  return compareCodePoints(toText(left), toText(right));
}
