// Applies "dynamicImageKeys", which name the images that a holder may give a pass in the
// registration form.
import { isObject, type JsonObject, type JsonValue } from '../../rules/values/values.ts';
import { OLD_IMAGE_SLOTS } from '../../rules/vocabulary.ts';
import type { Template } from './template-schema.ts';

/** Makes images of the constructor editable as the template says. All other images stay. */
export function withEditableImages(passConstructor: JsonObject, { dynamicImageKeys }: Template): JsonObject {
  const keys = dynamicImageKeys?.passbook;
  if (!keys) return passConstructor;
  const images: Record<string, JsonValue> = isObject(passConstructor.images) ? { ...passConstructor.images } : {};
  for (const slot of OLD_IMAGE_SLOTS) {
    const isEditable = keys[slot]?.isEditable;
    const image = images[slot] ?? '';
    const hash = isObject(image) ? (image.PSValue ?? '') : image;
    if (isEditable === true) images[slot] = { PSValue: hash, PSEditable: true, PSLabel: slot };
    else if (isEditable === false && isObject(image)) images[slot] = hash;
  }
  return { ...passConstructor, images };
}
