// Chooses which of a template's two designs a pass shows, and which of the pass's overrides concern
// that design.
import { effectiveValue, type Location, locate } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { define, dig } from '../values/tree.ts';
import { isObject, type JsonValue } from '../values/values.ts';
import { isFieldTree } from '../vocabulary.ts';
import type { Overrides, PassFacts } from './facts.ts';

/** The additional property that chooses the redeemed design: true, or the text "true". */
export const IS_REDEEMED = 'isRedeemed';

export interface ShownDesign {
  readonly program: Program;
  readonly overrides: Overrides;
}

/** Whether the pass shows the redeemed design. */
export function isRedeemed(program: Program, overrides: Overrides): boolean {
  const location = program.redeemed === null ? undefined : program.locations.get(IS_REDEEMED);
  if (location === undefined) return false;
  const value = effectiveValue(program, overrides, location);
  return value === true || value === 'true';
}

/**
 * The design that a pass with these overrides shows. A template with one design shows that one,
 * with all overrides.
 */
export function shownDesign(program: Program, overrides: Overrides): ShownDesign {
  const { redeemed } = program;
  if (redeemed === null) return { program, overrides };
  return isRedeemed(program, overrides) ? inDesign(redeemed, null, overrides) : inDesign(program, redeemed, overrides);
}

/** Each design of a template, with the overrides that concern it. */
export function designsOf(program: Program, overrides: Overrides): readonly ShownDesign[] {
  const { redeemed } = program;
  if (redeemed === null) return [{ program, overrides }];
  return [inDesign(program, redeemed, overrides), inDesign(redeemed, null, overrides)];
}

/** `other`: the second design, given for the default one only; see `concerns`. */
function inDesign(shown: Program, other: Program | null, overrides: Overrides): ShownDesign {
  const lost = Object.keys(overrides).filter((path) => !concerns(path, shown, other));
  if (lost.length === 0) return { program: shown, overrides };
  const kept: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(overrides)) if (!lost.includes(path)) define(kept, path, value);
  return { program: shown, overrides: kept };
}

/** Does the same for the facts of a pass. */
export function shownFacts(program: Program, facts: PassFacts): { program: Program; facts: PassFacts } {
  if (program.redeemed === null) return { program, facts };
  const shown = shownDesign(program, facts.overrides);
  return { program: shown.program, facts: { ...facts, overrides: shown.overrides } };
}

/**
 * Values of the pass that belong to no design, such as those that say whether the pass is valid.
 */
const OF_THE_PASS = new Set(['additional', 'voided', 'expirationDate']);

/**
 * Whether an override concerns a design: it belongs to the whole pass, or the design has its place.
 * A place that neither design has, such as a location that only the pass has, concerns the default
 * design, for which `other` is given.
 */
function concerns(path: string, design: Program, other: Program | null): boolean {
  const location = locate(design, path);
  if (location === null) return false;
  if (OF_THE_PASS.has(location.steps[0]!) || holds(design, location)) return true;
  const elsewhere = other === null ? null : locate(other, path);
  return elsewhere !== null && !holds(other!, elsewhere);
}

/** Whether the design has the field, the image or the key that a place is in. */
function holds({ tree }: Program, { steps }: Location): boolean {
  const [top, name] = steps;
  if (top === 'images' && name !== undefined) {
    const slot = name.replace(/@[23]x$/, '');
    return Object.keys(isObject(tree.images) ? tree.images : {}).some((image) => image.replace(/@[23]x$/, '') === slot);
  }
  return dig(tree, steps.slice(0, isFieldTree(top) ? 3 : 1)) !== undefined;
}
