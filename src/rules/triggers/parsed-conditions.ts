// Parses the conditions that traces name. A template has few of them, and every scan that changes
// nothing asks for one, so the last ones stay parsed.
import type { ParseResult } from '../../../grammar/ast.ts';
import { parseCondition } from '../../../grammar/parser.ts';

/** Bounded, because owners write the texts. */
const MOST_PARSED = 1000;
const lately = new Map<string, ParseResult>();

/** The condition's tree, or why there is none. Never throws. */
export function parsedCondition(source: string): ParseResult {
  const known = lately.get(source);
  if (known !== undefined) return known;
  if (lately.size >= MOST_PARSED) lately.clear();
  const parsed = parseCondition(source);
  lately.set(source, parsed);
  return parsed;
}
