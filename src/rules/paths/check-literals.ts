// Finds texts in a condition or an expression that can never be what stands beside them: a text that is
// no date beside a date, one that is added to a date, a day of the week in other letters, a time with
// one digit. They would be false, or give nothing, in silence.

import type { Calculation, ClockName, Condition, SourceRange, StringValue, Value } from '../../../grammar/ast.ts';
import { parseExpression } from '../../../grammar/parser.ts';
import { WEEKDAYS } from '../values/weekdays.ts';
import { readDate } from './date-values.ts';
import { comparedAs, isPlainValue, kindOf } from './value-kinds.ts';

/** What a text should have been. */
export type LiteralKind = 'date' | 'duration' | 'weekday' | 'time';

export interface LiteralFault {
  readonly kind: LiteralKind;
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
      return faultWithin(node.left) ?? faultWithin(node.right);
    case 'membership':
      return (
        firstOf(node.options, (option) => faultBeside(node.value, option)) ??
        firstOf([node.value, ...node.options], faultWithin)
      );
    case 'test':
    case 'truthy':
      return faultWithin(node.value);
    case 'flag':
      return null;
  }
}

/** The same inside of a calculation. */
export function faultWithin(value: Value): LiteralFault | null {
  if (value.kind !== 'calculation') return null;
  const { left, right } = value;
  return (
    faultWithin(left) ?? faultWithin(right) ?? operandFault(value, left, right) ?? operandFault(value, right, left)
  );
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

/** The value as a text without magic strings, which nobody knows yet; null: it is none. */
function textIn(value: Value): StringValue | null {
  return value.kind === 'string' && !value.value.includes('{') ? value : null;
}

/** What is wrong with a text that is calculated with: texts are dates and numbers there, and no durations. */
function operandFault({ operator, left }: Calculation, given: Value, other: Value): LiteralFault | null {
  const text = textIn(given);
  if (text === null) return null;
  switch (kindOf(other)) {
    case 'date':
      return operator === '-' && isDate(text) ? null : durationFault(text);
    case 'duration':
      if (operator === '-' && given !== left) return durationFault(text);
      return (operator === '+' || operator === '-') && !isDate(text) ? dateFault(text) : null;
    case 'plain':
      return durationIn(text) === null ? null : durationFault(text);
  }
}

/** What is wrong with a text beside another value. */
function faultOf(given: Value, other: Value): LiteralFault | null {
  const text = textIn(given);
  if (text === null || isPlainValue(other)) return null;
  if (other.kind === 'clock' && CLOCK_FAULTS[other.name] !== undefined) return CLOCK_FAULTS[other.name]!(text);
  switch (comparedAs(text, other)) {
    case 'date':
      return isDate(text) ? null : dateFault(text);
    case 'duration':
      return durationFault(text);
    case 'plain':
      return null;
  }
}

function isDate({ value }: StringValue): boolean {
  return readDate(value, 'UTC', 0) !== null;
}

function dateFault(text: StringValue): LiteralFault {
  const message = `${shown(text)} is no date: a date is written "2026-11-29" or "2026-11-29T14:05".`;
  return { kind: 'date', range: text.range, message };
}

function durationFault(text: StringValue): LiteralFault {
  const meant = durationIn(text);
  const how = `a duration is written without quotation marks, such as ${meant ?? '30 days'}`;
  const message = `${shown(text)} is no duration: ${how}.`;
  return { kind: 'duration', range: text.range, message, suggestion: meant ?? undefined };
}

/** The longest text that is looked at as a duration, in characters. */
const LONGEST_DURATION = 40;

/** The duration that stands between quotation marks; null: none does. */
function durationIn({ value }: StringValue): string | null {
  if (value.length > LONGEST_DURATION) return null;
  const read = parseExpression(value);
  return read.ok && read.value.kind === 'duration' ? value.trim() : null;
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
    return { kind: 'weekday', range, message, suggestion: meant === undefined ? undefined : example };
  },
  time: (text) => {
    const { range, value } = text;
    if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)) return null;
    const early = /^\d:[0-5]\d$/.test(value) ? `"0${value}"` : undefined;
    return {
      kind: 'time',
      range,
      message: `${shown(text)} is no time: write ${early ?? '"16:00"'}.`,
      suggestion: early,
    };
  },
};
