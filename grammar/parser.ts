// Parses a PSConditions text into frozen nodes. One Chevrotain parser serves every call: building
// one costs milliseconds. The rules follow psconditions.ebnf; a test compares the two piece by
// piece.
import { EmbeddedActionsParser, type IParserConfig, type IToken } from 'chevrotain';
import type {
  CalculationOperator,
  ClockName,
  ComparisonOperator,
  Condition,
  DurationUnit,
  ExpressionResult,
  FlagName,
  ParseResult,
  PlainValue,
  SourceRange,
  SyntaxDiagnostic,
  TestName,
  Value,
} from './ast.ts';
import { explainLength, explainNesting, explainNumber, explainSyntax } from './diagnose.ts';
import type { Subject } from './messages/place.ts';
import { readTokens } from './read-tokens.ts';
import * as T from './tokens.ts';

/** Longest source, in UTF-16 code units. */
export const MAX_LENGTH = 4096;
/**
 * Deepest nesting of parentheses and `!` together. Chevrotain overflows the stack at some hundreds.
 */
export const MAX_NESTING = 64;

// diagnose.ts writes the messages, so Chevrotain need not build its own.
const silent = () => '';
const CONFIG: IParserConfig = {
  maxLookahead: 1,
  recoveryEnabled: false,
  // Validating the grammar takes time, and a server need not wait for it: a test builds a parser
  // with the validations.
  skipValidations: true,
  errorMessageProvider: {
    buildMismatchTokenMessage: silent,
    buildNotAllInputParsedMessage: silent,
    buildNoViableAltMessage: silent,
    buildEarlyExitMessage: silent,
  },
};

const { freeze } = Object;
const span = (start: number, end: number): SourceRange => freeze({ start, end });
const endOf = (token: IToken): number => token.startOffset + token.image.length;
const spanOf = (token: IToken): SourceRange => span(token.startOffset, endOf(token));

const ESCAPE = /\\(?:u(.{4})|(.))/g;

/** The text of a string literal that the lexer has accepted. */
function unquote(image: string): string {
  const inner = image.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(ESCAPE, (_, hex: string | undefined, single: string) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : single === 'n' ? '\n' : single,
  );
}

const CLOCKS: ReadonlySet<string | undefined> = new Set(
  [T.Now, T.Today, T.Time, T.DayOfWeek].map(({ LABEL }) => LABEL),
);

/** A value of a chain of calculations, with the operator before it, and the text of both. */
interface Term {
  readonly operator: CalculationOperator;
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

/** The tree of a chain: `*`, `/` and `%` bind tighter, and the left one of equals goes first. */
function calculated(terms: readonly Term[]): Value {
  const sums: Term[] = [];
  for (const term of terms) {
    const last = sums.at(-1);
    const isSum = term.operator === '+' || term.operator === '-';
    if (last === undefined || isSum) sums.push(term);
    else sums[sums.length - 1] = joined(last, term);
  }
  return sums.reduce(joined).value;
}

/** `left` with the operator before it, and with `right` calculated into its value. */
function joined(left: Term, right: Term): Term {
  const { operator, value, end } = right;
  const range = span(left.start, end);
  return {
    ...left,
    value: freeze({ kind: 'calculation', operator, left: left.value, right: value, range }),
    end,
  };
}

/** The rules of the grammar. Exported for tests; other code calls `parseCondition`. */
export class ConditionParser extends EmbeddedActionsParser {
  /**
   * The first number literal that is too large for a double: the grammar allows it,
   * `parseCondition` refuses it.
   */
  overflow: IToken | undefined;

  constructor(config: Partial<IParserConfig> = {}) {
    super(T.ALL_TOKENS, { ...CONFIG, ...config });
    this.performSelfAnalysis();
  }

  conditionText = this.RULE('conditionText', (): Condition | null => {
    let condition: Condition | null = null;
    this.OPTION(() => {
      condition = this.SUBRULE(this.disjunction);
    });
    return condition;
  });

  disjunction = this.RULE('disjunction', (): Condition => {
    const start = this.LA(1).startOffset;
    const first = this.SUBRULE(this.conjunction);
    let operands = undefined as Condition[] | undefined;
    this.MANY(() => {
      this.CONSUME(T.Or);
      const next = this.SUBRULE2(this.conjunction);
      if (operands === undefined) operands = [first, next];
      else operands.push(next);
    });
    if (operands === undefined) return first;
    return freeze({ kind: 'or', operands: freeze(operands), range: span(start, endOf(this.LA(0))) });
  });

