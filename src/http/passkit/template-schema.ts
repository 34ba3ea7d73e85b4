// Checks the "JSON Body Parameters" of a template.
import { z } from 'zod';
import { decimalText } from '../../rules/values/json-text.ts';
import { completeDate } from '../../rules/values/pass-date.ts';
import { type JsonValue, numberText } from '../../rules/values/values.ts';
import { LANGUAGES } from './languages.ts';
import { passbook, passbookLang } from './passbook-schema.ts';
import {
  anything,
  choice,
  dateTime,
  either,
  flag,
  LONGEST_TEXT,
  list,
  number,
  object,
  optional,
  reference,
  text,
  whole,
} from './shapes.ts';

/** The additional property that isRedeemed sets and that chooses the redeemed design. */
export const IS_REDEEMED = 'isRedeemed';

export const STATUSES = ['ACTIVE', 'FROZEN', 'INVALID'] as const;
export const status = choice(STATUSES);
/** 0: no limit. */
export const maxIssue = whole(0, 2_147_483_647);

const KEY_TYPES = ['dateTime', 'string', 'number'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

const KEY = 'a text of 1 to 200 characters without curly brackets';
const anyKeyValue = either<string | number>((value) =>
  typeof value === 'number' ? z.number() : z.string({ error: 'a text or a number' }).pipe(text(LONGEST_TEXT)),
);

const dynamicKey = object({
  key: z.string({ error: KEY }).regex(/^(?=.*\S)[^{}]{1,200}$/s, { error: KEY }),
  type: choice(KEY_TYPES),
  defaultValue: optional(anyKeyValue),
  isEditable: optional(flag),
}).superRefine(({ key, type, defaultValue }, context) => {
  if (key === IS_REDEEMED) {
    const message = `another name than ${IS_REDEEMED}, which is a property of every pass`;
    context.addIssue({ code: 'custom', path: ['key'], message });
  }

  const problem = defaultValue === null || defaultValue === undefined ? null : keyProblem(type, defaultValue);
  if (problem !== null) context.addIssue({ code: 'custom', path: ['defaultValue'], message: problem });
});
export type DynamicKey = z.infer<typeof dynamicKey>;

/** Words the requirement that a dynamic key's value breaks; null: the value fits. */
export function keyProblem(type: KeyType, value: unknown): string | null {
  if (value === '') return null;
  if (type === 'string') return typeof value === 'string' || Number.isFinite(value) ? null : 'a text';
  if (type === 'dateTime') {
    return typeof value === 'string' && completeDate(value, 'Z') !== null
      ? null
      : 'a date and time, such as 2026-01-01T00:00:00Z';
  }
  const isNumber = Number.isFinite(value) || (typeof value === 'string' && decimalText(value) !== null);
  return isNumber ? null : 'a number';
}

/** Converts the value of a dynamic key to the key's type, which it must fit: see `keyProblem`. */
export function keyValue(type: KeyType, value: JsonValue): JsonValue {
  if (type === 'string' && typeof value === 'number') return numberText(value);
  return type === 'number' && typeof value === 'string' ? (decimalText(value) ?? value) : value;
}

const imageKey = object({ isDynamic: optional(flag), isEditable: optional(flag) });
const imageKeys = object({
  background: optional(imageKey),
  footer: optional(imageKey),
  icon: optional(imageKey),
  logo: optional(imageKey),
  strip: optional(imageKey),
  thumbnail: optional(imageKey),
});

const quarters = number(-12, 14).multipleOf(0.25, { error: 'a number of hours, such as 5.5 for +05:30' });

export const template = object({
  name: reference,
  campaignName: reference,
  status: optional(status),
  language: choice(LANGUAGES),
  startDate: dateTime,
  endDate: optional(dateTime),
  maxIssue: optional(maxIssue),
  timezone: optional(quarters),
  dynamicKeys: optional(list(dynamicKey, 'dynamic keys', 200)),
  dynamicImageKeys: optional(object({ passbook: optional(imageKeys) })),
  passbook,
  passbookRedeem: optional(passbook),
  passbookLang: optional(passbookLang),
  passbookLangRedeem: optional(passbookLang),
  meta: optional(anything),
}).superRefine(({ startDate, endDate, dynamicKeys }, context) => {
  if (endDate && Date.parse(endDate) <= Date.parse(startDate)) {
    context.addIssue({ code: 'custom', path: ['endDate'], message: 'later than startDate' });
  }
  const keys = (dynamicKeys ?? []).map(({ key }) => key);
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at);
  if (twice !== -1) {
    context.addIssue({ code: 'custom', path: ['dynamicKeys', twice, 'key'], message: 'a name that no other key has' });
  }
});
export type Template = z.infer<typeof template>;
