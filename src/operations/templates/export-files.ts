// The files of a card's export: the guide's batch export answers 1000 passes at a time.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { EXPORT_BATCH, type ExportColumns, exportColumns } from './export-columns.ts';

/** The files that one page lists. */
const PAGE = 50;

export interface ExportFile {
  readonly link: string;
  /** Numbers of the file's passes, from 1 on; `last` is 0 while there is none. */
  readonly first: number;
  readonly last: number;
}

export interface ExportFiles {
  readonly snapshot: TemplateSnapshot;
  readonly columns: ExportColumns;
  /** How many passes there are. */
  readonly passes: number;
  readonly files: readonly ExportFile[];
  /** The first pass of the next page and of the page before, from 0; null: none. */
  readonly next: number | null;
  readonly previous: number | null;
}

/** `from`: a pass of the page's first file, from 0. Fails with the codes of requireCard. */
export async function exportFiles(
  context: Context,
  caller: Caller,
  templateHash: string,
  from: number,
): Promise<ExportFiles> {
  const snapshot = await requireCard(context, caller, 'see', templateHash);
  const { template } = snapshot;
  const columns = exportColumns(context, await context.programs.load(template), snapshot);
  const { created: passes } = await context.store.templateCounts(template.id);
  const link = `${context.settings.rootUrl}/batch/export.php?templateHash=${template.hash}`;
  const all = Math.max(1, Math.ceil(passes / EXPORT_BATCH));
  const begin = Math.min(Math.max(0, Math.floor(from / EXPORT_BATCH)), all - 1);
  const end = Math.min(begin + PAGE, all);
  const files = Array.from({ length: end - begin }, (_, index) => {
    const start = (begin + index) * EXPORT_BATCH;
    const last = Math.min(start + EXPORT_BATCH, passes);
    return { link: start === 0 ? link : `${link}&start=${start}`, first: start + 1, last };
  });
  return {
    snapshot,
    columns,
    passes,
    files,
    next: end < all ? end * EXPORT_BATCH : null,
    previous: begin > 0 ? Math.max(0, begin - PAGE) * EXPORT_BATCH : null,
  };
}
