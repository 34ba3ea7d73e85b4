// A pass as a template: pass.json, images and translations out of a .pkpass or an unpacked one. The signature is not asked
// for: what comes out is checked as a template, and signed anew.
import { unzipSync } from 'fflate';
import { AppError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../rules/values/values.ts';
import { isImageName, isLanguage, SERVER_KEYS } from '../rules/vocabulary.ts';
import { parseJsonObject } from './json.ts';
import { dataUri } from './media-types.ts';
import { parseStrings } from './strings.ts';

export interface TemplateFile {
  /** Null when the file names none. */
  readonly templateName: string | null;
  readonly passConstructor: JsonObject;
  /** Files of a pass that a template cannot hold, by their names. */
  readonly leftOut: readonly string[];
}

/** Name in the archive, with `/`, -> its bytes. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/** More than any pass has; what claims more is not unpacked. In bytes, of one file. */
const LARGEST_FILE = 16 * 1024 * 1024;
const MOST_FILES = 500;

/** The files of a .pkpass. Fails with `template_invalid`. */
export function readPackage(zip: Uint8Array, path: string): PackageFiles {
  let count = 0;
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        count += 1;
        if (originalSize > LARGEST_FILE || count > MOST_FILES) throw new Error(`${name} is too large for a pass`);
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    throw refuse(`${path}: the archive cannot be unpacked: ${(error as Error).message}.`);
  }
}

/** The template that a pass was made like. Fails with `template_invalid`. */
export function templateOfPackage(files: PackageFiles, path: string): TemplateFile {
  const { 'pass.json': pass, 'manifest.json': _manifest, signature: _signature, ...others } = files;
  if (pass === undefined) {
    const several = Object.keys(files).some((name) => name.endsWith('.pkpass'));
    throw refuse(
      several
        ? `${path}: there are several passes in it. Unpack it, and import one of the .pkpass files.`
        : `${path}: there is no pass.json in it, so it is no pass.`,
    );
  }
  const passJson = withoutIdentity(parseJsonObject(pass, `${path}: pass.json`));
  const images: Record<string, JsonValue> = {};
  const localizations: Record<string, JsonObject> = {};
  const localizedImages: Record<string, Record<string, JsonValue>> = {};
  const leftOut: string[] = [];
  for (const [name, bytes] of Object.entries(others)) {
    const image = name.replace(/\.png$/, '');
    const language = /^([^/]+)\.lproj\/pass\.strings$/.exec(name)?.[1];
    const [, abroad, picture] = /^([^/]+)\.lproj\/([^/]+)\.png$/.exec(name) ?? [];
    if (image !== name && isImageName(image)) images[image] = dataUri(name, bytes)!;
    else if (language !== undefined && isLanguage(language)) {
      localizations[language] = parseStrings(bytes, `${path}: ${name}`);
    } else if (abroad !== undefined && isLanguage(abroad) && isImageName(picture!)) {
      localizedImages[abroad] = { ...localizedImages[abroad], [picture!]: dataUri(name, bytes)! };
    } else if (!isLitter(name)) leftOut.push(name);
  }
  return {
    templateName: null,
    passConstructor: {
      ...passJson,
      ...(Object.keys(images).length === 0 ? {} : { images }),
      ...(Object.keys(localizations).length === 0 ? {} : { localizations }),
      ...(Object.keys(localizedImages).length === 0 ? {} : { localizedImages }),
    },
    leftOut,
  };
}

/** What makes it that one pass is nothing of a template's, and worth no warning. */
function withoutIdentity(passJson: JsonObject): JsonObject {
  const isIdentity = (key: string) => (SERVER_KEYS as readonly string[]).includes(key);
  return Object.fromEntries(Object.entries(passJson).filter(([key]) => !isIdentity(key)));
}

/** What the systems of their authors left in archives. */
function isLitter(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|(?:\.DS_Store|Thumbs\.db)$)/.test(name);
}

function refuse(message: string): AppError {
  return new AppError('template_invalid', { field: 'file', message });
}
