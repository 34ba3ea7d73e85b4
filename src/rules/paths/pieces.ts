// Finds the magic strings of a text. The texts of a template are expanded at every scan and render,
// so the magic strings of short texts stay known.
import { lately } from '../values/lately.ts';

/** A magic string of a text: `{name}`. */
export interface Piece {
  readonly name: string;
  /** Where its bracket opens, in UTF-16 units. */
  readonly start: number;
  /** Where the text goes on. */
  readonly end: number;
  /** See `isOrdinaryName`. */
  readonly isOrdinary: boolean;
}

/** A name may hold any character but brackets; only special strings and paths have a meaning. */
const MAGIC = /\{([^{}]+)\}/g;
const IDENTIFIER = /^[A-Za-z0-9_@.-]+$/;

/** Bounded, because owners write the texts. */
const MOST_TEXTS = 1000;
const LONGEST_TEXT = 300;
const piecesOfShort = lately(MOST_TEXTS, find);

/** The magic strings of a text, in its order. */
export function piecesOf(text: string): readonly Piece[] {
  return text.length > LONGEST_TEXT ? find(text) : piecesOfShort(text);
}

/** Whether a name has characters of identifiers only. JSON and style sheets look like other names. */
export function isOrdinaryName(name: string): boolean {
  return IDENTIFIER.test(name);
}

function find(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: whole, 1: name, index } of text.matchAll(MAGIC)) {
    pieces.push({ name: name!, start: index, end: index + whole.length, isOrdinary: isOrdinaryName(name!) });
  }
  return pieces;
}
