// Judges the conditions of fields and barcodes that somebody writes to a pass, as saving a template
// judges its own.
import { isArray, isObject, type JsonValue } from '../values/values.ts';
import { isFieldTree } from '../vocabulary.ts';
import { compileCondition, conditionProblem } from './conditions.ts';
import type { Location, PathIndex } from './paths.ts';

/** In characters. */
const LONGEST_WRITTEN_CONDITION = 5000;

/** The first condition in the value that cannot be used: its place and why; null: there is none. */
export function conditionFault(index: PathIndex, { path, steps }: Location, value: JsonValue): string | null {
  const [area = ''] = steps;
  if (!isFieldTree(area) && area !== 'barcode' && area !== 'barcodes') return null;
  return faultIn(index, value, path, steps.at(-1) === 'PSConditions');
}

function faultIn(index: PathIndex, value: JsonValue, path: string, isCondition: boolean): string | null {
  if (isCondition) return faultOf(index, value, path);
  if (isArray(value)) return firstOf(value, (item, at) => faultIn(index, item, `${path}_${at}`, false));
  if (!isObject(value)) return null;
  return firstOf(Object.entries(value), ([key, held]) =>
    faultIn(index, held, `${path}_${key}`, key === 'PSConditions'),
  );
}

function firstOf<T>(items: readonly T[], find: (item: T, at: number) => string | null): string | null {
  for (const [at, item] of items.entries()) {
    const found = find(item, at);
    if (found !== null) return found;
  }
  return null;
}

function faultOf(index: PathIndex, value: JsonValue, path: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string') return `${path}: PSConditions is a text, such as "{points} > 20 AND !registered".`;
  if (value.length > LONGEST_WRITTEN_CONDITION) {
    return `${path}: The condition of a pass has at most ${LONGEST_WRITTEN_CONDITION} characters.`;
  }
  const compiled = compileCondition(index, value);
  return compiled.ok ? null : `${path}: ${conditionProblem(compiled.error)}`;
}
