// Marks curly brackets that a holder typed, which stay literal for ever (semantics.md, "Magic
// strings"). The marks are two noncharacters, which Unicode reserves for a program's own use, so
// they survive copying by triggers, storing and joining without ever looking like a magic string.
// Every output turns them back into brackets.
import { type JsonValue, mapTexts } from './values.ts';

const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';
const OPEN_BRACKET = 0x7b;
/** OPEN and CLOSE differ in their last bit. */
const FIRST_MARK = 0xfdd0;
const BRACKETS = /[{}]/g;
const MARKS = /[\uFDD0\uFDD1]/g;

/** Marks the curly brackets of a holder's value, so that they never expand. */
export function literal(value: JsonValue): JsonValue {
  return mapTexts(value, (text) => text.replace(BRACKETS, (bracket) => (bracket === '{' ? OPEN : CLOSE)));
}

/** Turns marks back into curly brackets, as the text was typed. For outputs only. */
export function typed(text: string): string {
  // Look first: most texts have no mark, and replacing costs more than looking, even without a
  // match. Engines do not even look for a mark in a text of Latin-1.
  if (!text.includes(OPEN) && !text.includes(CLOSE)) return text;
  return text.replace(MARKS, (mark) => (mark === OPEN ? '{' : '}'));
}

/** Whether a text is shown as it stands: it holds neither a curly bracket nor a mark of one. */
export function isPlain(text: string): boolean {
  // Use a loop for the short texts of most conditions: a search costs more to start than to read
  // ten characters, and much less than the loop in a long text.
  if (text.length > SHORT) return !text.includes('{') && !text.includes(OPEN) && !text.includes(CLOSE);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === OPEN_BRACKET || (unit & 0xfffe) === FIRST_MARK) return false;
  }
  return true;
}

/** A text of at most so many UTF-16 units is read one by one. */
const SHORT = 12;

/** Turns marks back into curly brackets in every text of a value. */
export function typedValue(value: JsonValue): JsonValue {
  return mapTexts(value, typed);
}
