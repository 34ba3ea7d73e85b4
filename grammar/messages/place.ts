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
  /** The value on the right of a comparison. */
  | 'right'
  /** A test or an operator, after a value and `!`. */
  | 'predicate'
  /** Anything that may follow the first value of a condition. */
  | 'afterValue'
  /** What joins a finished condition to the next, or ends it. */
  | 'complete';

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
}

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
export function placeAt(source: string, tokens: readonly IToken[], index: number, offset: number): Place {
  const open: IToken[] = [];
  for (const token of tokens.slice(0, index)) {
    if (is(token, T.LeftParenthesis)) open.push(token);
    else if (is(token, T.RightParenthesis)) open.pop();
  }
  const token = tokens[index];
  return { source, tokens, index, token, before: tokens[index - 1], offset, state: stateAt(tokens, index), open };
}

function stateAt(tokens: readonly IToken[], index: number): State {
  let at = index - 1;
  while (is(tokens[at], T.Not)) at -= 1;
  const before = tokens[at];
  if (at < index - 1) return is(before, T.Value) ? 'predicate' : 'operand';
  if (is(before, T.Comparator)) return 'right';
  if (is(before, T.Value)) return is(tokens[at - 1], T.Comparator) ? 'complete' : 'afterValue';
  if (is(before, T.Flag) || is(before, T.Test) || is(before, T.RightParenthesis)) return 'complete';
  return 'operand';
}

const OPERAND = ['a value', ...T.labelsOf(T.Flag), '!', '('];
const PREDICATE = [...T.labelsOf(T.Test), ...T.labelsOf(T.Comparator), '!'];

/** What may stand at the place, in words. */
export function expectedAt({ state, open }: Pick<Place, 'state' | 'open'>): readonly string[] {
  const joining = ['AND', 'OR', open.length > 0 ? ')' : 'the end'];
  switch (state) {
    case 'operand':
      return OPERAND;
    case 'right':
      return ['a value'];
    case 'predicate':
      return PREDICATE;
    case 'afterValue':
      return [...PREDICATE, ...joining];
    case 'complete':
      return joining;
  }
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
