// Batch export: the passes of a template as a table, one row for each pass, with the columns that
// the template's psExportPaths names, else with all values.

import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { isSpecial, magicValue } from '../../rules/paths/magic.ts';
import { locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { isArray, isObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { findTemplate, hasAccess, requireCurrent } from '../access/access.ts';
import { factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { EXPORT_BATCH, exportColumns } from '../templates/export-columns.ts';

export interface PassExport {
  readonly templateName: string;
  /** In the order of psExportPaths, or of the template. */
  readonly columns: readonly string[];
  /** The columns' names on forms and passes; the path where a column has no name. */
  readonly labels: readonly string[];
  /** One row for each pass, made on demand; each cell is a text, number, boolean or null. */
  readonly rows: Iterable<readonly JsonValue[]>;
}

/**
 * The passes from number `start` on, from 0. Fails with `account_expired`, `template_not_found`,
 * `access_denied`, and `parameter_invalid` for an invalid start, and for a template whose
 * psExportPaths names unknown paths.
 */
export async function exportPasses(
  context: Context,
  account: Account,
  input: { readonly templateHash: string; readonly start: number },
): Promise<PassExport> {
  requireCurrent(context, account);
  const snapshot = await findTemplate(context, input.templateHash);
  const { template, owner } = snapshot;
  if (!hasAccess(account, owner)) {
    const message = 'This template belongs to another account. Log in as its owner to export its passes.';
    throw new AppError('access_denied', { field: 'templateHash', message });
  }
  if (input.start < 0) throw new AppError('parameter_invalid', { field: 'start', message: 'start must be 0 or more.' });
  const program = await context.programs.load(template);
  const { paths: columns } = exportColumns(context, program, snapshot);
  requireColumns(program, columns);
  const passes = await context.store.passesOf(template.id, { start: input.start, count: EXPORT_BATCH });
  function* rows() {
    for (const pass of passes) {
      const facts = factsOf(context, { ...snapshot, pass });
      yield columns.map((name) => cellOf(program, facts, name));
    }
  }
  const labels = columns.map((name) => labelOf(program, name));
  return { templateName: template.name, columns, labels, rows: rows() };
}

/** PSLabel, else the label of the field unless the label differs from pass to pass. */
export function labelOf(program: Program, name: string): string {
  const location = isSpecial(name) ? null : locate(program, name);
  if (location === null) return name;
  const { attribute, steps } = location;
  if (attribute?.label) return attribute.label;
  if (steps[0] !== 'structure' || steps[3] !== 'value') return name;
  const label = toText(locate(program, [...steps.slice(0, 3), 'label'].join('_'))?.value);
  return label === '' || label.includes('{') ? name : label;
}

/**
 * Writes an error into the cells of a pass over the budget, so that one holder's text cannot stop
 * the owner's export.
 */
export function cellOf(program: Program, facts: PassFacts, name: string) {
  try {
    const value = magicValue(program, facts, name);
    if (typeof value === 'string') return withoutSecret(facts, value);
    return isArray(value) || isObject(value) ? withoutSecret(facts, jsonOf(value)) : value;
  } catch (error) {
    if (error instanceof AppError && error.code === 'budget_spent') return error.message;
    throw error;
  }
}

/** Fails with `parameter_invalid` for columns that the template does not have. */
export function requireColumns(program: Program, columns: readonly string[]): void {
  const unknown = columns.filter((name) => !isSpecial(name) && locate(program, name) === null);
  if (unknown.length > 0) {
    const message = `psExportPaths of this template names ${unknown.join(', ')}, which it does not have.`;
    throw new AppError('parameter_invalid', { field: 'psExportPaths', message });
  }
}
