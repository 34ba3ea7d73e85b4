// Serves "Templates": creates them with images, changes them with or without images, answers, lists
// and pushes them.
import { AppError } from '../../errors.ts';
import { changeCampaignTemplate, createCampaignTemplate } from '../../operations/campaigns/campaign-template.ts';
import {
  campaignsOf,
  findCampaignTemplate,
  listedTemplate,
  templatesIn,
} from '../../operations/campaigns/campaigns.ts';
import type { Context } from '../../operations/context.ts';
import { pushPassesOf } from '../../operations/devices/push.ts';
import { keepImage } from '../../operations/images.ts';
import {
  compileConstructor,
  constructorOf as constructorOfTemplate,
} from '../../operations/templates/save-template.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import { type PassKitBody, requireObject } from './body.ts';
import { termsOf } from './campaign-endpoints.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { rebased, updated } from './merge.ts';
import { known, refusePart, requireSame, without, withoutFileNames } from './request-checks.ts';
import { read } from './shapes.ts';
import { describeTemplate } from './template-answer.ts';
import { withEditableImages } from './template-editing.ts';
import {
  deletedPlaces,
  FILE_NAMES,
  type ImagePart,
  imagePlace,
  type NamedFile,
  type TemplateImage,
  UPDATED_PARTS,
  withFileNames,
  withImages,
  withoutImages,
  withoutNames,
} from './template-images.ts';
import { type Template, template } from './template-schema.ts';
import { constructorOf, undeclaredKeys } from './template-translation.ts';

export const templateEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/templates', run: create },
  { method: 'GET', path: '/templates', run: list },
  { method: 'PUT', path: '/templates/:name', run: change },
  { method: 'GET', path: '/templates/:name', run: retrieve },
  { method: 'PUT', path: '/templates/:name/push', run: push },
];

/** Keys that answers have and no call can set. */
const ANSWERED = [
  ...['index', 'createdAt', 'updatedAt', 'issued', 'pushed'],
  ...['passbookDevices', 'androidPayDevices', 'alipayDevices'],
  UPDATED_PARTS,
];

type UploadedFile = NamedFile & ImagePart & { readonly bytes: Uint8Array };

async function create(call: Call): Promise<object> {
  const { context, account } = call;
  const given = await call.body();
  const posted = withoutFileNames(known(call, template, without(requireObject(given), ANSWERED)));
  const made = read(template, posted);
  const files = filesIn(given);
  // Check the names in the list: a new template has no image to delete.
  deletedIn(given, files);
  requireIcons(made, files);
  const bare = named(made, () => compile(constructorOf(made, { redeemed: hasRedeemed(files) })));
  const images = await keepFiles(context, files);
  await createCampaignTemplate(context, account, {
    campaignName: made.campaignName,
    name: made.name,
    posted: withFileNames(posted, files),
    passConstructor: withEditableImages(withImages(bare, images), made),
    ...termsOf(made),
  });
  return { name: made.name };
}

async function change(call: Call): Promise<object> {
  const { context, account, parameters } = call;
  const name = parameters.name!;
  const sent = await call.body();
  const files = filesIn(sent);
  const deleted = deletedIn(sent, files);
  const hasOnlyImages = sent.json === undefined && files.length + deleted.length > 0;
  const given = hasOnlyImages ? {} : known(call, template, without(requireObject(sent), ANSWERED));
  const found = await findCampaignTemplate(context, account, name);
  requireSame(given, 'name', name);
  requireSame(given, 'campaignName', found.issue!.campaign.name);
  const update = withoutFileNames(given);
  // The check comes before the images are stored, because a refused template must store none.
  const { made } = revised(found.counted.posted, await constructorOfTemplate(context, found), update, files);
  requireIconsKept(made, deleted);
  const images = await keepFiles(context, files);
  await changeCampaignTemplate(context, account, name, ({ issue, passConstructor }) => {
    const next = revised(issue.posted, passConstructor, update, files);
    return {
      posted: withoutNames(withFileNames(next.posted, files), deleted),
      passConstructor: withEditableImages(withoutImages(withImages(next.passConstructor, images), deleted), next.made),
      ...termsOf(next.made),
    };
  });
  return { name };
}

/** The template after an update, without its images. Parts that the update omits stay. */
function revised(before: JsonObject, present: JsonObject, update: JsonObject, files: readonly UploadedFile[]) {
  const posted = updated(before, update);
  const made = read(template, posted);
  if (made.passbookRedeem && !isObject(before.passbookRedeem)) requireIcon('passbookRedeem', files, present);
  const hadImagesOnly = isObject(present.redeemed) && !isObject(before.passbookRedeem);
  const old = constructorOf(read(template, before), { redeemed: hadImagesOnly });
  const next = leavingProperties(
    constructorOf(made, { redeemed: hadImagesOnly || hasRedeemed(files) }),
    undeclaredKeys(made).filter((key) => !has(old, key) && has(present, key)),
  );
  const passConstructor = named(made, () => compile(rebased(old, next, present) as JsonObject));
  return { posted, made, passConstructor };
}

