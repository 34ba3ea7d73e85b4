// The two designs that a template may have: the first one is the template itself, the second one is
// shown of a redeemed pass.
import { unwrap } from '../templates/attributes.ts';
import { isObject, type JsonObject } from '../values/values.ts';
import { isStyle, type Look, lookOf, POSTER, type Style } from '../vocabulary.ts';
import { plainOf, withEntry } from './leaf.ts';

export type DesignName = 'first' | 'second';

/** The design, or null: the template has no second one. */
export function designOf(passConstructor: JsonObject, name: DesignName): JsonObject | null {
  if (name === 'first') return passConstructor;
  const { redeemed } = passConstructor;
  return isObject(redeemed) ? redeemed : null;
}

/** The style of a design; generic for one that has none. */
export function styleOf({ type }: JsonObject): Style {
  const style = plainOf(type);
  return isStyle(style) ? style : 'generic';
}

/** How the passes of a design look. */
export function lookOfDesign(design: JsonObject): Look {
  return lookOf(styleOf(design), unwrap(design.preferredStyleSchemes ?? null), isObject(design[POSTER]));
}

/** The template after a change of one of its designs. */
export function withDesign(
  passConstructor: JsonObject,
  name: DesignName,
  change: (design: JsonObject) => JsonObject,
): JsonObject {
  const design = designOf(passConstructor, name);
  if (design === null) return passConstructor;
  const changed = change(design);
  return name === 'first' ? changed : withEntry(passConstructor, 'redeemed', changed);
}
