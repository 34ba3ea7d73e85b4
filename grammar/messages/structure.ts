// Messages about how conditions are put together: AND and OR, parentheses, a text that ends too
// early.
import type { IToken } from 'chevrotain';
import * as T from '../tokens.ts';
import { endOf, type Finding, is, mostlyAt, nameOf, oneOf, type Place, textBetween } from './place.ts';

const VALUES = 'a number, a text in double quotes, true, false or {name}';
const CALCULATED = 'a number, a duration such as 3 days, or {name}';

/** Explains a text that ends too early. */
export function explainEnd(place: Place): Finding {
  const { before, state, open, subject } = place;
  const opening = open.at(-1);
  if (before === undefined) return { message: `The ${subject} is empty where one was expected.` };
  const name = nameOf(before);
  if (state === 'list')
    return { message: `The ${subject} ends after in, but a list was expected: in ("Gold", "Silver").` };
  if (state === 'right') return { message: `The ${subject} ends after ${name}, but ${missingValue(before)}.` };
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
  return { message: `The condition ends too early: ${oneOf(mostlyAt(place))} was expected.` };
}

/** What is missing behind a comparator, an operator, a comma or a parenthesis. */
function missingValue(before: IToken): string {
  if (is(before, T.Operator)) return `the value to calculate with is missing: ${CALCULATED}`;
  if (is(before, T.Comparator)) return `the value to compare with is missing: ${VALUES}`;
  return `a value is missing: ${VALUES}`;
}

/** Explains a token that belongs to the language, but not to this place. */
export function explainStructure(place: Place): Finding | undefined {
  const { token } = place;
  if (is(token, T.RightParenthesis)) return closing(place);
  if (is(token, T.LeftParenthesis)) return opening(place);
  if (is(token, T.And) || is(token, T.Or)) return joining(place);
  if (is(token, T.ValueParenthesis)) return opening(place);
  if (is(token, T.Value) || is(token, T.Flag) || is(token, T.Not)) return missingBetween(place);
  return undefined;
}

function closing(place: Place): Finding | undefined {
  const { token, before, state, open, tokens, index } = place;
  if (token === undefined) return undefined;
  if (before !== undefined && (is(before, T.LeftParenthesis) || is(before, T.ValueParenthesis))) {
    if (place.inside !== 'conditions')
      return {
        message: 'These parentheses are empty: put a value between them.',
        range: { start: before.startOffset, end: endOf(token) },
      };
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

function opening({ before, state, tokens, index }: Place): Finding | undefined {
  if (before === undefined) return undefined;
  return state === 'predicate' ? joinNegated(tokens, index, '(') : joinFirst(nameOf(before), '(');
}

function joining(place: Place): Finding | undefined {
  const { token, before, state } = place;
  if (token === undefined) return undefined;
  const name = nameOf(token);
  if (place.subject === 'expression')
    return {
      message: `${name} joins conditions, but this is one value: an expression calculates with +, -, *, / and %.`,
    };
  if (before === undefined)
    return { message: `The condition begins with ${name}, but ${name} stands between two conditions.` };
  const last = nameOf(before);
  if (state === 'right') return { message: `After ${last} stands ${name}, but ${missingValue(before)}.` };
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