  conjunction = this.RULE('conjunction', (): Condition => {
    const start = this.LA(1).startOffset;
    const first = this.SUBRULE(this.negation);
    let operands = undefined as Condition[] | undefined;
    this.MANY(() => {
      this.CONSUME(T.And);
      const next = this.SUBRULE2(this.negation);
      if (operands === undefined) operands = [first, next];
      else operands.push(next);
    });
    if (operands === undefined) return first;
    return freeze({ kind: 'and', operands: freeze(operands), range: span(start, endOf(this.LA(0))) });
  });

  negation = this.RULE('negation', (): Condition => {
    let marks = undefined as number[] | undefined;
    this.MANY(() => {
      const { startOffset } = this.CONSUME(T.Not);
      if (marks === undefined) marks = [startOffset];
      else marks.push(startOffset);
    });
    let operand = this.OR(this.primaries);
    if (marks === undefined) return operand;
    const end = endOf(this.LA(0));
    for (const start of marks.reverse()) operand = freeze({ kind: 'not', operand, range: span(start, end) });
    return operand;
  });

  // Built once: an array literal inside the rule would be built anew on every call.
  private readonly primaries: { ALT: () => Condition }[] = [
    {
      ALT: () => {
        this.CONSUME(T.LeftParenthesis);
        const inner = this.SUBRULE(this.disjunction);
        this.CONSUME(T.RightParenthesis);
        return inner;
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Flag);
        return freeze({ kind: 'flag', name: token.tokenType.LABEL as FlagName, range: spanOf(token) });
      },
    },
    { ALT: () => this.SUBRULE(this.assertion) },
  ];

  assertion = this.RULE('assertion', (): Condition => {
    const start = this.LA(1).startOffset;
    const value = this.SUBRULE1(this.calculation);
    let negated = false;
    let predicate = undefined as IToken | undefined;
    let right = undefined as Value | undefined;
    let options = undefined as Value[] | undefined;
    this.OPTION(() => {
      this.MANY1(() => {
        this.CONSUME(T.Not);
        negated = !negated;
      });
      this.OR([
        {
          ALT: () => {
            predicate = this.CONSUME(T.Test);
          },
        },
        {
          ALT: () => {
            predicate = this.CONSUME(T.Comparator);
            right = this.SUBRULE2(this.calculation);
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.In);
            this.CONSUME(T.LeftParenthesis);
            const list = [this.SUBRULE3(this.calculation)];
            this.MANY2(() => {
              this.CONSUME(T.Comma);
              list.push(this.SUBRULE4(this.calculation));
            });
            this.CONSUME(T.RightParenthesis);
            options = list;
          },
        },
      ]);
    });
    const range = span(start, endOf(this.LA(0)));
    if (options !== undefined) return freeze({ kind: 'membership', value, options: freeze(options), negated, range });
    if (predicate === undefined) return freeze({ kind: 'truthy', value, range });
    const name = predicate.tokenType.LABEL;
    if (right === undefined) return freeze({ kind: 'test', value, test: name as TestName, negated, range });
    return freeze({ kind: 'comparison', left: value, operator: name as ComparisonOperator, negated, right, range });
  });

  expressionText = this.RULE('expressionText', (): Value => this.SUBRULE(this.calculation));

  calculation = this.RULE('calculation', (): Value => {
    const start = this.LA(1).startOffset;
    const first = this.SUBRULE1(this.operand);
    let terms = undefined as Term[] | undefined;
    this.MANY(() => {
      terms ??= [{ operator: '+', value: first, start, end: endOf(this.LA(0)) }];
      const operator = this.CONSUME(T.Operator).tokenType.LABEL as CalculationOperator;
      const from = this.LA(1).startOffset;
      const value = this.SUBRULE2(this.operand);
      terms.push({ operator, value, start: from, end: endOf(this.LA(0)) });
    });
    return terms === undefined ? first : calculated(terms);
  });

  operand = this.RULE('operand', (): Value => this.OR(this.operands));

  private readonly operands: { ALT: () => Value }[] = [
    {
      ALT: () => {
        this.CONSUME(T.ValueParenthesis);
        const inner = this.SUBRULE(this.calculation);
        this.CONSUME(T.RightParenthesis);
        return inner;
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Constant);
        const { LABEL } = token.tokenType;
        if (!CLOCKS.has(LABEL)) return this.valueNode(token);
        return freeze({ kind: 'clock', name: LABEL as ClockName, range: spanOf(token) });
      },
    },
    {
      ALT: () => {
        const token = this.CONSUME(T.Amount);
        const amount = this.valueNode(token);
        let unit = undefined as IToken | undefined;
        this.OPTION(() => {
          unit = this.CONSUME(T.Unit);
        });
        if (unit === undefined || (amount.kind !== 'magic' && amount.kind !== 'number')) return amount;
        const range = span(token.startOffset, endOf(unit));
        // The label is the plural.
        return freeze({ kind: 'duration', amount, unit: unit.tokenType.LABEL!.slice(0, -1) as DurationUnit, range });
      },
    },
  ];

  private valueNode(token: IToken): PlainValue {
    const { image } = token;
    const range = spanOf(token);
    switch (token.tokenType) {
      case T.Magic:
        return freeze({ kind: 'magic', name: image.slice(1, -1), range });
      case T.NumberLiteral: {
        // Adding 0 turns -0 into 0: no person should see the difference, and no result should
        // depend on it.
        const value = Number(image) + 0;
        if (!Number.isFinite(value)) this.overflow ??= token;
        return freeze({ kind: 'number', value, range });
      }
      case T.True:
      case T.False:
        return freeze({ kind: 'boolean', value: token.tokenType === T.True, range });
      default:
        return freeze({ kind: 'string', value: unquote(image), range });
    }
  }

  /** Clears what the last text left behind. */
  override reset(): void {
    super.reset();
    this.overflow = undefined;
  }
}

