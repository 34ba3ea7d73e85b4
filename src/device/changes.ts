// Compares two versions of a pass: the fields that changed, their notifications, and other
// differences.
import { isDeepStrictEqual } from 'node:util';
import { type Field, type PassJson, passFields, withoutFields } from './pass-json.ts';
import { shownValue } from './shown-value.ts';

export interface FieldChange {
  readonly key: string;
  readonly label: string;
  /** As Wallet shows it; null: the field was not there. */
  readonly before: string | null;
  /** As Wallet shows it; null: the field is gone. */
  readonly after: string | null;
  /** The text on the lock screen; null when the field has no changeMessage. */
  readonly notification: string | null;
}

export interface Changes {
  readonly fields: readonly FieldChange[];
  /**
   * Names of other differences: keys of pass.json, files, and fields that changed in anything but
   * their value.
   */
  readonly others: readonly string[];
}

/** A version of a pass. */
export interface Version {
  readonly passJson: PassJson;
  /** SHA-1 by file. */
  readonly manifest: Readonly<Record<string, string>>;
}

export function changesOf(before: Version, after: Version): Changes {
  const [old, now] = [byKey(before.passJson), byKey(after.passJson)];
  const fields = [];
  const others = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key), now.get(key)];
    if (was === undefined || is === undefined || !hasSameValue(was, is)) fields.push(fieldChange(key, was, is));
    else if (!isDeepStrictEqual(was, is)) others.push(`field ${key}`);
  }
  const keys = differing(withoutFields(before.passJson), withoutFields(after.passJson));
  const files = differing(before.manifest, after.manifest).filter((name) => name !== 'pass.json');
  return { fields, others: [...others, ...keys, ...files] };
}

function differing(was: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !isDeepStrictEqual(was[key], is[key]));
}

function byKey(passJson: PassJson): Map<string, Field> {
  return new Map(passFields(passJson).map((field) => [String(field.key), field]));
}

function hasSameValue(was: Field, is: Field): boolean {
  return isDeepStrictEqual([was.value, was.attributedValue], [is.value, is.attributedValue]);
}

function fieldChange(key: string, was: Field | undefined, is: Field | undefined): FieldChange {
  const label = is?.label ?? was?.label;
  const after = is === undefined ? null : shownValue(is);
  return {
    key,
    label: typeof label === 'string' ? label : '',
    before: was === undefined ? null : shownValue(was),
    after,
    notification: after === null ? null : notificationOf(is?.changeMessage, after),
  };
}

/** Wallet replaces `%@` by the new value, and shows a message without `%@` unchanged. */
function notificationOf(changeMessage: unknown, value: string): string | null {
  if (typeof changeMessage !== 'string' || changeMessage === '') return null;
  return changeMessage.replaceAll('%@', () => value);
}
