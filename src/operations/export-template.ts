// A template with everything in it, to be saved again here or elsewhere: its images are data URIs.
import type { JsonObject } from '../rules/values.ts';
import { isObject, type JsonValue, toText } from '../rules/values.ts';
import { findTemplate } from './access.ts';
import type { Context } from './context.ts';
import type { Example } from './first-start.ts';
import { readImage } from './images.ts';

/** For whoever has the database, so no clientHash is asked for. Fails with `template_not_found`, `image_not_found`. */
export async function exportTemplate(context: Context, templateHash: string): Promise<Example> {
  const { template } = await findTemplate(context, templateHash);
  const { passConstructor } = await context.programs.load(template);
  const { images } = passConstructor;
  if (!isObject(images)) return { templateName: template.name, passConstructor };
  return {
    templateName: template.name,
    passConstructor: { ...passConstructor, images: await withBytes(context, images) },
  };
}

async function withBytes(context: Context, images: JsonObject): Promise<JsonObject> {
  const uriOf = async (hash: JsonValue | undefined): Promise<string> => {
    if (toText(hash) === '') return '';
    const { mediaType, bytes } = await readImage(context, toText(hash));
    return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
  };
  const entries = Object.entries(images).map(
    async ([name, node]): Promise<[string, JsonValue]> => [
      name,
      isObject(node) ? { ...node, PSValue: await uriOf(node.PSValue) } : await uriOf(node),
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
}
