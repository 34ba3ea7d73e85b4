// What the rules know about a pass besides its template: its overrides, which events were logged, and the values of
// the special magic strings. Also the table of access types.
import type { FlagName } from '../../../grammar/ast.ts';
import type { Budget } from '../budget.ts';
import type { JsonValue } from '../values/values.ts';

interface AccessRow {
  /** The guide's number ("PassSource Triggers"); the store keeps a bit of this position for it, so below 31. */
  readonly type: number;
  /** The key of its actions in a template's `triggers`; null: it runs none. */
  readonly trigger: `on${string}` | null;
  /** The word of conditions that is true once it was logged; null: conditions cannot ask for it. */
  readonly flag: FlagName | null;
  /** Who logs it: callers, by trackPassAccess, or the server alone. */
  readonly loggedBy: 'callers' | 'server';
}

/**
 * The access types, by name and in the order of their numbers. A new one is a row here: the compiler then asks for its words
 * in each language and in the API's documents.
 */
const ACCESS = {
  check: { type: 0, trigger: 'onCheck', flag: null, loggedBy: 'callers' },
  create: { type: 1, trigger: 'onCreate', flag: null, loggedBy: 'server' },
  install: { type: 2, trigger: 'onInstall', flag: 'installed', loggedBy: 'callers' },
  device_update: { type: 3, trigger: 'onDeviceUpdate', flag: null, loggedBy: 'callers' },
  register: { type: 4, trigger: 'onRegister', flag: 'registered', loggedBy: 'callers' },
  push: { type: 5, trigger: null, flag: null, loggedBy: 'server' },
  delete: { type: 6, trigger: 'onDelete', flag: 'deleted', loggedBy: 'callers' },
  scan: { type: 7, trigger: 'onScan', flag: 'scanned', loggedBy: 'callers' },
  edit: { type: 8, trigger: 'onEdit', flag: null, loggedBy: 'callers' },
} as const satisfies Record<string, AccessRow>;

export type AccessName = keyof typeof ACCESS;
type Row = (typeof ACCESS)[AccessName];
export type AccessType = Row['type'];
export type TriggerEvent = NonNullable<Row['trigger']>;
/** What an event is called: by its trigger, else by the name of its access type. */
export type EventName = {
  [N in AccessName]: (typeof ACCESS)[N]['trigger'] extends infer T extends string ? T : N;
}[AccessName];
/** The access types that no caller may log. */
export type ServerType = Extract<Row, { readonly loggedBy: 'server' }>['type'];

export const CHECK = ACCESS.check.type;
export const CREATE = ACCESS.create.type;
export const INSTALL = ACCESS.install.type;
export const DEVICE_UPDATE = ACCESS.device_update.type;
export const REGISTER = ACCESS.register.type;
export const PUSH = ACCESS.push.type;
export const DELETE = ACCESS.delete.type;
export const SCAN = ACCESS.scan.type;
export const EDIT = ACCESS.edit.type;

const ROWS = Object.entries(ACCESS) as [AccessName, Row][];

/** Every access type, the lowest number first. */
export const ACCESS_TYPES: readonly AccessType[] = ROWS.map(([, { type }]) => type);

function byType<T>(read: (row: Row, name: AccessName) => T): Readonly<Record<AccessType, T>> {
  return Object.fromEntries(ROWS.map(([name, row]) => [row.type, read(row, name)])) as Record<AccessType, T>;
}

export const ACCESS_NAME = byType((_, name) => name);

/** The trigger key of each access type; a push has none. */
export const TRIGGER_OF = byType<TriggerEvent | null>(({ trigger }) => trigger);

export const EVENT_NAME = byType(({ trigger }, name) => (trigger ?? name) as EventName);

export const TRIGGER_EVENTS = Object.values(TRIGGER_OF).filter((event) => event !== null);

const SERVER_TYPES: ReadonlySet<AccessType> = new Set(
  ROWS.filter(([, { loggedBy }]) => loggedBy === 'server').map(([, { type }]) => type),
);

/** Whether the server alone logs an access type: no caller of trackPassAccess may. */
export function isLoggedByServer(type: AccessType): type is ServerType {
  return SERVER_TYPES.has(type);
}

/** The access type that a number or a trigger's name stands for, such as 7 or onScan; null for any other text. */
export function accessTypeNamed(text: string): AccessType | null {
  return ACCESS_TYPES.find((type) => String(type) === text.trim() || TRIGGER_OF[type] === text) ?? null;
}

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

const FLAG_OF = byType<FlagName | null>(({ flag }) => flag);

/** A flag of the grammar that no access type raises does not compile: the cast promises only the flags of the table. */
const FLAG_TYPE: Readonly<Record<FlagName, AccessType>> = Object.fromEntries(
  ROWS.flatMap(([, { flag, type }]) => (flag === null ? [] : [[flag, type]])),
) as Record<NonNullable<Row['flag']>, AccessType>;

/** The flag that an access type raises in conditions, if any. */
export function flagOf(type: AccessType): FlagName | null {
  return FLAG_OF[type];
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
  /** What is expanded, compared and written on the pass draws from it; absent: nothing is counted. */
  readonly budget?: Budget;
}
