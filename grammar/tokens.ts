// Every token of the PSConditions language, in the order the lexer tries them, and the lexer
// itself. `Word` belongs to no rule: it keeps `registeredly` from being read as `registered` and
// gives error messages a whole word.
import { createToken, Lexer, type TokenType } from 'chevrotain';

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /\s+/, group: Lexer.SKIPPED });
export const Word = createToken({ name: 'Word', pattern: /[A-Za-z_]\w*/ });

// Classes of tokens: the parser consumes any token of a class in one step, while a rule with
// alternatives would need a call.
export const Flag = createToken({ name: 'Flag', pattern: Lexer.NA });
export const Test = createToken({ name: 'Test', pattern: Lexer.NA });
export const Comparator = createToken({ name: 'Comparator', pattern: Lexer.NA });
export const Operator = createToken({ name: 'Operator', pattern: Lexer.NA });
export const Unit = createToken({ name: 'Unit', pattern: Lexer.NA });
export const Amount = createToken({ name: 'Amount', pattern: Lexer.NA });
export const Constant = createToken({ name: 'Constant', pattern: Lexer.NA });
/** Amounts and constants. No rule of the grammar has this name: messages ask for it. */
export const Value = createToken({ name: 'Value', pattern: Lexer.NA });

const word = (name: string, label: string, pattern: RegExp, categories: TokenType[] = []): TokenType =>
  createToken({ name, label, pattern, categories, longer_alt: Word });

export const And = word('And', 'AND', /and/i);
export const Or = word('Or', 'OR', /or/i);
export const IsEmpty = word('IsEmpty', 'isEmpty', /isempty/i, [Test]);
export const IsSet = word('IsSet', 'isSet', /isset/i, [Test]);
export const True = word('True', 'true', /true/i, [Constant, Value]);
export const False = word('False', 'false', /false/i, [Constant, Value]);
export const Registered = word('Registered', 'registered', /registered/i, [Flag]);
export const Scanned = word('Scanned', 'scanned', /scanned/i, [Flag]);
export const Deleted = word('Deleted', 'deleted', /deleted/i, [Flag]);
export const Installed = word('Installed', 'installed', /installed/i, [Flag]);
export const Contains = word('Contains', 'contains', /contains/i, [Comparator]);
export const In = word('In', 'in', /in/i);

export const Now = word('Now', 'now', /now/i, [Constant, Value]);
export const Today = word('Today', 'today', /today/i, [Constant, Value]);
export const Time = word('Time', 'time', /time/i, [Constant, Value]);
export const DayOfWeek = createToken({
  name: 'DayOfWeek',
  label: 'day of week',
  pattern: /day\s+of\s+week\b/i,
  line_breaks: true,
  categories: [Constant, Value],
});
export const Minutes = word('Minutes', 'minutes', /minutes?/i, [Unit]);
export const Hours = word('Hours', 'hours', /hours?/i, [Unit]);
export const Days = word('Days', 'days', /days?/i, [Unit]);
export const Weeks = word('Weeks', 'weeks', /weeks?/i, [Unit]);
export const Months = word('Months', 'months', /months?/i, [Unit]);
export const Years = word('Years', 'years', /years?/i, [Unit]);

export const Not = createToken({ name: 'Not', label: '!', pattern: /!/ });
export const Equals = createToken({ name: 'Equals', label: '=', pattern: /=/, categories: [Comparator] });
export const Greater = createToken({ name: 'Greater', label: '>', pattern: />/, categories: [Comparator] });
export const Less = createToken({ name: 'Less', label: '<', pattern: /</, categories: [Comparator] });
export const LeftParenthesis = createToken({ name: 'LeftParenthesis', label: '(', pattern: /\(/ });
export const RightParenthesis = createToken({ name: 'RightParenthesis', label: ')', pattern: /\)/ });
/**
 * The ( before a value and not before a condition. The lexer cannot know: read-tokens.ts looks at
 * what follows and changes the type.
 */
export const ValueParenthesis = createToken({ name: 'ValueParenthesis', label: '(', pattern: Lexer.NA });
export const Comma = createToken({ name: 'Comma', label: ',', pattern: /,/ });
// A sign that touches a number belongs to it, unless a value stands before: see read-tokens.ts.
export const Plus = createToken({ name: 'Plus', label: '+', pattern: /\+/, categories: [Operator] });
export const Minus = createToken({ name: 'Minus', label: '-', pattern: /-/, categories: [Operator] });
export const Times = createToken({ name: 'Times', label: '*', pattern: /\*/, categories: [Operator] });
export const Divide = createToken({ name: 'Divide', label: '/', pattern: /\//, categories: [Operator] });
export const Remainder = createToken({ name: 'Remainder', label: '%', pattern: /%/, categories: [Operator] });

export const Magic = createToken({
  name: 'Magic',
  pattern: /\{[^{}]+\}/,
  line_breaks: true,
  categories: [Amount, Value],
});
// No exponent: owners write 1000, and `1e3` is more often a typing slip than a number.
export const NumberLiteral = createToken({
  name: 'NumberLiteral',
  pattern: /[+-]?(?:\d+(?:\.\d+)?|\.\d+)/,
  categories: [Amount, Value],
});
// Line breaks may stand unescaped: in a trigger's JSON dictionary `\n` is already a line break when
// it arrives here.
export const StringLiteral = createToken({
  name: 'StringLiteral',
  pattern: /"[^"\\]*(?:\\(?:["\\n]|u[0-9A-Fa-f]{4})[^"\\]*)*"/,
  line_breaks: true,
  categories: [Constant, Value],
});

/** Words and symbols that the grammar file writes in quotes. */
export const FIXED_TOKENS: readonly TokenType[] = [
  And,
  Or,
  IsEmpty,
  IsSet,
  True,
  False,
  Registered,
  Scanned,
  Deleted,
  Installed,
  Contains,
  In,
  Now,
  Today,
  Time,
  DayOfWeek,
  Minutes,
  Hours,
  Days,
  Weeks,
  Months,
  Years,
  Not,
  Equals,
  Greater,
  Less,
  LeftParenthesis,
  RightParenthesis,
  ValueParenthesis,
  Comma,
  Plus,
  Minus,
  Times,
  Divide,
  Remainder,
];

/** Tokens with a free text, which the grammar file names. */
export const LITERAL_TOKENS: readonly TokenType[] = [Magic, NumberLiteral, StringLiteral];

/** Names for one of several tokens; they match no text themselves. */
export const TOKEN_CLASSES: readonly TokenType[] = [Flag, Test, Comparator, Operator, Unit, Amount, Constant];

/** How the fixed tokens of a class are written: `registered`, `scanned` and so on for Flag. */
export const labelsOf = (tokenClass: TokenType): readonly string[] =>
  FIXED_TOKENS.filter((token) => token.CATEGORIES?.includes(tokenClass)).map((token) => token.LABEL ?? token.name);

/** In the order the lexer tries them: a number goes before the sign that it may begin with. */
export const ALL_TOKENS: TokenType[] = [WhiteSpace, ...LITERAL_TOKENS, ...FIXED_TOKENS, Word, ...TOKEN_CLASSES, Value];

/**
 * Stops at the first character it cannot read. Offsets only: line and column are counted when an
 * error needs them.
 */
export const conditionLexer = new Lexer(ALL_TOKENS, {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  recoveryEnabled: false,
});
