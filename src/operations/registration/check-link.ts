// The values of a link that was refused, against the registration form: what is wrong with each of them, and nothing of what
// the link did not say.
import { openContainers } from '../../rules/passes/container-overrides.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { checkRegistration, type Faults, takeFormImages } from './check-registration.ts';
import type { Registration } from './find-registration.ts';

/** `images`: those that are right, path -> content hash, so that the form need not get them again. */
export async function checkLink(
  context: Context,
  { program, places, pass, template }: Registration,
  given: RawFields,
  depth: Depth,
): Promise<{ readonly faults: Faults; readonly images: Fields }> {
  const uploaded = await takeFormImages(context, places, given, { templateHash: template.hash, depth });
  const overrides = pass === null ? {} : openContainers(program, pass.overrides);
  const { faults } = checkRegistration(program, places, overrides, uploaded.given);
  const named = Object.entries({ ...faults, ...uploaded.faults }).filter(([path]) => Object.hasOwn(given, path));
  const images = Object.entries(uploaded.given).filter(([path]) => path.startsWith('images_'));
  return { faults: Object.fromEntries(named), images: Object.fromEntries(images) };
}
