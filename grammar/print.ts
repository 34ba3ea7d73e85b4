// Writes a condition in its one canonical form: operators in upper case, single spaces, as few
// parentheses as possible. Parsing the text gives the same nodes again, ranges aside, as long as it
// stays within the length a source may have.
import { Big } from 'big.js';
import type { Calculation, Condition, DurationValue, Value } from './ast.ts';

/**
 * The canonical text of a condition; the empty condition is the empty text. Throws a RangeError for
 * a number that is not finite and for a magic name that no source can contain: no parse yields such
 * nodes.
 */
export function printCondition(condition: Condition | null): string {
  return condition === null ? '' : print(condition);
}

function print(node: Condition): string {
  switch (node.kind) {
    case 'or':
      return node.operands
        .map((operand) => (operand.kind === 'or' ? `(${print(operand)})` : print(operand)))
        .join(' OR ');
    case 'and':
      return node.operands.map(printTight).join(' AND ');
    case 'not':
      return `!${printTight(node.operand)}`;
    case 'flag':
      return node.name;
    case 'truthy':
      return printValue(node.value);
    case 'test':
      return `${printValue(node.value)} ${node.negated ? '!' : ''}${node.test}`;
    case 'comparison':
      return `${printValue(node.left)} ${node.negated ? '!' : ''}${node.operator} ${printValue(node.right)}`;
    case 'membership':
      return `${printValue(node.value)} ${node.negated ? '!' : ''}in (${node.options.map(printValue).join(', ')})`;
  }
}

/** Prints an operand of AND or `!`, which needs parentheses when it is an AND or OR itself. */
function printTight(node: Condition): string {
  return node.kind === 'or' || node.kind === 'and' ? `(${print(node)})` : print(node);
}

/** One value as it is written in a condition, or alone as an expression. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'magic':
      if (!/^[^{}]+$/.test(value.name)) throw new RangeError(`not a magic name: ${value.name}`);
      return `{${value.name}}`;
    case 'number':
      if (!Number.isFinite(value.value)) throw new RangeError(`not a number a condition can hold: ${value.value}`);
      // String() is the shortest text that reads back as the same double, but large and small ones
      // get an exponent.
      return new Big(String(value.value)).toFixed();
    case 'boolean':
      return String(value.value);
    case 'string':
      return quote(value.value);
    case 'clock':
      return value.name;
    case 'duration':
      return printDuration(value);
    case 'calculation':
      return printCalculation(value);
  }
}

function printDuration({ amount, unit }: DurationValue): string {
  const isOne = amount.kind === 'number' && amount.value === 1;
  return `${printValue(amount)} ${unit}${isOne ? '' : 's'}`;
}

const isSum = ({ operator }: Calculation): boolean => operator === '+' || operator === '-';

/** Parentheses stand around a sum in a product, and around what is calculated first on the right. */
function printCalculation(node: Calculation): string {
  const { operator, left, right } = node;
  const isLoose = left.kind === 'calculation' && isSum(left) && !isSum(node);
  const isNested = right.kind === 'calculation' && (isSum(right) || !isSum(node));
  const before = isLoose ? `(${printValue(left)})` : printValue(left);
  const after = isNested ? `(${printValue(right)})` : printValue(right);
  return `${before} ${operator} ${after}`;
}

// Control characters, lone surrogates and the two separators that end a line in some programs get
// an escape: otherwise they would not survive a text field, a JSON dictionary or UTF-8.
const UNSAFE = /["\\\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** A string literal with the escapes the language knows. */
export function quote(text: string): string {
  const inner = text.replace(UNSAFE, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return '\\n';
    return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `"${inner}"`;
}
