// Finds the columns of a batch export: those that the psExportPaths of its template names.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { expand } from '../../rules/paths/magic.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';

/** The guide's number of passes in one export, in order of creation. */
export const EXPORT_BATCH = 1000;

/** The paths that a template's psExportPaths names, each once; empty without that property. */
export function exportPaths(
  context: Context,
  program: Program,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
): string[] {
  const nobody = { hash: '', serialNumber: '', templateHash: template.hash, overrides: {}, access: {} };
  const facts = factsFor(context, owner, nobody);
  const names = typed(expand(program, facts, '{psExportPaths}', { audience: 'holder' })).split(',');
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}
