// Draws a template as a new pass of it would look, without making a pass.
import { AppError } from '../../errors.ts';
import { renderPass } from '../../pass/render.ts';
import type { Account } from '../../ports/store/accounts.ts';
import type { Pass } from '../../ports/store/passes.ts';
import type { Template, TemplateSnapshot } from '../../ports/store/templates.ts';
import { styleOf } from '../../rules/passes/fit.ts';
import type { Program } from '../../rules/templates/program.ts';
import { compileTemplate } from '../../rules/templates/template.ts';
import { type JsonObject, mapTexts } from '../../rules/values/values.ts';
import { isDevelopment } from '../certificates/development.ts';
import { descriptionOf, factsFor, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { effectiveImages } from './shared-files.ts';
import { imagePaths, type PassView, templateImages } from './view-pass.ts';

const SERIAL_NUMBER = '00000000-0000-4000-8000-000000000000';

/** Needs no certificate: a card can be looked at before there is one. Fails with `budget_spent`. */
export async function viewTemplate(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
): Promise<PassView> {
  const program = await context.programs.load(template);
  const { hash, name, passTypeIdentifier } = template;
  return drawn(context, owner, program, { hash, name, passTypeIdentifier }, await templateImages(context, template));
}

/**
 * Draws a constructor that is no template yet, such as an example; its images are data URIs. Fails
 * with `budget_spent`.
 */
export async function viewConstructor(
  context: Context,
  owner: Account,
  { templateName, passConstructor }: { readonly templateName: string; readonly passConstructor: JsonObject },
): Promise<PassView> {
  const { program } = compileTemplate(passConstructor);
  const template = { hash: '0'.repeat(32), name: templateName, passTypeIdentifier: null };
  return drawn(context, owner, program, template, effectiveImages(program, {}));
}

/** What a pass has of its own. */
type OwnValues = Pick<Pass, 'hash' | 'serialNumber' | 'overrides' | 'access'>;

const NEW: OwnValues = { hash: '0'.repeat(32), serialNumber: SERIAL_NUMBER, overrides: {}, access: {} };

/**
 * Draws a pass as it would look with another program of its template, such as that of a draft; null
 * is a new pass. Fails with `budget_spent`.
 */
export async function viewProgram(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
  program: Program,
  pass: OwnValues | null,
): Promise<PassView> {
  const { hash, name, passTypeIdentifier } = template;
  const own = pass ?? NEW;
  const images = imagePaths(context, program, own.overrides);
  return drawn(context, owner, program, { hash, name, passTypeIdentifier }, images, own);
}

/** Null: the card cannot be drawn, because its values cost more than one pass may. */
export async function drawnOrNull(drawing: Promise<PassView>): Promise<PassView | null> {
  try {
    return await drawing;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function drawn(
  context: Context,
  owner: Account,
  program: Program,
  template: Pick<Template, 'hash' | 'name' | 'passTypeIdentifier'>,
  images: PassView['images'],
  own: OwnValues = NEW,
): Promise<PassView> {
  const { hash, serialNumber, overrides, access } = own;
  const facts = factsFor(context, owner, { hash, serialNumber, templateHash: template.hash, overrides, access });
  const certificate = await context.store.certificateFor(owner.id, template.passTypeIdentifier, context.clock.now());
  const rendered = renderPass(program, facts, {
    passTypeIdentifier: certificate?.passTypeIdentifier ?? '',
    teamIdentifier: certificate?.teamIdentifier ?? '',
    serialNumber,
    authenticationToken: '0'.repeat(32),
    webServiceURL: `${context.settings.rootUrl}/wallet`,
    templateName: template.name,
    // A holder must not see the e-mail address that an account without a name has for a name.
    ownerName: owner.name === owner.email ? template.name : owner.name,
  });
  const passJson = mapTexts(rendered, (text) => withoutSecret(facts, text)) as PassView['passJson'];
  return {
    description: descriptionOf(program, facts) || template.name,
    style: styleOf(passJson),
    passJson,
    images,
    isTestPass: certificate !== null && isDevelopment(certificate),
  };
}
