// Reads Apple's semantic tags of a rendered pass: those of the pass, and those of its fields.
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { allFields } from './fields.ts';

export function semanticsOf(passJson: JsonObject): JsonObject {
  const tags: Record<string, JsonValue> = {};
  for (const { semantics } of allFields(passJson)) if (isObject(semantics)) Object.assign(tags, semantics);
  return isObject(passJson.semantics) ? { ...tags, ...passJson.semantics } : tags;
}

/** Every name of a person whom `passengerName` or `attendeeName` names; empty: nobody. */
export function personName(value: JsonValue | undefined): string {
  if (!isObject(value)) return toText(value).trim();
  const parts = [value.namePrefix, value.givenName, value.middleName, value.familyName, value.nameSuffix];
  return parts
    .map((part) => toText(part).trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** The first seat of the tag `seats`. */
export function firstSeat(tags: JsonObject): JsonObject {
  const first = isArray(tags.seats) ? tags.seats[0] : undefined;
  return isObject(first) ? first : {};
}

/** A date with a time, without its zone: the time on the clocks of the place. */
export function localTime(value: JsonValue | undefined): string | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?/.exec(toText(value));
  return parts === null ? null : `${parts[1]}${parts[2] ?? ':00'}`;
}
