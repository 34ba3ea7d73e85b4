// Where reading stopped: the token that does not fit, what came before it, and what may stand
// there. The states follow psconditions.ebnf; a test compares them with what Chevrotain itself
// would accept.
import type { IToken } from 'chevrotain';
import type { SourceRange, SyntaxDiagnostic } from '../ast.ts';
import * as T from '../tokens.ts';

/** What the grammar expects at a place. */
export type State =
  /** A whole condition: at the start, after `(`, AND, OR or a negating `!`. */
  | 'operand'
  /** A value: on the right of a comparison, beside an operator, in a list or parentheses of a value. */
  | 'right'
  /** The list after `in`. */
  | 'list'
  /** A test or an operator, after a value and `!`. */
  | 'predicate'
  /** Anything that may follow the first value of a condition. */
  | 'afterValue'
  /** What joins a finished condition to the next, or ends it; behind a value also what calculates. */
  | 'complete';

/** What a ( began: a group of conditions, of a value, or a list. */
type GroupKind = 'conditions' | 'value' | 'list';

export interface Place {
  readonly source: string;
  readonly tokens: readonly IToken[];
  /** The number of tokens that were read before the place. */
  readonly index: number;
  /** The token that does not fit; undefined at the end and at a character no token starts with. */
  readonly token: IToken | undefined;
  /** The token before the place. */
  readonly before: IToken | undefined;
  readonly offset: number;
  readonly state: State;
  /** Parentheses that are open here, the innermost last. */
  readonly open: readonly IToken[];
  /** What the innermost of them began; null: none is open. */
  readonly inside: GroupKind | null;
  /** Whether an operator may stand here. */
  readonly calculates: boolean;
  /** Whether a unit of time may stand here. */
  readonly counts: boolean;
  /** What the whole text is. */
  readonly subject: Subject;
}

export type Subject = 'condition' | 'expression';

/** The result of an explanation. diagnose.ts fills in the missing parts from the place. */
export interface Finding {
  readonly message: string;
  readonly code?: SyntaxDiagnostic['code'];
  readonly range?: SourceRange;
  readonly suggestion?: string | undefined;
}

/** Is the token of this type, or of this class of tokens? */
export const is = (token: IToken | undefined, type: (typeof T)['And']): boolean =>
  token !== undefined && (token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type));

/** Where a token ends, in UTF-16 code units. */
export const endOf = (token: IToken): number => token.startOffset + token.image.length;

/** The place before the token at `index`, at `offset` of the source. */
export function placeAt(
  source: string,
  tokens: readonly IToken[],
  index: number,
  offset: number,
  subject: Subject = 'condition',
): Place {
  const reading = readingAt(tokens, index, subject);
  const { state, groups, calculates, counts } = reading;
  const open = groups.map(({ token }) => token);
  const inside = groups.at(-1)?.kind ?? null;
  const [token, before] = [tokens[index], tokens[index - 1]];
  return { source, tokens, index, token, before, offset, state, open, inside, calculates, counts, subject };
}

interface Group {
  readonly token: IToken;
  readonly kind: GroupKind;
}

interface Reading {
  state: State;
  calculates: boolean;
  counts: boolean;
  /** Whether nothing has asked about the value yet. */
  isLeft: boolean;
  readonly groups: Group[];
}

/** What the tokens before `index` lead to, which are the beginning of a text that can be read. */
function readingAt(tokens: readonly IToken[], index: number, subject: Subject): Reading {
  const isWhole = subject === 'condition';
  const reading: Reading = {
    state: isWhole ? 'operand' : 'right',
    calculates: false,
    counts: false,
    isLeft: isWhole,
    groups: [],
  };
  for (const token of tokens.slice(0, index)) read(reading, token);
  return reading;
}

function read(reading: Reading, token: IToken): void {
  const { groups, state } = reading;
  const isInValue = () => groups.at(-1)?.kind === 'value' || groups.at(-1)?.kind === 'list';
  const goTo = (next: State, calculates = false, counts = false) =>
    Object.assign(reading, { state: next, calculates, counts });
  const afterValue = (counts: boolean) =>
    goTo(reading.isLeft && !isInValue() ? 'afterValue' : 'complete', true, counts);
  if (is(token, T.Not)) goTo(state === 'operand' ? 'operand' : 'predicate');
  else if (is(token, T.ValueParenthesis)) {
    groups.push({ token, kind: 'value' });
    goTo('right');
  } else if (is(token, T.LeftParenthesis)) {
    groups.push({ token, kind: state === 'list' ? 'list' : 'conditions' });
    if (state === 'list') goTo('right');
    else beginCondition(reading);
  } else if (is(token, T.RightParenthesis)) {
    if (groups.pop()?.kind === 'value') afterValue(false);
    else goTo('complete');
  } else if (is(token, T.And) || is(token, T.Or)) beginCondition(reading);
  else if (is(token, T.In)) {
    reading.isLeft = false;
    goTo('list');
  } else if (is(token, T.Comparator)) {
    reading.isLeft = false;
    goTo('right');
  } else if (is(token, T.Operator)) goTo('right');
  else if (is(token, T.Comma)) goTo('right');
  else if (is(token, T.Unit)) afterValue(false);
  else if (is(token, T.Value)) afterValue(is(token, T.Amount));
  else if (is(token, T.Flag) || is(token, T.Test)) goTo('complete');
}

function beginCondition(reading: Reading): void {
  Object.assign(reading, { state: 'operand', calculates: false, counts: false, isLeft: true });
}

const OPERAND = ['a value', ...T.labelsOf(T.Flag), '!', '('];
const PREDICATE = [...T.labelsOf(T.Test), ...T.labelsOf(T.Comparator), 'in', '!'];
const OPERATORS = T.labelsOf(T.Operator);
const A_UNIT = 'a unit of time';

/** What may stand at the place, in words. */
export function expectedAt(place: Place): readonly string[] {
  const { state, calculates, counts } = place;
  const more = [...(counts ? [A_UNIT] : []), ...(calculates ? OPERATORS : [])];
  switch (state) {
    case 'operand':
      return OPERAND;
    case 'right':
      return ['a value', '('];
    case 'list':
      return ['('];
    case 'predicate':
      return PREDICATE;
    case 'afterValue':
      return [...more, ...PREDICATE, ...joiningAt(place)];
    case 'complete':
      return [...more, ...joiningAt(place)];
  }
}

function joiningAt({ open, inside, subject }: Place): readonly string[] {
  if (inside === 'value') return [')'];
  if (inside === 'list') return [',', ')'];
  return subject === 'expression' ? ['the end'] : ['AND', 'OR', open.length > 0 ? ')' : 'the end'];
}

/** What most people want at the place, for sentences: nothing that calculates. */
export function mostlyAt(place: Place): readonly string[] {
  const asks = ['isEmpty', 'isSet', '=', '>', '<', '!'];
  if (place.state === 'right') return ['a value'];
  if (place.state === 'predicate') return asks;
  if (place.state === 'afterValue') return [...asks, ...joiningAt(place)];
  return place.state === 'complete' ? joiningAt(place) : expectedAt(place);
}

/** `AND, OR or the end`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A token as a message names it: words in their own spelling, long texts shortened. */
export function nameOf(token: IToken): string {
  const { image } = token;
  const label = token.tokenType.LABEL;
  if (label !== undefined) return label;
  return image.length <= 40 ? image : `${image.slice(0, 30)}…${image.slice(-1)}`;
}

/** The source between two tokens, both included, on one line. */
export function textBetween(source: string, from: IToken, to: IToken): string {
  return source.slice(from.startOffset, endOf(to)).replace(/\s+/g, ' ');
}
