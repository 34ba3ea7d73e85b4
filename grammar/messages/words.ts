// Messages about words the language does not have: misspelled ones, those of other languages, and
// bare names and texts.
import { quote } from '../print.ts';
import * as T from '../tokens.ts';
import { nearest } from './near.ts';
import { endOf, type Finding, is, mostlyAt, nameOf, oneOf, type Place } from './place.ts';
import { explainUnit } from './units.ts';

const FLAGS = T.labelsOf(T.Flag);
const TESTS = T.labelsOf(T.Test);
const BARE_WORD = /[\p{L}\p{N}_]+/uy;
const BARE_PATH = /[\p{L}\p{N}_@.-]*[\p{L}\p{N}_@]/uy;

/** Ways to say an operator or a test in words, after the value. Longer phrases come first. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/(?:is\s*not|isn'?t|not|has\s*no)\s*(?:empty|blank|value)\b/iy, '!isEmpty'],
  [/(?:is\s*not|isn'?t|not)\s*(?:set|null|nil|missing|defined)\b/iy, '!isSet'],
  [/is\s*(?:empty|blank)\b|empty\b|blank\b/iy, 'isEmpty'],
  [/is\s*(?:null|nil|missing|undefined|unset)\b/iy, '!isSet'],
  [/is\s*(?:set|defined|present)\b|exists?\b|set\b/iy, 'isSet'],
  [
    /(?:is\s+)?(?:greater|more|larger|bigger)\s+(?:than\s+)?or\s+equals?(?:\s+to)?\b|gte\b|ge\b|(?:is\s+)?at\s+least\b/iy,
    '!<',
  ],
  [/(?:is\s+)?(?:less|smaller|fewer)\s+(?:than\s+)?or\s+equals?(?:\s+to)?\b|lte\b|le\b|(?:is\s+)?at\s+most\b/iy, '!>'],
  [/(?:is\s+)?(?:greater|more|larger|bigger|above|over)\b(?:\s+than\b)?|gt\b/iy, '>'],
  [/(?:is\s+)?(?:less|smaller|fewer|below|under)\b(?:\s+than\b)?|lt\b/iy, '<'],
  [/(?:is\s+not|isn'?t|not\s+equals?|ne|neq|differs)\b(?:\s+(?:to|from)\b)?/iy, '!='],
  [/is\b|equals?\b(?:\s+to\b)?|eq\b/iy, '='],
];

/** AND, OR and true in other words and in neighbouring languages. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    und: 'AND',
    et: 'AND',
    plus: 'AND',
    oder: 'OR',
    ou: 'OR',
    yes: 'true',
    no: 'false',
  }),
);

/** The bare word that begins at an offset, letters of any script included; '' when none does. */
function wordAt(source: string, offset: number): string {
  BARE_WORD.lastIndex = offset;
  return BARE_WORD.exec(source)?.[0] ?? '';
}

/** Explains a word where the grammar has none. */
export function explainWord(place: Place): Finding | undefined {
  return is(place.token, T.Word) ? explainWordAt(place) : undefined;
}

/** Explains the word at a place that begins with a letter; the word need not be a token. */
export function explainWordAt(place: Place): Finding {
  const word = wordAt(place.source, place.offset);
  const range = { start: place.offset, end: place.offset + word.length };
  if (place.state === 'operand') return otherDay(place, word, range) ?? wordAsOperand(place, word, range);
  if (place.state === 'right') return otherDay(place, word, range) ?? wordAsValue(place, word, range);
  const unit = explainUnit(place, word, range);
  if (unit !== undefined) return unit;
  return wordAfter(place, word, range);
}

type Range = { start: number; end: number };

function unknown({ before, subject }: Place, word: string): string {
  return before === undefined ? `The ${subject} begins with ${word}` : `After ${nameOf(before)} stands ${word}`;
}

/** Days that have no word of their own. */
const DAYS: ReadonlyMap<string, string> = new Map(
  Object.entries({ tomorrow: 'today + 1 day', yesterday: 'today - 1 day' }),
);

function otherDay(place: Place, word: string, range: Range): Finding | undefined {
  const day = DAYS.get(word.toLowerCase());
  return day === undefined
    ? undefined
    : { message: `${unknown(place, word)}, which is no word of conditions: write ${day}.`, range, suggestion: day };
}

/** Explains a word where a condition should begin. */
function wordAsOperand(place: Place, word: string, range: Range): Finding {
  const { before, index, tokens } = place;
  const lower = word.toLowerCase();
  const next = tokens[index + 1];
  if (lower === 'not') {
    return {
      message: 'Conditions are negated with !, not with the word not: write !registered, for example.',
      range,
      suggestion: '!',
    };
  }
  if (lower === 'if' || lower === 'when') {
    return { message: `A condition needs no ${word}: begin with the condition itself.`, range };
  }
  const meant =
    SYNONYMS.get(lower) ??
    nearest(lower.replace(/^(?:is|was|has)(?=.{4})/, ''), [...FLAGS, 'true', 'false', 'AND', 'OR', 'today']);
  const joins = meant === 'AND' || meant === 'OR';
  if (meant !== undefined && (!joins || (before !== undefined && (is(before, T.And) || is(before, T.Or))))) {
    return joins
      ? { message: `${unknown(place, word)}, but a condition was expected between the two.`, range }
      : {
          message: `${unknown(place, word)}, which is no word of conditions. Did you mean ${meant}?`,
          range,
          suggestion: meant,
        };
  }
  if (is(next, T.LeftParenthesis)) {
    return {
      message: `${word} is no word of conditions, and there are no functions: compare values with =, > or <.`,
      range,
    };
  }
  BARE_PATH.lastIndex = place.offset;
  const path = BARE_PATH.exec(place.source)?.[0] ?? word;
  return bareWord(place, path, { start: place.offset, end: place.offset + path.length }, true);
}

