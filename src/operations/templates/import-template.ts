// Saves a template that came as a file. It pauses the triggers (semantics.md, "Triggers"), because
// a URL action of the file's author could send the owner's clientHash away.
import { AppError } from '../../errors.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { compileTemplate } from '../../rules/templates/template.ts';
import { type JsonObject, sameValue } from '../../rules/values/values.ts';
import { findTemplate, hasAccess } from '../access/access.ts';
import type { Context } from '../context.ts';
import { UNCALLED } from '../depth.ts';
import { type SavedTemplate, saveTemplate } from './save-template.ts';

export interface ImportInput {
  readonly account: Account;
  /** Who imports; see TemplateVersion. */
  readonly author: string;
  readonly templateName: string | undefined;
  readonly templatePublic: boolean | undefined;
  readonly passConstructor: JsonObject;
  /** The template to replace; absent: a new one. */
  readonly templateHash: string | undefined;
  /** See choosePassType; absent: the file's choice. */
  readonly passTypeIdentifier?: string;
}

/**
 * Fails with the codes of saveTemplate; with `access_denied` when the template to change belongs to
 * somebody else.
 */
export async function importTemplate(
  context: Context,
  input: ImportInput,
): Promise<SavedTemplate & { readonly triggersPaused: boolean }> {
  const { account, ...given } = input;
  const present = input.templateHash === undefined ? null : await findTemplate(context, input.templateHash);
  if (present !== null && !hasAccess(account, present.owner)) {
    const message = `The template belongs to ${present.owner.email}: give that account, or one that manages it.`;
    throw new AppError('access_denied', { field: 'account', message });
  }
  const brings = await bringsTriggers(context, input.passConstructor, present);
  const saved = await saveTemplate(context, account, {
    ...given,
    // Unchanged triggers bring nothing new, so those of a template in use go on.
    triggersPaused: brings ? true : undefined,
    depth: UNCALLED,
  });
  const { template } = await findTemplate(context, saved.templateHash);
  return { ...saved, triggersPaused: template.triggersPaused };
}

/**
 * Whether the file has triggers that the template lacks. Sub-routines are additional properties, so
 * compare those too.
 */
async function bringsTriggers(context: Context, given: JsonObject, present: TemplateSnapshot | null): Promise<boolean> {
  const { passConstructor } = compileTemplate(given).program;
  if (passConstructor.triggers === undefined && passConstructor.schedules === undefined) return false;
  if (present === null) return true;
  const { passConstructor: before } = await context.programs.load(present.template);
  return (
    !sameValue(before.triggers, passConstructor.triggers) ||
    !sameValue(before.schedules, passConstructor.schedules) ||
    !sameValue(before.additional, passConstructor.additional)
  );
}
