// Parses the conditions that traces name. A template has few of them, and every scan that changes
// nothing asks for one, so the last ones stay parsed.
import type { ExpressionResult, ParseResult } from '../../../grammar/ast.ts';
import { parseCondition, parseExpression } from '../../../grammar/parser.ts';
import { lately } from '../values/lately.ts';

/** Bounded, because owners write the texts. */
const MOST_PARSED = 1000;

/** The condition's tree, or why there is none. Never throws. */
export const parsedCondition: (source: string) => ParseResult = lately(MOST_PARSED, parseCondition);

/** The same for the expression of an action. */
export const parsedExpression: (source: string) => ExpressionResult = lately(MOST_PARSED, parseExpression);
