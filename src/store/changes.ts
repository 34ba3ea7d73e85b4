// Works out, without a database, what a decision about a pass or template writes, so that every
// adapter writes the same. Adapters draw the update tags. Times are milliseconds since 1970.
import { AppError } from '../errors.ts';
import type { Issue, TemplateIssueChange } from '../ports/store/campaigns.ts';
import { TRACES_KEPT } from '../ports/store/events.ts';
import type {
  Pass,
  PassChange,
  PassCreation,
  PassReference,
  PassSnapshot,
  ReferenceChange,
} from '../ports/store/passes.ts';
import type { Template, TemplateChange, TemplateSnapshot } from '../ports/store/templates.ts';
import type { Undo } from '../ports/store/undo.ts';
import {
  ACCESS_TYPES,
  type AccessFacts,
  type AccessType,
  type Overrides,
  recordAccess,
  SCAN,
} from '../rules/passes/facts.ts';
import type { JsonObject } from '../rules/values/values.ts';
import { undoAfter } from './undo.ts';

/** The bit of an access type in the column `accessed`, which lists and statistics read. */
export function accessBit(type: AccessType): number {
  return 1 << type;
}

/** The bits of all access types among the facts. */
export function accessedBits(access: AccessFacts): number {
  let bits = 0;
  for (const type of ACCESS_TYPES) if (access[type] !== undefined) bits |= accessBit(type);
  return bits;
}

/** The access facts after a change. Returns the same object when the change logs no event. */
export function accessAfter(
  access: AccessFacts,
  { event, access: given }: Pick<PassChange<unknown>, 'event' | 'access'>,
): AccessFacts {
  if (given !== undefined) return given;
  return event?.logged ? recordAccess(access, event.accessType, event.time) : access;
}

const DAY = 86_400_000;

/** The day of the last scan, in days since 1970 in UTC; null: never scanned. */
export function visitedDay(access: AccessFacts): number | null {
  const last = access[SCAN]?.last;
  return last === undefined ? null : Math.floor(last / DAY);
}

/** The part of a change that goes to the pass's row. */
export interface PassRowChange {
  /** Whether the pass gets a new update tag. */
  readonly isTouched: boolean;
  /** Null: the overrides stay. */
  readonly overrides: Overrides | null;
  readonly access: AccessFacts;
  /** Null: the bits of `accessed` stay. */
  readonly accessed: number | null;
  /** See `visitedDay`. Undefined: the day stays. */
  readonly visitedDay: number | null | undefined;
  /** See `undoAfter`. Undefined: what was stored stays. */
  readonly undo: Undo | null | undefined;
  /** In seconds, see `passModified`. */
  readonly lastModified: number;
  /**
   * Whether `lastModified` is later than the clock. Adapters store the latest such second, see
   * `templateModified`.
   */
  readonly isAhead: boolean;
  readonly updatedAt: number;
  /** Null: the pass stays with its template. */
  readonly templateId: number | null;
}

/** Returns null when the change leaves the row as it is. */
export function passAfter(
  { pass, template }: Pick<PassSnapshot, 'pass' | 'template'>,
  change: PassChange<unknown>,
): PassRowChange | null {
  const { touchedAt, ranAt, overrides = null } = change;
  const access = accessAfter(pass.access, change);
  const templateId = movesTo(pass, change);
  const isSame = touchedAt === undefined && ranAt === undefined && overrides === null && access === pass.access;
  if (isSame && templateId === null) return null;
  const accessed = accessedBits(access);
  const visited = visitedDay(access);
  const lastModified = touchedAt === undefined ? pass.lastModified : passModified(touchedAt, pass, template);
  return {
    isTouched: touchedAt !== undefined,
    overrides,
    access,
    accessed: accessed === accessedBits(pass.access) ? null : accessed,
    visitedDay: visited === visitedDay(pass.access) ? undefined : visited,
    undo: undoAfter(pass, change),
    lastModified,
    isAhead: touchedAt !== undefined && lastModified > secondOf(touchedAt),
    updatedAt: touchedAt ?? ranAt ?? pass.updatedAt,
    templateId,
  };
}

function movesTo(pass: Pick<Pass, 'templateId'>, { templateId }: PassChange<unknown>): number | null {
  return templateId === undefined || templateId === pass.templateId ? null : templateId;
}

