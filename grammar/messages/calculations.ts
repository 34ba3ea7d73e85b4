// Messages about calculating: operators without a value, units without a number, and lists.
import * as T from '../tokens.ts';
import { explainCharacter } from './characters.ts';
import { type Finding, is, nameOf, type Place } from './place.ts';

/** Explains an operator, a comma, a unit or `in` that does not fit. */
export function explainCalculation(place: Place): Finding | undefined {
  const { token, before, state } = place;
  if (token === undefined) return undefined;
  if (state === 'list') {
    return {
      message: `After in stands ${nameOf(token)}, but a list in parentheses was expected: in ("Gold", "Silver").`,
    };
  }
  if (is(token, T.Comma)) return foreign(place);
  if (is(token, T.Operator)) return operatorAlone(place);
  if (is(token, T.Unit)) return unitAlone(place);
  if (!is(token, T.In)) return undefined;
  const last = before === undefined ? 'At the beginning' : `After ${nameOf(before)}`;
  return { message: `${last} stands in, but in follows a value: write {name} in ("Gold", "Silver").` };
}

/** A sign that is no part of the language at this place. */
function foreign(place: Place): Finding {
  return { code: 'condition_bad_character', ...explainCharacter(place) };
}

function operatorAlone(place: Place): Finding {
  const { token, before, state, subject } = place;
  // `%points%` is how other programs write a name.
  if (is(token, T.Remainder) && state !== 'complete' && /^%[A-Za-z_]/.test(place.source.slice(place.offset))) {
    return foreign(place);
  }
  const name = token === undefined ? '' : nameOf(token);
  if (state === 'operand' || state === 'right') {
    const at = before === undefined ? `The ${subject} begins with` : `After ${nameOf(before)} stands`;
    return { message: `${at} ${name}, but ${name} calculates with two values and the left one is missing.` };
  }
  const last = before === undefined ? '' : nameOf(before);
  return { message: `After ${last} stands ${name}, but ${name} calculates with values, and ${last} ends a condition.` };
}

function unitAlone({ token, before, state, subject }: Place): Finding {
  const word = token?.image ?? '';
  const name = `1 ${word.replace(/s$/i, '').toLowerCase()}`;
  if (state === 'operand' || state === 'right') {
    const at = before === undefined ? `The ${subject} begins with` : `After ${nameOf(before)} stands`;
    return {
      message: `${at} ${word}, but a number stands before it: write ${name}. A field is written {${word}}, a text "${word}".`,
      suggestion: name,
    };
  }
  const last = before === undefined ? '' : nameOf(before);
  return {
    message: `After ${last} stands ${word}, but a unit of time stands after a number or a name, as in ${name}.`,
  };
}
