// Preserves the order of keys that look like whole numbers: engines put those first and in order of
// size, whatever the JSON text says, so a dropdown of 2026, 2025, older would be offered as 2025,
// 2026, older. Where the order is the owner's, a mark precedes such keys; every reader of such an
// object, and all outgoing JSON, removes the mark.
import { visit } from 'jsonc-parser';

/** A character that Unicode reserves for use inside programs ("noncharacters"): no text has it. */
const MARK = '\ufdd0';

const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;
const MARKABLE = new RegExp(`^${MARK}*(?:0|[1-9]\\d*)$`);
const MARKED_KEY = new RegExp(`"${MARK}(${MARK}*(?:0|[1-9]\\d*)")(?=:)`, 'g');

/**
 * The objects of a template whose order is shown: options, additional properties, fields by their
 * keys.
 */
const ORDERED = new Set([
  'PSOptions',
  'additional',
  'headerFields',
  'primaryFields',
  'secondaryFields',
  'auxiliaryFields',
  'backFields',
  'additionalInfoFields',
]);

const MAY_BE_ORDERED = /"(?:\\u\w{4}|[\d\ufdd0])+"\s*:/;

/** The key as its owner wrote it. */
export function plainKey(key: string): string {
  return key.startsWith(MARK) && MARKABLE.test(key) ? key.slice(1) : key;
}

/** Entries in their owner's order, each with its key as the owner wrote it. */
export function orderedEntries<T>(object: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(object).map(([key, value]) => [plainKey(key), value]);
}

/** The object of these entries, which `orderedEntries` and JSON list in this order. */
export function orderedObject<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  if (!losesOrder(entries.map(([key]) => key))) return Object.fromEntries(entries);
  return Object.fromEntries(entries.map(([key, value]) => [MARKABLE.test(key) ? `${MARK}${key}` : key, value]));
}

/** JSON of a value, with every key as its owner wrote it. `space`: see JSON.stringify. */
export function jsonOf(value: unknown, space?: number): string {
  return withoutMarks(JSON.stringify(value, null, space));
}

/** The same of JSON that was written already. */
export function withoutMarks(json: string): string {
  return json.includes(MARK) ? json.replace(MARKED_KEY, '"$1') : json;
}

interface Level {
  readonly isOrdered: boolean;
  readonly keys: { readonly key: string; readonly offset: number }[];
  /** The key that was read last. */
  last: string | null;
}

/** The same JSON text, with marks where reading it would lose an order that is shown. */
export function withMarks(text: string): string {
  if (!MAY_BE_ORDERED.test(text)) return text;
  const levels: Level[] = [];
  const offsets: number[] = [];
  const open = (isOrdered: boolean) => {
    levels.push({ isOrdered, keys: [], last: null });
  };
  visit(text, {
    onObjectBegin: () => open(ORDERED.has(levels.at(-1)?.last ?? '')),
    onArrayBegin: () => open(false),
    onArrayEnd() {
      levels.pop();
    },
    onObjectProperty(key, offset) {
      const level = levels.at(-1)!;
      level.last = key;
      if (level.isOrdered) level.keys.push({ key, offset });
    },
    onObjectEnd() {
      const { keys } = levels.pop()!;
      if (!losesOrder(keys.map(({ key }) => key))) return;
      for (const { key, offset } of keys) if (MARKABLE.test(key)) offsets.push(offset + 1);
    },
  });
  const parts: string[] = [];
  let end = 0;
  for (const offset of offsets.sort((a, b) => a - b)) {
    parts.push(text.slice(end, offset), MARK);
    end = offset;
  }
  return parts.join('') + text.slice(end);
}

/**
 * Whether an object with these keys would list them in another order, or has one that looks marked.
 */
function losesOrder(keys: readonly string[]): boolean {
  let last = -1;
  let isBehindName = false;
  for (const key of keys) {
    if (key.startsWith(MARK)) return true;
    if (!WHOLE_NUMBER.test(key)) isBehindName = true;
    else if (isBehindName || Number(key) < last) return true;
    else last = Number(key);
  }
  return false;
}