const parser = new ConditionParser();

/**
 * The first token that lies deeper than MAX_NESTING, where open parentheses and `!` before an
 * operand count.
 */
function tooDeepAt(tokens: readonly IToken[]): IToken | undefined {
  if (tokens.length <= MAX_NESTING) return undefined;
  const outer: number[] = [];
  let depth = 0;
  let marks = 0;
  for (const token of tokens) {
    if (token.tokenType === T.Not) {
      marks += 1;
      depth += 1;
    } else if (token.tokenType === T.LeftParenthesis || token.tokenType === T.ValueParenthesis) {
      outer.push(marks + 1);
      marks = 0;
      depth += 1;
    } else {
      depth -= marks;
      marks = 0;
      if (token.tokenType === T.RightParenthesis) depth -= outer.pop() ?? 0;
    }
    if (depth > MAX_NESTING) return token;
  }
  return undefined;
}

/**
 * White space at an end of a name, or a comparison inside the brackets: a typing slip, unless
 * somebody called a property so.
 */
const SLIP = /^\{(?:\s|[^{}]*\s\}$|[A-Za-z0-9_@.-]+\s*[!=<>])/;

/**
 * Parses a PSConditions text (PassSource guide, "PassSource Conditions";
 * grammar/psconditions.ebnf). Never throws: a mistake comes back as a diagnostic. Ranges count
 * UTF-16 code units; all nodes are deeply frozen. `isName` says which names exist, so that `{a > 3}`
 * is refused where nothing is called so; without `isName` every name is read.
 */
export function parseCondition(source: string, isName?: (name: string) => boolean): ParseResult {
  const read = parse(source, 'condition', () => parser.conditionText(), isName);
  return read.ok ? { ok: true, condition: read.node } : read;
}

/**
 * Parses the text of a value that is calculated, such as `{points} * 2` or `today + 1 year`. Like
 * `parseCondition`, but an empty text is a mistake.
 */
export function parseExpression(source: string, isName?: (name: string) => boolean): ExpressionResult {
  const read = parse(source, 'expression', () => parser.expressionText(), isName);
  return read.ok ? { ok: true, value: read.node } : read;
}

type Parsed<Node> =
  | { readonly ok: true; readonly node: Node }
  | { readonly ok: false; readonly error: SyntaxDiagnostic };

function parse<Node>(
  source: string,
  subject: Subject,
  rule: () => Node,
  isName?: (name: string) => boolean,
): Parsed<Node> {
  if (source.length > MAX_LENGTH) return { ok: false, error: explainLength(source, MAX_LENGTH, subject) };
  const { tokens, errors } = readTokens(source, subject);
  const deep = tooDeepAt(tokens);
  if (deep !== undefined) return { ok: false, error: explainNesting(source, deep, MAX_NESTING) };
  parser.input = tokens;
  const node = rule();
  if (isName !== undefined) {
    const slip = tokens.findIndex(
      ({ tokenType, image }) => tokenType === T.Magic && SLIP.test(image) && !isName(image.slice(1, -1)),
    );
    const offset = tokens[slip]?.startOffset ?? Number.POSITIVE_INFINITY;
    const other = Math.min(errors[0]?.offset ?? offset, parser.errors[0]?.token.startOffset || offset);
    if (slip !== -1 && offset <= other) {
      return { ok: false, error: explainSyntax(source, tokens.slice(0, slip), offset, undefined, subject) };
    }
  }
  if (errors.length > 0 || parser.errors.length > 0) {
    return { ok: false, error: explainSyntax(source, tokens, errors[0]?.offset, parser.errors[0]?.token, subject) };
  }
  if (parser.overflow !== undefined) return { ok: false, error: explainNumber(source, parser.overflow) };
  return { ok: true, node };
}
