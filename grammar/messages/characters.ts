// Messages about characters that begin no token: other quotation marks, broken brackets and texts,
// foreign operators.
import { quote } from '../print.ts';
import * as T from '../tokens.ts';
import { endOf, type Finding, is, mostlyAt, oneOf, type Place, placeAt } from './place.ts';
import { explainWordAt } from './words.ts';

/** Explains the character that the lexer could not read. */
export function explainCharacter(place: Place): Finding {
  const character = String.fromCodePoint(place.source.codePointAt(place.offset) ?? 0);
  if (character === '"') return brokenText(place);
  if (character === '{') return brokenName(place);
  return (
    foreignQuote(place, character) ?? foreignSymbol(place, character) ?? bareLetters(place) ?? plainly(place, character)
  );
}

/**
 * Explains a double quote that begins no text: the text has no end, or an escape that does not
 * exist.
 */
function brokenText({ source, offset }: Place): Finding {
  const code = 'condition_bad_string';
  for (let at = offset + 1; at < source.length; at += 1) {
    if (source[at] !== '\\') continue;
    const next = source[at + 1];
    const good = next === '"' || next === '\\' || next === 'n' || /^u[0-9A-Fa-f]{4}/.test(source.slice(at + 1, at + 6));
    if (good) {
      at += 1;
      continue;
    }
    if (next === undefined) break;
    const shown = next === 'u' ? '\\u' : `\\${String.fromCodePoint(source.codePointAt(at + 1) ?? 0)}`;
    return {
      code,
      message:
        next === 'u'
          ? 'In a text, \\u must be followed by four hexadecimal digits, as in \\u00E9. For the character \\ itself write \\\\.'
          : `In a text, ${shown} means nothing: \\ may be followed only by ", \\, n or u and four hexadecimal digits. For the character \\ itself write \\\\.`,
      range: { start: at, end: at + shown.length },
      suggestion: `\\${shown}`,
    };
  }
  const range = { start: offset, end: offset + 1 };
  const curly = /^"([^"“”„]*)[“”]/.exec(source.slice(offset));
  if (curly !== null) {
    const text = quote(curly[1] ?? '');
    return {
      code,
      message: `The text that begins here ends with a curly quotation mark: write ${text} with straight ones.`,
      range,
      suggestion: text,
    };
  }
  return { code, message: 'The text that begins here has no end: a closing " is missing.', range, suggestion: '"' };
}

