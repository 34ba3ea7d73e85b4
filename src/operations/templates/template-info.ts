// Reads templates: an account's list, one template in the form that saving needs, its numbers, its
// passes.

import type { Account } from '../../ports/store/accounts.ts';
import type { Template } from '../../ports/store/templates.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import { mapImages } from '../../rules/templates/template-images.ts';
import { orderedObject } from '../../rules/values/key-order.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireAccount, requireTemplate } from '../access/access.ts';
import { infoOf } from '../accounts/client-info.ts';
import type { Context } from '../context.ts';
import { urlOfImage } from '../images.ts';

/** templateInfo. Fails with the codes of access and `template_not_found`. */
export async function templateInfo(
  context: Context,
  caller: Account | null,
  templateHash: string,
): Promise<JsonObject> {
  const { template, owner } = await requireTemplate(context, caller, templateHash);
  return describe(context, template, owner);
}

/** allTemplates: the account's own templates, each with the address of its portal. */
export async function allTemplates(context: Context, caller: Account | null): Promise<JsonObject> {
  const account = requireAccount(context, caller);
  const templates = await context.store.templatesOf(account.id);
  const described = await Promise.all(templates.map((template) => describe(context, template, account)));
  return {
    templates: described.map((template) => ({
      ...template,
      url: `${context.settings.rootUrl}/portal.php?templateHash=${template.templateHash}`,
    })),
  };
}

/**
 * The template and its owner, for accounts with access to it. The constructor can be sent back as
 * it is. `passTypeId` is what new passes get; `passTypeIdentifier` what the template chose, null
 * for no choice.
 */
export async function describe(context: Context, template: Template, owner: Account): Promise<JsonObject> {
  const program = await context.programs.load(template);
  const certificate = await context.store.certificateFor(owner.id, template.passTypeIdentifier, context.clock.now());
  return {
    ...(await infoOf(context, owner)),
    passTypeId: certificate?.passTypeIdentifier ?? '',
    teamIdentifier: certificate?.teamIdentifier ?? '',
    passTypeIdentifier: template.passTypeIdentifier,
    templateId: String(template.id),
    templateName: template.name,
    templatePublic: template.isPublic,
    passConstructor: await withImageUrls(context, program.passConstructor),
    templateUpdated: timestamp(template.updatedAt),
    templateHash: template.hash,
    triggersPaused: template.triggersPaused,
  };
}

/** Replaces content hashes, which only this server knows, by the URLs of the images. */
export function withImageUrls(context: Context, passConstructor: JsonObject): Promise<JsonObject> {
  return mapImages(passConstructor, (image) => (/^[0-9a-f]{64}$/.test(image) ? urlOfImage(context, image) : image));
}

/**
 * templateStats: how many passes were created, installed and so on. `age` is always 0, because the
 * store keeps the numbers up to date. While a push of the template is under way, `push` says how
 * many devices it has reached.
 */
export async function templateStats(
  context: Context,
  caller: Account | null,
  templateHash: string,
): Promise<JsonObject> {
  const { template } = await requireTemplate(context, caller, templateHash);
  const job = await context.store.waitingJob('push_template', template.id);
  const sources = await context.store.passSources(template.id);
  const beside = {
    ...(job === null ? {} : { push: { told: job.told } }),
    ...(sources.length === 0 ? {} : { sources: orderedObject(sources.map((each) => [each.source, each.created])) }),
  };
  const counts = await context.store.templateCounts(template.id);
  const { created, installed, deleted, scanned, registered } = counts;
  return {
    ...{ created, installed, deleted, theoretical: installed - deleted, scanned, registered },
    ...beside,
    age: 0,
  };
}
