// Finds the events that change what a pass shows without changing a value: those whose flag a shown
// condition asks for.
import type { FlagName } from '../../../grammar/ast.ts';
import { compileCondition } from '../paths/conditions.ts';
import { materialise } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { isArray, isObject, type JsonValue } from '../values/values.ts';
import type { PassFacts } from './facts.ts';
import { type AccessType, flagOf, hasFlag, type Overrides, PERSONALIZE } from './facts.ts';

/**
 * Whether an event raises a flag that the pass shows: a first scan shows a field with the condition
 * `scanned`, although no value changed, and a personalized pass asks its holder nothing any more.
 */
export function raisesShownFlag(program: Program, facts: PassFacts, accessType: AccessType): boolean {
  if (accessType === PERSONALIZE) return isAsking(program, facts.access);
  const flag = flagOf(accessType);
  if (flag === null || hasFlag(facts.access, flag)) return false;
  return program.shownFlags.has(flag) || asksFor(program, facts.overrides, flag);
}

/** Whether Wallet still has to ask the holder for personal details. */
export function isAsking({ personalization }: Program, access: PassFacts['access']): boolean {
  return personalization !== null && access[PERSONALIZE] === undefined;
}

/** Whether a condition among the pass's overrides asks for the flag. */
function asksFor(program: Program, overrides: Overrides, flag: FlagName): boolean {
  const mayHoldConditions = ([path, value]: [string, JsonValue]) =>
    path.endsWith('_PSConditions') || isArray(value) || isObject(value);
  if (!Object.entries(overrides).some(mayHoldConditions)) return false;
  const { structure, barcode, barcodes } = materialise(program, overrides);
  return conditionsIn([structure ?? null, barcode ?? null, barcodes ?? null]).some((source) => {
    const result = compileCondition(program, source);
    return result.ok && result.flags.includes(flag);
  });
}

function conditionsIn(node: JsonValue): string[] {
  if (isArray(node)) return node.flatMap(conditionsIn);
  if (!isObject(node)) return [];
  const own = typeof node.PSConditions === 'string' ? [node.PSConditions] : [];
  return [...own, ...Object.values(node).flatMap(conditionsIn)];
}
