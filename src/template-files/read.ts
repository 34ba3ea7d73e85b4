// Reads templates from files: a folder with template.json and its images, such as those in
// examples/, the JSON alone, a pass.json, an unpacked pass, or a .pkpass. The result has the form
// in which a template is saved, with images as data URIs.
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { AppError } from '../errors.ts';
import { mapImages } from '../rules/templates/template-images.ts';
import { isObject, type JsonObject } from '../rules/values/values.ts';
import { parseJsonObject } from './json.ts';
import { dataUri } from './media-types.ts';
import { readPackage, type TemplateFile, templateOfPackage } from './package.ts';

/**
 * Reads a template. Fails with `template_invalid`; the message begins with the path and says what
 * would be right.
 */
export async function readTemplateFile(path: string): Promise<TemplateFile> {
  if (await isFolder(path)) return readFolder(path);
  const bytes = await readBytes(path);
  if (isZip(bytes)) return templateOfPackage(readPackage(bytes, path), path);
  return readJsonFile(path, bytes);
}

/**
 * Reads a template that was uploaded: a .pkpass, or JSON whose images are addresses or data URIs.
 * `name`: how messages call the file. Fails as readTemplateFile does.
 */
export async function readTemplateBytes(bytes: Uint8Array, name: string): Promise<TemplateFile> {
  if (isZip(bytes)) return templateOfPackage(readPackage(bytes, name), name);
  const file = readJson(bytes, name);
  const passConstructor = await mapImages(file.passConstructor, (image) => {
    if (!isFileName(image)) return image;
    throw refuse(
      name,
      `the image ${image} is a file beside it, which was not sent. Send a .pkpass, or put the image in.`,
    );
  });
  return { ...file, passConstructor };
}

async function readFolder(path: string): Promise<TemplateFile> {
  const names = (await readdir(path, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const template = join(path, 'template.json');
  if (names.includes(template)) return readJsonFile(template, await readBytes(template));
  if (!names.includes(join(path, 'pass.json'))) {
    throw refuse(path, 'the folder holds neither a template.json nor a pass.json.');
  }
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const inPackage = name
        .slice(join(path, 'x').length - 1)
        .split(sep)
        .join('/');
      return [inPackage, await readBytes(name)] as const;
    }),
  );
  return templateOfPackage(Object.fromEntries(files), path);
}

/**
 * Reads `{templateName, passConstructor}`, or a passConstructor alone, which may be a pass.json.
 */
async function readJsonFile(path: string, bytes: Uint8Array): Promise<TemplateFile> {
  const file = readJson(bytes, path);
  return { ...file, passConstructor: await withImageFiles(file.passConstructor, dirname(path), path) };
}

function readJson(bytes: Uint8Array, path: string): TemplateFile {
  const json = parseJsonObject(bytes, path);
  const { templateName, passConstructor } = json;
  const wrapped = passConstructor !== undefined;
  if (wrapped && !isObject(passConstructor)) throw refuse(path, 'passConstructor is not a JSON object.');
  const given = wrapped ? (passConstructor as JsonObject) : json;
  return {
    templateName: wrapped && typeof templateName === 'string' ? templateName : null,
    passConstructor: given,
    leftOut: [],
  };
}

/** Replaces names of image files beside the template by data URIs; URLs and data URIs stay. */
function withImageFiles(passConstructor: JsonObject, folder: string, path: string): Promise<JsonObject> {
  return mapImages(passConstructor, (image) => (isFileName(image) ? imageFile(folder, image, path) : image));
}

function isFileName(image: string): boolean {
  return image !== '' && !/^(?:data:|https?:|[0-9a-f]{64}$)/i.test(image);
}

async function imageFile(folder: string, name: string, path: string): Promise<string> {
  const file = resolve(folder, name);
  // Refuse files outside the folder, because the template may come from a stranger.
  if (!file.startsWith(resolve(folder) + sep)) {
    throw refuse(path, `the image ${name} is not in the folder of the template, or below it.`);
  }
  const uri = dataUri(name, await readBytes(file, `${path}: the image ${name}`));
  if (uri === null) throw refuse(path, `the image ${name} is no .png, .jpg, .webp, .gif or .svg file.`);
  return uri;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

async function readBytes(path: string, what = path): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refuse(what, code === 'ENOENT' ? 'there is no such file or folder.' : `it cannot be read: ${message}.`);
  }
}

function isZip(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PK\x03\x04';
}

function refuse(path: string, problem: string): AppError {
  return new AppError('template_invalid', { field: 'file', message: `${path}: ${problem}` });
}
