// Exports a template with everything in it, for saving it again here or elsewhere. Its images
// become data URIs.
import { mapImages } from '../../rules/templates/template-images.ts';
import { findTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';
import { readImage } from '../images.ts';
import type { Example } from './example.ts';

/**
 * Asks for no clientHash, because its caller has the database. Fails with `template_not_found`,
 * `image_not_found`.
 */
export async function exportTemplate(context: Context, templateHash: string): Promise<Example> {
  const { template } = await findTemplate(context, templateHash);
  const { passConstructor } = await context.programs.load(template);
  const withBytes = await mapImages(passConstructor, async (hash) => {
    if (hash === '') return '';
    const { mediaType, bytes } = await readImage(context, hash);
    return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
  });
  return { templateName: template.name, passConstructor: withBytes };
}
