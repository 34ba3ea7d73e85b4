// Sends the class of a template to Google, where it differs from what Google has.
import type { GoogleResource } from '../../pass/google/input.ts';
import type { GoogleResult } from '../../ports/google.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { sameValue } from '../../rules/values/values.ts';
import type { Context } from '../context.ts';
import { concernsAll, noteResult, type OpenedAccount, paced } from './accounts.ts';
import { classOf } from './face.ts';

/**
 * Called at each publish of a template, so that its owner hears at once what Google refuses, and when
 * somebody wants a pass. Templates that were published before their owner had an issuer wait for one of
 * both: an issuer of a thousand templates would use up Google's quota at once. Null: Google has the
 * class as it is. `resource` undefined: that of the template.
 */
export async function publishClass(
  context: Context,
  opened: OpenedAccount,
  snapshot: TemplateSnapshot,
  resource?: GoogleResource,
): Promise<GoogleResult | null> {
  const { account } = opened;
  const { issuerId } = account;
  const made = await classOf(context, snapshot, issuerId, resource);
  const templateId = snapshot.template.id;
  const known = (await context.store.googleClasses(templateId)).find((row) => row.resource === made.resource);
  if (known?.issuerId === issuerId && sameValue(known.sent, made.class)) return null;
  // One that Google may not have takes a second request.
  const result = await paced(context, account, () => context.google.upsertClass(account, made), 2);
  await noteResult(context, opened, result);
  if (result.verdict === 'done') {
    const row = { templateId, resource: made.resource, issuerId, sent: made.class, sentAt: context.clock.now() };
    await context.store.recordGoogleClass(row);
  } else if (result.verdict === 'refused' && result.reason !== null && !concernsAll(result)) {
    const { status, reason } = result;
    const refusal = { resource: made.resource, status, reason, time: context.clock.now() };
    await context.store.noteGoogleRefusal(templateId, refusal);
  }
  return result;
}
