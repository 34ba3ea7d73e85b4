// Splits a text into tokens, and decides two things that take more than one token to know: whether
// a sign belongs to its number or calculates, and whether a parenthesis groups a value or a
// condition.
import { createTokenInstance, type ILexingResult, type IToken } from 'chevrotain';
import type { Subject } from './messages/place.ts';
import * as T from './tokens.ts';
import { conditionLexer } from './tokens.ts';

const isOf = ({ tokenType }: IToken, type: (typeof T)['And']): boolean =>
  tokenType === type || tokenType.CATEGORIES?.includes(type) === true;

/** The tokens of a text up to the first character that begins none. All parentheses of an expression group values. */
export function readTokens(source: string, subject: Subject = 'condition'): Pick<ILexingResult, 'tokens' | 'errors'> {
  const { tokens: found, errors } = conditionLexer.tokenize(source);
  const { tokens, groups } = withOwnSigns(found);
  if (groups) markValueParentheses(tokens, subject);
  return { tokens, errors };
}

/**
 * `{a} -1` is a subtraction: no condition has two values side by side. `groups`: whether there is a
 * parenthesis. Goes over the tokens by number, because saving a template reads all of its conditions.
 */
function withOwnSigns(tokens: IToken[]): { readonly tokens: IToken[]; readonly groups: boolean } {
  let split: IToken[] | undefined;
  let groups = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const { tokenType } = token;
    if (tokenType === T.LeftParenthesis) groups = true;
    if (tokenType !== T.NumberLiteral || index === 0 || !isSigned(token) || !endsValue(tokens[index - 1]!)) {
      split?.push(token);
      continue;
    }
    split ??= tokens.slice(0, index);
    const { image, startOffset } = token;
    const sign = image.startsWith('+') ? T.Plus : T.Minus;
    const nowhere = Number.NaN;
    const at = (type: typeof T.Plus, text: string, start: number): IToken =>
      createTokenInstance(type, text, start, start + text.length - 1, nowhere, nowhere, nowhere, nowhere);
    split.push(at(sign, image.slice(0, 1), startOffset));
    split.push(at(T.NumberLiteral, image.slice(1), startOffset + 1));
  }
  return { tokens: split ?? tokens, groups };
}

const isSigned = ({ image }: IToken): boolean => image.startsWith('+') || image.startsWith('-');

function endsValue(token: IToken): boolean {
  return isOf(token, T.Value) || isOf(token, T.Unit) || token.tokenType === T.RightParenthesis;
}

/** What conditions are made of, and values are not. */
const CONDITION_TOKENS = [T.And, T.Or, T.Not, T.Flag, T.Test, T.Comparator, T.In];
/** What follows a value, and no condition. */
const AFTER_VALUES = [T.Operator, T.Comparator, T.Test, T.In, T.Not];
/** What only a value follows. */
const BEFORE_VALUES = [T.Operator, T.Comparator, T.Comma, T.ValueParenthesis];
/** What a condition follows. */
const BEFORE_CONDITIONS = [T.LeftParenthesis, T.And, T.Or, T.Not];

/**
 * Gives each ( before a value its type. Where a condition may begin, a ( groups a value if nothing
 * inside asks anything, and something follows the ) that asks or calculates.
 */
function markValueParentheses(tokens: readonly IToken[], subject: Subject): void {
  const { closing, asking } = pairs(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType !== T.LeftParenthesis) continue;
    const before = tokens[index - 1];
    // The ( of a list is none of a value, and a value follows it.
    if (before?.tokenType === T.In) continue;
    const isInList = before?.tokenType === T.LeftParenthesis && tokens[index - 2]?.tokenType === T.In;
    const isNeeded =
      subject === 'expression' ||
      isInList ||
      (before !== undefined && BEFORE_VALUES.some((type) => isOf(before, type)));
    const mayBegin = before === undefined || BEFORE_CONDITIONS.some((type) => isOf(before, type));
    const next = tokens[(closing.get(index) ?? tokens.length) + 1];
    const isUsed = next !== undefined && AFTER_VALUES.some((type) => isOf(next, type));
    if (!isNeeded && !(mayBegin && isUsed && !asking.has(index))) continue;
    token.tokenType = T.ValueParenthesis;
    token.tokenTypeIdx = T.ValueParenthesis.tokenTypeIdx!;
  }
}

/** Where each ( ends, and which of them hold something that asks. */
function pairs(tokens: readonly IToken[]): {
  readonly closing: ReadonlyMap<number, number>;
  readonly asking: ReadonlySet<number>;
} {
  const open: number[] = [];
  const closing = new Map<number, number>();
  const asking = new Set<number>();
  const asks = () => {
    const inner = open.at(-1);
    if (inner !== undefined) asking.add(inner);
  };
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === T.LeftParenthesis) open.push(index);
    else if (token.tokenType === T.RightParenthesis) {
      const start = open.pop();
      if (start === undefined) continue;
      closing.set(start, index);
      if (asking.has(start)) asks();
    } else if (CONDITION_TOKENS.some((type) => isOf(token, type))) asks();
  }
  return { closing, asking };
}
