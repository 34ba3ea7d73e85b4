// Deletes for good: a pass, or a template with all its passes, events and jobs.
import type { Account } from '../../ports/store/accounts.ts';
import { requirePass, requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { passMessages } from '../webhooks/messages.ts';

/** Fails with the codes of access and `pass_not_found`. */
export async function deletePass(context: Context, caller: Account | null, hash: string): Promise<void> {
  const { pass } = await requirePass(context, caller, hash);
  const now = context.clock.now();
  await withPrograms(context.programs, () =>
    context.store.deletePass(pass.hash, now, (snapshot) =>
      passMessages(context, snapshot, snapshot.pass, 'pass.deleted', { by: 'server' }),
    ),
  );
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
