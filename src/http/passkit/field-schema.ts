// Checks a "Passbook Template Field": one field of a design, and its format.
import { z } from 'zod';
import { completeDate } from '../../rules/values/pass-date.ts';
import { readNumber } from '../../rules/values/values.ts';
import { CURRENCIES } from './languages.ts';
import {
  blank,
  choice,
  either,
  filled,
  flag,
  hasMagic,
  LONGEST_LINE,
  LONGEST_NAME,
  LONGEST_TEXT,
  list,
  object,
  optional,
  text,
} from './shapes.ts';

const dateStyle = blank(choice(['none', 'short', 'medium', 'long', 'full']));

const format = object({
  type: choice(['text', 'number', 'currency', 'date', 'dateTime']),
  dateFormat: dateStyle,
  timeFormat: dateStyle,
  ignoreTimezone: optional(flag),
  isRelative: optional(flag),
  currencyCode: blank(choice(CURRENCIES)),
  numberFormat: blank(choice(['decimal', 'percent', 'scientific', 'spellout'])),
});

const line = text(LONGEST_LINE);

/** "The format only allows the tag with a href attribute." */
const linked = text(LONGEST_TEXT).refine((value) => !/<(?!a\s+href\s*=|\/a\s*>)[a-z/!]/i.test(value), {
  error: 'a text whose only tags are <a href="...">',
});

const value = either<string | number>((given) =>
  typeof given === 'number' ? z.number() : z.string({ error: 'a text or a number' }).pipe(text(LONGEST_TEXT)),
);

export const field = object({
  itemName: optional(filled(LONGEST_NAME)),
  attributedValue: optional(linked),
  changeMsg: optional(line),
  defaultLabel: optional(line),
  defaultValue: value,
  textAlign: blank(choice(['left', 'center', 'right', 'natural'])),
  format,
  detectorTypes: optional(list(choice(['phone', 'link', 'address', 'event']), 'phone, link, address, event', 4)),
}).superRefine(({ defaultValue, format: { type, currencyCode } }, context) => {
  const problem = valueProblem(type, defaultValue);
  if (problem !== null) context.addIssue({ code: 'custom', path: ['defaultValue'], message: problem });
  if (type === 'currency' && !currencyCode) {
    const message = 'an ISO 4217 code of the guide, such as EUR, because the type is currency';
    context.addIssue({ code: 'custom', path: ['format', 'currencyCode'], message });
  }
});
export type Field = z.infer<typeof field>;

/**
 * Words the requirement that a value breaks: "It must match the format selected for the field."
 * Null: the value fits.
 */
function valueProblem(type: z.infer<typeof format>['type'], given: string | number): string | null {
  if (typeof given === 'string' && (given === '' || hasMagic(given))) return null;
  if (type === 'number' || type === 'currency') {
    return typeof given === 'number' || readNumber(given) !== null ? null : `a number, because the type is ${type}`;
  }
  if (type === 'text') return null;
  return typeof given === 'string' && completeDate(given, 'Z') !== null
    ? null
    : `a date such as 2026-01-01T00:00:00Z, because the type is ${type}`;
}

/** A group of back fields, which a pass may replace with fields of its own. */
const backGroup = object({
  dynamicBackfieldKey: optional(filled(LONGEST_NAME)),
  defaultValue: list(field, 'fields', 50),
});
export type BackGroup = z.infer<typeof backGroup>;

export const backField = either<Field | BackGroup>((given) => (isGroup(given) ? backGroup : field));

export function isGroup(given: unknown): given is BackGroup {
  if (typeof given !== 'object' || given === null) return false;
  return 'dynamicBackfieldKey' in given || ('defaultValue' in given && Array.isArray(given.defaultValue));
}
