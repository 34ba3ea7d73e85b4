// What a value of a condition is before any pass is known: a date, a duration, or anything else.
// Comparisons and sentences depend on it.
import type { Calculation, Comparison, PlainValue, Value } from '../../../grammar/ast.ts';

export type ValueKind = 'date' | 'duration' | 'plain';

/** Whether a value stands by itself: conditions without dates and calculations have no others. */
export function isPlainValue(value: Value): value is PlainValue {
  return value.kind !== 'clock' && value.kind !== 'duration' && value.kind !== 'calculation';
}

/** A name is `plain`: what it holds may still read as a date where one is needed. */
export function kindOf(value: Value): ValueKind {
  switch (value.kind) {
    case 'clock':
      return value.name === 'now' || value.name === 'today' ? 'date' : 'plain';
    case 'duration':
      return 'duration';
    case 'calculation':
      return kindOfCalculation(value);
    default:
      return 'plain';
  }
}

function kindOfCalculation({ operator, left, right }: Calculation): ValueKind {
  const [one, other] = [kindOf(left), kindOf(right)];
  const areDurations = one === 'duration' && other === 'duration';
  switch (operator) {
    case '+':
      if (areDurations) return 'duration';
      return one === 'plain' && other === 'plain' ? 'plain' : 'date';
    case '-':
      if (areDurations) return 'duration';
      if (other === 'duration') return 'date';
      return one === 'date' || other === 'date' ? 'duration' : 'plain';
    case '*':
      return one === 'duration' || other === 'duration' ? 'duration' : 'plain';
    case '/':
      return one === 'duration' && other !== 'duration' ? 'duration' : 'plain';
    case '%':
      return 'plain';
  }
}

/** How two values compare: as durations or dates when one of them is one. */
export function comparedAs(left: Value, right: Value): ValueKind {
  const kinds = [kindOf(left), kindOf(right)];
  return kinds.includes('duration') ? 'duration' : kinds.includes('date') ? 'date' : 'plain';
}

/** Whether a comparison reads its values as they are, as conditions without dates do. */
export function isPlainComparison({ left, operator, right }: Comparison): boolean {
  return operator !== 'contains' && isPlainValue(left) && isPlainValue(right);
}
