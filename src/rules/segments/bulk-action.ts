// What a bulk change does to each pass of a segment, and the values that take the change back.
import type { Overrides } from '../passes/facts.ts';
import { define } from '../values/tree.ts';
import { type JsonValue, sameValue } from '../values/values.ts';

/**
 * `set` and `increment` write a value, as an owner does in the editor. `void` makes the pass void in
 * Wallet, `valid` takes that back. `push` tells the phones. `mail` mails the link, `rate` mails a
 * minute.
 */
export type BulkAction =
  | { readonly kind: 'set'; readonly path: string; readonly value: JsonValue; readonly expression?: never }
  | { readonly kind: 'increment'; readonly path: string; readonly amount: number; readonly expression?: never }
  /** An expression is calculated for each pass, in place of one value or amount for all. */
  | { readonly kind: 'set' | 'increment'; readonly path: string; readonly expression: string }
  | { readonly kind: 'void' }
  | { readonly kind: 'valid' }
  | { readonly kind: 'push' }
  | { readonly kind: 'mail'; readonly rate: number };
export type BulkKind = BulkAction['kind'];
export const BULK_KINDS = ['set', 'increment', 'push', 'mail', 'void', 'valid'] as const satisfies readonly BulkKind[];

/** From so many passes on, nobody waits at the page for the end. */
const LONG = 1000;

/** Whether an action on so many passes takes so long that nobody waits for its end. */
export function takesLong(action: BulkAction, passes: number): boolean {
  return passes >= LONG || (action.kind === 'mail' && passes > action.rate);
}

/** The API path that `void` and `valid` write. */
export const VOIDED = 'voided';

/** The API path that an action writes; null: none, so that nothing can be taken back. */
export function targetOf(action: BulkAction): string | null {
  switch (action.kind) {
    case 'set':
    case 'increment':
      return action.path;
    case 'void':
    case 'valid':
      return VOIDED;
    case 'push':
    case 'mail':
      return null;
  }
}

/** An override before and after a change; absent: the pass showed the template's value. */
export interface ChangedPath {
  readonly path: string;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

/** What differs between the overrides of a pass, the target first. */
export function changedPaths(before: Overrides, after: Overrides, target: string): ChangedPath[] {
  const paths = [...new Set([target, ...Object.keys(before), ...Object.keys(after)])];
  return paths.flatMap((path) => {
    const was = own(before, path);
    const is = own(after, path);
    if (sameOrAbsent(was, is)) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/**
 * The overrides with the former values in the place of those that nobody has changed since. Null:
 * somebody has changed the first one, the target.
 */
export function takenBack(now: Overrides, changed: readonly ChangedPath[]): Overrides | null {
  const [target] = changed;
  if (target !== undefined && !sameOrAbsent(own(now, target.path), target.after)) return null;
  const next: Record<string, JsonValue> = {};
  for (const [path, value] of Object.entries(now)) define(next, path, value);
  for (const { path, before, after } of changed) {
    if (!sameOrAbsent(own(now, path), after)) continue;
    if (before === undefined) delete next[path];
    else define(next, path, before);
  }
  return next;
}

function own(overrides: Overrides, path: string): JsonValue | undefined {
  return Object.hasOwn(overrides, path) ? overrides[path] : undefined;
}

function sameOrAbsent(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return sameValue(one, other);
}