/** Explains a word on the right of a comparison. */
function wordAsValue(place: Place, word: string, range: Range): Finding {
  const { before, index, tokens, source } = place;
  const lower = word.toLowerCase();
  const operator = before === undefined ? '=' : nameOf(before);
  if (lower === 'not') {
    return {
      message: `A comparison is negated in front of its operator: write !${operator}.`,
      range,
      suggestion: `!${operator}`,
    };
  }
  const empty = /^(?:empty|blank)$/.test(lower);
  if (empty || /^(?:null|nil|none|undefined)$/.test(lower)) {
    let at = index - 1;
    while (is(tokens[at], T.Comparator)) at -= 1;
    const negated = is(tokens[at], T.Not);
    while (is(tokens[at], T.Not)) at -= 1;
    const test = empty ? 'isEmpty' : 'isSet';
    const suggestion = `${tokens[at]?.image ?? '{name}'} ${negated === empty ? '!' : ''}${test}`;
    return {
      message: `Nothing is compared with ${word}: to ask whether a value is there, write ${suggestion}.`,
      range,
      suggestion,
    };
  }
  const meant = lower === 'yes' || lower === 'no' ? SYNONYMS.get(lower) : nearest(lower, ['true', 'false']);
  if (meant !== undefined) {
    return {
      message: `${unknown(place, word)}. If you mean the value ${meant}, write it so; a text goes in double quotes: ${quote(word)}.`,
      range,
      suggestion: meant,
    };
  }
  // A text of several words ends where the condition seems to go on.
  const [rest = ''] = /^[^"{}()!=<>&|,;\r\n]*/.exec(source.slice(place.offset)) ?? [];
  const whole = rest.split(/\s(?:and|or)\b/i)[0]?.trimEnd() ?? word;
  return bareWord(place, whole, { start: place.offset, end: place.offset + whole.length }, false);
}

/**
 * Explains a word that is neither a keyword nor marked as a name or a text. Owners mostly mean a
 * field on the left of a comparison, a text on the right.
 */
function bareWord(place: Place, word: string, range: Range, fieldFirst: boolean): Finding {
  const field = /^[A-Za-z0-9_@.-]+$/.test(word) ? `{${word}}` : undefined;
  const text = quote(word);
  const start = `${unknown(place, word)}, which is no word of conditions.`;
  if (field === undefined)
    return { message: `${start} A text goes in double quotes: ${text}.`, range, suggestion: text };
  return fieldFirst
    ? { message: `${start} A field is written ${field}, a text ${text}.`, range, suggestion: field }
    : { message: `${start} A text is written ${text}, a field ${field}.`, range, suggestion: text };
}

/** Explains a word after a value or a whole condition. */
function wordAfter(place: Place, word: string, range: Range): Finding {
  const { before, source, state, offset } = place;
  const lower = word.toLowerCase();
  const wanted = `${unknown(place, word)}, but ${oneOf(mostlyAt(place))} was expected.`;
  if (is(before, T.NumberLiteral) && before !== undefined && before.startOffset + before.image.length === offset) {
    const written = `${before.image}${word}`;
    const value = /^e\d+$/i.test(word) ? Number(written) : Number.NaN;
    const suggestion = Number.isSafeInteger(value) ? String(value) : undefined;
    return suggestion === undefined
      ? {
          message: `${written} is neither a number nor a text: a text goes in double quotes, ${quote(written)}.`,
          range,
          suggestion: quote(written),
        }
      : {
          message: `Numbers are written out, without an exponent: ${suggestion} instead of ${written}.`,
          range,
          suggestion,
        };
  }
  if (before !== undefined && is(before, T.StringLiteral) && endOf(before) === offset) {
    const message = `The text ${nameOf(before)} ends right before ${word}: a " inside a text is written \\".`;
    return { message, range: { start: offset - 1, end: offset }, suggestion: '\\"' };
  }
  if (state !== 'complete') {
    for (const [phrase, meant] of PHRASES) {
      phrase.lastIndex = offset;
      const found = phrase.exec(source)?.[0];
      if (found === undefined) continue;
      const suggestion = meant.startsWith('!') && state === 'predicate' ? meant.slice(1) : meant;
      return {
        message: `Operators are not written in words: instead of ${found.replace(/\s+/g, ' ')} write ${suggestion}.`,
        range: { start: offset, end: offset + found.length },
        suggestion,
      };
    }
    if (lower === 'not')
      return {
        message: 'Conditions are negated with !, not with the word not: write !=, !isEmpty or !isSet.',
        range,
        suggestion: '!',
      };
  } else if (before !== undefined && is(before, T.Flag) && /^(?:is|equals?)$/.test(lower)) {
    return {
      message: `${nameOf(before)} stands alone and is true or false by itself: write just ${nameOf(before)} or !${nameOf(before)}.`,
      range,
      suggestion: nameOf(before),
    };
  }
  const joining = state === 'predicate' ? [] : ['AND', 'OR'];
  const tests = state === 'complete' ? [] : TESTS;
  const synonym = SYNONYMS.get(lower);
  const meant = synonym !== undefined && joining.includes(synonym) ? synonym : nearest(lower, [...tests, ...joining]);
  if (meant !== undefined) return { message: `${wanted} Did you mean ${meant}?`, range, suggestion: meant };
  const flag = state === 'complete' ? nearest(lower, FLAGS) : undefined;
  if (flag !== undefined) {
    return { message: `${wanted} Did you mean AND ${flag}?`, range, suggestion: `AND ${flag}` };
  }
  return { message: wanted, range };
}
