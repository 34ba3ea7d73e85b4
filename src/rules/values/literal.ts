// Curly brackets that a holder typed are literal for ever (semantics.md, "Magic strings"). They are kept as two
// noncharacters, which Unicode reserves for a program's own use, so they survive copying by triggers, storing and
// joining without ever looking like a magic string; every output turns them back into what was typed.
import { type JsonValue, mapTexts } from './values.ts';

const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';
const OPEN_BRACKET = 0x7b;
/** OPEN and CLOSE differ in their last bit. */
const FIRST_MARK = 0xfdd0;
const BRACKETS = /[{}]/g;
const MARKS = /[\uFDD0\uFDD1]/g;
/** Without `g`, which would make `test` remember where it was. */
const MARK = /[\uFDD0\uFDD1]/;

/** A holder's value, its curly brackets marked so that they never expand. */
export function literal(value: JsonValue): JsonValue {
  return mapTexts(value, (text) => text.replace(BRACKETS, (bracket) => (bracket === '{' ? OPEN : CLOSE)));
}

/** A text as it was typed: marks become curly brackets again. For outputs only. */
export function typed(text: string): string {
  // Asked first: most texts hold none, and replacing costs more than looking even when there is nothing to replace.
  return !MARK.test(text) ? text : text.replace(MARKS, (mark) => (mark === OPEN ? '{' : '}'));
}

/** Whether a text is shown as it stands: it holds neither a curly bracket nor a mark of one. */
export function isPlain(text: string): boolean {
  // A loop, because texts in conditions are short: starting a regular expression costs more than reading ten characters.
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === OPEN_BRACKET || (unit & 0xfffe) === FIRST_MARK) return false;
  }
  return true;
}

/** Every text of a value as it was typed. */
export function typedValue(value: JsonValue): JsonValue {
  return mapTexts(value, typed);
}
