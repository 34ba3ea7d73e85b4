// Finds the target of a registration link: a template whose form makes a pass, or a pass that its
// holder may change.
import { AppError } from '../../errors.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { openContainers } from '../../rules/passes/container-overrides.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { expand } from '../../rules/paths/magic.ts';
import type { Location } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { findPass, findTemplate } from '../access/access.ts';
import { consequencesOf } from '../change/consequences.ts';
import { factsFor, factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';

export interface RegistrationLink {
  readonly hashedSerialNumber?: string | undefined;
  readonly templateHash?: string | undefined;
  /** Identifies a public template; any other template needs its templateHash. */
  readonly templateId?: string | undefined;
}

export interface Registration extends TemplateSnapshot {
  /** Null: sending the form makes the pass. */
  readonly pass: Pass | null;
  readonly program: Program;
  readonly facts: PassFacts;
  /** The places that holders may set, in the template's order. */
  readonly places: readonly Location[];
}

/**
 * Fails with `parameter_missing`, `template_not_found`, `pass_not_found`. A pass in the link has
 * precedence over a template.
 */
export async function findRegistration(context: Context, link: RegistrationLink): Promise<Registration> {
  if (link.hashedSerialNumber !== undefined) {
    return registrationOf(context, await findPass(context, link.hashedSerialNumber));
  }
  const { template, owner, issue } = await findLinkedTemplate(context, link);
  const program = await context.programs.load(template);
  const unmade = { hash: '', serialNumber: '', templateHash: template.hash, overrides: {}, access: {} };
  return {
    template,
    owner,
    issue,
    pass: null,
    program,
    facts: factsFor(context, owner, unmade),
    places: placesOf(program),
  };
}

async function registrationOf(context: Context, snapshot: PassSnapshot): Promise<Registration> {
  const program = await context.programs.load(snapshot.template);
  return { ...snapshot, program, facts: factsOf(context, snapshot), places: placesOf(program) };
}

function placesOf(program: Program): readonly Location[] {
  return [...program.locations.values()].filter(({ attribute }) => attribute?.editable === true);
}

/** The template that a link names. Fails with `parameter_missing`, `template_not_found`. */
export async function findLinkedTemplate(context: Context, link: RegistrationLink): Promise<TemplateSnapshot> {
  if (link.templateHash !== undefined) return findTemplate(context, link.templateHash);
  if (link.templateId === undefined) {
    const message = 'This link names no pass: it needs a templateHash, a templateId or a hashedSerialNumber.';
    throw new AppError('parameter_missing', { field: 'templateHash', message });
  }
  const id = /^\d{1,15}$/.test(link.templateId) ? Number(link.templateId) : 0;
  const snapshot = await context.store.templateById(id);
  if (snapshot?.template.isPublic !== true) {
    const message = 'There is no public template with this templateId.';
    throw new AppError('template_not_found', { field: 'templateId', message });
  }
  return snapshot;
}

/**
 * The pass for its holder to change: the holder's values replace the containers that were set whole
 * (the guide, "Registration pages"). Fails with `pass_not_found`.
 */
export async function openForHolder(context: Context, hash: string): Promise<Registration> {
  await withPrograms(context.programs, () =>
    context.store.changePass(hash, (snapshot) => {
      const { pass, template } = snapshot;
      const program = context.programs.at(template);
      const overrides = openContainers(program, pass.overrides);
      if (overrides === pass.overrides) return { result: null };
      const consequences = consequencesOf(program, factsOf(context, snapshot), pass.overrides, overrides);
      return { overrides, ...consequences, result: null };
    }),
  );
  return registrationOf(context, await findPass(context, hash));
}

/**
 * The pass's name for its holder: its description, else the template's name, which is meant for the
 * owner.
 */
export function nameOfPass({ program, facts, template }: Registration): string {
  const description = expand(program, facts, '{description}', { audience: 'holder' });
  return withoutSecret(facts, typed(description)).trim() || template.name;
}
