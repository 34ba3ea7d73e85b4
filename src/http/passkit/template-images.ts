// "Passbook Image Types": the files beside a template, told by their names, and their places in the constructor.
import { isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import type { ImageSlot } from '../../rules/vocabulary.ts';
import { LANGUAGES } from './languages.ts';
import type { FILE_KEYS } from './passbook-schema.ts';

type FileKey = (typeof FILE_KEYS)[number];

const SLOTS: Readonly<Record<string, readonly [slot: ImageSlot, key: FileKey]>> = {
  IconFile: ['icon', 'iconFile'],
  LogoFile: ['logo', 'logoFile'],
  StripFile: ['strip', 'stripFile'],
  FooterFile: ['footer', 'footerFile'],
  ThumbFile: ['thumbnail', 'thumbFile'],
  BgFile: ['background', 'bgFile'],
};

/** Where a file belongs. */
export interface ImagePlace {
  readonly design: 'passbook' | 'passbookRedeem';
  /** Null: for every language without one of its own. */
  readonly language: string | null;
  readonly slot: ImageSlot;
  /** How answers call it. */
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

export interface TemplateImage extends ImagePlace {
  /** The content hash. */
  readonly hash: string;
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
  const others = Object.entries(isObject(images) ? images : {}).filter(
    ([name]) => name.replace(/@[23]x$/, '') !== slot,
  );
  return { ...Object.fromEntries(others), [slot]: hash };
}

export interface NamedFile extends ImagePlace {
  readonly fileName: string;
}

/** The posted template with the names of the files, as answers have them: `iconFile` of the design or of the language. */
export function withFileNames(posted: JsonObject, files: readonly NamedFile[]): JsonObject {
  let body = posted;
  for (const file of files) body = withFileName(body, file);
  return body;
}

function withFileName(body: JsonObject, { design, language, key, fileName }: NamedFile): JsonObject {
  const part = language === null ? design : design === 'passbook' ? 'passbookLang' : 'passbookLangRedeem';
  // A redeemed design that is the default one with other images was not posted, so there is nowhere to say it.
  if (part === 'passbookRedeem' && !isObject(body.passbookRedeem)) return body;
  const before = isObject(body[part]) ? body[part] : {};
  if (language === null) return { ...body, [part]: { ...before, [key]: fileName } };
  const inner = isObject(before[language]) ? before[language] : {};
  return { ...body, [part]: { ...before, [language]: { ...inner, [key]: fileName } } };
}
