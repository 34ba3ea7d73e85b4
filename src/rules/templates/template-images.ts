// Maps the images of a constructor, wherever they stand: images, localizedImages, and both of them
// in the redeemed design. Owners give files, URLs or data; the store holds content hashes; exports
// contain files or data again.
import { jsonOf } from '../values/key-order.ts';
import { define } from '../values/tree.ts';
import { isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';

/**
 * Returns an image's new value, also "", or undefined to leave the image out. `path` names the
 * image, such as `images_logo` or `redeemed_localizedImages_fr_strip@2x`.
 */
export type MapImage = (image: string, path: string) => string | undefined | Promise<string | undefined>;

/**
 * Maps every image of the constructor, one after the other. A PSAttribute stays even without its
 * image.
 */
export async function mapImages(passConstructor: JsonObject, map: MapImage): Promise<JsonObject> {
  const { redeemed } = passConstructor;
  const mapped = await mapDesign(passConstructor, '', map);
  return isObject(redeemed) ? { ...mapped, redeemed: await mapDesign(redeemed, 'redeemed_', map) } : mapped;
}

async function mapDesign(design: JsonObject, prefix: string, map: MapImage): Promise<JsonObject> {
  const mapped: Record<string, JsonValue> = { ...design };
  const { images, localizedImages } = design;
  if (isObject(images)) mapped.images = await mapSet(images, `${prefix}images`, map);
  if (!isObject(localizedImages)) return mapped;
  const languages: Record<string, JsonValue> = {};
  for (const [language, set] of Object.entries(localizedImages)) {
    const path = `${prefix}localizedImages_${language}`;
    define(languages, language, isObject(set) ? await mapSet(set, path, map) : set);
  }
  return { ...mapped, localizedImages: languages };
}

async function mapSet(images: JsonObject, path: string, map: MapImage): Promise<JsonObject> {
  const mapped: Record<string, JsonValue> = {};
  for (const [name, node] of Object.entries(images)) {
    const value = await map(toText(isObject(node) ? node.PSValue : node), `${path}_${name}`);
    if (isObject(node)) define(mapped, name, { ...node, PSValue: value ?? '' });
    else if (value !== undefined) define(mapped, name, value);
  }
  return mapped;
}

const KINDS = ['images', 'localizedImages'] as const;

/**
 * Adds the images of the constructor that is being replaced, where the new one does not say which
 * it has.
 */
export function keepImages(passConstructor: JsonObject, before: JsonObject): JsonObject {
  const kept = keepDesign(passConstructor, before);
  const { redeemed } = kept;
  return isObject(redeemed) && isObject(before.redeemed)
    ? { ...kept, redeemed: keepDesign(redeemed, before.redeemed) }
    : kept;
}

/** Whether two constructors that are the same in all other parts have the same images too. */
export function haveSameImages(one: JsonObject, other: JsonObject): boolean {
  const imagesOf = (design: JsonObject) => KINDS.map((kind) => design[kind] ?? null);
  const allOf = ({ redeemed, ...first }: JsonObject) =>
    jsonOf([imagesOf(first), isObject(redeemed) ? imagesOf(redeemed) : null]);
  return allOf(one) === allOf(other);
}

function keepDesign(design: JsonObject, before: JsonObject): JsonObject {
  const kept: Record<string, JsonValue> = { ...design };
  for (const kind of KINDS) {
    if ((design[kind] ?? null) === null && isObject(before[kind])) kept[kind] = before[kind];
  }
  return kept;
}
