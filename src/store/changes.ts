// What decisions about passes and templates write, worked out without a database, so that every
// adapter writes the same. An adapter draws the update tags. Times are milliseconds since 1970.
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
import {
  ACCESS_TYPES,
  type AccessFacts,
  type AccessType,
  type Overrides,
  recordAccess,
} from '../rules/passes/facts.ts';
import type { JsonObject } from '../rules/values/values.ts';

/** The bit of an access type in the column `accessed`, which lists and statistics read. */
export function accessBit(type: AccessType): number {
  return 1 << type;
}

/** The bits of all access types among the facts. */
export function accessedBits(access: AccessFacts): number {
  return ACCESS_TYPES.reduce<number>((bits, type) => (access[type] === undefined ? bits : bits | accessBit(type)), 0);
}

/** The facts after a change; the same object when it logs no event. */
export function accessAfter(access: AccessFacts, { event }: Pick<PassChange<unknown>, 'event'>): AccessFacts {
  return event?.logged ? recordAccess(access, event.accessType, event.time) : access;
}

/** What a change writes to the row of its pass. */
export interface PassRowChange {
  /** Whether the pass gets a new update tag. */
  readonly isTouched: boolean;
  /** Null: they stay. */
  readonly overrides: Overrides | null;
  readonly access: AccessFacts;
  /** Null: the bits stay. */
  readonly accessed: number | null;
  /** In seconds, see `passModified`. */
  readonly lastModified: number;
  /**
   * Whether this second is later than the clock: an adapter remembers the latest of these, see
   * `templateModified`.
   */
  readonly isAhead: boolean;
  readonly updatedAt: number;
  /** Null: the pass stays with its template. */
  readonly templateId: number | null;
}

/** Null when the row stays as it is. */
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
  const lastModified = touchedAt === undefined ? pass.lastModified : passModified(touchedAt, pass, template);
  return {
    isTouched: touchedAt !== undefined,
    overrides,
    access,
    accessed: accessed === accessedBits(pass.access) ? null : accessed,
    lastModified,
    isAhead: touchedAt !== undefined && lastModified > secondOf(touchedAt),
    updatedAt: touchedAt ?? ranAt ?? pass.updatedAt,
    templateId,
  };
}

function movesTo(pass: Pick<Pass, 'templateId'>, { templateId }: PassChange<unknown>): number | null {
  return templateId === undefined || templateId === pass.templateId ? null : templateId;
}

/** What a new pass's row has besides its names and its update tag. */
export interface NewPassRow {
  readonly overrides: Overrides;
  readonly access: AccessFacts;
  readonly accessed: number;
  /** In seconds. */
  readonly lastModified: number;
  readonly updatedAt: number;
  readonly passcodeHash: string | null;
  /** What the campaign or the template has chosen; null: that of the owner's certificate. */
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
    lastModified: secondOf(updatedAt),
    updatedAt,
    passcodeHash: creation.passcodeHash ?? null,
    passTypeIdentifier: issue?.campaign.passTypeIdentifier ?? template.passTypeIdentifier,
  };
}

/**
 * Fails with `pass_invalid` when the change would write fields or a reference of an invalidated
 * pass.
 */
export function refuseInvalid(pass: Pick<Pass, 'invalidatedAt'>, change: PassChange<unknown>): void {
  if (pass.invalidatedAt !== null && (change.overrides ?? change.reference)) throw new AppError('pass_invalid');
}

/** A barcode message that one pass of a template alone may have. */
export interface Claim {
  readonly templateId: number;
  readonly message: string;
}

/**
 * The claim of a pass after a change; null: it has none any more; undefined: as before. A pass that
 * moves without a word about its barcode has none, because its message may be another pass's there.
 */
export function claimAfter(
  { templateId: present }: Pick<Pass, 'templateId'>,
  { barcode, templateId = present }: PassChange<unknown>,
): Claim | null | undefined {
  if (typeof barcode === 'string') return { templateId, message: barcode };
  return templateId === present ? barcode : null;
}

/**
 * What the next decision is told of barcodes that other passes have, after one that wanted
 * `message`. Fails with `barcode_taken` when an earlier one wanted it already.
 */
