// "Templates": made with their images, changed with and without, read, listed and pushed.
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
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import { type PassKitBody, requireObject } from './body.ts';
import { termsOf } from './campaign-endpoints.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { rebased, updated } from './merge.ts';
import { refusePart, requireSame, without, withoutFileNames } from './reading.ts';
import { read } from './shapes.ts';
import { describeTemplate } from './template-answer.ts';
import { withEditableImages } from './template-editing.ts';
import {
  FILE_NAMES,
  imagePlace,
  type NamedFile,
  type TemplateImage,
  withFileNames,
  withImages,
} from './template-images.ts';
import { type Template, template } from './template-schema.ts';
import { constructorOf } from './template-translation.ts';

export const templateEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/templates', run: create },
  { method: 'GET', path: '/templates', run: list },
  { method: 'PUT', path: '/templates/:name', run: change },
  { method: 'GET', path: '/templates/:name', run: retrieve },
  { method: 'PUT', path: '/templates/:name/push', run: push },
];

/** What answers say and no call can set. */
const ANSWERED = [
  ...['index', 'createdAt', 'updatedAt', 'issued', 'pushed'],
  ...['passbookDevices', 'androidPayDevices', 'alipayDevices'],
];

type UploadedFile = NamedFile & { readonly part: string; readonly bytes: Uint8Array };

async function create({ context, account, body }: Call): Promise<object> {
  const given = await body();
  const posted = withoutFileNames(without(requireObject(given), ANSWERED));
  const made = read(template, posted);
  const files = filesIn(given);
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

async function change({ context, account, parameters, body }: Call): Promise<object> {
  const name = parameters.name!;
  const sent = await body();
  const files = filesIn(sent);
  const given = sent.json === undefined && files.length > 0 ? {} : requireObject(sent);
  const found = await findCampaignTemplate(context, account, name);
  requireSame(given, 'name', name);
  requireSame(given, 'campaignName', found.issue!.campaign.name);
  const update = withoutFileNames(without(given, ANSWERED));
  // Before images are kept: what cannot be saved stores none.
  revised(found.counted.posted, await constructorOfTemplate(context, found), update, files);
  const images = await keepFiles(context, files);
  await changeCampaignTemplate(context, account, name, ({ issue, passConstructor }) => {
    const next = revised(issue.posted, passConstructor, update, files);
    return {
      posted: withFileNames(next.posted, files),
      passConstructor: withEditableImages(withImages(next.passConstructor, images), next.made),
      ...termsOf(next.made),
    };
  });
  return { name };
}

/** The template after an update, its images aside. What the update does not change stays, whoever made it so. */
function revised(before: JsonObject, present: JsonObject, update: JsonObject, files: readonly UploadedFile[]) {
  const posted = updated(before, update);
  const made = read(template, posted);
  if (made.passbookRedeem && !isObject(before.passbookRedeem)) requireIcon('passbookRedeem', files, present);
  const hadImagesOnly = isObject(present.redeemed) && !isObject(before.passbookRedeem);
  const old = constructorOf(read(template, before), { redeemed: hadImagesOnly });
  const next = constructorOf(made, { redeemed: hadImagesOnly || hasRedeemed(files) });
  const passConstructor = named(made, () => compile(rebased(old, next, present) as JsonObject));
  return { posted, made, passConstructor };
}

function compile(passConstructor: JsonObject): JsonObject {
  return compileConstructor(passConstructor).passConstructor;
}

/** The compiler knows a dynamic key as an additional property, and so its error does. */
function named<T>({ dynamicKeys }: Template, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'template_invalid') throw error;
    const at = (dynamicKeys ?? []).findIndex(({ key }) => key === error.field);
    if (at === -1) throw error;
    const field = `dynamicKeys[${at}].key`;
    throw new AppError('parameter_invalid', { field, message: `${field}: ${error.diagnostics[0]!.message}` });
  }
}

async function retrieve({ context, account, parameters }: Call): Promise<object> {
  return describeTemplate(await listedTemplate(context, account, parameters.name!));
}

/** The guide's example of reading a template names none. */
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
  return Object.entries(files).map(([part, { bytes, fileName }]) => {
    const place = imagePlace(part) ?? refusePart(part, [...FILE_NAMES, 'jsonBody']);
    return { ...place, part, bytes, fileName: fileName ?? `${place.slot}.png` };
  });
}

function hasRedeemed(files: readonly UploadedFile[]): boolean {
  return files.some(({ design }) => design === 'passbookRedeem');
}

function requireIcons({ passbookRedeem }: Template, files: readonly UploadedFile[]): void {
  requireIcon('passbook', files, {});
  if (passbookRedeem) requireIcon('passbookRedeem', files, {});
}

/** "Only the passbook-IconFile is required to create a template", and the redeemed one's for a redeemed design. */
function requireIcon(design: UploadedFile['design'], files: readonly UploadedFile[], present: JsonObject): void {
  const { redeemed } = present;
  const has = isObject(redeemed) && isObject(redeemed.images) && redeemed.images.icon !== undefined;
  if (has || files.some((file) => file.design === design && file.language === null && file.slot === 'icon')) return;
  const field = `${design}-IconFile`;
  throw new AppError('parameter_missing', { field, message: `${field} is missing: give it as a file of the form.` });
}

/** One after the other, so that a form with many files takes no more than its share of the queue. */
async function keepFiles(context: Context, files: readonly UploadedFile[]): Promise<readonly TemplateImage[]> {
  const kept: TemplateImage[] = [];
  for (const file of files) {
    kept.push({ ...file, hash: await keepImage(context, file.bytes, file.part, file.slot) });
  }
  return kept;
}
