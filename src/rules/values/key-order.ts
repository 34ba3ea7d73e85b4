// Preserves the order of keys that look like whole numbers: engines put those first and in order of
// size, whatever the JSON text says, so a dropdown of 2026, 2025, older would be offered as 2025,
// 2026, older. Where the order is the owner's, a mark precedes such keys; every reader of such an
// object, and all outgoing JSON, removes the mark.
import { endOfText } from './json-marks.ts';
import type { Steps } from './steps.ts';

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

/** An open object or list. */
interface Level {
  readonly isObject: boolean;
  readonly isOrdered: boolean;
  readonly keys: { readonly key: string; readonly offset: number }[];
  /** The key that was read last. */
  last: string | null;
}

const MARKS = /["{}[\]]/g;
const COLON = /\s*:/y;
/** How many texts and brackets are looked at in one step. */
const MARKS_A_STEP = 50_000;

/** The same JSON text, with marks where reading it would lose an order that is shown. The text is JSON. */
export function* markSteps(text: string): Steps<string> {
  const levels: Level[] = [];
  const offsets: number[] = [];
  let marks = 0;
  // A step may stand between two searches, so each of them says where it begins.
  for (let from = 0; ; ) {
    MARKS.lastIndex = from;
    if (!MARKS.test(text)) break;
    const at = MARKS.lastIndex - 1;
    from = at + 1;
    if (++marks % MARKS_A_STEP === 0) yield;
    const level = levels.at(-1);
    switch (text[at]) {
      case '{':
        levels.push({ isObject: true, isOrdered: ORDERED.has(level?.last ?? ''), keys: [], last: null });
        break;
      case '[':
        levels.push({ isObject: false, isOrdered: false, keys: [], last: null });
        break;
      case '"': {
        from = endOfText(text, at) + 1;
        COLON.lastIndex = from;
        if (level?.isObject !== true || !COLON.test(text)) break;
        level.last = keyOf(text, at, from);
        if (level.isOrdered) level.keys.push({ key: level.last, offset: at });
        break;
      }
      default: {
        const { keys } = levels.pop() ?? { keys: [] };
        if (!losesOrder(keys.map(({ key }) => key))) break;
        for (const { key, offset } of keys) if (MARKABLE.test(key)) offsets.push(offset + 1);
      }
    }
  }
  if (offsets.length === 0) return text;
  const parts: string[] = [];
  let end = 0;
  for (const offset of offsets.sort((a, b) => a - b)) {
    parts.push(text.slice(end, offset), MARK);
    end = offset;
  }
  return parts.join('') + text.slice(end);
}

/** The key between two quotes, the second of which is before `end`. */
function keyOf(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
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
