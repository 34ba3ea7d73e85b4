// Finds texts in a condition that can never be what stands beside them: a text that is no date beside
// a date, one that is added to a date, a day of the week in other letters, a time with one digit. They
// would be false in silence.
import type { Calculation, ClockName, Condition, SourceRange, StringValue, Value } from '../../../grammar/ast.ts';
import { WEEKDAYS } from '../values/weekdays.ts';
import { readDate } from './date-values.ts';
import { comparedAs, isPlainValue, kindOf } from './value-kinds.ts';

export interface LiteralFault {
  readonly range: SourceRange;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** The first such text; null: there is none. */
export function literalFault(node: Condition): LiteralFault | null {
  switch (node.kind) {
    case 'or':
    case 'and':
      return firstOf(node.operands, literalFault);
    case 'not':
      return literalFault(node.operand);
    case 'comparison':
      if (node.operator !== 'contains') {
        const fault = faultBeside(node.left, node.right);
        if (fault !== null) return fault;
      }
      return faultIn(node.left) ?? faultIn(node.right);
    case 'membership':
      return firstOf(node.options, (option) => faultBeside(node.value, option)) ?? faultIn(node.value);
    case 'test':
    case 'truthy':
      return faultIn(node.value);
    case 'flag':
      return null;
  }
}

function firstOf<T>(items: readonly T[], find: (item: T) => LiteralFault | null): LiteralFault | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function faultBeside(left: Value, right: Value): LiteralFault | null {
  return faultOf(left, right) ?? faultOf(right, left);
}

/** What is wrong with a text inside of a calculation: texts are dates there, and no durations. */
function faultIn(value: Value): LiteralFault | null {
  if (value.kind !== 'calculation') return null;
  const { left, right } = value;
  return faultIn(left) ?? faultIn(right) ?? operandFault(value, left, right) ?? operandFault(value, right, left);
}

function operandFault({ operator }: Calculation, text: Value, other: Value): LiteralFault | null {
  if (text.kind !== 'string' || text.value.includes('{') || kindOf(other) !== 'date') return null;
  if (operator === '-' && readDate(text.value, 'UTC', 0) !== null) return null;
  return {
    range: text.range,
    message: `${shown(text)} is no duration: a duration is written without quotation marks, such as 30 days.`,
  };
}

/** What is wrong with a text beside another value. */
function faultOf(text: Value, other: Value): LiteralFault | null {
  if (text.kind !== 'string' || text.value.includes('{') || isPlainValue(other)) return null;
  if (other.kind === 'clock' && CLOCK_FAULTS[other.name] !== undefined) return CLOCK_FAULTS[other.name]!(text);
  if (comparedAs(text, other) !== 'date' || readDate(text.value, 'UTC', 0) !== null) return null;
  return {
    range: text.range,
    message: `${shown(text)} is no date: a date is written "2026-11-29" or "2026-11-29T14:05".`,
  };
}

function shown({ value }: StringValue): string {
  return JSON.stringify(value.length <= 40 ? value : `${value.slice(0, 40)}…`);
}

const CLOCK_FAULTS: Readonly<Partial<Record<ClockName, (text: StringValue) => LiteralFault | null>>> = {
  'day of week': (text) => {
    const { range, value } = text;
    if ((WEEKDAYS as readonly string[]).includes(value)) return null;
    const lower = value.trim().toLowerCase();
    const meant = WEEKDAYS.find((day) => lower.length >= 2 && day.toLowerCase().startsWith(lower.slice(0, 3)));
    const example = `"${meant ?? 'Monday'}"`;
    const message = `${shown(text)} is no day of the week: write ${example}.`;
    return { range, message, suggestion: meant === undefined ? undefined : example };
  },
  time: (text) => {
    const { range, value } = text;
    if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)) return null;
    const early = /^\d:[0-5]\d$/.test(value) ? `"0${value}"` : undefined;
    return { range, message: `${shown(text)} is no time: write ${early ?? '"16:00"'}.`, suggestion: early };
  },
};
