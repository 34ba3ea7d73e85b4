// Indexes the places of a constructor: every value with its API path and its PSAttribute
// (semantics.md, "API paths").
import type { Report } from '../diagnostics.ts';
import { clashMessage } from '../passes/key-clash.ts';
import { type Attribute, type Location, prefixes, propertyPath } from '../paths/paths.ts';
import { orderedEntries } from '../values/key-order.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import {
  BARCODE_KIND,
  DYNAMIC_MARK,
  FIELD_TREES,
  type FieldTree,
  IMAGE_SLOTS,
  imageNameMessage,
  isFieldTree,
  isImageKey,
  isImageName,
  PARAMETER_NAMES,
  SPECIAL_STRINGS,
  TEMPLATE_SETTINGS,
} from '../vocabulary.ts';
import { isAttribute, readAttribute, unwrap } from './attributes.ts';

/** Parts of the constructor whose paths are not their steps, or that have no paths. */
const NOT_WALKED = new Set<string>(['additional', 'images', 'triggers', 'localizations', ...TEMPLATE_SETTINGS]);

/** Indexes everything but images and additional properties, whose paths are not their steps. */
export function indexPass(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  for (const [key, node] of Object.entries(passConstructor)) {
    if (!NOT_WALKED.has(key)) walk([key], node, locations, report);
  }
  for (const tree of FIELD_TREES) checkFieldKeys(tree, passConstructor[tree], report);
}

/** A key may stand in `generic` and in its poster: Wallet shows one of them. */
function checkFieldKeys(tree: FieldTree, structure: JsonValue | undefined, report: Report): void {
  const keys = new Map<string, string>();
  for (const [group, fields] of Object.entries(isObject(structure) ? structure : {})) {
    for (const field of isArray(fields) ? fields : []) {
      const key = isObject(field) ? String(field.key) : '';
      const other = keys.get(key);
      if (other !== undefined) {
        report.error('field_key_duplicate', `${tree}_${group}_${key}`, clashMessage(key, other, group));
      }
      keys.set(key, group);
      if (/[{}]/.test(key)) {
        const message = `The key "${key}" has curly brackets, so magic strings cannot name its values.`;
        report.warning('field_key_unusual', `${tree}_${group}_${key}`, message);
      }
    }
  }
}

function walk(steps: readonly string[], node: JsonValue, locations: Map<string, Location>, report: Report): void {
  const path = steps.join('_');
  const attribute: Attribute | null = isLeafAttribute(steps, node)
    ? readAttribute(node as JsonObject, path, report)
    : null;
  addLocation(locations, { path, steps, ancestors: prefixes(steps), value: unwrap(node), attribute }, report);
  if (attribute !== null) return;
  if (isArray(node)) {
    for (const [position, item] of node.entries()) {
      const keyed = isFieldTree(steps[0]) && isObject(item) && typeof item.key === 'string';
      walk([...steps, keyed ? (item.key as string) : String(position)], item, locations, report);
    }
  } else if (isObject(node)) {
    for (const [key, item] of Object.entries(node)) {
      if (!isMark(steps, key)) walk([...steps, key], item, locations, report);
    }
  }
}

/** Whether a key of a field or the barcode is a mark, which is no value of a pass. */
function isMark(steps: readonly string[], key: string): boolean {
  if (isFieldTree(steps[0]) && steps.length === 3) return key === 'key' || key === DYNAMIC_MARK;
  return steps[0] === 'barcode' && steps.length === 1 && key === BARCODE_KIND;
}

/**
 * Whether a node is a PSAttribute. A barcode that has nothing but a condition is still a barcode.
 */
function isLeafAttribute(steps: readonly string[], node: JsonValue): boolean {
  return isAttribute(node) && !(steps.length === 1 && steps[0] === 'barcode' && !Object.hasOwn(node, 'PSValue'));
}

/** Adds a place. Two places with one path are an error. */
export function addLocation(locations: Map<string, Location>, location: Location, report: Report): void {
  const other = locations.get(location.path);
  if (other === undefined) locations.set(location.path, Object.freeze(location));
  else if (other.steps.join() !== location.steps.join()) {
    const message = `Two places have the API path ${location.path}; rename one of the keys, or drop its underscores.`;
    report.error('path_ambiguous', location.path, message);
  }
}

export function indexAdditional(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  const { additional } = passConstructor;
  if (additional === undefined) return;
  if (!isObject(additional)) {
    report.error('additional_invalid', 'additional', 'additional is a JSON object from key to value.');
    return;
  }
  for (const [key, node] of orderedEntries(additional)) {
    const path = propertyPath(key);
    if (key.trim() === '' || key.length > LONGEST_KEY) {
      const message = `An additional property needs a key: any text of at most ${LONGEST_KEY} characters.`;
      report.error('additional_key_invalid', 'additional', message);
      continue;
    }
    checkKey(key, path, report);
    const attribute = isAttribute(node) ? readAttribute(node, path, report) : null;
    addLocation(locations, { path, steps: ['additional', key], ancestors: [], value: unwrap(node), attribute }, report);
  }
}

/** In UTF-16 units. */
export const LONGEST_KEY = 200;

/**
 * Warns the owner of a key that names something else: the property then works under its long path.
 */
function checkKey(key: string, path: string, report: Report): void {
  if (/[{}]/.test(key)) {
    const message = `The key "${key}" has curly brackets, so magic strings and conditions cannot name the property.`;
    report.warning('additional_key_unusual', path, message);
  }
  if (path === key) return;
  const other = (SPECIAL_STRINGS as readonly string[]).includes(key)
    ? `{${key}} is a special magic string`
    : PARAMETER_NAMES.includes(key)
      ? `"${key}" is a parameter of links and API functions`
      : `"${key}" is a name of the pass itself or reads as an API path`;
  const message = `${other}, so the additional property has the path ${path}: write {${path}}.`;
  report.warning('additional_key_shared', path, message);
}

export function indexImages(passConstructor: JsonObject, locations: Map<string, Location>, report: Report): void {
  const { images } = passConstructor;
  if (images === undefined) return;
  if (!isObject(images)) {
    report.error('images_invalid', 'images', 'images is a JSON object from image name to image.');
    return;
  }
  for (const [name, node] of Object.entries(images)) {
    const path = `images_${name}`;
    if (!isImageKey(name)) {
      report.error('image_name_invalid', path, `"${name}" cannot be the name of an image: use letters and digits.`);
      continue;
    }
    if (!isImageName(name)) {
      report.warning('image_name_unknown', path, `${imageNameMessage(name)}${report.near(name, () => IMAGE_SLOTS)}`);
    }
    const attribute = isAttribute(node) ? readAttribute(node, path, report) : null;
    addLocation(locations, { path, steps: ['images', name], ancestors: [], value: unwrap(node), attribute }, report);
  }
}
