// Draws a template as a new pass of it would look, without making a pass.
import { renderPass } from '../../pass/render.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { styleOf } from '../../rules/passes/fit.ts';
import { mapTexts } from '../../rules/values/values.ts';
import { isDevelopment } from '../certificates/development.ts';
import { descriptionOf, factsFor, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { type PassView, templateImages } from './view-pass.ts';

const SERIAL_NUMBER = '00000000-0000-4000-8000-000000000000';

/** Needs no certificate: a card can be looked at before there is one. Fails with `budget_spent`. */
export async function viewTemplate(
  context: Context,
  { template, owner }: Pick<TemplateSnapshot, 'template' | 'owner'>,
): Promise<PassView> {
  const program = await context.programs.load(template);
  const facts = factsFor(context, owner, {
    hash: '0'.repeat(32),
    serialNumber: SERIAL_NUMBER,
    templateHash: template.hash,
    overrides: {},
    access: {},
  });
  const certificate = await context.store.certificateFor(owner.id, template.passTypeIdentifier, context.clock.now());
  const rendered = renderPass(program, facts, {
    passTypeIdentifier: certificate?.passTypeIdentifier ?? '',
    teamIdentifier: certificate?.teamIdentifier ?? '',
    serialNumber: SERIAL_NUMBER,
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
    images: await templateImages(context, template),
    isTestPass: certificate !== null && isDevelopment(certificate),
  };
}
