// Makes signed pass files. Images are scaled and packed once; signers and signed passes stay in the
// cache while they are valid. A pass is signed when somebody fetches it, never inside an event. The
// cache holds a pass's own parts and not the zip, nine tenths of which are images of its template:
// copying those is cheap, and a memory full of copies slows the garbage collector.
import { createPrivateKey } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { type PackedFile, packFile } from '../../pass/archive.ts';
import { DEFAULT_ICON } from '../../pass/default-icon.ts';
import { parseImageName, scaleImages, shownImages } from '../../pass/images.ts';
import { decryptKey } from '../../pass/key-encryption.ts';
import { localizationFiles, localizationsOf, mapLocalizations, varyByPass } from '../../pass/localize.ts';
import { signPass, zipPass } from '../../pass/package.ts';
import { type Ending, renderPass } from '../../pass/render.ts';
import { createSigner, type Signer } from '../../pass/sign.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { expiryOf } from '../../rules/passes/expiry.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { isOver } from '../../rules/passes/issue.ts';
import { type ShownDesign, shownDesign } from '../../rules/passes/shown-design.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { isObject, type JsonObject, type JsonValue, mapTexts, toText } from '../../rules/values/values.ts';
import { IMAGE_SLOTS, type ImageSlot, isImageName, STYLES, type Style } from '../../rules/vocabulary.ts';
import { factsOf, withoutSecret } from '../change/pass-facts.ts';
import type { Context } from '../context.ts';
import { keptPicture, unlessBroken } from './kept-pictures.ts';

export interface PassFile {
  readonly bytes: Uint8Array;
  /** When the pass or its template last changed, in seconds since 1970. */
  readonly lastModified: number;
}

/** The signed .pkpass of a pass as it is now. Fails with `certificate_missing`. */
export async function makePassFile(context: Context, snapshot: PassSnapshot): Promise<PassFile> {
  const { pass, template, owner } = snapshot;
  const certificate = await requireCertificate(context, snapshot);
  requireValid(context, certificate);
  const lastModified = lastModifiedOf(snapshot);
  const program = await context.programs.load(template);
  const ending = endingOf(context, snapshot);
  const expiry = expiryOf(program, factsOf(context, snapshot));
  // The cache must not serve a file beyond the moment from which the pass is void.
  const isVoid = ending !== null || (expiry !== null && expiry <= context.clock.now());
  const version = [pass.updateTag, template.updateTag, template.updatedAt, isVoid];
  const key = [pass.id, ...version, certificate.id, owner.name].join(' ');
  const kept = context.files.signed.get(key);
  if (kept !== undefined) {
    context.files.served.kept++;
    return { bytes: zipPass(kept), lastModified };
  }
  const passJson = await renderSnapshot(context, program, snapshot, certificate);
  const style = STYLES.find((name) => Object.hasOwn(passJson, name)) ?? 'generic';
  const shown = shownDesign(program, pass.overrides);
  const signed = await signPass({
    passJson,
    files: [...(await imageFiles(context, style, shown)), ...localizedTexts(context, snapshot, shown)],
    signer: signerOf(context, certificate),
    signingTime: context.clock.now(),
  });
  context.files.served.signed++;
  context.files.signed.set(key, signed);
  return { bytes: zipPass(signed), lastModified };
}

function endingOf({ clock }: Pick<Context, 'clock'>, { pass, issue }: PassSnapshot): Ending {
  if (pass.invalidatedAt !== null) return 'final';
  return isOver(issue, clock.now()) ? 'over' : null;
}

/** In seconds since 1970. */
export function lastModifiedOf({ pass, template }: PassSnapshot): number {
  return Math.max(pass.lastModified, template.lastModified);
}

/**
 * The pass.json of a pass as it is now. `{clientHash}` expands to nothing in it. A clientHash that
 * got into a value as plain text, such as by a URL action that called this server back, is removed
 * too.
 */
