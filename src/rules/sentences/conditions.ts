// Conditions in words: a tree of the grammar as a phrase, and as the rows of a form where it is a
// flat chain.
import type { Comparison, Condition, Flag, FlagName, Test, Truthy, Value } from '../../../grammar/ast.ts';
import { parsedCondition } from '../triggers/parsed-conditions.ts';
import { isStyle } from '../vocabulary.ts';
import { type Names, valueWords } from './names.ts';
import type { Filling, Wish } from './words.ts';

/** A condition that asks one thing. */
export type Part = Comparison | Test | Truthy | Flag;

const WISHES: Readonly<Record<Comparison['operator'], readonly [plain: Wish, negated: Wish]>> = {
  '=': ['equal', 'other'],
  '>': ['more', 'atMost'],
  '<': ['less', 'atLeast'],
};

/** What a comparison asks, turned round where `wanted` is false. */
export function wishOf({ operator, negated }: Comparison, wanted = true): Wish {
  return WISHES[operator][negated === wanted ? 1 : 0];
}

export function fillingOf(part: Test | Truthy, wanted = true): Filling {
  if (part.kind === 'truthy') return wanted ? 'filled' : 'empty';
  const isPlain = part.negated !== wanted;
  if (part.test === 'isSet') return isPlain ? 'set' : 'unset';
  return isPlain ? 'empty' : 'filled';
}

/**
 * The condition of a rule in words; null where there is none. One that cannot be read stays as it
 * is. `within`: an OR gets parentheses, because the words stand beside an `and`.
 */
export function conditionWords(
  source: string | null | undefined,
  names: Names,
  within: 'whole' | 'and' = 'whole',
): string | null {
  if (source === null || source === undefined) return null;
  const parsed = parsedCondition(source);
  if (!parsed.ok) return names.words.quote(source);
  return parsed.condition === null ? null : phrase(parsed.condition, true, names, within);
}

/** `wanted` false: the opposite of the condition. */
function phrase(node: Condition, wanted: boolean, names: Names, within: 'whole' | 'and' | 'or'): string {
  const { words } = names;
  switch (node.kind) {
    case 'or':
    case 'and': {
      const joins = (node.kind === 'and') === wanted ? 'and' : 'or';
      const parts = node.operands.map((operand) => phrase(operand, wanted, names, joins));
      const text = parts.join(` ${words[joins]} `);
      return within === 'whole' || within === joins ? text : `(${text})`;
    }
    case 'not':
      return phrase(node.operand, !wanted, names, within);
    default:
      return partWords(node, wanted, names);
  }
}

export function partWords(part: Part, wanted: boolean, names: Names): string {
  const { words } = names;
  if (part.kind === 'flag') return words.flags[part.name][wanted ? 0 : 1];
  if (part.kind !== 'comparison') return words.tests[fillingOf(part, wanted)](operandWords(part.value, names));
  const { left, right } = part;
  return words.compares[wishOf(part, wanted)](operandWords(left, names), comparedWords(left, right, names));
}

/** The right side of a comparison; a kind of card has a name of its own. */
function comparedWords(left: Value, right: Value, names: Names): string {
  const asksKind = left.kind === 'magic' && left.name === 'type' && right.kind !== 'magic';
  return asksKind && isStyle(right.value) ? names.words.styles[right.value] : operandWords(right, names);
}

/** One side of a comparison: the name of a place, or a constant. */
export function operandWords(value: Value, names: Names): string {
  return value.kind === 'magic' ? names.of(value.name) : valueWords(value.value, names);
}

/** A condition as rows of a form, joined by one word. */
export interface ConditionRows {
  readonly joins: 'and' | 'or';
  readonly rows: readonly ConditionRow[];
}

export type ConditionRow =
  | { readonly kind: 'flag'; readonly name: FlagName; readonly wanted: boolean }
  | { readonly kind: 'filling'; readonly path: string; readonly filling: Filling }
  | { readonly kind: 'wish'; readonly path: string; readonly wish: Wish; readonly value: string | number | boolean }
  /** Compares two places. */
  | { readonly kind: 'pair'; readonly path: string; readonly wish: Wish; readonly other: string };

/** The rows of a flat chain of AND or of OR; null for a condition that rows cannot say. */
export function conditionRows(source: string): ConditionRows | null {
  const parsed = parsedCondition(source);
  if (!parsed.ok) return null;
  const { condition } = parsed;
  const rows = chainParts(condition).map((part) => rowOf(part, true));
  if (rows.includes(null)) return null;
  return { joins: condition?.kind === 'or' ? 'or' : 'and', rows: rows as readonly ConditionRow[] };
}

/** The conditions that a chain joins; one that is no chain alone. */
export function chainParts(condition: Condition | null): readonly Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' || condition.kind === 'or' ? condition.operands : [condition];
}

function rowOf(node: Condition, wanted: boolean): ConditionRow | null {
  switch (node.kind) {
    case 'not':
      return rowOf(node.operand, !wanted);
    case 'flag':
      return { kind: 'flag', name: node.name, wanted };
    case 'truthy':
    case 'test':
      return node.value.kind === 'magic'
        ? { kind: 'filling', path: node.value.name, filling: fillingOf(node, wanted) }
        : null;
    case 'comparison': {
      const { left, right } = node;
      if (left.kind !== 'magic') return null;
      if (right.kind === 'magic')
        return { kind: 'pair', path: left.name, wish: wishOf(node, wanted), other: right.name };
      return { kind: 'wish', path: left.name, wish: wishOf(node, wanted), value: right.value };
    }
    default:
      return null;
  }
}
