// What the rules know about a pass besides its template: its overrides, which events were logged, and the values of
// the special magic strings. Also the guide's table of access types.
import type { FlagName } from '../../../grammar/ast.ts';
import type { JsonValue } from '../values/values.ts';

/** The access types of the PassSource guide ("PassSource Triggers"). 5 is a push and has no trigger. */
export const ACCESS_TYPES = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

export const CHECK = 0;
export const CREATE = 1;
export const INSTALL = 2;
export const DEVICE_UPDATE = 3;
export const REGISTER = 4;
export const PUSH = 5;
export const DELETE = 6;
export const SCAN = 7;
export const EDIT = 8;

export type TriggerEvent =
  | 'onCheck'
  | 'onCreate'
  | 'onInstall'
  | 'onDeviceUpdate'
  | 'onRegister'
  | 'onDelete'
  | 'onScan'
  | 'onEdit';

/** The trigger key of each access type; a push has none. */
export const TRIGGER_OF: Readonly<Record<AccessType, TriggerEvent | null>> = {
  0: 'onCheck',
  1: 'onCreate',
  2: 'onInstall',
  3: 'onDeviceUpdate',
  4: 'onRegister',
  5: null,
  6: 'onDelete',
  7: 'onScan',
  8: 'onEdit',
};

/** The access type that a number or a trigger's name stands for, such as 7 or onScan; null for any other text. */
export function accessTypeNamed(text: string): AccessType | null {
  return ACCESS_TYPES.find((type) => String(type) === text.trim() || TRIGGER_OF[type] === text) ?? null;
}

export const TRIGGER_EVENTS = Object.values(TRIGGER_OF).filter((event) => event !== null);

/** A template's overrides on one pass: API path -> value. Holder-written brackets are kept literal, see magic.ts. */
export type Overrides = Readonly<Record<string, JsonValue>>;

/** How often and when last (ms since 1970) an access type was logged for a pass. Absent: never. */
export type AccessFacts = Readonly<Partial<Record<AccessType, { readonly count: number; readonly last: number }>>>;

/** The facts after one more logged event. */
export function recordAccess(access: AccessFacts, type: AccessType, time: number): AccessFacts {
  return {
    ...access,
    [type]: { count: (access[type]?.count ?? 0) + 1, last: time },
  };
}

const FLAG_TYPE: Readonly<Record<FlagName, AccessType>> = {
  registered: REGISTER,
  scanned: SCAN,
  installed: INSTALL,
  deleted: DELETE,
};

/** The flag that an access type raises in conditions, if any. */
export function flagOf(type: AccessType): FlagName | null {
  for (const [flag, accessType] of Object.entries(FLAG_TYPE)) if (accessType === type) return flag as FlagName;
  return null;
}

/** The access type behind a condition's keyword. */
export function accessTypeOf(flag: FlagName): AccessType {
  return FLAG_TYPE[flag];
}

/** Whether the event behind a condition's keyword has been logged before now. */
export function hasFlag(access: AccessFacts, flag: FlagName): boolean {
  return access[FLAG_TYPE[flag]] !== undefined;
}

/** What the special strings say for one pass; the clientHash is the template owner's. */
export interface Specials {
  readonly rootPath: string;
  readonly clientHash: string;
  readonly clientId: string;
  readonly templateHash: string;
  readonly hashedSerialNumber: string;
  readonly serialNumber: string;
}

/** Everything that the rules are told about one pass at one moment. */
export interface PassFacts {
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly specials: Specials;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Barcode messages that a decision wanted and that other passes turned out to have: no action may write one. */
  readonly taken?: ReadonlySet<string>;
}
