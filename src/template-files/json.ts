// Parses JSON that people write, and shows the place of a mistake.
import { type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { AppError } from '../errors.ts';
import { JsonTooLarge, parseJsonText, quoteRounded } from '../rules/values/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../rules/values/values.ts';

/** Parses the JSON object of a file. Fails with `template_invalid`; the message names `path`. */
export function parseJsonObject(bytes: Uint8Array, path: string): JsonObject {
  // Editors on Windows put a byte order mark in front, which the decoder drops.
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(`${path}: the file is not text in UTF-8. Save it as UTF-8.`);
  }
  let value: JsonValue;
  try {
    value = parseJsonText(text);
  } catch (error) {
    if (error instanceof JsonTooLarge) throw refuse(`${path} ${error.message}.`);
    throw refuse(`${path}: ${jsonProblem(text) ?? `it is no JSON: ${(error as SyntaxError).message}.`}`);
  }
  if (isObject(value)) return value;
  throw refuse(`${path}: a template is a JSON object: {"templateName": …, "passConstructor": {…}}, or a pass.json.`);
}

/** What is wrong, by jsonc-parser's name of the error. */
const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value; texts and keys stand in double quotes',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'there should be a key in double quotes',
  ValueExpected: 'there should be a value',
  ColonExpected: 'there should be a colon',
  CommaExpected: 'there should be a comma',
  CloseBraceExpected: 'there should be a closing brace }',
  CloseBracketExpected: 'there should be a closing bracket ]',
  EndOfFileExpected: 'there should be nothing more',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'this text is not closed',
  InvalidEscapeCharacter: 'this text has a backslash before a character that takes none',
  InvalidCharacter: 'this text has a control character, such as a line break; write \\n',
};

/** Mistakes of a longer text are not searched for, because that would hold up everybody else. In characters. */
export const LONGEST_EXPLAINED = 512 * 1024;

/**
 * Describes the first mistake: line, column, a sentence, and the line with a caret. Null when
 * jsonc-parser finds none. V8's own message has no position in Node 20.
 */
export function jsonProblem(text: string): string | null {
  const first = text.length > LONGEST_EXPLAINED ? null : firstMistake(text);
  if (first === null) return null;
  const lines = text.slice(0, first.offset).split(/\r?\n/);
  const before = lines.at(-1)!;
  const after = /^[^\r\n]*/.exec(text.slice(first.offset))![0];
  // Show only the part of the line around the place: a line may hold a whole image.
  const shown = before.slice(-60).replaceAll('\t', ' ');
  return `Line ${lines.length}, column ${before.length + 1}: ${wordsOf(first)}.\n${shown}${after.slice(0, 20)}\n${' '.repeat(shown.length)}^`;
}

/** The first mistake, for an editor that marks it; null when jsonc-parser finds none. */
export function jsonMistake(text: string): { readonly offset: number; readonly message: string } | null {
  const first = text.length > LONGEST_EXPLAINED ? null : firstMistake(text);
  return first && { offset: first.offset, message: `${wordsOf(first)}.` };
}

function wordsOf({ error }: Pick<ParseError, 'error'>): string {
  return PROBLEMS[printParseErrorCode(error)] ?? 'this is no JSON';
}

/** Ends a visit at the first mistake. */
class Mistake extends Error {
  readonly found: Pick<ParseError, 'error' | 'offset'>;

  constructor(found: Mistake['found']) {
    super();
    this.found = found;
  }
}

/** Stops at the first mistake: a text of nothing but mistakes would take long to read to its end. */
function firstMistake(text: string): Mistake['found'] | null {
  const onError = (error: ParseError['error'], offset: number) => {
    throw new Mistake({ error, offset });
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
    return null;
  } catch (error) {
    if (error instanceof Mistake) return error.found;
    // The text is nested deeper than the parser's stack allows.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Parses JSON whose only mistakes are missing commas; undefined for any other text, and for one that
 * is longer than LONGEST_EXPLAINED.
 */
export function valueWithoutCommas(text: string): JsonValue | undefined {
  if (text.length > LONGEST_EXPLAINED) return undefined;
  const errors: ParseError[] = [];
  try {
    const exact = quoteRounded(text);
    const value = parse(exact, errors, { disallowComments: true, allowTrailingComma: false }) as JsonValue;
    return errors.every(({ error }) => printParseErrorCode(error) === 'CommaExpected') ? value : undefined;
  } catch (error) {
    // The text is nested deeper than the parser's stack allows.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function refuse(message: string): AppError {
  return new AppError('template_invalid', { field: 'file', message });
}
