// Renames the key of a field or of an additional property: everything that names it follows, and
// what merely looks like its name stays.
import type { Diagnostic } from '../diagnostics.ts';
import { IS_REDEEMED } from '../passes/shown-design.ts';
import { fieldsOf } from '../templates/design-fields.ts';
import type { Program } from '../templates/program.ts';
import { compileSteps } from '../templates/template.ts';
import { orderedEntries } from '../values/key-order.ts';
import { atOnce, type Steps } from '../values/steps.ts';
import { isObject, type JsonObject } from '../values/values.ts';
import { SPECIAL_PROPERTIES } from '../vocabulary.ts';
import { treeOf } from './groups.ts';
import { type MentionKind, mapNames } from './mentions.ts';
import { isNameOf, isPrefixedNameOf, type KeyedPlace, stepsOf, withKey } from './references.ts';

/** A text that the rename changes. */
export interface NameChange {
  readonly kind: MentionKind;
  readonly where: string;
  readonly isSecond: boolean;
  readonly before: string;
  readonly after: string;
}

/** Why a place cannot get a key. `named`: something in the template has the name already. */
export type RenameFault =
  | { readonly reason: 'empty' | 'same' | 'letters' | 'special' | 'taken' | 'named' }
  /** The first error that the template would have; its message is for owners. */
  | { readonly reason: 'error'; readonly diagnostic: Diagnostic };

export type Renamed =
  | { readonly ok: true; readonly passConstructor: JsonObject; readonly changes: readonly NameChange[] }
  | { readonly ok: false; readonly fault: RenameFault };

/** The longest key that a page gives, in characters. */
export const LONGEST_NEW_KEY = 64;
/** What magic strings, conditions, links and lists of paths can all hold. */
const KEY = /^[\p{L}\p{N}_.@-](?:[\p{L}\p{M}\p{N}_.@ -]*[\p{L}\p{M}\p{N}_.@-])?$/u;

/** The constructor with the new key, and each text that changes for it. */
export function renameKey(program: Program, place: KeyedPlace, newKey: string): Renamed {
  return atOnce(renameSteps(program, place, newKey));
}

/** The same in steps, because both constructors are compiled. */
export function* renameSteps(program: Program, place: KeyedPlace, newKey: string): Steps<Renamed> {
  const refused = (fault: RenameFault): Renamed => ({ ok: false, fault });
  const reason = faultOf(program, place, newKey);
  if (reason !== null) return refused({ reason });
  const changes: NameChange[] = [];
  const passConstructor = mapNames(program.passConstructor, {
    path: (name, { isSecond }) => (isNameOf(program, place, name, isSecond) ? withKey(place, name, newKey) : name),
    prefixed: (key) => (isPrefixedNameOf(program, place, key) ? newKey : key),
    fieldKey: (group, key) => (place.kind === 'field' && group === place.group && key === place.key ? newKey : key),
    propertyKey: (key) => (place.kind === 'property' && key === place.key ? newKey : key),
    changed: (before, after, { kind, where, isSecond }) => changes.push({ kind, where, isSecond, before, after }),
  });
  yield;
  const diagnostic = yield* newErrorSteps(program.passConstructor, passConstructor);
  return diagnostic === null ? { ok: true, passConstructor, changes } : refused({ reason: 'error', diagnostic });
}

function faultOf(program: Program, place: KeyedPlace, newKey: string) {
  if (newKey.trim() === '') return 'empty';
  if (newKey === place.key) return 'same';
  if (newKey.length > LONGEST_NEW_KEY || !KEY.test(newKey)) return 'letters';
  const special: readonly string[] = [...SPECIAL_PROPERTIES, IS_REDEEMED];
  if (place.kind === 'property' && (special.includes(place.key) || special.includes(newKey))) return 'special';
  if (keysOf(program.passConstructor, place).includes(newKey)) return 'taken';
  return isNamed(program, place, newKey) ? 'named' : null;
}

/**
 * The keys that the new one must differ from: of all fields of both designs, or of their posters; or
 * of all properties.
 */
function keysOf(passConstructor: JsonObject, place: KeyedPlace): readonly string[] {
  if (place.kind === 'property') {
    const { additional } = passConstructor;
    return isObject(additional) ? orderedEntries(additional).map(([key]) => key) : [];
  }
  const { redeemed } = passConstructor;
  return [passConstructor, ...(isObject(redeemed) ? [redeemed] : [])].flatMap((design) =>
    fieldsOf(design, treeOf(place.group)).map(({ field }) => String(field.key)),
  );
}

/** Whether a text names the new key already: after the rename it would mean something else. */
function isNamed(program: Program, place: KeyedPlace, newKey: string): boolean {
  const next: KeyedPlace = { ...place, key: newKey };
  let found = false;
  const look = (name: string, isSecond: boolean) => {
    const steps = stepsOf(program, name, isSecond);
    const isBare = place.kind === 'property' && steps === null && name === newKey;
    found ||= isBare || isNameOf(program, next, name, isSecond);
    return name;
  };
  mapNames(program.passConstructor, {
    path: (name, { isSecond }) => look(name, isSecond),
    prefixed: (key) => {
      found ||= place.kind === 'property' && key === newKey;
      return key;
    },
    fieldKey: (_group, key) => key,
    propertyKey: (key) => key,
  });
  return found;
}

/** The first error that the template has not had before. */
function* newErrorSteps(before: JsonObject, after: JsonObject): Steps<Diagnostic | null> {
  const known = (yield* errorSteps(before)).map(({ code }) => code);
  for (const error of yield* errorSteps(after)) {
    const position = known.indexOf(error.code);
    if (position === -1) return error;
    known.splice(position, 1);
  }
  return null;
}

function* errorSteps(passConstructor: JsonObject): Steps<readonly Diagnostic[]> {
  const { diagnostics } = yield* compileSteps(passConstructor);
  return diagnostics.filter(({ severity }) => severity === 'error');
}
