// Says what refers to a field or an additional property of a template, so that whoever removes or
// renames it sees what else is concerned.
import { canonicalPath, locate, type PathIndex, PROPERTY_PREFIX, propertyPath, statedPath } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import { isFieldTree, POSTER } from '../vocabulary.ts';
import { groupIn, pathOfField, treeOf } from './groups.ts';
import { type MentionKind, mapNames, type Spot } from './mentions.ts';

/** What has a key that owners choose. `group`: that of a poster begins with the poster's key (groups.ts). */
export type KeyedPlace =
  | { readonly kind: 'field'; readonly group: string; readonly key: string }
  | { readonly kind: 'property'; readonly key: string };

/** A text that names the place. */
export interface Reference {
  readonly kind: MentionKind;
  /** The API path of the text, or its place in the rules, such as `triggers_onScan_0_value`. */
  readonly where: string;
  readonly isSecond: boolean;
  /** The name as it is written there. */
  readonly name: string;
}

/**
 * The field or the property that a path is in, or null: a path of something without a key, or of
 * nothing in the template.
 */
export function placeOf(program: Program, path: string): KeyedPlace | null {
  const steps = stepsOf(program, path, false) ?? stepsOf(program, path, true);
  if (steps === null) return null;
  const [top, first, second] = steps;
  if (top === 'additional' && first !== undefined) return { kind: 'property', key: first };
  if (isFieldTree(top) && second !== undefined) return { kind: 'field', group: groupIn(top, first!), key: second };
  return null;
}

/** The API path of the place: of the whole field, or of the property. */
export function pathOf(place: KeyedPlace): string {
  return place.kind === 'field' ? pathOfField(place.group, place.key) : propertyPath(place.key);
}

/** Everything that names the place, in the order of the constructor; not its own key. */
export function referencesTo(program: Program, place: KeyedPlace): readonly Reference[] {
  const found: Reference[] = [];
  const note = (name: string, { kind, where, isSecond }: Spot, isMeant: boolean) => {
    if (isMeant) found.push({ kind, where, isSecond, name });
    return name;
  };
  mapNames(program.passConstructor, {
    path: (name, spot) => note(name, spot, isNameOf(program, place, name, spot.isSecond)),
    prefixed: (key, spot) => note(key, spot, isPrefixedNameOf(program, place, key)),
    fieldKey: (_group, key) => key,
    propertyKey: (key) => key,
  });
  return found;
}

/** The steps of a path, as the design that the text is in reads it. */
export function stepsOf(program: Program, path: string, isSecond: boolean): readonly string[] | null {
  const designs: PathIndex[] = program.redeemed === null ? [program] : [program, program.redeemed];
  if (isSecond) designs.reverse();
  for (const design of designs) {
    const known = design.locations.get(path) ?? design.locations.get(statedPath(design, path));
    if (known !== undefined) return known.steps;
  }
  return locate(program, path)?.steps ?? null;
}

/** Whether a path names the place or a part of it. */
export function isNameOf(program: Program, place: KeyedPlace, path: string, isSecond: boolean): boolean {
  const steps = stepsOf(program, path, isSecond);
  return steps !== null && isIn(place, steps);
}

/** Whether steps lead to the place or into it. */
export function isIn(place: KeyedPlace, [top, first, second]: readonly string[]): boolean {
  if (place.kind === 'property') return top === 'additional' && first === place.key;
  return isFieldTree(top) && groupIn(top, first ?? '') === place.group && second === place.key;
}

/** Whether `#{key}` names the place. */
export function isPrefixedNameOf(program: Program, place: KeyedPlace, key: string): boolean {
  return place.kind === 'property' && key === place.key && program.locations.has(propertyPath(key));
}

/**
 * The path as it is written, with another key: the style's name and the attribute stay. For a path
 * of which isNameOf is true.
 */
export function withKey(place: KeyedPlace, path: string, key: string): string {
  if (place.kind === 'property') {
    const isLong = path === PROPERTY_PREFIX + place.key && propertyPath(place.key) === place.key;
    return isLong ? PROPERTY_PREFIX + key : propertyPath(key);
  }
  const stated = treeOf(place.group) === POSTER ? path : canonicalPath(path);
  const tail = stated.slice(pathOf(place).length);
  const head = path.slice(0, path.length - tail.length - place.key.length);
  return head + key + tail;
}