export async function renderSnapshot(
  context: Pick<Context, 'settings' | 'clock'>,
  program: Program,
  snapshot: PassSnapshot,
  certificate: Pick<Certificate, 'passTypeIdentifier' | 'teamIdentifier'>,
): Promise<JsonObject> {
  const { pass, template, owner } = snapshot;
  const facts = factsOf(context, snapshot);
  const identity = {
    passTypeIdentifier: certificate.passTypeIdentifier,
    teamIdentifier: certificate.teamIdentifier,
    serialNumber: pass.serialNumber,
    authenticationToken: pass.authenticationToken,
    webServiceURL: `${context.settings.rootUrl}/wallet`,
    templateName: template.name,
    // An account without a name of its own has its e-mail address for a name, which holders must
    // not see.
    ownerName: owner.name === owner.email ? template.name : owner.name,
  };
  const passJson = renderPass(program, facts, identity, endingOf(context, snapshot));
  return mapTexts(passJson, (text) => withoutSecret(facts, text)) as JsonObject;
}

/**
 * The certificate that signs a pass: the owner's newest for the pass type that the pass was made
 * with. So a renewal takes over by itself, and nothing else ever changes the type of a pass. Fails
 * with `certificate_missing`.
 */
export async function requireCertificate(
  context: Context,
  { pass, owner }: Pick<PassSnapshot, 'pass' | 'owner'>,
): Promise<Certificate> {
  const { passTypeIdentifier } = pass;
  const certificate = await context.store.certificateFor(owner.id, passTypeIdentifier, context.clock.now());
  if (certificate !== null) return certificate;
  const which = passTypeIdentifier === null ? '' : ` for the pass type ${passTypeIdentifier}`;
  throw new AppError('certificate_missing', { message: `There is no certificate${which} to sign passes with.` });
}

/**
 * The certificate that signs and pushes an account's passes of this type, also after they are
 * deleted. Null when there is none, such as for the pass type of a former development certificate.
 */
export async function certificateOfType(
  context: Context,
  accountId: number,
  passTypeIdentifier: string,
): Promise<Certificate | null> {
  const now = context.clock.now();
  const own = await context.store.certificateFor(accountId, passTypeIdentifier, now);
  if (own !== null) return own;
  // No account has the number 0, so this asks for the certificate of accounts without their own.
  const development = await context.store.certificateFor(0, null, now);
  return development?.passTypeIdentifier === passTypeIdentifier ? development : null;
}

/**
 * Refuses an expired certificate, because Wallet silently rejects passes that were signed after its
 * end.
 */
function requireValid(context: Context, { notAfter, passTypeIdentifier }: Certificate): void {
  if (notAfter > context.clock.now()) return;
  const date = new Date(notAfter).toISOString().slice(0, 10);
  throw new AppError('certificate_missing', {
    message: `The certificate for ${passTypeIdentifier} expired on ${date}. Passes are signed again once its renewal is imported.`,
  });
}

