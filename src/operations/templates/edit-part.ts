// Dates, places, links to apps and details of a card, as the pages beside the designer edit them.
import { AppError } from '../../errors.ts';
import type { FaultyInput, FormTexts } from '../../rules/design/inputs.ts';
import { fillPart, type PartPage, type PartSection, partSections } from '../../rules/design/parts.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type Caller, requireCard } from '../access/caller.ts';
import { zoneOf } from '../accounts/time-zone.ts';
import type { Context } from '../context.ts';
import { compiled } from './compiled.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';
import { constructorDiagnostics } from './save-template.ts';
import { certificateFindings } from './template-certificate.ts';

export interface PartView {
  readonly open: OpenDraft;
  readonly sections: readonly PartSection[];
  /** The draft, compiled, to name its places. */
  readonly program: Program;
  /** What the compiler says of the draft. */
  readonly findings: readonly Diagnostic[];
  /** The time zone in which the page shows dates. */
  readonly zone: string;
}

/** Fails with openDraft's codes. */
export async function partView(
  context: Context,
  caller: Caller,
  templateHash: string,
  page: PartPage,
): Promise<PartView> {
  const open = await openDraft(context, caller, templateHash);
  const zone = zoneOf(open.snapshot.owner);
  return {
    open,
    sections: partSections(page, open.passConstructor, { zone }),
    program: (await compiled(open.passConstructor)).program,
    findings: [
      ...(await constructorDiagnostics(open.passConstructor)),
      ...(await certificateFindings(context, open.snapshot, open.passConstructor)),
    ],
    zone,
  };
}

/**
 * Saves a page's form in the draft, and answers whether anything changed. Fails with the codes of
 * editDraft, and `value_invalid` with the list of FaultyInput in `beside.faults`.
 */
export async function savePart(
  context: Context,
  caller: Caller,
  templateHash: string,
  { page, revision, texts }: { readonly page: PartPage; readonly revision: string; readonly texts: FormTexts },
): Promise<boolean> {
  const { owner } = await requireCard(context, caller, 'rules', templateHash);
  const zone = zoneOf(owner);
  const open = await editDraft(context, caller, templateHash, {
    revision,
    edit: (passConstructor) => {
      const filled = fillPart(page, passConstructor, texts, { zone });
      requireFilled(filled.faults);
      return filled.passConstructor;
    },
  });
  return open.revision !== revision;
}

function requireFilled(faults: readonly FaultyInput[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const message = `${first.name} must be a JSON array or object.`;
  throw new AppError('value_invalid', { field: first.name, message, beside: { faults } });
}
