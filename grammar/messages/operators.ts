// Messages about comparing: operators of other languages, chains like 1 < {a} < 3, and words that
// stand alone.
import type { IToken } from 'chevrotain';
import * as T from '../tokens.ts';
import { endOf, type Finding, is, nameOf, type Place, textBetween } from './place.ts';

/**
 * Operators of other languages and near misses, without white space, and how to write them here.
 */
const SPELLINGS: Readonly<Record<string, string>> = {
  '==': '=',
  '===': '=',
  '!==': '!=',
  '=!': '!=',
  '==!': '!=',
  '<>': '!=',
  '><': '!=',
  '!<>': '=',
  '>=': '!<',
  '=>': '!<',
  '<=': '!>',
  '=<': '!>',
  '!>=': '<',
  '!=>': '<',
  '!<=': '>',
  '!=<': '>',
  '>!': '!>',
  '<!': '!<',
};

const MEANINGS: Readonly<Record<string, string>> = {
  '!<': 'For greater or equal write !<, which reads not less.',
  '!>': 'For less or equal write !>, which reads not greater.',
  '!=': 'For not equal write !=.',
  '=': 'For equal write a single =.',
  '<': 'Not greater and not equal is less: write <.',
  '>': 'Not less and not equal is greater: write >.',
};

/** Explains an operator or a test that does not fit. */
export function explainOperator(place: Place): Finding | undefined {
  const { token, state, before } = place;
  if (token === undefined) return undefined;
  const operator = isSign(token) || is(token, T.Not);
  const isRun = isSign(before) || is(before, T.Not);
  if (operator && state === 'right' && isRun) return misspelled(place);
  if (is(token, T.Test) || is(token, T.Comparator)) {
    if (state === 'operand') return is(token, T.Test) ? testFirst(place) : leftMissing(place);
    if (state === 'right') return is(token, T.Test) ? testAfterOperator(place) : leftMissing(place);
  }
  if (is(token, T.Flag) && state === 'right') return flagCompared(place);
  // `!` after a finished condition is only about comparing when an operator or a test follows it.
  if (state === 'complete' && (operator || is(token, T.Test)) && comparing(place)) return afterComplete(place);
  return undefined;
}

const isSign = (token: IToken | undefined): boolean => is(token, T.Comparator) && !is(token, T.Contains);

const comparing = ({ tokens, index }: Place): boolean => {
  let at = index;
  while (is(tokens[at], T.Not)) at += 1;
  return is(tokens[at], T.Comparator) || is(tokens[at], T.Test);
};

/** Explains the run of `!`, `=`, `>`, `<` around the place. */
function misspelled({ tokens, index }: Place): Finding | undefined {
  let from = index;
  let to = index;
  const symbol = (token: IToken | undefined) => isSign(token) || is(token, T.Not);
  while (symbol(tokens[from - 1])) from -= 1;
  while (symbol(tokens[to + 1])) to += 1;
  const first = tokens[from];
  const last = tokens[to];
  if (first === undefined || last === undefined) return undefined;
  const written = tokens
    .slice(from, to + 1)
    .map((token) => token.image)
    .join('');
  const range = { start: first.startOffset, end: endOf(last) };
  const meant = SPELLINGS[written];
  if (meant === undefined) {
    return {
      message: `There is no operator ${written}: values are compared with =, > or <, each with a ! in front to negate it.`,
      range,
    };
  }
  return {
    message: `There is no operator ${written}. ${MEANINGS[meant] ?? ''}`.replace(', write', ', write'),
    range,
    suggestion: meant,
  };
}

function leftMissing({ token, before, subject }: Place): Finding {
  const name = token === undefined ? '' : nameOf(token);
  const at = before === undefined ? `The ${subject} begins with` : `After ${nameOf(before)} stands`;
  return { message: `${at} ${name}, but ${name} compares two values and the left one is missing.` };
}

