// Finds the places of a template's files by their names ("Passbook Image Types").
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { parseContainer } from '../../rules/values/json-text.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import type { ImageSlot } from '../../rules/vocabulary.ts';
import { LANGUAGES } from './languages.ts';
import type { FILE_KEYS } from './passbook-schema.ts';
import { without } from './request-checks.ts';

type FileKey = (typeof FILE_KEYS)[number];

const SLOTS: Readonly<Record<string, readonly [slot: ImageSlot, key: FileKey]>> = {
  IconFile: ['icon', 'iconFile'],
  LogoFile: ['logo', 'logoFile'],
  StripFile: ['strip', 'stripFile'],
  FooterFile: ['footer', 'footerFile'],
  ThumbFile: ['thumbnail', 'thumbFile'],
  BgFile: ['background', 'bgFile'],
};

/** The place of a file in a template. */
export interface ImagePlace {
  readonly design: 'passbook' | 'passbookRedeem';
  /** Null: the image serves every language without its own image. */
  readonly language: string | null;
  readonly slot: ImageSlot;
  /** The key of the file's name in answers. */
  readonly key: FileKey;
}

export const FILE_NAMES: readonly string[] = ['passbook', 'passbookRedeem'].flatMap((design) =>
  Object.keys(SLOTS).map((type) => `${design}-${type}`),
);

/** The place that a part of the form names, such as passbook-fr-StripFile; null: it names none. */
export function imagePlace(name: string): ImagePlace | null {
  const [, design, language = null, type] = /^(passbook|passbookRedeem)-(?:(.+)-)?([A-Za-z]+)$/.exec(name) ?? [];
  const slot = type !== undefined && Object.hasOwn(SLOTS, type) ? SLOTS[type]! : null;
  if (slot === null || (language !== null && !(LANGUAGES as readonly string[]).includes(language))) return null;
  return { design: design as ImagePlace['design'], language, slot: slot[0], key: slot[1] };
}

/** A place with the part of the form that names it. */
export interface ImagePart extends ImagePlace {
  readonly part: string;
}

export interface TemplateImage extends ImagePlace {
  /** The content hash. */
  readonly hash: string;
}

/**
 * The part in which PassKit's SDK for PHP lists the image parts that an update changes, as JSON.
 */
export const UPDATED_PARTS = 'updatedMultipart';

/**
 * The images that an update deletes: `updatedMultipart` names their parts and the form has no file
 * for them. `given` is the list, or its JSON text. Fails with `parameter_invalid`.
 */
export function deletedPlaces(given: JsonValue | undefined, files: readonly ImagePart[]): readonly ImagePart[] {
  if (given === undefined || given === null || given === '') return [];
  const listed = typeof given === 'string' ? parseContainer(given) : given;
  // PHP writes a list with gaps as an object.
  const names = isArray(listed) ? listed : isObject(listed) ? Object.values(listed) : null;
  if (names === null || !names.every((name) => typeof name === 'string')) {
    const message = `${UPDATED_PARTS} must be a JSON array of the image parts that change, such as ["passbook-LogoFile"].`;
    throw new AppError('parameter_invalid', { field: UPDATED_PARTS, message });
  }
  return [...new Set(names)]
    .filter((name) => files.every(({ part }) => part !== name))
    .map((part) => {
      const place = imagePlace(part);
      if (place !== null) return { ...place, part };
      const message = `${UPDATED_PARTS} names "${part}", which is no image.${suggestion(part, FILE_NAMES)}`;
      throw new AppError('parameter_invalid', { field: UPDATED_PARTS, message });
    });
}

/** The constructor without the images of some places, in every density. */
export function withoutImages(passConstructor: JsonObject, places: readonly ImagePlace[]): JsonObject {
  let all = passConstructor;
  for (const place of places) {
    if (place.design === 'passbook') all = withoutImage(all, place);
    else if (isObject(all.redeemed)) all = { ...all, redeemed: withoutImage(all.redeemed, place) };
  }
  return all;
}

function withoutImage(design: JsonObject, { language, slot }: ImagePlace): JsonObject {
  if (language === null) {
    return isObject(design.images) ? { ...design, images: others(design.images, slot) } : design;
  }
  const localized = isObject(design.localizedImages) ? design.localizedImages : {};
  if (!isObject(localized[language])) return design;
  return { ...design, localizedImages: { ...localized, [language]: others(localized[language], slot) } };
}

/** The constructor with these images in it. */
export function withImages(passConstructor: JsonObject, images: readonly TemplateImage[]): JsonObject {
  let all = passConstructor;
  for (const image of images) {
    const redeemed = isObject(all.redeemed) ? all.redeemed : {};
    all = image.design === 'passbook' ? withImage(all, image) : { ...all, redeemed: withImage(redeemed, image) };
  }
  return all;
}

function withImage(design: JsonObject, { language, slot, hash }: TemplateImage): JsonObject {
  if (language === null) return { ...design, images: replaced(design.images, slot, hash) };
  const localized = isObject(design.localizedImages) ? design.localizedImages : {};
  return {
    ...design,
    localizedImages: { ...localized, [language]: replaced(localized[language], slot, hash) },
  };
}

/** One file of this surface replaces every density that another surface may have uploaded. */
function replaced(images: JsonValue | undefined, slot: ImageSlot, hash: string): JsonObject {
  return { ...others(images, slot), [slot]: hash };
}

function others(images: JsonValue | undefined, slot: ImageSlot): JsonObject {
  const entries = Object.entries(isObject(images) ? images : {});
  return Object.fromEntries(entries.filter(([name]) => name.replace(/@[23]x$/, '') !== slot));
}

export interface NamedFile extends ImagePlace {
  readonly fileName: string;
}

/** The posted template with the names of the files, such as `iconFile` of a design or language. */
export function withFileNames(posted: JsonObject, files: readonly NamedFile[]): JsonObject {
  let body = posted;
  for (const file of files) body = withFileName(body, file);
  return body;
}

/** The posted template without the names of deleted files. */
export function withoutNames(posted: JsonObject, places: readonly ImagePlace[]): JsonObject {
  let body = posted;
  for (const { design, language, key } of places) {
    const part = partOf({ design, language });
    const before = body[part];
    if (!isObject(before)) continue;
    if (language === null) body = { ...body, [part]: without(before, [key]) };
    else if (isObject(before[language])) {
      body = { ...body, [part]: { ...before, [language]: without(before[language], [key]) } };
    }
  }
  return body;
}

/** The key of a posted template that has the names of files. */
function partOf({ design, language }: Pick<ImagePlace, 'design' | 'language'>) {
  return language === null ? design : design === 'passbook' ? 'passbookLang' : 'passbookLangRedeem';
}

function withFileName(body: JsonObject, { design, language, key, fileName }: NamedFile): JsonObject {
  const part = partOf({ design, language });
  // A client posts no redeemed design that has only images, so no key can have the name.
  if (part === 'passbookRedeem' && !isObject(body.passbookRedeem)) return body;
  const before = isObject(body[part]) ? body[part] : {};
  if (language === null) return { ...body, [part]: { ...before, [key]: fileName } };
  const inner = isObject(before[language]) ? before[language] : {};
  return { ...body, [part]: { ...before, [language]: { ...inner, [key]: fileName } } };
}