export function withTaken(taken: ReadonlySet<string>, message: string): ReadonlySet<string> {
  if (taken.has(message)) throw new AppError('barcode_taken', { field: 'barcode.message' });
  return new Set([...taken, message]);
}

/** What a surface knows of a pass, after a change. `present`: null for nothing. */
export function referenceAfter(
  present: PassReference | null,
  { invalidatedAt: _, ...given }: ReferenceChange,
  issue: Issue | null,
): PassReference {
  const kept = present ?? { userDefinedId: null, recoveryEmail: null, posted: {} };
  return { ...kept, ...given, campaignId: issue?.campaign.id ?? null };
}

/** A push that follows from a change. */
export interface DuePush {
  readonly at: number;
  /**
   * Whether it gets an update tag of its own: a push of what did not change is one that no device
   * was told of.
   */
  readonly hasOwnTag: boolean;
}

/** Null when the change pushes nothing. `updatedAt`: of the pass before the change. */
export function pushAfter(change: PassChange<unknown>, updatedAt: number): DuePush | null {
  if (change.push !== true) return null;
  return { at: pushTime(change, updatedAt), hasOwnTag: change.touchedAt === undefined };
}

/** When a push is due: when the pass changed, else when the event was, else at `otherwise`. */
export function pushTime({ touchedAt, event }: PassChange<unknown>, otherwise: number): number {
  return touchedAt ?? event?.time ?? otherwise;
}

/**
 * The number of a new trace among those of its pass and outcome, and of the one that goes; null:
 * none does.
 */
export function traceAfter(newest: number | null): { readonly number: number; readonly forgotten: number | null } {
  const number = (newest ?? 0) + 1;
  return { number, forgotten: number > TRACES_KEPT ? number - TRACES_KEPT : null };
}

/** A time as HTTP says it, in seconds. */
export function secondOf(time: number): number {
  return Math.floor(time / 1000);
}

/**
 * `lastModified` (s) for a change of a pass at this time (ms): its second, or the next one after
 * what its devices may have seen.
 */
export function passModified(
  at: number,
  pass: Pick<Pass, 'lastModified'>,
  template: Pick<Template, 'lastModified'>,
): number {
  return Math.max(secondOf(at), Math.max(pass.lastModified, template.lastModified) + 1);
}

/**
 * `lastModified` (s) for a change of a template at this time (ms): a second that none of its passes
 * has been given. `ahead`: the latest `lastModified` of any pass that ran ahead of the clock, 0 for
 * none.
 */
export function templateModified(at: number, template: Pick<Template, 'lastModified'>, ahead: number): number {
  // A pass may have changed in this very second.
  return Math.max(secondOf(at), template.lastModified, ahead) + 1;
}

/** What a new template's row has besides what is given for it and its update tag. */
export function newTemplateRow(now: number) {
  return { version: 1, lastModified: secondOf(now), createdAt: now, updatedAt: now } as const;
}

/** What a change writes of a template. */
export interface TemplateRowChange {
  readonly row: Pick<TemplateChange<unknown>, 'name' | 'isPublic' | 'triggersPaused' | 'passTypeIdentifier'> & {
    readonly updatedAt: number;
    readonly version?: number;
    readonly lastModified?: number;
  };
  /** The new version, with which the template gets a new update tag; null: no new one. */
  readonly version: { readonly version: number; readonly passConstructor: JsonObject } | null;
  /** Null: its terms in a campaign stay. */
  readonly issue: (TemplateIssueChange & { readonly updatedAt: number }) | null;
}

/** Null when nothing is to be written. `ahead`: see `templateModified`. */
export function templateAfter(
  present: Template,
  { result: _, passConstructor, issue, ...given }: TemplateChange<unknown>,
  now: number,
  ahead: number,
): TemplateRowChange | null {
  if (!passConstructor && !issue && Object.keys(given).length === 0) return null;
  const version = present.version + 1;
  const renewed = passConstructor ? { version, lastModified: templateModified(now, present, ahead) } : {};
  return {
    row: { ...given, ...renewed, updatedAt: now },
    version: passConstructor ? { version, passConstructor } : null,
    issue: issue ? { ...issue, updatedAt: now } : null,
  };
}
