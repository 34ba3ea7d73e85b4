// Makes a diagnostic for the person who typed a condition that cannot be parsed. The sentences are
// in messages/.
import { EOF, type IToken } from 'chevrotain';
import type { SourceRange, SyntaxDiagnostic } from './ast.ts';
import { excerptAt } from './excerpt.ts';
import { explainCalculation } from './messages/calculations.ts';
import { explainCharacter } from './messages/characters.ts';
import { explainOperator } from './messages/operators.ts';
import {
  endOf,
  expectedAt,
  type Finding,
  mostlyAt,
  nameOf,
  oneOf,
  type Place,
  placeAt,
  type Subject,
} from './messages/place.ts';
import { explainEnd, explainStructure } from './messages/structure.ts';
import { explainWord } from './messages/words.ts';

/**
 * Explains where a condition stops making sense: at `unexpected`, else at the unreadable offset,
 * else at its end.
 */
export function explainSyntax(
  source: string,
  tokens: readonly IToken[],
  unreadable: number | undefined,
  unexpected: IToken | undefined,
  subject: Subject = 'condition',
): SyntaxDiagnostic {
  if (unexpected !== undefined && unexpected.tokenType !== EOF) {
    const place = placeAt(source, tokens, tokens.indexOf(unexpected), unexpected.startOffset, subject);
    const finding =
      explainCalculation(place) ??
      explainWord(place) ??
      explainOperator(place) ??
      explainStructure(place) ??
      explainAny(place);
    return report(place, finding, endOf(unexpected));
  }
  if (unreadable !== undefined) {
    const place = placeAt(source, tokens, tokens.length, unreadable, subject);
    const width = (source.codePointAt(unreadable) ?? 0) > 0xffff ? 2 : 1;
    return report(place, { code: 'condition_bad_character', ...explainCharacter(place) }, unreadable + width);
  }
  const last = tokens.at(-1);
  const end = last === undefined ? source.length : endOf(last);
  const place = placeAt(source, tokens, tokens.length, end, subject);
  return report(place, explainEnd(place), end);
}

function explainAny(place: Place): Finding {
  const found = place.token === undefined ? 'the end' : nameOf(place.token);
  const after = place.before === undefined ? 'At the beginning' : `After ${nameOf(place.before)}`;
  return { message: `${after} stands ${found}, but ${oneOf(mostlyAt(place))} was expected.` };
}

function report(place: Place, finding: Finding, end: number): SyntaxDiagnostic {
  const { message, code = 'condition_syntax', range = { start: place.offset, end }, suggestion } = finding;
  return diagnostic(place.source, { code, message, range, expected: expectedAt(place), suggestion });
}

/** Explains that a text is longer than `limit` UTF-16 code units. */
export function explainLength(source: string, limit: number, subject: Subject): SyntaxDiagnostic {
  const message =
    `This ${subject} is ${source.length.toLocaleString('en-US')} characters long, but at most ` +
    `${limit.toLocaleString('en-US')} are read: split it into several fields or triggers.`;
  const range = { start: limit, end: source.length };
  return diagnostic(source, { code: 'condition_too_long', message, range, expected: ['the end'] });
}

/** Explains that a parenthesis or `!` lies deeper than `limit`. */
export function explainNesting(source: string, token: IToken, limit: number): SyntaxDiagnostic {
  const message =
    `Here parentheses and ! are nested more than ${limit} deep, which no condition needs: ` +
    'remove the ones that change nothing.';
  const range = { start: token.startOffset, end: endOf(token) };
  return diagnostic(source, { code: 'condition_too_deep', message, range, expected: [] });
}

/** Explains what is wrong with a part that can be read. */
export function explainPart(
  source: string,
  { range, message, suggestion }: { range: SourceRange; message: string; suggestion?: string | undefined },
): SyntaxDiagnostic {
  return diagnostic(source, { code: 'condition_syntax', message, range, expected: ['a value'], suggestion });
}

/** Explains that a number is too large for a double. */
export function explainNumber(source: string, token: IToken): SyntaxDiagnostic {
  const message = `The number ${nameOf(token)} is too large to count with: write it as a text in double quotes, or shorten it.`;
  const range = { start: token.startOffset, end: endOf(token) };
  return diagnostic(source, { code: 'condition_syntax', message, range, expected: ['a value'] });
}

type Facts = Pick<SyntaxDiagnostic, 'code' | 'message' | 'range' | 'expected'> & { suggestion?: string | undefined };

function diagnostic(source: string, { code, message, range, expected, suggestion }: Facts): SyntaxDiagnostic {
  return Object.freeze({
    code,
    message,
    range: Object.freeze(range),
    ...excerptAt(source, range.start, range.end),
    expected: Object.freeze(expected),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
