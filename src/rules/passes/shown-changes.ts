// Compares two states of a rendered pass as its holder sees them: the fields that changed, what lock
// screens say about each, and what else changed on the card.
import { type JsonObject, sameValue, toText } from '../values/values.ts';
import { FIELD_GROUPS, type FieldGroup, STYLES } from '../vocabulary.ts';
import { fieldsOf, styleOf } from './fit.ts';
import { shownValue } from './shown-value.ts';

export interface FieldChange {
  readonly group: FieldGroup;
  readonly key: string;
  readonly label: string;
  /** As Wallet writes it; null: the card did not show the field. */
  readonly before: string | null;
  /** Null: the card no longer shows the field. */
  readonly after: string | null;
  /** What lock screens say; null: the field has no changeMessage, or is gone. */
  readonly message: string | null;
}

export interface ShownChanges {
  readonly fields: readonly FieldChange[];
  /** API paths of what else changed, such as `backgroundColor`; `type` for another style. */
  readonly others: readonly string[];
}

/** `language`: that of dates and amounts. */
export function shownChanges(before: JsonObject, after: JsonObject, language: string): ShownChanges {
  const [was, is] = [fieldsByKey(before), fieldsByKey(after)];
  const fields = [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)];
    return isSame(old?.field, now?.field) ? [] : [changeOf(key, old, now, language)];
  });
  return { fields, others: othersOf(before, after) };
}

interface Placed {
  readonly group: FieldGroup;
  readonly field: JsonObject;
}

function fieldsByKey(passJson: JsonObject): ReadonlyMap<string, Placed> {
  const all = FIELD_GROUPS.flatMap((group) => fieldsOf(passJson, group).map((field) => ({ group, field })));
  return new Map(all.map((placed) => [toText(placed.field.key), placed]));
}

function isSame(old: JsonObject | undefined, now: JsonObject | undefined): boolean {
  if (old === undefined || now === undefined) return old === now;
  return ['label', 'value', 'attributedValue'].every((name) => sameValue(old[name], now[name]));
}

function changeOf(key: string, old: Placed | undefined, now: Placed | undefined, language: string): FieldChange {
  const placed = (now ?? old)!;
  const after = now === undefined ? null : shownValue(now.field, language);
  const template = toText(now?.field.changeMessage);
  return {
    group: placed.group,
    key,
    label: toText(placed.field.label),
    before: old === undefined ? null : shownValue(old.field, language),
    after,
    // Wallet replaces `%@` by the new value, and shows a message without `%@` unchanged.
    message: after === null || template === '' ? null : template.replaceAll('%@', () => after),
  };
}

/** What tells one rendering from another but says nothing to the holder. */
const UNSEEN: readonly string[] = ['authenticationToken', 'webServiceURL', 'serialNumber', 'userInfo'];

function othersOf(before: JsonObject, after: JsonObject): readonly string[] {
  const style = styleOf(before) === styleOf(after) ? [] : ['type'];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !(STYLES as readonly string[]).includes(name) && !UNSEEN.includes(name),
  );
  const changed = names.filter((name) => !sameValue(before[name], after[name]));
  return [...style, ...changed.map((name) => (name === 'barcodes' ? 'barcode' : name))];
}
