// Finds the columns of a batch export: those that the psExportPaths of its template names, else what
// the template's passes show and store.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { expand } from '../../rules/paths/magic.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';

/** The guide's number of passes in one export, in order of creation. */
export const EXPORT_BATCH = 1000;

export interface ExportColumns {
  /** Each once. */
  readonly paths: readonly string[];
  /** Whether psExportPaths names them. */
  readonly areChosen: boolean;
}

export function exportColumns(
  context: Context,
  program: Program,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
): ExportColumns {
  const nobody = { hash: '', serialNumber: '', templateHash: template.hash, overrides: {}, access: {} };
  const facts = factsFor(context, owner, nobody);
  const names = typed(expand(program, facts, '{psExportPaths}', { audience: 'holder' })).split(',');
  const chosen = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  return chosen.length > 0 ? { paths: chosen, areChosen: true } : { paths: allValues(program), areChosen: false };
}

/** The hash, the value of every field, and the properties that are not for the scanner and the server. */
function allValues({ locations }: Program): string[] {
  const values = [...locations.values()].filter(({ path, steps }) =>
    steps[0] === 'structure'
      ? steps.length === 4 && steps[3] === 'value'
      : steps[0] === 'additional' && steps.length === 2 && !path.startsWith('ps'),
  );
  return ['hashedSerialNumber', ...values.map(({ path }) => path)];
}
