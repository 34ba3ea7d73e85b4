// Makes a template of a pass: pass.json, images and translations of a .pkpass, of an unpacked one, or
// of a .pkpasstemplate, as Apple's Pass Designer saves it.
// The signature does not matter: the template is checked like any other, and its passes get our own
// signature.
import { unzipSync } from 'fflate';
import { AppError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../rules/values/values.ts';
import { isImageName, isLanguage, SERVER_KEYS } from '../rules/vocabulary.ts';
import { parseJsonObject } from './json.ts';
import { dataUri } from './media-types.ts';
import { parseStrings } from './strings.ts';

export interface TemplateFile {
  /** Null when the file has no template name. */
  readonly templateName: string | null;
  readonly passConstructor: JsonObject;
  /** Files of a pass that a template cannot hold, by their names. */
  readonly leftOut: readonly string[];
}

/** Bytes by name in the archive, with `/` between folders. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/** The largest file that is unpacked, in bytes: more than any pass has. */
const LARGEST_FILE = 16 * 1024 * 1024;
const MOST_FILES = 500;
/** The most that all files may have together, in bytes. An archive of 1 MB can unpack to 1 GB. */
const LARGEST_TOTAL = 32 * 1024 * 1024;

/**
 * The files of a .pkpass, all or those that are wanted. Fails with `template_invalid`.
 */
export function readPackage(
  zip: Uint8Array,
  path: string,
  isWanted: (name: string) => boolean = () => true,
): PackageFiles {
  let count = 0;
  let total = 0;
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        count += 1;
        total += originalSize;
        if (originalSize > LARGEST_FILE || count > MOST_FILES) throw new Error(`${name} is too large for a pass`);
        if (total > LARGEST_TOTAL) {
          throw new Error(`its files have more than ${LARGEST_TOTAL / 1024 / 1024} MB, too much for a pass`);
        }
        return !name.endsWith('/') && isWanted(name);
      },
    });
  } catch (error) {
    throw refuse(`${path}: the archive cannot be unpacked: ${(error as Error).message}.`);
  }
}

/** The template that would make this pass. Fails with `template_invalid`. */
export function templateOfPackage(given: PackageFiles, path: string): TemplateFile {
  const files = withoutFolder(given);
  // tooling.json is Pass Designer's own.
  const {
    'pass.json': pass,
    'manifest.json': _manifest,
    signature: _signature,
    'tooling.json': _tooling,
    'personalization.json': asking,
    ...others
  } = files;
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
    const language = /^([^/]+)\.lproj\/(?:pass|personalization)\.strings$/.exec(name)?.[1];
    const [, abroad, picture] = /^([^/]+)\.lproj\/([^/]+)\.png$/.exec(name) ?? [];
    if (image !== name && isImageName(image)) images[image] = dataUri(name, bytes)!;
    else if (language !== undefined && isLanguage(language)) {
      // A template has the translations of both files in one table.
      localizations[language] = { ...localizations[language], ...parseStrings(bytes, `${path}: ${name}`) };
    } else if (abroad !== undefined && isLanguage(abroad) && isImageName(picture!)) {
      localizedImages[abroad] = { ...localizedImages[abroad], [picture!]: dataUri(name, bytes)! };
    } else if (!isLitter(name)) leftOut.push(name);
  }
  return {
    templateName: null,
    passConstructor: {
      ...passJson,
      ...(asking === undefined ? {} : { personalization: parseJsonObject(asking, `${path}: personalization.json`) }),
      ...(Object.keys(images).length === 0 ? {} : { images }),
      ...(Object.keys(localizations).length === 0 ? {} : { localizations }),
      ...(Object.keys(localizedImages).length === 0 ? {} : { localizedImages }),
    },
    leftOut,
  };
}

/**
 * The files of a .pkpasstemplate, which is a folder, so that an archive of it has the folder around
 * its files. A package with a pass.json of its own stays as it is.
 */
function withoutFolder(files: PackageFiles): PackageFiles {
  const names = Object.keys(files).filter((name) => !isLitter(name));
  const folder = /^[^/]+\.pkpass(?:template)?\//.exec(names[0] ?? '')?.[0];
  if (folder === undefined || !names.every((name) => name.startsWith(folder))) return files;
  return Object.fromEntries(names.map((name) => [name.slice(folder.length), files[name]!]));
}

/** Leaves out the keys that identify one pass, without a warning: a template has none of them. */
function withoutIdentity(passJson: JsonObject): JsonObject {
  const isIdentity = (key: string) => (SERVER_KEYS as readonly string[]).includes(key);
  return Object.fromEntries(Object.entries(passJson).filter(([key]) => !isIdentity(key)));
}

/** Whether macOS or Windows added this file to the archive. */
function isLitter(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|(?:\.DS_Store|Thumbs\.db)$)/.test(name);
}

function refuse(message: string): AppError {
  return new AppError('template_invalid', { field: 'file', message });
}
