// Calculates with decimal numbers, so that 0.3 / 0.1 is 3 (semantics.md, "Triggers": decimals do not
// drift).
import Big from 'big.js';
import type { CalculationOperator } from '../../../grammar/ast.ts';
import { addDecimal } from './values.ts';

/** With so many decimals a quotient is exact in every digit that a double has. */
const Exact = Big();
Exact.DP = 40;

/** Beyond these, digits cost more than anybody needs: doubles calculate. */
const LARGE = 1e100;
const SMALL = 1e-15;

/** Null where there is no result: a division by zero. A result beyond a double stays at its end. */
export function calculateDecimal(operator: CalculationOperator, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return addDecimal(left, right);
    case '-':
      return addDecimal(left, -right);
    default:
      if (operator !== '*' && right === 0) return null;
      return within(multiplied(operator, left, right));
  }
}

function multiplied(operator: '*' | '/' | '%', left: number, right: number): number {
  const rough = operator === '*' ? left * right : operator === '/' ? left / right : left % right;
  const isWhole = Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(rough);
  const isBeyond = !isUsual(left) || !isUsual(right) || (operator === '/' && !isUsual(rough));
  if (isWhole || isBeyond) return rough + 0;
  const number = new Exact(left);
  if (operator === '*') return number.times(right).toNumber() + 0;
  return (operator === '/' ? number.div(right) : number.mod(right)).toNumber() + 0;
}

function isUsual(number: number): boolean {
  const size = Math.abs(number);
  return size === 0 || (size < LARGE && size > SMALL);
}

function within(result: number): number {
  return Number.isFinite(result) ? result : Math.sign(result) * Number.MAX_VALUE;
}
