// What the rules know about a pass besides its template: its overrides, its logged events, and the
// values of the special magic strings. Also the table of access types.
import type { FlagName } from '../../../grammar/ast.ts';
import type { Budget } from '../budget.ts';
import type { JsonValue } from '../values/values.ts';

interface AccessRow {
  /**
   * The guide's number ("PassSource Triggers"). Below 31, because the store has a bit at this
   * position for it.
   */
  readonly type: number;
  /** The key of the type's actions in a template's `triggers`; null: the type runs none. */
  readonly trigger: `on${string}` | null;
  /**
   * The word of conditions that is true once the type was logged; null: conditions cannot ask for
   * it.
   */
  readonly flag: FlagName | null;
  /** Who logs the type: callers, by trackPassAccess, or the server alone. */
  readonly loggedBy: 'callers' | 'server';
  /** The name of the event; absent: its trigger's, else that of the access type. */
  readonly event?: `on${string}`;
}

/**
 * The access types by name, in the order of their numbers. To add one, add a row: the compiler then
 * asks for its words in each language and in the API's documents.
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
  // Its actions stand in the template's schedules, and not in its triggers.
  schedule: { type: 9, trigger: null, flag: null, loggedBy: 'server', event: 'onSchedule' },
  // Wallet's answer to the questions of a template's personalization.
  personalize: { type: 11, trigger: 'onPersonalize', flag: null, loggedBy: 'server' },
} as const satisfies Record<string, AccessRow>;

export type AccessName = keyof typeof ACCESS;
type Row = (typeof ACCESS)[AccessName];
export type AccessType = Row['type'];
export type TriggerEvent = NonNullable<Row['trigger']>;
/** The name of an event: its own, else its trigger's, else its access type's. */
export type EventName = {
  [N in AccessName]: (typeof ACCESS)[N] extends { readonly event: infer E extends string }
    ? E
    : (typeof ACCESS)[N]['trigger'] extends infer T extends string
      ? T
      : N;
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
export const SCHEDULE = ACCESS.schedule.type;
export const PERSONALIZE = ACCESS.personalize.type;

const ROWS = Object.entries(ACCESS) as [AccessName, Row][];

/** Every access type, the lowest number first. */
export const ACCESS_TYPES: readonly AccessType[] = ROWS.map(([, { type }]) => type);

function byType<T>(read: (row: Row, name: AccessName) => T): Readonly<Record<AccessType, T>> {
  return Object.fromEntries(ROWS.map(([name, row]) => [row.type, read(row, name)])) as Record<AccessType, T>;
}

export const ACCESS_NAME = byType((_, name) => name);

/** The trigger key of each access type; a push has none. */
export const TRIGGER_OF = byType<TriggerEvent | null>(({ trigger }) => trigger);

export const EVENT_NAME = byType((row, name) => ('event' in row ? row.event : (row.trigger ?? name)) as EventName);

export const TRIGGER_EVENTS = Object.values(TRIGGER_OF).filter((event) => event !== null);

const SERVER_TYPES: ReadonlySet<AccessType> = new Set(
  ROWS.filter(([, { loggedBy }]) => loggedBy === 'server').map(([, { type }]) => type),
);

/** Whether only the server logs an access type, and no caller of trackPassAccess may. */
export function isLoggedByServer(type: AccessType): type is ServerType {
  return SERVER_TYPES.has(type);
}

/**
 * The access type that a number or a trigger's name stands for, such as 7 or onScan; null for any
 * other text.
 */
export function accessTypeNamed(text: string): AccessType | null {
  return ACCESS_TYPES.find((type) => String(type) === text.trim() || TRIGGER_OF[type] === text) ?? null;
}

/**
 * A pass's own values in place of its template's: API path -> value. Brackets that a holder typed
 * are marked, see rules/values/literal.ts.
 */
export type Overrides = Readonly<Record<string, JsonValue>>;

/**
 * The number of times an access type was logged for a pass, and the last time (ms since 1970).
 * Absent: never.
 */
export type AccessFacts = Readonly<Partial<Record<AccessType, { readonly count: number; readonly last: number }>>>;

/** The facts after one more logged event. */
export function recordAccess(access: AccessFacts, type: AccessType, time: number): AccessFacts {
  const after: { -readonly [Type in keyof AccessFacts]: AccessFacts[Type] } = { ...access };
  after[type] = { count: (access[type]?.count ?? 0) + 1, last: time };
  return after;
}

/** The facts after one more event of the past: a later one stays the last. */
export function recordPast(access: AccessFacts, type: AccessType, time: number): AccessFacts {
  const known = access[type];
  return recordAccess(access, type, known === undefined ? time : Math.max(known.last, time));
}

const FLAG_OF = byType<FlagName | null>(({ flag }) => flag);

/**
 * Does not compile when a flag of the grammar has no access type: the cast promises only the flags
 * of the table.
 */
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

/** The values of the special magic strings for one pass; the clientHash is the template owner's. */
export interface Specials {
  readonly rootPath: string;
  readonly clientHash: string;
  readonly clientId: string;
  readonly templateHash: string;
  readonly hashedSerialNumber: string;
  readonly serialNumber: string;
}

/** Everything that the rules know about one pass at one moment. */
export interface PassFacts {
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly specials: Specials;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The time zone of the account, such as `Europe/Berlin`; absent: UTC. */
  readonly zone?: string | undefined;
  /** Barcode messages that a decision wanted but other passes have: no action may write one. */
  readonly takenMessages?: ReadonlySet<string>;
  /** Counts the expanded, compared and written text of the pass; absent: no limit. */
  readonly budget?: Budget;
  /** What several runs may cost together, as in a try; absent: each run has a budget of its own. */
  readonly runBudget?: Budget;
}
