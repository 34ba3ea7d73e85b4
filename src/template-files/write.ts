// Writes a template as files that read.ts reads: a folder with template.json and its images, or all in one JSON file.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../rules/values.ts';
import { imageOfDataUri } from './media-types.ts';

/** Images are data URIs. */
export interface WrittenTemplate {
  readonly templateName: string;
  readonly passConstructor: JsonObject;
}

/** The template as one JSON text, images and all. */
export function templateText(template: WrittenTemplate): string {
  return `${JSON.stringify(template, null, 2)}\n`;
}

/**
 * Writes one JSON file. Fails with `parameter_invalid` when it is there already and `replace` is false, or cannot be
 * written.
 */
export async function writeTemplateFile(file: string, template: WrittenTemplate, replace: boolean): Promise<void> {
  await writing(file, () => writeFile(file, templateText(template), { flag: replace ? 'w' : 'wx' }));
}

/** Writes template.json and the images beside it into a folder, which is made. Fails as writeTemplateFile does. */
export async function writeTemplateFolder(folder: string, template: WrittenTemplate, replace: boolean): Promise<void> {
  const files: Record<string, Uint8Array> = {};
  const named = (name: string, value: JsonValue | undefined): JsonValue => {
    const image = typeof value === 'string' ? imageOfDataUri(value) : null;
    if (image === null) return value ?? null;
    files[`${name}${image.ending}`] = image.bytes;
    return `${name}${image.ending}`;
  };
  const { images } = template.passConstructor;
  const entries = Object.entries(isObject(images) ? images : {}).map(([name, node]): [string, JsonValue] => [
    name,
    isObject(node) ? { ...node, PSValue: named(name, node.PSValue) } : named(name, node),
  ]);
  const passConstructor = {
    ...template.passConstructor,
    ...(images === undefined ? {} : { images: Object.fromEntries(entries) }),
  };
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    // The template comes first: with it, a folder that was exported before is refused before an image is replaced.
    const path = join(folder, 'template.json');
    await writeFile(path, templateText({ ...template, passConstructor }), { flag: replace ? 'w' : 'wx' });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  });
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const problem = code === 'EEXIST' ? 'it is there already. Give another name, or --force' : message;
    throw new AppError('parameter_invalid', { field: 'out', message: `${path} cannot be written: ${problem}.` });
  }
}