/** The columns of a new pass's row, except its names and its update tag. */
export interface NewPassRow {
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly accessed: number;
  readonly visitedDay: number | null;
  /** In seconds, see `secondOf`. */
  readonly lastModified: number;
  readonly updatedAt: number;
  readonly passcodeHash: string | null;
  /**
   * The pass type that the pass brought, or that the campaign or the template chose. Null: that of
   * the owner's certificate.
   */
  readonly passTypeIdentifier: string | null;
}

/** `create`: the part of the creation that names the pass. */
export function newPassRow(
  { template, issue }: Pick<TemplateSnapshot, 'template' | 'issue'>,
  creation: PassCreation<unknown>,
  create: NonNullable<PassCreation<unknown>['create']>,
): NewPassRow {
  const access = accessAfter({}, creation);
  const updatedAt = creation.touchedAt ?? create.createdAt;
  return {
    overrides: creation.overrides ?? create.overrides,
    access,
    accessed: accessedBits(access),
    visitedDay: visitedDay(access),
    lastModified: secondOf(updatedAt),
    updatedAt,
    passcodeHash: creation.passcodeHash ?? null,
    passTypeIdentifier:
      create.imported?.passTypeIdentifier ?? issue?.campaign.passTypeIdentifier ?? template.passTypeIdentifier,
  };
}

/**
 * Fails with `pass_invalid` when the change would write fields or a reference of an invalidated
 * pass.
 */
export function refuseInvalid(pass: Pick<Pass, 'invalidatedAt'>, change: PassChange<unknown>): void {
  if (pass.invalidatedAt !== null && (change.overrides ?? change.reference)) throw new AppError('pass_invalid');
}

/** A barcode message that only one pass of a template may have. */
export interface Claim {
  readonly templateId: number;
  readonly message: string;
}

/**
 * Returns the claim of a pass after a change. Null: the pass gives up its claim; undefined: the
 * claim stays. Moving a pass without deciding its barcode gives up the claim, because another pass
 * may have the message under the new template.
 */
export function claimAfter(
  { templateId: present }: Pick<Pass, 'templateId'>,
  { barcode, templateId = present }: PassChange<unknown>,
): Claim | null | undefined {
  if (typeof barcode === 'string') return { templateId, message: barcode };
  return templateId === present ? barcode : null;
}

/**
 * Adds `message` to the barcode messages of other passes, which the next try of a decision
 * receives. Fails with `barcode_taken` when an earlier try already wanted `message`.
 */
export function withTaken(takenMessages: ReadonlySet<string>, message: string): ReadonlySet<string> {
  if (takenMessages.has(message)) throw new AppError('barcode_taken', { field: 'barcode.message' });
  return new Set([...takenMessages, message]);
}

/**
 * The reference of a pass (what a surface stores beside it) after a change. `present`: null when
 * the pass has none.
 */
export function referenceAfter(
  present: PassReference | null,
  { invalidatedAt: _, ...given }: ReferenceChange,
  issue: Issue | null,
): PassReference {
  const kept = present ?? { userDefinedId: null, recoveryEmail: null, posted: {} };
  return { ...kept, ...given, campaignId: issue?.campaign.id ?? null };
}

/** A path that a pass of a template overrides. */
export interface OwnValue {
  readonly templateId: number;
  readonly path: string;
}

/** How a change moves the numbers of passes that override a path. */
export interface OwnValuesChange {
  readonly lost: readonly OwnValue[];
  readonly gained: readonly OwnValue[];
}

/**
 * Returns null when the numbers stay, as they do when a change writes only paths that the pass
 * overrides already. `before`: null for a new pass.
 */
export function ownValuesAfter(
  before: Pick<Pass, 'templateId' | 'overrides'> | null,
  after: Pick<Pass, 'templateId' | 'overrides'>,
): OwnValuesChange | null {
  const isMoved = before !== null && before.templateId !== after.templateId;
  const lost = before === null ? [] : missing(before, isMoved ? {} : after.overrides);
  const gained = missing(after, before === null || isMoved ? {} : before.overrides);
  return lost.length === 0 && gained.length === 0 ? null : { lost, gained };
}

/** The overridden paths of a pass that are not among those of `others`. */
function missing({ templateId, overrides }: Pick<Pass, 'templateId' | 'overrides'>, others: Overrides): OwnValue[] {
  const found: OwnValue[] = [];
  for (const path of Object.keys(overrides)) if (!Object.hasOwn(others, path)) found.push({ templateId, path });
  return found;
}

