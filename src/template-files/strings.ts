// Reads pass.strings, Apple's table of translations: `"text" = "translation";` with comments, in
// UTF-8 or UTF-16.
import { AppError } from '../errors.ts';
import type { JsonObject } from '../rules/values/values.ts';

const COMMENT_OR_SPACE = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const TEXT = /"((?:[^"\\]|\\[\s\S])*)"|([\w.$-]+)/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Parses the translations, by text. Fails with `template_invalid`; the message begins with `what`.
 */
export function parseStrings(bytes: Uint8Array, what: string): JsonObject {
  const text = decode(bytes);
  const table: [string, string][] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  const takeText = (): string => {
    const match = take(TEXT);
    if (match === null) throw refuse(what, text, at, 'a text in quotation marks');
    take(COMMENT_OR_SPACE);
    return match[2] ?? unescaped(match[1]!);
  };
  const takeMark = (mark: '=' | ';'): void => {
    if (text[at] !== mark) throw refuse(what, text, at, `"${mark}"`);
    at += 1;
    take(COMMENT_OR_SPACE);
  };
  take(COMMENT_OR_SPACE);
  while (at < text.length) {
    const key = takeText();
    takeMark('=');
    table.push([key, takeText()]);
    takeMark(';');
  }
  return Object.fromEntries(table);
}

/** Decodes by the byte order mark; without one, a zero byte among the first two means UTF-16. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
    return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

function unescaped(text: string): string {
  return text.replace(/\\(?:[Uu]([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, other: string) =>
    code === undefined ? (ESCAPES[other] ?? other) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function refuse(what: string, text: string, at: number, wanted: string): AppError {
  const line = text.slice(0, at).split('\n').length;
  return new AppError('template_invalid', { field: 'file', message: `${what}: line ${line} should have ${wanted}.` });
}
