// What differs between the fields of two versions of a card: which came, went and moved, and what of
// each changed.
import { jsonOf } from '../values/key-order.ts';
import { sequenceChanges } from '../values/sequence-changes.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { FIELD_GROUPS, type FieldGroup, type FieldTree } from '../vocabulary.ts';
import { conditionWords } from './conditions.ts';
import { type Compared, type Difference, isSame, partName, sentenceOf, type Tell } from './difference.ts';
import { tellParts, tellValues } from './difference-values.ts';
import { type Names, valueWords } from './names.ts';

interface Placed {
  readonly tree: FieldTree;
  readonly group: FieldGroup;
  readonly key: string;
  readonly field: JsonObject;
  /** The field before it in its group. */
  readonly behind: Placed | null;
}

/** Tells of the fields of a tree, of all groups together: a field may move from one group to another. */
export function tellFields(tree: FieldTree, compared: Compared, tell: Tell): void {
  const { before, after, words, namesBefore, namesAfter } = compared;
  const was = fieldsOf(tree, before);
  const is = fieldsOf(tree, after);
  const places = namesAfter.words.groups;
  const say = (kind: Difference['kind'], { group, key }: Placed, sentence: string) =>
    tell({ path: `${tree}_${group}_${key}`, area: 'fields', kind, sentence: sentenceOf(sentence) });
  const renamed = renamedKeys(was, is);

  for (const [key, placed] of was) {
    if (is.has(key) || renamed.has(key)) continue;
    say('removed', placed, words.fieldRemoved(nameOf(namesBefore, placed), places[placed.group]));
  }
  for (const placed of is.values()) {
    const name = nameOf(namesAfter, placed);
    const old = was.get(renamed.get(placed.key) ?? placed.key);
    if (old === undefined) {
      say('added', placed, words.fieldAdded(name, places[placed.group], valueWords(plainValueOf(placed), namesAfter)));
      continue;
    }
    if (old.key !== placed.key) say('changed', placed, words.fieldKey(name, old.key, placed.key));
    if (old.group !== placed.group) {
      say('moved', placed, words.fieldMoved(name, places[old.group], places[placed.group]));
    }
    tellField(compared, old, placed, tell);
  }
  for (const placed of movedFields(was, is)) {
    const name = nameOf(namesAfter, placed);
    const place = places[placed.group];
    const { behind } = placed;
    const sentence =
      behind === null ? words.fieldFirst(name, place) : words.fieldBehind(name, nameOf(namesAfter, behind), place);
    say('moved', placed, sentence);
  }
  tellRest(tree, compared, [was, is], tell);
}

function fieldsOf(tree: FieldTree, design: JsonObject): ReadonlyMap<string, Placed> {
  const structure = design[tree];
  const fields = new Map<string, Placed>();
  if (!isObject(structure)) return fields;
  for (const group of FIELD_GROUPS) {
    const list = structure[group];
    let behind: Placed | null = null;
    for (const field of isArray(list) ? list : []) {
      if (!isObject(field) || typeof field.key !== 'string' || fields.has(field.key)) continue;
      const placed: Placed = { tree, group, key: field.key, field, behind };
      fields.set(field.key, placed);
      behind = placed;
    }
  }
  return fields;
}

function nameOf(names: Names, { tree, group, key }: Placed): string {
  return names.of(`${tree}_${group}_${key}`);
}

function plainValueOf({ field }: Placed): JsonValue {
  const { value } = field;
  return isObject(value) && Object.hasOwn(value, 'PSValue') ? (value.PSValue ?? null) : (value ?? null);
}

/** New key -> old key, and old key -> old key, of fields that differ by their key alone. */
function renamedKeys(was: ReadonlyMap<string, Placed>, is: ReadonlyMap<string, Placed>): ReadonlyMap<string, string> {
  const contentOf = ({ group, field: { key: _, ...rest } }: Placed) => `${group} ${jsonOf(rest)}`;
  const gone = new Map([...was].filter(([key]) => !is.has(key)).map(([key, placed]) => [contentOf(placed), key]));
  const renamed = new Map<string, string>();
  for (const [key, placed] of is) {
    const old = was.has(key) ? undefined : gone.get(contentOf(placed));
    if (old === undefined || renamed.has(old)) continue;
    renamed.set(key, old);
    renamed.set(old, old);
  }
  return renamed;
}

