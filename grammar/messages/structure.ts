// Messages about how conditions are put together: AND and OR, parentheses, a text that ends too
// early.
import type { IToken } from 'chevrotain';
import * as T from '../tokens.ts';
import { endOf, expectedAt, type Finding, is, nameOf, oneOf, type Place, textBetween } from './place.ts';

const VALUES = 'a number, a text in double quotes, true, false or {name}';

/** Explains a text that ends too early. */
export function explainEnd(place: Place): Finding {
  const { before, state, open } = place;
  const opening = open.at(-1);
  if (before === undefined) return { message: 'The condition is empty where one was expected.' };
  const name = nameOf(before);
  if (state === 'right')
    return { message: `The condition ends after ${name}, but the value to compare with is missing: ${VALUES}.` };
  if (state === 'predicate') {
    return {
      message:
        'The condition ends after !, but isEmpty, isSet, =, > or < was expected. To negate a whole condition, put ! in front of it.',
    };
  }
  if (state === 'operand') {
    if (is(before, T.LeftParenthesis))
      return { message: 'The condition ends after (, but a condition and ) were expected.' };
    if (is(before, T.Not)) return { message: 'The condition ends after !, but what it negates is missing.' };
    return {
      message: `The condition ends after ${name}, but another condition was expected. Add it, or remove ${name}.`,
    };
  }
  if (opening !== undefined) {
    return {
      message: 'This parenthesis is opened but never closed: a ) is missing.',
      range: { start: opening.startOffset, end: endOf(opening) },
      suggestion: ')',
    };
  }
  return { message: `The condition ends too early: ${oneOf(expectedAt(place))} was expected.` };
}

/** Explains a token that belongs to the language, but not to this place. */
export function explainStructure(place: Place): Finding | undefined {
  const { token } = place;
  if (is(token, T.RightParenthesis)) return closing(place);
  if (is(token, T.LeftParenthesis)) return opening(place);
  if (is(token, T.And) || is(token, T.Or)) return joining(place);
  if (is(token, T.Value) || is(token, T.Flag) || is(token, T.Not)) return missingBetween(place);
  return undefined;
}

function closing({ token, before, state, open, tokens, index }: Place): Finding | undefined {
  if (token === undefined) return undefined;
  if (before !== undefined && is(before, T.LeftParenthesis)) {
    const call = tokens[index - 2];
    return {
      message:
        call !== undefined && is(call, T.Test)
          ? `${nameOf(call)} is not a function: it stands after a value, without parentheses.`
          : 'These parentheses are empty: put a condition between them, or remove them.',
      range: { start: before.startOffset, end: endOf(token) },
    };
  }
  if (before === undefined || ((state === 'complete' || state === 'afterValue') && open.length === 0)) {
    return { message: 'This ) closes no parenthesis: remove it, or put a ( in front of where it should begin.' };
  }
  const missing = state === 'right' ? 'a value' : state === 'predicate' ? 'isEmpty, isSet, =, > or <' : 'a condition';
  return { message: `After ${nameOf(before)} stands ), but ${missing} was expected.` };
}

function opening({ before, state, tokens, index, source }: Place): Finding | undefined {
  if (before === undefined) return undefined;
  const name = nameOf(before);
  if (state === 'right') {
    const value = tokens[index + 1];
    const alone = value !== undefined && is(value, T.Value) && is(tokens[index + 2], T.RightParenthesis);
    return {
      message: `After ${name} stands (, but a value was expected. Parentheses group whole conditions, not values.`,
      suggestion: alone ? textBetween(source, value, value) : undefined,
    };
  }
  return state === 'predicate' ? joinNegated(tokens, index, '(') : joinFirst(name, '(');
}

function joining({ token, before, state }: Place): Finding | undefined {
  if (token === undefined) return undefined;
  const name = nameOf(token);
  if (before === undefined)
    return { message: `The condition begins with ${name}, but ${name} stands between two conditions.` };
  const last = nameOf(before);
  if (state === 'right')
    return { message: `After ${last} stands ${name}, but the value to compare with is missing: ${VALUES}.` };
  if (is(before, T.And) || is(before, T.Or)) {
    return last === name
      ? { message: `${name} stands here twice: remove one, or put a condition between them.` }
      : {
          message: `${last} and ${name} stand side by side, but a condition was expected between them. Keep one of the two.`,
        };
  }
  return {
    message: `After ${last} stands ${name}, but ${state === 'operand' ? 'a condition' : 'isEmpty, isSet, =, > or <'} was expected.`,
  };
}

/** Explains two values or two conditions with nothing between them. */
function missingBetween(place: Place): Finding | undefined {
  const { token, before, state, source, tokens, index } = place;
  if (token === undefined || before === undefined) return undefined;
  const name = nameOf(token);
  const last = nameOf(before);
  const number = is(token, T.NumberLiteral);
  if (number && (state === 'afterValue' || state === 'complete')) {
    const touching = endOf(before) === token.startOffset;
    if (is(before, T.NumberLiteral) && touching && token.image.startsWith('.')) {
      return {
        message: `${last}${name} is not a number: a number has at most one decimal point. A date or a version is a text and goes in double quotes.`,
      };
    }
    if (/^[+-]/.test(token.image))
      return {
        message: `After ${last} stands ${name}, but conditions cannot calculate: they compare values as they are.`,
      };
    if (is(before, T.NumberLiteral)) {
      const joined = `${before.image}${token.image}`;
      return {
        message: `${textBetween(source, before, token)} is not one number: write it without spaces, as ${joined}.`,
        suggestion: joined,
      };
    }
  }
  if (state === 'predicate') {
    if (is(token, T.Flag)) return joinNegated(tokens, index, name);
    return {
      message: `After ! stands ${name}, but isEmpty, isSet, =, > or < was expected. Write != if the two should differ.`,
      suggestion: '!=',
    };
  }
  if (state === 'afterValue' && !is(token, T.Flag)) {
    return {
      message: `Between ${last} and ${name} something is missing: =, > or < to compare the two, or AND or OR between two conditions.`,
    };
  }
  if (state === 'afterValue' || state === 'complete') return joinFirst(last, name);
  return undefined;
}

/** `{a} !registered`: the `!` was meant for what follows it. */
function joinNegated(tokens: readonly IToken[], index: number, name: string): Finding {
  const value = tokens.slice(0, index).findLast((token) => !is(token, T.Not));
  return joinFirst(value === undefined ? 'the value' : nameOf(value), `!${name}`);
}

function joinFirst(last: string, name: string): Finding {
  return {
    message: `Between ${last} and ${name} neither AND nor OR stands. Write AND if both must be true, OR if one is enough.`,
    suggestion: 'AND',
  };
}
