// Compiles a constructor once, however many parts of a page ask: its faults, its names, the drawn
// card, the checks. A constructor never changes, so its program stays right.
import { type CompiledTemplate, compileSteps } from '../../rules/templates/template.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { inTurns } from '../next-turn.ts';

/** Constructor -> its program, as long as somebody has the constructor. */
const COMPILED = new WeakMap<JsonObject, Promise<CompiledTemplate>>();

/** With an error among the diagnostics no event may run the program. */
export function compiled(passConstructor: JsonObject): Promise<CompiledTemplate> {
  const known = COMPILED.get(passConstructor);
  if (known !== undefined) return known;
  const compiling = inTurns(compileSteps(passConstructor));
  COMPILED.set(passConstructor, compiling);
  return compiling;
}
