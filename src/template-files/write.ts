// Writes a template as files that read.ts reads: a folder with template.json and its images, or all
// in one JSON file.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import type { Check } from '../rules/checks/check.ts';
import { mapImages } from '../rules/templates/template-images.ts';
import { jsonOf } from '../rules/values/key-order.ts';
import type { JsonObject } from '../rules/values/values.ts';
import { CHECKS_FILE, checksText } from './checks.ts';
import { imageOfDataUri } from './media-types.ts';

/** A template whose images are data URIs. */
export interface WrittenTemplate {
  readonly templateName: string;
  readonly passConstructor: JsonObject;
  /** What its owner expects of it, for a folder; absent or empty: nothing. */
  readonly checks?: readonly Check[];
}

/** The template as one JSON text, images and all. */
export function templateText({ templateName, passConstructor }: WrittenTemplate): string {
  return `${jsonOf({ templateName, passConstructor }, 2)}\n`;
}

/**
 * Writes one JSON file. Fails with `parameter_invalid` when the file exists and `replace` is false,
 * or when it cannot be written.
 */
export async function writeTemplateFile(file: string, template: WrittenTemplate, replace: boolean): Promise<void> {
  await writing(file, () => writeFile(file, templateText(template), { flag: replace ? 'w' : 'wx' }));
}

/**
 * Writes template.json and the images beside it into a folder, which is made. Fails as
 * writeTemplateFile does.
 */
export async function writeTemplateFolder(folder: string, template: WrittenTemplate, replace: boolean): Promise<void> {
  const files: Record<string, Uint8Array> = {};
  const passConstructor = await mapImages(template.passConstructor, (value, path) => {
    const image = imageOfDataUri(value);
    if (image === null) return value;
    const file = `${fileNameOf(path)}${image.ending}`;
    files[file] = image.bytes;
    return file;
  });
  await writing(folder, async () => {
    await mkdir(folder, { recursive: true });
    // Write template.json first: when the folder holds an earlier export, this fails before an
    // image is replaced.
    const path = join(folder, 'template.json');
    await writeFile(path, templateText({ ...template, passConstructor }), { flag: replace ? 'w' : 'wx' });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const { checks = [] } = template;
    const checksFile = join(folder, CHECKS_FILE);
    if (checks.length > 0) await writeFile(checksFile, checksText(checks));
    // Those of an earlier export would be checks that the card no longer has.
    else await rm(checksFile, { force: true });
  });
}

/** `logo` for images_logo, `redeemed-fr-strip@2x` for redeemed_localizedImages_fr_strip@2x. */
function fileNameOf(path: string): string {
  return path.replace(/(?<=^|_)(?:images|localizedImages)_/, '').replaceAll('_', '-');
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
