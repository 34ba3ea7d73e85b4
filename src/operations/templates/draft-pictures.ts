// The pictures of a card's draft: put a file into a place, cut a part out of what is there, remove it.
import { AppError } from '../../errors.ts';
import { type CropArea, cropPicture, middleOf, pictureSize } from '../../pass/crop.ts';
import { parseImageName } from '../../pass/images.ts';
import { type Slot, slotOf } from '../../pass/slots.ts';
import { type DesignName, designOf, lookOfDesign, withDesign } from '../../rules/design/designs.ts';
import {
  type PicturePlace,
  type PictureSlot,
  pictureAt,
  pictureLanguages,
  pictureSlots,
  withPicture,
} from '../../rules/design/pictures.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { isImageName } from '../../rules/vocabulary.ts';
import type { Caller } from '../access/caller.ts';
import type { Context } from '../context.ts';
import type { Depth } from '../depth.ts';
import { readImage, takeImage, urlOfImage } from '../images.ts';
import { requireDesign } from './draft-languages.ts';
import { editDraft, type OpenDraft, openDraft } from './drafts.ts';

/** Which pictures a page is about. */
export interface PictureSet {
  readonly design: DesignName;
  readonly language: string | null;
}

export interface ShownSlot extends PictureSlot {
  /** The room for it in Wallet, in points. */
  readonly box: Slot;
  /** The path of the picture that a phone shows; null: none. */
  readonly address: string | null;
}

export interface PicturesView extends PictureSet {
  readonly open: OpenDraft;
  readonly hasSecond: boolean;
  readonly languages: readonly string[];
  readonly slots: readonly ShownSlot[];
}

/** Fails with openDraft's codes, and `parameter_invalid` for a design or language that is not there. */
export async function picturesView(
  context: Context,
  caller: Caller,
  templateHash: string,
  set: PictureSet,
): Promise<PicturesView> {
  const open = await openDraft(context, caller, templateHash);
  const design = requireSet(open.passConstructor, set);
  const look = lookOfDesign(design);
  return {
    ...set,
    open,
    hasSecond: designOf(open.passConstructor, 'second') !== null,
    languages: pictureLanguages(design),
    slots: pictureSlots(design, set.language).map((slot) => {
      const image = slot.pictures.findLast((picture) => picture.image !== null)?.image ?? null;
      return { ...slot, box: slotOf(slot.slot, look), address: image === null ? null : pathOf(context, image) };
    }),
  };
}

function pathOf(context: Context, image: string): string {
  return new URL(urlOfImage(context, image)).pathname;
}

function requireSet(passConstructor: JsonObject, { design: name, language }: PictureSet): JsonObject {
  const design = requireDesign(passConstructor, name);
  if (language !== null && !pictureLanguages(design).includes(language)) {
    const message = `This card has no language ${language.slice(0, 35)}. Add the language first.`;
    throw new AppError('parameter_invalid', { field: 'language', message });
  }
  return design;
}

function requirePlace({ name }: PicturePlace): void {
  if (isImageName(name)) return;
  const message = `A pass has no picture "${name.slice(0, 35)}".`;
  throw new AppError('parameter_invalid', { field: 'name', message });
}

interface PictureEdit extends PictureSet {
  readonly revision: string;
  /** `logo`, `logo@2x`. */
  readonly name: string;
}

/** Puts a file into a place. Fails with the codes of editDraft and of takeImage, `parameter_invalid`. */
export async function putPicture(
  context: Context,
  caller: Caller,
  templateHash: string,
  { bytes, depth, ...edit }: PictureEdit & { readonly bytes: Uint8Array; readonly depth: Depth },
): Promise<void> {
  requirePlace(edit);
  const { passConstructor } = await openDraft(context, caller, templateHash);
  requireSet(passConstructor, edit);
  const image = await takeImage(context, bytes, `images_${edit.name}`, { depth, isHolders: false });
  await writePicture(context, caller, templateHash, edit, image);
}

/** Fails with the codes of editDraft, `parameter_invalid`. */
export async function removePicture(
  context: Context,
  caller: Caller,
  templateHash: string,
  edit: PictureEdit,
): Promise<void> {
  requirePlace(edit);
  await writePicture(context, caller, templateHash, edit, null);
}

async function writePicture(
  context: Context,
  caller: Caller,
  templateHash: string,
  edit: PictureEdit,
  image: string | null,
): Promise<void> {
  await editDraft(context, caller, templateHash, {
    revision: edit.revision,
    edit: (passConstructor) => {
      requireSet(passConstructor, edit);
      return withDesign(passConstructor, edit.design, (design) => withPicture(design, edit, image));
    },
  });
}

export interface CropView extends PictureSet {
  readonly open: OpenDraft;
  readonly name: string;
  readonly address: string;
  /** The picture's pixels. */
  readonly width: number;
  readonly height: number;
  readonly box: Slot;
  /** What the page proposes. */
  readonly area: CropArea;
}

/** Fails with picturesView's codes, and `image_not_found` where there is no picture. */
export async function cropView(
  context: Context,
  caller: Caller,
  templateHash: string,
  { name, ...set }: PictureSet & { readonly name: string },
): Promise<CropView> {
  const open = await openDraft(context, caller, templateHash);
  const { bytes, hash, box } = await stored(context, open, { ...set, name });
  const size = await pictureSize(bytes);
  const area = box.fit === 'cover' ? middleOf(size, box) : { left: 0, top: 0, ...size };
  return { ...set, open, name, address: pathOf(context, hash), ...size, box, area };
}

async function stored(context: Context, { passConstructor }: OpenDraft, place: PictureSet & { readonly name: string }) {
  const design = requireSet(passConstructor, place);
  const slot = parseImageName(place.name);
  const hash = pictureAt(design, place);
  if (hash === null || slot === null) throw new AppError('image_not_found', { field: 'name' });
  const { bytes } = await readImage(context, hash);
  return { bytes, hash, box: slotOf(slot.name, lookOfDesign(design)) };
}

/**
 * Puts a part of the present picture into its place. Fails with the codes of editDraft, cropView and
 * cropPicture.
 */
export async function cropDraftPicture(
  context: Context,
  caller: Caller,
  templateHash: string,
  { area, depth, ...edit }: PictureEdit & { readonly area: CropArea; readonly depth: Depth },
): Promise<void> {
  const open = await openDraft(context, caller, templateHash);
  const { bytes } = await stored(context, open, edit);
  const cut = await cropPicture(bytes, area);
  await putPicture(context, caller, templateHash, { ...edit, bytes: cut, depth });
}
