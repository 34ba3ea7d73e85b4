// Checks the values of a refused link against the registration form: finds the problem of each
// value, and skips fields that the link lacks.
import { openContainers } from '../../rules/passes/container-overrides.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { checkRegistration, type Faults, takeFormImages } from './check-registration.ts';
import type { Registration } from './find-registration.ts';

/** `images`: the valid images, path -> content hash, so that the form need not fetch them again. */
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
