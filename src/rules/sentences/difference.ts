// A difference between two versions of a card, and what the parts of the comparison share.

import { jsonOf } from '../values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import type { DifferenceWords } from './difference-words.ts';
import type { Names } from './names.ts';

/** What a difference is about, to list like beside like. */
export const DIFFERENCE_AREAS = ['fields', 'look', 'barcode', 'values', 'rules', 'languages', 'others'] as const;
export type DifferenceArea = (typeof DIFFERENCE_AREAS)[number];

export type DifferenceKind = 'added' | 'removed' | 'changed' | 'moved';

export interface Difference {
  /** The API path of the place, or where it stands in the JSON, such as `triggers_onScan_2`. */
  readonly path: string;
  readonly area: DifferenceArea;
  readonly kind: DifferenceKind;
  readonly sentence: string;
  /** The content hashes of a picture that differs; null: there is none on that side. */
  readonly pictures?: { readonly before: string | null; readonly after: string | null };
  /** The colours of a place that differs, as style sheets read them; null: there is none. */
  readonly colours?: { readonly before: string | null; readonly after: string | null };
}

/** Two constructors in their stored shape, with the names of their places. */
export interface Compared {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly namesBefore: Names;
  readonly namesAfter: Names;
  readonly words: DifferenceWords;
}

export type Tell = (difference: Difference) => void;

/** Whether two values are written alike, with their keys in one order. */
export function isSame(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === after) return true;
  if (before === undefined || after === undefined) return false;
  const isPlain = (value: JsonValue) => !isArray(value) && !isObject(value);
  return !(isPlain(before) && isPlain(after)) && jsonOf(before) === jsonOf(after);
}

/** A sentence begins with a capital letter; a name of the owner's stays as it is. */
export function sentenceOf(text: string): string {
  const first = [...text][0] ?? '';
  return first.toUpperCase() + text.slice(first.length);
}

/** `maxDistance` -> `max distance`, for parts that have no name of their own. */
export function partName(key: string): string {
  return key.replace(/([\p{Ll}\p{N}])(\p{Lu})(?=\p{Ll})/gu, (_, end: string, start: string) => {
    return `${end} ${start.toLowerCase()}`;
  });
}