/** `isEmpty {a}`, `isEmpty({a})`. */
function testFirst({ token, tokens, index, before }: Place): Finding {
  const name = token === undefined ? '' : nameOf(token);
  const next = tokens[index + 1];
  const value = is(next, T.LeftParenthesis) ? tokens[index + 2] : next;
  const negated = is(before, T.Not) ? '!' : '';
  const example = value !== undefined && is(value, T.Value) ? `${value.image} ${negated}${name}` : undefined;
  return {
    message: `${name} stands after the value it asks about: write ${example ?? `{name} ${negated}${name}`}.`,
    suggestion: example,
  };
}

/** `{a} = isEmpty`. */
function testAfterOperator({ token, tokens, index, source, before }: Place): Finding {
  const name = token === undefined ? '' : nameOf(token);
  let at = index - 1;
  while (is(tokens[at], T.Comparator) || is(tokens[at], T.Not)) at -= 1;
  const value = tokens[at];
  const negated = (index - 2 - at) % 2 === 1 ? '!' : '';
  const example = value === undefined ? undefined : `${textBetween(source, value, value)} ${negated}${name}`;
  return {
    message: `After ${before === undefined ? '' : nameOf(before)} stands ${name}, but ${name} follows the value directly: write ${example ?? name}.`,
    suggestion: example,
  };
}

/** `{a} = registered`. */
function flagCompared({ token, tokens, index }: Place): Finding {
  const name = token === undefined ? '' : nameOf(token);
  const left = tokens[index - 2];
  const operator = tokens[index - 1];
  if (is(operator, T.Equals) && (is(left, T.True) || is(left, T.False))) {
    const meant = is(left, T.True) ? name : `!${name}`;
    return { message: `${name} stands alone and is not compared: write just ${meant}.`, suggestion: meant };
  }
  return {
    message: `${name} stands alone and cannot be compared with a value. If you mean the text, put it in double quotes: "${name}".`,
    suggestion: `"${name}"`,
  };
}

/** Explains an operator or a test that follows a whole condition. */
function afterComplete(place: Place): Finding | undefined {
  const { token, before, tokens, index, source } = place;
  if (token === undefined || before === undefined) return undefined;
  let at = index;
  while (is(tokens[at], T.Not)) at += 1;
  const negated = (at - index) % 2 === 1;
  const predicate = tokens[at];
  const name = tokens
    .slice(index, at + 1)
    .map(nameOf)
    .join('');
  const last = nameOf(before);
  if (is(before, T.Flag)) {
    const right = tokens[at + 1];
    const no =
      is(right, T.False) || (is(right, T.NumberLiteral) && Number(right?.image) === 0) || is(predicate, T.IsEmpty);
    const meant = no !== negated ? `!${last}` : last;
    return { message: `${last} stands alone and is true or false by itself: write just ${meant}.`, suggestion: meant };
  }
  if (is(before, T.Test)) {
    return {
      message: `After ${last} stands ${name}, but a value with ${last} is already a whole condition: join the next one with AND or OR.`,
    };
  }
  if (is(before, T.RightParenthesis)) {
    return { message: `After ) stands ${name}, but parentheses hold a condition, not a value.` };
  }
  const left = tokens.slice(0, index).findLastIndex((each, position) => is(each, T.Value) && position < index - 1);
  const first = tokens[left];
  const end = tokens[at + 1];
  const isChain = is(tokens[index - 2], T.Comparator) && !is(tokens[left - 1], T.Operator);
  if (first === undefined || end === undefined || is(predicate, T.Test) || !is(end, T.Value) || !isChain) {
    return {
      message: `After ${last} stands ${name}, but one comparison has only two values: join the next one with AND or OR.`,
    };
  }
  const example = `${textBetween(source, first, before)} AND ${textBetween(source, before, end)}`;
  return {
    message: `Comparisons cannot be chained: ${name} follows a comparison that is already complete. Write ${example}.`,
    suggestion: example,
  };
}
