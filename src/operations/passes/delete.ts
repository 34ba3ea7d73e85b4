// Deletes for good: a pass, or a template with all its passes, events and jobs.
import type { Account } from '../../ports/store/accounts.ts';
import { requirePass, requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';

/** Fails with the codes of access and `pass_not_found`. */
export async function deletePass(context: Context, caller: Account | null, hash: string): Promise<void> {
  const { pass } = await requirePass(context, caller, hash);
  await context.store.deletePass(pass.hash, context.clock.now());
}

/** Fails with the codes of access and `template_not_found`. */
export async function deleteTemplate(
  context: Context,
  caller: Account | null,
  templateHash: string,
): Promise<{ deletedTemplateId: string }> {
  const { template } = await requireTemplate(context, caller, templateHash);
  await context.store.deleteTemplate(template.id, context.clock.now());
  return { deletedTemplateId: String(template.id) };
}