export function signerOf(context: Context, certificate: Certificate): Signer {
  const kept = context.files.signers.get(certificate.id);
  if (kept !== undefined) return kept;
  const key = decryptKey(context.settings.secret, certificate.encryptedKey);
  const signer = createSigner({
    certificate: certificate.certificate,
    intermediate: certificate.intermediate,
    privateKey: createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' }),
  });
  context.files.signers.set(certificate.id, signer);
  return signer;
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

async function imageFiles(context: Context, style: Style, shown: ShownDesign): Promise<readonly PackedFile[]> {
  const files = await filesOf(context, style, effectiveImages(shown.program, shown.overrides));
  const icon = files.some(({ name }) => name === 'icon.png') ? [] : await defaultIcon(context, style);
  return [...files, ...icon, ...(await localizedImages(context, style, shown))];
}

type Images = Readonly<Record<string, JsonValue>>;

async function filesOf(context: Context, style: Style, images: Images): Promise<readonly PackedFile[]> {
  const slots = new Set(Object.keys(images).flatMap((name) => parseImageName(name)?.name ?? []));
  const shown = shownImages(style, slots);
  return (await Promise.all(shown.map((slot) => slotFiles(context, style, slot, images)))).flat();
}

/** Packs the images of each language into its folder. */
async function localizedImages(context: Context, style: Style, shown: ShownDesign) {
  const files = Object.entries(imagesByLanguage(shown)).map(async ([language, images]) => {
    const packed = await filesOf(context, style, images);
    return packed.map((file) => ({ ...file, name: `${language}.lproj/${file.name}` }));
  });
  return (await Promise.all(files)).flat();
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

async function slotFiles(
  context: Context,
  style: Style,
  slot: ImageSlot,
  images: Images,
): Promise<readonly PackedFile[]> {
  const names = densitiesOf(slot).filter((name) => images[name] !== undefined);
  const key = [style, ...names.map((name) => `${name}=${images[name]}`)].join(' ');
  const kept = context.files.images.get(key);
  if (kept !== undefined) return kept;
  const uploads: Record<string, Uint8Array> = {};
  for (const name of names) {
    const bytes = await keptPicture(context, toText(images[name]));
    if (bytes !== null) uploads[name] = bytes;
  }
  const packed = await packSound(context, style, images, uploads);
  context.files.images.set(key, packed);
  return packed;
}

/** Packs the images and leaves out broken ones, because the rest of the pass is still useful. */
async function packSound(
  context: Context,
  style: Style,
  images: Images,
  uploads: Readonly<Record<string, Uint8Array>>,
): Promise<readonly PackedFile[]> {
  try {
    return await packImages(uploads, style);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  // One of them is broken: find out which.
  const sound: Record<string, Uint8Array> = {};
  for (const [name, bytes] of Object.entries(uploads)) {
    const packed = await unlessBroken(context, toText(images[name]), () => packImages({ [name]: bytes }, style));
    if (packed !== null) sound[name] = bytes;
  }
  return packImages(sound, style);
}

export async function defaultIcon(context: Context, style: Style): Promise<readonly PackedFile[]> {
  const kept = context.files.images.get('default icon');
  if (kept !== undefined) return kept;
  const packed = await packImages({ icon: DEFAULT_ICON }, style);
  context.files.images.set('default icon', packed);
  return packed;
}

async function packImages(uploads: Readonly<Record<string, Uint8Array>>, style: Style): Promise<readonly PackedFile[]> {
  const files = await scaleImages(uploads, style);
  return files.map(({ name, bytes }) => packFile(name, bytes, 'store'));
}

/**
 * pass.strings of each language: the same for all passes of a design, unless a translated text
 * names a value.
 */
function localizedTexts(
  context: Context,
  snapshot: PassSnapshot,
  { program, overrides }: ShownDesign,
): readonly PackedFile[] {
  let kept = context.files.localizations.get(program);
  if (kept === undefined) {
    kept = varyByPass(program) ? null : packTexts(localizationsOf(program));
    context.files.localizations.set(program, kept);
  }
  return kept ?? packTexts(localizedStrings(context, snapshot, { program, overrides }));
}

/** Language -> the texts of one pass -> their translations. */
export function localizedStrings(
  context: Context,
  snapshot: PassSnapshot,
  { program, overrides }: ShownDesign,
): JsonObject {
  const facts = { ...factsOf(context, snapshot), overrides };
  // Expand texts as renderSnapshot does, or Wallet would not find them.
  const shown = (text: string) => withoutSecret(facts, typed(expand(program, facts, text, { audience: 'holder' })));
  return mapLocalizations(localizationsOf(program), shown);
}

function packTexts(localizations: JsonObject): readonly PackedFile[] {
  return localizationFiles(localizations).map(({ name, bytes }) => packFile(name, bytes));
}