/** A push that a change causes. */
export interface DuePush {
  readonly at: number;
  /**
   * Whether the push draws an update tag of its own. When the pass did not change, devices already
   * have its update tag, and a push of that tag would go to none of them.
   */
  readonly hasOwnTag: boolean;
}

/**
 * Returns null when the change causes no push. `updatedAt`: when the pass last changed before this.
 */
export function pushAfter(change: PassChange<unknown>, updatedAt: number): DuePush | null {
  if (change.push !== true) return null;
  return { at: pushTime(change, updatedAt), hasOwnTag: change.touchedAt === undefined };
}

/** The due time of a push: the change of the pass, else the event, else `otherwise`. */
export function pushTime({ touchedAt, event }: PassChange<unknown>, otherwise: number): number {
  return touchedAt ?? event?.time ?? otherwise;
}

/**
 * The number of a new trace among those of its pass and outcome, and the number of the trace to
 * delete. Null: delete none.
 */
export function traceAfter(newest: number | null): { readonly number: number; readonly forgotten: number | null } {
  const number = (newest ?? 0) + 1;
  return { number, forgotten: number > TRACES_KEPT ? number - TRACES_KEPT : null };
}

/** Converts milliseconds to whole seconds, the precision of HTTP dates. */
export function secondOf(time: number): number {
  return Math.floor(time / 1000);
}

/**
 * `lastModified` (s) of a pass that changes at `at` (ms): that second, or one second after what its
 * devices may have seen, whichever is later.
 */
export function passModified(
  at: number,
  pass: Pick<Pass, 'lastModified'>,
  template: Pick<Template, 'lastModified'>,
): number {
  return Math.max(secondOf(at), Math.max(pass.lastModified, template.lastModified) + 1);
}

/**
 * `lastModified` (s) of a template that changes at `at` (ms): later than that of each of its
 * passes. `ahead`: the latest `lastModified` of any pass that ran ahead of the clock; 0 for none.
 */
export function templateModified(at: number, template: Pick<Template, 'lastModified'>, ahead: number): number {
  // Add 1, because a pass may have changed in this very second.
  return Math.max(secondOf(at), template.lastModified, ahead) + 1;
}

/** The columns of a new template's row that its creator does not give, except the update tag. */
export function newTemplateRow(now: number) {
  return { version: 1, lastModified: secondOf(now), createdAt: now, updatedAt: now } as const;
}

/** The part of a change that goes to a template. */
export interface TemplateRowChange {
  readonly row: Pick<TemplateChange<unknown>, 'name' | 'isPublic' | 'triggersPaused' | 'passTypeIdentifier'> & {
    readonly updatedAt: number;
    readonly isExample?: boolean;
    readonly version?: number;
    readonly lastModified?: number;
  };
  /**
   * The new version, for which the template also draws a new update tag. Null: the version stays.
   */
  readonly version: { readonly version: number; readonly passConstructor: JsonObject } | null;
  /** Null: the template's terms in a campaign stay. */
  readonly issue: (TemplateIssueChange & { readonly updatedAt: number }) | null;
}

/** Returns null when there is nothing to write. `ahead`: see `templateModified`. */
export function templateAfter(
  present: Template,
  { passConstructor, issue, name, isPublic, triggersPaused, passTypeIdentifier }: TemplateChange<unknown>,
  now: number,
  ahead: number,
): TemplateRowChange | null {
  const given = {
    ...(name === undefined ? {} : { name }),
    ...(isPublic === undefined ? {} : { isPublic }),
    ...(triggersPaused === undefined ? {} : { triggersPaused }),
    ...(passTypeIdentifier === undefined ? {} : { passTypeIdentifier }),
  };
  if (!passConstructor && !issue && Object.keys(given).length === 0) return null;
  const version = present.version + 1;
  const renewed = passConstructor ? { version, lastModified: templateModified(now, present, ahead) } : {};
  // What an owner renames or rewrites is no example any more.
  const isOwn = present.isExample && (passConstructor !== undefined || name !== undefined);
  return {
    row: { ...given, ...renewed, ...(isOwn ? { isExample: false } : {}), updatedAt: now },
    version: passConstructor ? { version, passConstructor } : null,
    issue: issue ? { ...issue, updatedAt: now } : null,
  };
}
