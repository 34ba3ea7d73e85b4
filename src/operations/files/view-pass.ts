// Gathers what a page needs to draw a pass: its pass.json as Wallet gets it, and the addresses of
// its images.
import type { Certificate } from '../../ports/store/certificates.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Template } from '../../ports/store/templates.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { styleOf } from '../../rules/passes/fit.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Style } from '../../rules/vocabulary.ts';
import { isDevelopment } from '../certificates/development.ts';
import { descriptionOf, factsOf } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { urlOfImage } from '../images.ts';
import { renderSnapshot, requireCertificate } from './pass-files.ts';
import { effectiveImages } from './shared-files.ts';

export interface PassView {
  readonly description: string;
  readonly style: Style;
  readonly passJson: JsonObject;
  /** Image name -> URL path under the server's root. */
  readonly images: Readonly<Record<string, string>>;
  /** It carries the development certificate, which no phone trusts. */
  readonly isTestPass: boolean;
}

/** Fails with `certificate_missing`. */
export async function viewPass(context: Context, snapshot: PassSnapshot): Promise<PassView> {
  return viewWith(context, snapshot, await requireCertificate(context, snapshot));
}

const NO_CERTIFICATE = { passTypeIdentifier: '', teamIdentifier: '' };

/** `certificate` null: there is none yet, and the pass can be looked at all the same. */
export async function viewWith(
  context: Context,
  snapshot: PassSnapshot,
  certificate: Certificate | null,
): Promise<PassView> {
  const program = await context.programs.load(snapshot.template);
  const passJson = await renderSnapshot(context, program, snapshot, certificate ?? NO_CERTIFICATE);
  return {
    description: descriptionOf(program, factsOf(context, snapshot)) || snapshot.template.name,
    style: styleOf(passJson),
    passJson,
    images: imagePaths(context, program, snapshot.pass.overrides),
    isTestPass: certificate !== null && isDevelopment(certificate),
  };
}

/** The images of a template's new passes, like those of a view. */
export async function templateImages(context: Context, template: Template): Promise<PassView['images']> {
  return imagePaths(context, await context.programs.load(template), {});
}

/** Image name -> URL path of the images of a pass. */
export function imagePaths(context: Context, program: Program, overrides: Overrides): PassView['images'] {
  const images = Object.entries(effectiveImages(program, overrides)).map(
    ([name, hash]) => [name, new URL(urlOfImage(context, hash)).pathname] as const,
  );
  return Object.fromEntries(images);
}