/** The fields that changed their place among those that stayed in their group. */
function movedFields(was: ReadonlyMap<string, Placed>, is: ReadonlyMap<string, Placed>): readonly Placed[] {
  return FIELD_GROUPS.flatMap((group) => {
    const keysOf = (fields: ReadonlyMap<string, Placed>, others: ReadonlyMap<string, Placed>) =>
      [...fields.values()]
        .filter((placed) => placed.group === group && others.get(placed.key)?.group === group)
        .map(({ key }) => key);
    const after = keysOf(is, was);
    return sequenceChanges(keysOf(was, is), after).flatMap((step) =>
      step.kind === 'added' ? [is.get(after[step.after!]!)!] : [],
    );
  });
}

function tellField(compared: Compared, was: Placed, is: Placed, tell: Tell): void {
  const { words, namesAfter } = compared;
  const name = nameOf(namesAfter, is);
  const path = `${is.tree}_${is.group}_${is.key}`;
  const keys = new Set([...Object.keys(was.field), ...Object.keys(is.field)]);
  let isTold = false;
  const told: Tell = (difference) => {
    isTold = true;
    tell(difference);
  };
  for (const key of keys) {
    const [before, after] = [was.field[key], is.field[key]];
    if (key === 'key' || isSame(before, after)) continue;
    if (key === 'PSConditions') {
      const sentence = sentenceOf(shownSentence(compared, name, before, after));
      told({ path: `${path}_PSConditions`, area: 'fields', kind: 'changed', sentence });
      continue;
    }
    const place = { path: `${path}_${key}`, area: 'fields', name: attributeName(compared, name, key) } as const;
    tellValues(compared, place, before, after, told);
  }
  if (isTold || was.key !== is.key || jsonOf(was.field) === jsonOf(is.field)) return;
  told({ path, area: 'fields', kind: 'moved', sentence: sentenceOf(words.rewritten(name)) });
}

/** When a field or the barcode shows, by its condition before and after. */
export function shownSentence(
  { words, namesBefore, namesAfter }: Compared,
  name: string,
  conditionBefore: JsonValue | undefined,
  conditionAfter: JsonValue | undefined,
): string {
  const wordsOf = (source: JsonValue | undefined, names: Names) =>
    conditionWords(source === undefined || source === null ? null : toText(source), names);
  const before = wordsOf(conditionBefore, namesBefore);
  const after = wordsOf(conditionAfter, namesAfter);
  if (before === after) return words.rewritten(name);
  if (before === null) return words.shows(name, after!);
  return after === null ? words.showsAlways(name, before) : words.showsOther(name, before, after);
}

function attributeName({ words, namesAfter }: Compared, name: string, key: string): string {
  if (key === 'value') return name;
  if (key === 'PSDynamic') return words.settings.PSDynamic(name);
  const { attributes } = namesAfter.words;
  return Object.hasOwn(attributes, key)
    ? attributes[key as keyof typeof attributes](name)
    : words.part(name, partName(key));
}

/** What else a draft with errors may have in its structure, such as two fields of one key. */
function tellRest(
  tree: FieldTree,
  compared: Compared,
  fields: readonly ReadonlyMap<string, Placed>[],
  tell: Tell,
): void {
  const known = new Set<JsonValue>(fields.flatMap((each) => [...each.values()].map(({ field }) => field)));
  const rest = ({ [tree]: structure }: JsonObject): JsonObject => {
    if (!isObject(structure)) return structure === undefined ? {} : { [tree]: structure };
    const groups = Object.entries(structure).map(([group, list]): [string, JsonValue] => {
      const isGroup = (FIELD_GROUPS as readonly string[]).includes(group) && isArray(list);
      return [group, isGroup ? list.filter((field) => !known.has(field)) : list];
    });
    return Object.fromEntries(groups.filter(([, odd]) => !isArray(odd) || odd.length > 0));
  };
  const [before, after] = [rest(compared.before), rest(compared.after)];
  if (isSame(before, after)) return;
  const place = { path: tree, area: 'fields', name: compared.namesAfter.of(tree) } as const;
  tellParts(compared, place, before, after, tell);
}
