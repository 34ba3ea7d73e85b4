// Packs what a pass file has beside the pass's own parts: images, and translations of its texts.
// Images are scaled, packed and hashed once for all passes that show them, and the manifest of a
// design is written once.
import { AppError } from '../../errors.ts';
import { DEFAULT_ICON } from '../../pass/default-icon.ts';
import { parseImageName, scaleImages, shownImages } from '../../pass/images.ts';
import { localizationFiles, localizationsOf, mapLocalizations, varyByPass } from '../../pass/localize.ts';
import { type SharedFiles, type SharedSection, shareFiles, shareSection } from '../../pass/package.ts';
import { personalizationFiles } from '../../pass/personalization.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { type ShownDesign, shownDesign } from '../../rules/passes/shown-design.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import type { Personalization } from '../../rules/templates/personalization.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { IMAGE_SLOTS, type ImageSlot, isImageName, type Look } from '../../rules/vocabulary.ts';
import { factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { keptPicture, unlessBroken } from './kept-pictures.ts';

/** The packed images of one slot, and their key in the cache. */
interface SlotSection {
  readonly key: string;
  readonly section: SharedSection;
}

/**
 * The images and translations of a pass, and what it asks its holder (`asking`; null: nothing).
 * `ownBytes`: the size of those that other passes of the design may lack.
 */
export async function sharedFiles(
  context: Context,
  snapshot: PassSnapshot,
  look: Look,
  shown: ShownDesign,
  asking: Personalization | null,
): Promise<Shared> {
  const files = await designAndOwn(context, snapshot, look, shown);
  if (asking === null) return files;
  const localizations = localizedStrings(context, snapshot, shown);
  const own = personalizationFiles(asking, textsFor(context, snapshot, shown), localizations);
  const section = shareSection(own, 'store');
  const shared = shareFiles([...files.shared.sections, section]);
  return { shared, ownBytes: files.ownBytes + section.entries.length };
}

interface Shared {
  readonly shared: SharedFiles;
  readonly ownBytes: number;
}

async function designAndOwn(context: Context, snapshot: PassSnapshot, look: Look, shown: ShownDesign): Promise<Shared> {
  const hasOwnImages = Object.keys(shown.overrides).some((path) => path.startsWith('images_'));
  const ready = hasOwnImages ? null : designFiles(context, look, shown.program);
  if (ready !== null) return { shared: ready, ownBytes: 0 };
  const images = await imageSections(context, look, shown);
  const ofDesign = designTexts(context, shown.program);
  const texts = ofDesign ?? packTexts(localizedStrings(context, snapshot, shown));
  const shared = shareFiles([...images.map(({ section }) => section), texts]);
  if (!hasOwnImages && ofDesign !== null) {
    const keys = images.map(({ key }) => key);
    context.files.designs.set(shown.program, { look, images: keys, texts, manifest: shared.manifest });
  }
  const imageBytes = hasOwnImages ? images.reduce((sum, { section }) => sum + section.entries.length, 0) : 0;
  return { shared, ownBytes: imageBytes + (ofDesign === null ? texts.entries.length : 0) };
}

/** The files of a design's passes without own images; null while the cache lacks a part of them. */
function designFiles({ files }: Context, look: Look, program: Program): SharedFiles | null {
  const design = files.designs.get(program);
  if (design === undefined || design.look !== look) return null;
  const sections: SharedSection[] = [];
  for (const key of design.images) {
    const section = files.images.get(key);
    if (section === undefined) return null;
    sections.push(section);
  }
  sections.push(design.texts);
  return { sections, manifest: design.manifest };
}

/**
 * Image name -> content hash. The pass's own images go before those of the design that it shows.
 */
export function effectiveImages(template: Program, passOverrides: Overrides): Record<string, string> {
  const { program, overrides } = shownDesign(template, passOverrides);
  const images: Record<string, string> = {};
  for (const slot of IMAGE_SLOTS) {
    const densities = densitiesOf(slot);
    const own = densities.filter((name) => Object.hasOwn(overrides, `images_${name}`));
    // One image of the pass replaces every density of the template's, or old phones would show the
    // old one.
    for (const name of own.length > 0 ? own : densities) {
      const value = effectiveValue(program, overrides, locate(program, `images_${name}`)!);
      if (typeof value === 'string' && value !== '') images[name] = value;
    }
  }
  return { ...othersOf(program, overrides), ...images };
}

/** Images with names that Apple does not know: no pass file has them, but they have addresses. */
function othersOf(program: Program, overrides: Overrides): Record<string, string> {
  const { images } = program.tree;
  const names = Object.keys(isObject(images) ? images : {}).filter((name) => !isImageName(name));
  const found = names.map((name) => [name, effectiveValue(program, overrides, locate(program, `images_${name}`)!)]);
  return Object.fromEntries(found.filter(([, value]) => typeof value === 'string' && value !== ''));
}

function densitiesOf(slot: ImageSlot): readonly string[] {
  return [slot, `${slot}@2x`, `${slot}@3x`];
}

async function imageSections(context: Context, look: Look, shown: ShownDesign): Promise<readonly SlotSection[]> {
  const own = await slotSections(context, look, effectiveImages(shown.program, shown.overrides));
  const hasIcon = own.some(({ section }) => section.files.some(({ name }) => name === 'icon.png'));
  const icon = hasIcon ? [] : [{ key: DEFAULT, section: await defaultIcon(context, look) }];
  return [...own, ...icon, ...(await localizedSections(context, look, shown))];
}

type Images = Readonly<Record<string, JsonValue>>;

/** `folder`: of the files' names, with `/` at the end. */
async function slotSections(
  context: Context,
  look: Look,
  images: Images,
  folder = '',
): Promise<readonly SlotSection[]> {
  const slots = new Set(Object.keys(images).flatMap((name) => parseImageName(name)?.name ?? []));
  const shown = shownImages(look, slots);
  return Promise.all(shown.map((slot) => slotSection(context, look, slot, images, folder)));
}

/** Packs the images of each language into its folder. */
async function localizedSections(context: Context, look: Look, shown: ShownDesign): Promise<readonly SlotSection[]> {
  const sections = Object.entries(imagesByLanguage(shown)).map(([language, images]) =>
    slotSections(context, look, images, `${language}.lproj/`),
  );
  return (await Promise.all(sections)).flat();
}

/**
 * Language -> image name -> hash. An image of the pass's own replaces the translated ones, or
 * nobody abroad would see it.
 */
export function imagesByLanguage({ program, overrides }: ShownDesign): Readonly<Record<string, Images>> {
  const languages = program.passConstructor.localizedImages;
  if (!isObject(languages)) return {};
  const own = new Set(
    IMAGE_SLOTS.filter((slot) => densitiesOf(slot).some((name) => Object.hasOwn(overrides, `images_${name}`))),
  );
  const entries = Object.keys(languages)
    .sort()
    .map((language): [string, Images] => {
      const set = languages[language];
      const names = Object.entries(isObject(set) ? set : {}).filter(([name]) => !own.has(parseImageName(name)!.name));
      return [language, Object.fromEntries(names)];
    });
  return Object.fromEntries(entries);
}

async function slotSection(
  context: Context,
  look: Look,
  slot: ImageSlot,
  images: Images,
  folder: string,
): Promise<SlotSection> {
  const names = densitiesOf(slot).filter((name) => images[name] !== undefined);
  const key = [look, folder, ...names.map((name) => `${name}=${images[name]}`)].join(' ');
  const kept = context.files.images.get(key);
  if (kept !== undefined) return { key, section: kept };
  const uploads: Record<string, Uint8Array> = {};
  for (const name of names) {
    const bytes = await keptPicture(context, toText(images[name]));
    if (bytes !== null) uploads[name] = bytes;
  }
  const section = await packSound(context, look, images, uploads, folder);
  context.files.images.set(key, section);
  return { key, section };
}

/** Packs the images and leaves out broken ones, because the rest of the pass is still useful. */
async function packSound(
  context: Context,
  look: Look,
  images: Images,
  uploads: Readonly<Record<string, Uint8Array>>,
  folder: string,
): Promise<SharedSection> {
  try {
    return await packImages(uploads, look, folder);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  // One of them is broken: find out which.
  const sound: Record<string, Uint8Array> = {};
  for (const [name, bytes] of Object.entries(uploads)) {
    const packed = await unlessBroken(context, toText(images[name]), () => packImages({ [name]: bytes }, look, folder));
    if (packed !== null) sound[name] = bytes;
  }
  return packImages(sound, look, folder);
}

const DEFAULT = 'default icon';

/** The icon of passes without one of their own. */
export async function defaultIcon(context: Context, look: Look): Promise<SharedSection> {
  const kept = context.files.images.get(DEFAULT);
  if (kept !== undefined) return kept;
  const packed = await packImages({ icon: DEFAULT_ICON }, look, '');
  context.files.images.set(DEFAULT, packed);
  return packed;
}

async function packImages(
  uploads: Readonly<Record<string, Uint8Array>>,
  look: Look,
  folder: string,
): Promise<SharedSection> {
  const files = await scaleImages(uploads, look);
  return shareSection(
    files.map(({ name, bytes }) => ({ name: `${folder}${name}`, bytes })),
    'store',
  );
}

/** pass.strings of each language; null when they differ from pass to pass. */
function designTexts({ files }: Context, program: Program): SharedSection | null {
  let kept = files.localizations.get(program);
  if (kept === undefined) {
    kept = varyByPass(program) ? null : packTexts(localizationsOf(program));
    files.localizations.set(program, kept);
  }
  return kept;
}

/** Language -> the texts of one pass -> their translations. */
export function localizedStrings(context: Context, snapshot: PassSnapshot, design: ShownDesign): JsonObject {
  return mapLocalizations(localizationsOf(design.program), textsFor(context, snapshot, design));
}

/** Expands texts as renderSnapshot does, or Wallet would not find their translations. */
function textsFor(context: Context, snapshot: PassSnapshot, { program, overrides }: ShownDesign) {
  const facts = { ...factsOf(context, snapshot), overrides };
  return (text: string) => withoutSecret(facts, typed(expand(program, facts, text, { audience: 'holder' })));
}

function packTexts(localizations: JsonObject): SharedSection {
  return shareSection(localizationFiles(localizations), 'deflate');
}
