// The abstract syntax of a PSConditions text: plain frozen nodes, each with the range of source it
// was read from. Parentheses leave no node; `a OR b OR c` is one node with three operands.

/** Offsets into the source in UTF-16 code units; `end` is exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

export type FlagName = 'registered' | 'scanned' | 'deleted' | 'installed';
export type ComparisonOperator = '=' | '>' | '<' | 'contains';
export type TestName = 'isEmpty' | 'isSet';

/** True when any operand is. At least two operands. */
export interface Or {
  readonly kind: 'or';
  readonly operands: readonly Condition[];
  readonly range: SourceRange;
}

/** True when every operand is. At least two operands. */
export interface And {
  readonly kind: 'and';
  readonly operands: readonly Condition[];
  readonly range: SourceRange;
}

/** `!` before a condition. `!!a` is two nodes. */
export interface Not {
  readonly kind: 'not';
  readonly operand: Condition;
  readonly range: SourceRange;
}

/** `registered`, `scanned`, `deleted`, `installed`: has this event been logged for the pass? */
export interface Flag {
  readonly kind: 'flag';
  readonly name: FlagName;
  readonly range: SourceRange;
}

/** A value on its own, true when it is not empty. */
export interface Truthy {
  readonly kind: 'truthy';
  readonly value: Value;
  readonly range: SourceRange;
}

/** `value isEmpty`, `value !isSet`. An even number of `!` is no negation. */
export interface Test {
  readonly kind: 'test';
  readonly value: Value;
  readonly test: TestName;
  readonly negated: boolean;
  readonly range: SourceRange;
}

/** `left = right`, `left !> right`. An even number of `!` is no negation. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly left: Value;
  readonly operator: ComparisonOperator;
  readonly negated: boolean;
  readonly right: Value;
  readonly range: SourceRange;
}

/** `{level} in ("Gold", "Silver")`: is the value equal to one of the options? At least one option. */
export interface Membership {
  readonly kind: 'membership';
  readonly value: Value;
  readonly options: readonly Value[];
  readonly negated: boolean;
  readonly range: SourceRange;
}

export type Condition = Or | And | Not | Flag | Truthy | Test | Comparison | Membership;

/** `{name}`, without its brackets. */
export interface MagicValue {
  readonly kind: 'magic';
  readonly name: string;
  readonly range: SourceRange;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  readonly range: SourceRange;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly range: SourceRange;
}

/** A quoted literal with its escapes decoded; magic strings inside it are not expanded yet. */
export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  readonly range: SourceRange;
}

/** A value that stands by itself: a name or a literal. */
export type PlainValue = MagicValue | NumberValue | BooleanValue | StringValue;

export type ClockName = 'now' | 'today' | 'time' | 'day of week';

/** What clocks and calendars show when the condition is evaluated. */
export interface ClockValue {
  readonly kind: 'clock';
  readonly name: ClockName;
  readonly range: SourceRange;
}

export type DurationUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** `3 days`, `{term} months`. */
export interface DurationValue {
  readonly kind: 'duration';
  readonly amount: MagicValue | NumberValue;
  readonly unit: DurationUnit;
  readonly range: SourceRange;
}

export type CalculationOperator = '+' | '-' | '*' | '/' | '%';

/** `{a} + 1`. `*`, `/` and `%` bind tighter than `+` and `-`; the left one of equals goes first. */
export interface Calculation {
  readonly kind: 'calculation';
  readonly operator: CalculationOperator;
  readonly left: Value;
  readonly right: Value;
  readonly range: SourceRange;
}

export type Value = PlainValue | ClockValue | DurationValue | Calculation;

/**
 * Why a text is not a condition. `line` and `column` count from 1; `excerpt` is the line with a
 * caret below the place.
 */
export interface SyntaxDiagnostic {
  readonly code:
    | 'condition_too_long'
    | 'condition_too_deep'
    | 'condition_bad_character'
    | 'condition_bad_string'
    | 'condition_syntax';
  /**
   * A whole sentence for the owner: what stands there, what was expected, what was probably meant.
   */
  readonly message: string;
  readonly range: SourceRange;
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;
  /** What may stand at the place, in words: `AND`, `a value`, `the end`. */
  readonly expected: readonly string[];
  /** The near word or symbol that was probably meant. */
  readonly suggestion?: string;
}

/**
 * An empty text (or white space) is the empty condition: `condition` is null, which counts as true.
 */
export type ParseResult =
  | { readonly ok: true; readonly condition: Condition | null }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

export type ExpressionResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };
