// The rules that a try runs: those of the card as it is published, or those of its draft.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type Caller, mayDo } from '../access/caller.ts';
import type { Context } from '../context.ts';
import { compiled } from '../templates/compiled.ts';

export interface RulesToTry {
  readonly which: 'draft' | 'published';
  readonly program: Program;
  /** Whether there is a draft that the caller may try. */
  readonly hasDraft: boolean;
  /** What is wrong in the draft; the parts at fault do nothing. */
  readonly errors: readonly Diagnostic[];
}

/** `which` null: the draft, where there is one. Whoever may not change the card tries no draft. */
export async function rulesToTry(
  context: Context,
  caller: Caller,
  { template }: TemplateSnapshot,
  which: RulesToTry['which'] | null,
): Promise<RulesToTry> {
  const draft = mayDo(caller, 'rules') ? await context.store.draftOf(template.id) : null;
  const hasDraft = draft !== null;
  if (draft === null || which === 'published') {
    return { which: 'published', program: await context.programs.load(template), hasDraft, errors: [] };
  }
  const { program, diagnostics } = await compiled(draft.passConstructor);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return { which: 'draft', program, hasDraft, errors };
}
