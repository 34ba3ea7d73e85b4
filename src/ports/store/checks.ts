// What Passwright asks of a database about the checks of templates: what an owner expects an event
// to do (rules/checks/check.ts). Times are milliseconds since 1970.
import type { JsonObject } from '../../rules/values/values.ts';

export interface NewCheck {
  readonly name: string;
  /** The check as its file has it. */
  readonly content: JsonObject;
}

export interface StoredCheck extends NewCheck {
  readonly id: number;
  readonly createdAt: number;
}

export interface CheckStore {
  /** All checks of a template, in the order in which they were added. */
  checksOf(templateId: number): Promise<readonly StoredCheck[]>;
  /** Null: the template has `most` checks already. Fails with `template_not_found`. */
  addCheck(templateId: number, check: NewCheck, now: number, most: number): Promise<StoredCheck | null>;
  /** Whether the template had the check. */
  deleteCheck(templateId: number, id: number): Promise<boolean>;
  /** Puts these in the place of all checks of a template. Fails with `template_not_found`. */
  replaceChecks(templateId: number, checks: readonly NewCheck[], now: number): Promise<void>;
}