/** Drops some undeclared keys, because another surface made properties of the same names. */
function leavingProperties(passConstructor: JsonObject, keys: readonly string[]): JsonObject {
  return { ...passConstructor, additional: without(passConstructor.additional as JsonObject, keys) };
}

function has({ additional }: JsonObject, key: string): boolean {
  return isObject(additional) && Object.hasOwn(additional, key);
}

function compile(passConstructor: JsonObject): JsonObject {
  return compileConstructor(passConstructor).passConstructor;
}

/** Names the dynamic key in an error of the compiler, which knows it as an additional property. */
function named<T>({ dynamicKeys }: Template, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'template_invalid') throw error;
    const at = (dynamicKeys ?? []).findIndex(({ key }) => propertyPath(key) === error.field);
    if (at === -1) throw error;
    const field = `dynamicKeys[${at}].key`;
    throw new AppError('parameter_invalid', { field, message: `${field}: ${error.diagnostics[0]!.message}` });
  }
}

async function retrieve({ context, account, parameters }: Call): Promise<object> {
  return describeTemplate(await listedTemplate(context, account, parameters.name!));
}

/** Lists all templates: the guide's example of reading a template names none. */
async function list({ context, account }: Call): Promise<object> {
  const campaigns = await campaignsOf(context, account);
  const lists = await Promise.all(campaigns.map((campaign) => templatesIn(context, campaign)));
  return lists.flat().map(describeTemplate);
}

async function push({ context, account, parameters }: Call): Promise<object> {
  const name = parameters.name!;
  await pushPassesOf(context, (await findCampaignTemplate(context, account, name)).template);
  return { name };
}

function filesIn({ files }: PassKitBody): readonly UploadedFile[] {
  const { [UPDATED_PARTS]: _, ...images } = files;
  return Object.entries(images).map(([part, { bytes, fileName }]) => {
    const place = imagePlace(part) ?? refusePart(part, [...FILE_NAMES, 'jsonBody', UPDATED_PARTS]);
    return { ...place, part, bytes, fileName: fileName ?? `${place.slot}.png` };
  });
}

/** Programs send the list as a part of the form, and some of them inside its JSON. */
function deletedIn({ json, files }: PassKitBody, uploaded: readonly UploadedFile[]): readonly ImagePart[] {
  const part = files[UPDATED_PARTS];
  const list = part === undefined ? (isObject(json) ? json[UPDATED_PARTS] : undefined) : textOf(part.bytes);
  return deletedPlaces(list, uploaded);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').trim();
}

/** Wallet shows no pass without an icon. Fails with `parameter_invalid`. */
function requireIconsKept({ passbookRedeem }: Template, deleted: readonly ImagePart[]): void {
  const icon = deleted.find(({ design, language, slot }) => {
    const isNeeded = design === 'passbook' || Boolean(passbookRedeem);
    return isNeeded && language === null && slot === 'icon';
  });
  if (icon === undefined) return;
  const message = `${UPDATED_PARTS} names ${icon.part} without a file, but a pass needs its icon: upload another one.`;
  throw new AppError('parameter_invalid', { field: UPDATED_PARTS, message });
}

function hasRedeemed(files: readonly UploadedFile[]): boolean {
  return files.some(({ design }) => design === 'passbookRedeem');
}

function requireIcons({ passbookRedeem }: Template, files: readonly UploadedFile[]): void {
  requireIcon('passbook', files, {});
  if (passbookRedeem) requireIcon('passbookRedeem', files, {});
}

/** Requires the icon of a design: "Only the passbook-IconFile is required to create a template". */
function requireIcon(design: UploadedFile['design'], files: readonly UploadedFile[], present: JsonObject): void {
  const { redeemed } = present;
  const has = isObject(redeemed) && isObject(redeemed.images) && redeemed.images.icon !== undefined;
  if (has || files.some((file) => file.design === design && file.language === null && file.slot === 'icon')) return;
  const field = `${design}-IconFile`;
  throw new AppError('parameter_missing', { field, message: `${field} is missing: give it as a file of the form.` });
}

/** Stores one file after the other, so that a form with many files does not fill the queue. */
async function keepFiles(context: Context, files: readonly UploadedFile[]): Promise<readonly TemplateImage[]> {
  const kept: TemplateImage[] = [];
  for (const file of files) {
    kept.push({ ...file, hash: await keepImage(context, file.bytes, file.part, file.slot) });
  }
  return kept;
}
