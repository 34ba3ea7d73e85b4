// Decides what a pass of another product sets on a card of ours: every value that the card would
// not show by itself. The values came as phones have them, so their curly brackets are plain text.
import { placeOf } from '../batches/columns.ts';
import { acceptWrite } from '../paths/writes.ts';
import type { Program } from '../templates/program.ts';
import { literal, typedValue } from '../values/literal.ts';
import { isArray, isObject, type JsonValue, sameValue, toText } from '../values/values.ts';
import type { ImportFault } from './identity.ts';
import { isHoldersOwn, type PassPlace } from './pass-places.ts';

/** What says that a value is for nothing. */
export const UNUSED = '-';

/** What a place of the file is for on the card: place -> API path, or `-`. */
export type PlaceMap = Readonly<Record<string, string>>;

export interface OwnFields {
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** Places that the card lacks; their values are lost. */
  readonly leftOut: readonly string[];
  readonly faults: readonly ImportFault[];
}

/**
 * `keepsDesign`: whether the card's own design counts, so that labels and colours of the pass do not;
 * places of the map count in any case.
 */
export function ownFields(
  program: Program,
  places: readonly PassPlace[],
  { map, keepsDesign }: { readonly map: PlaceMap; readonly keepsDesign: boolean },
): OwnFields {
  const fields: Record<string, JsonValue> = {};
  const leftOut: string[] = [];
  const faults: ImportFault[] = [];
  for (const { path, value } of places) {
    const said = saidPath(path, map);
    if (said === UNUSED || (said === null && keepsDesign && !isHoldersOwn(path))) continue;
    const meant = said ?? path;
    const location = placeOf(program, meant);
    if (location === null) {
      leftOut.push(path);
      continue;
    }
    const shown = typedValue(location.value ?? null);
    if (isSame(shown, value)) continue;
    const accepted = acceptWrite(program, location, literal(value));
    if (accepted.ok) {
      if (!isSame(shown, typedValue(accepted.value))) fields[location.path] = accepted.value;
    } else faults.push({ place: path, message: accepted.problem });
  }
  return { fields, leftOut, faults };
}

/** A field may be mapped by its path, or by its key alone. Null: nothing is said of the place. */
function saidPath(path: string, map: PlaceMap): string | null {
  if (Object.hasOwn(map, path)) return map[path]!;
  const key = /^structure_[A-Za-z]+_(.+)_value$/s.exec(path)?.[1];
  return key !== undefined && Object.hasOwn(map, key) ? map[key]! : null;
}

/** 7 and "7" look the same on a pass. */
function isSame(one: JsonValue, other: JsonValue): boolean {
  if (sameValue(one, other)) return true;
  return isScalar(one) && isScalar(other) && toText(one) === toText(other);
}

function isScalar(value: JsonValue): boolean {
  return !isArray(value) && !isObject(value);
}