/** Explains a curly bracket that begins no name, or a name that nothing has and that looks like a slip. */
function brokenName({ source, offset }: Place): Finding {
  const rest = source.slice(offset);
  const doubled = /^\{+([^{}!=<>"]+)\}+/.exec(rest);
  const plain = doubled?.[1]?.trim() ?? '';
  if (doubled !== null && plain !== '') {
    const name = `{${plain}}`;
    const message = rest.startsWith('{{')
      ? `One pair of curly brackets is enough: write ${name}.`
      : `There is white space inside the curly brackets: write ${name}.`;
    return { message, range: { start: offset, end: offset + doubled[0].length }, suggestion: name };
  }
  const closed = /^\{([^{}"]*)\}/.exec(rest);
  if (closed === null) {
    const name = /^\{\s*([A-Za-z0-9_@.-]*)/.exec(rest)?.[1] ?? '';
    const code = 'condition_syntax';
    const range = { start: offset, end: offset + 1 };
    const message = 'This { is never closed: a } is missing after the name';
    return name === ''
      ? { code, message: `${message}.`, range }
      : { code, message: `${message}, as in {${name}}.`, range, suggestion: `{${name}}` };
  }
  const range = { start: offset, end: offset + closed[0].length };
  const inner = (closed[1] ?? '').trim();
  if (inner === '')
    return { message: 'These curly brackets are empty: between them belongs the name of a field.', range };
  const compared = /^([A-Za-z0-9_@.-]+)\s*([!=<>].*)$/.exec(inner);
  if (compared !== null) {
    const better = `{${compared[1]}} ${compared[2]}`;
    return { message: `Only the name stands in curly brackets: write ${better}.`, range, suggestion: better };
  }
  return { message: `Nothing is called so: between the curly brackets belongs the name of a field.`, range };
}

const QUOTES: Readonly<Record<string, string>> = {
  "'": "'’‘",
  '‘': "'’‘",
  '’': "'’‘",
  '‚': "'’‘",
  '`': '`´',
  '´': '`´',
  '“': '"“”',
  '”': '"“”',
  '„': '"“”',
  '«': '»',
  '»': '«',
};

function foreignQuote({ source, offset }: Place, mark: string): Finding | undefined {
  const closers = QUOTES[mark];
  if (closers === undefined) return undefined;
  const code = 'condition_bad_string';
  const end = source.slice(offset + 1).search(new RegExp(`[${closers}]`));
  if (end < 0) return { code, message: `${mark} begins no text here: texts go in double quotes, as in "Gold".` };
  const text = quote(source.slice(offset + 1, offset + 1 + end));
  return {
    code,
    message: `Texts go in straight double quotes: write ${text} instead of ${source.slice(offset, offset + end + 2)}.`,
    range: { start: offset, end: offset + end + 2 },
    suggestion: text,
  };
}

/** Symbols of other languages, and how to write them here. */
const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/&amp;(?:&amp;)?|&&?(?![a-z]+;)/y, 'AND'],
  [/\|\|?/y, 'OR'],
  [/&gt;/y, '>'],
  [/&lt;/y, '<'],
  [/&quot;/y, '"'],
  [/∧/y, 'AND'],
  [/∨/y, 'OR'],
  [/[≥⩾]/y, '!<'],
  [/[≤⩽]/y, '!>'],
  [/≠/y, '!='],
  [/[¬~]/y, '!'],
  [/;/y, 'AND'],
  [/×/y, '*'],
  [/÷/y, '/'],
];

function foreignSymbol(place: Place, character: string): Finding | undefined {
  const { source, offset, before } = place;
  for (const [pattern, meant] of SYMBOLS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(source)?.[0];
    if (found === undefined) continue;
    return {
      message: `Conditions have no ${found}: write ${meant}.`,
      range: { start: offset, end: offset + found.length },
      suggestion: meant,
    };
  }
  const name = /^(?:\$([A-Za-z_]\w*)|\$\{([\w@.-]+)\}|%([A-Za-z_][\w@.-]*)%?|\[\s*([A-Za-z_][\w@.-]*)\s*\])/.exec(
    source.slice(offset),
  );
  if (name !== null && place.state !== 'complete' && place.state !== 'afterValue') {
    const field = `{${name.slice(1).find((group) => group !== undefined)}}`;
    return {
      message: `A field is written in curly brackets: ${field} instead of ${name[0]}.`,
      range: { start: offset, end: offset + name[0].length },
      suggestion: field,
    };
  }
  const touching =
    is(before, T.NumberLiteral) && before !== undefined && before.startOffset + before.image.length === offset;
  const digits = /^,\d/.test(source.slice(offset));
  if (touching && (digits || character === '.')) return brokenNumber(place, before.image, before.startOffset);
  if (character === ',')
    return {
      message: 'A comma joins nothing: write AND if both conditions must be true, OR if one is enough.',
      suggestion: 'AND',
    };
  if (/[–—−]/.test(character)) {
    const digits = /^.\s*(\d+(?:\.\d+)?)/u.exec(source.slice(offset));
    if (digits !== null && (place.state === 'operand' || place.state === 'right')) {
      return {
        message: `This dash is no minus sign: write -${digits[1]}.`,
        range: { start: offset, end: offset + digits[0].length },
        suggestion: `-${digits[1]}`,
      };
    }
  }
  if (/[–—−]/.test(character)) return { message: 'This dash is no minus sign: write -.', suggestion: '-' };
  if (character === '^') return { message: 'There is no ^: values are calculated with +, -, *, / and %.' };
  if (character === '}') return { message: 'This } closes no {: a name is written {name}.' };
  const plain = character.normalize('NFKC');
  if (plain !== character && /^[!=<>(){}"A-Za-z0-9]$/.test(plain)) {
    return {
      message: `${character} is a wide character that only looks like ${plain}: write ${plain}.`,
      suggestion: plain,
    };
  }
  return undefined;
}

/** Explains `1,5`, `1,000` and `5.`. */
function brokenNumber({ source, offset }: Place, written: string, start: number): Finding {
  const rest = /^[.,]([\d.,]*)/.exec(source.slice(offset));
  const tail = rest?.[1] ?? '';
  const range = { start, end: offset + (rest?.[0].length ?? 1) };
  const whole = source.slice(start, range.end);
  if (tail === '')
    return {
      message: `The number ${written} ends with ${source[offset]}: write ${written}.`,
      range,
      suggestion: written,
    };
  if (source[offset] === ',' && /^\d+$/.test(tail) && tail.length !== 3 && !written.includes('.')) {
    const point = `${written}.${tail}`;
    return { message: `Decimals are written with a point: ${point} instead of ${whole}.`, range, suggestion: point };
  }
  const digits = /^\d{3}(?:,\d{3})*(?:\.\d+)?$/.test(tail) ? `${written}${tail.replaceAll(',', '')}` : undefined;
  return digits === undefined
    ? { message: `${whole} is no number: digits and at most one decimal point.`, range }
    : {
        message: `Numbers have no thousands separator: write ${digits}; decimals have a point.`,
        range,
        suggestion: digits,
      };
}

/** Explains a word with a letter outside ASCII; the word may begin in the token before. */
function bareLetters(place: Place): Finding | undefined {
  const { source, offset, tokens, before } = place;
  if (!/^\p{L}/u.test(source.slice(offset))) return undefined;
  const begun =
    before !== undefined && endOf(before) === offset && /^[A-Za-z_]/.test(before.image) ? before : undefined;
  const start =
    begun === undefined
      ? place
      : placeAt(source, tokens.slice(0, -1), tokens.length - 1, begun.startOffset, place.subject);
  return { code: 'condition_syntax', ...explainWordAt(start) };
}

function plainly(place: Place, character: string): Finding {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const invisible = /[\p{C}\p{M}\p{Z}]/u.test(character);
  const shown = invisible ? `an invisible character (U+${code})` : character;
  const advice = invisible ? 'Delete it and type the place again.' : 'A text goes in double quotes.';
  return { message: `Here stands ${shown}, but ${oneOf(mostlyAt(place))} was expected. ${advice}` };
}
