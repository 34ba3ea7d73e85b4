// Finds keys that Apple does not have in fields, barcodes, locations, beacons and nfc: no pass
// carries such a key, and saving the template warns of it, because most are mistakes.
import type { Report } from '../diagnostics.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { BARCODE_KIND, DYNAMIC_MARK, PART_KEYS } from '../vocabulary.ts';
import { fieldsOf } from './design-fields.ts';

const OURS: readonly string[] = [DYNAMIC_MARK, BARCODE_KIND];

export function checkPartKeys(design: JsonObject, report: Report): void {
  const { barcode, barcodes, ...others } = design;
  for (const { path, field } of fieldsOf(design)) checkKeys('field', field, path, report);
  checkPart('barcode', barcode, 'barcode', report);
  checkPart('barcode', barcodes, 'barcodes', report);
  for (const part of ['locations', 'beacons', 'nfc'] as const) checkPart(part, others[part], part, report);
}

type Part = keyof typeof PART_KEYS;

function checkPart(part: Part, value: JsonValue | undefined, path: string, report: Report): void {
  if (isObject(value)) checkKeys(part, value, path, report);
  for (const [position, item] of isArray(value) ? value.entries() : []) {
    if (isObject(item)) checkKeys(part, item, `${path}_${position}`, report);
  }
}

function checkKeys(part: Part, value: JsonObject, path: string, report: Report): void {
  const known: readonly string[] = PART_KEYS[part];
  for (const [key, item] of Object.entries(value)) {
    if (item === null || known.includes(key) || OURS.includes(key)) continue;
    const near = report.near(key, () => known);
    const message = `Apple has no ${key} there, so no pass carries it; hidden values are additional properties.${near}`;
    report.warning('part_key_unknown', `${path}_${key}`, message);
  }
}
