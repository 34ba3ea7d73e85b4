// Reads a template's marks for Pass2U's API: which fields the API may set (PSDynamic on a field),
// and what is true of the barcodes of its passes (PSBarcodeKind on the barcode). No pass shows a
// mark, and no path names one.
import { type Report, suggestion } from '../diagnostics.ts';
import type { Overrides, PassFacts } from '../passes/facts.ts';
import { locate, writeOverride } from '../paths/paths.ts';
import { typed } from '../values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../values/values.ts';
import { BARCODE_KIND, BARCODE_KINDS, type BarcodeKind, DYNAMIC_MARK } from '../vocabulary.ts';
import { isAttribute } from './attributes.ts';
import type { Program } from './program.ts';

export function checkMarks(passConstructor: JsonObject, report: Report): void {
  for (const { group, field } of fieldNodes(passConstructor)) {
    const mark = markOf(field);
    if (mark === undefined || mark === null || typeof mark === 'boolean') continue;
    const path = `structure_${group}_${toText(field.key)}_${DYNAMIC_MARK}`;
    report.error('dynamic_invalid', path, `${DYNAMIC_MARK} is true or false: whether Pass2U's API may set the field.`);
  }
  const { barcode } = passConstructor;
  const kind = isObject(barcode) ? barcode[BARCODE_KIND] : undefined;
  if (kind === undefined || kind === null || (BARCODE_KINDS as readonly JsonValue[]).includes(kind)) return;
  const near = suggestion(toText(kind), BARCODE_KINDS);
  report.error(
    'barcode_kind_unknown',
    `barcode_${BARCODE_KIND}`,
    `${BARCODE_KIND} is one of ${BARCODE_KINDS.join(', ')}.${near}`,
  );
}

/** The keys of the fields that Pass2U's API may set, in the template's order. */
export function dynamicFields({ passConstructor }: Program): readonly string[] {
  return fieldNodes(passConstructor).flatMap(({ field }) => (markOf(field) === true ? [toText(field.key)] : []));
}

/** The kind of the barcodes of a template's passes; null when the template does not say. */
export function barcodeKind({ passConstructor: { barcode } }: Program): BarcodeKind | null {
  const kind = isObject(barcode) ? barcode[BARCODE_KIND] : undefined;
  return BARCODE_KINDS.find((known) => known === kind) ?? null;
}

/**
 * The barcode message that a pass has of its own, set alone or with all of its barcode, as it was
 * typed; undefined: it shows its template's.
 */
export function ownMessage({ barcode_message: alone, barcode }: Overrides): string | undefined {
  const message = alone ?? (isObject(barcode) ? barcode.message : undefined);
  return message === undefined || message === null ? undefined : typed(toText(message));
}

/**
 * The overrides after a change, with the number that was drawn for the pass where the change would
 * take it away: the template has none to show in its place.
 */
export function withDrawnNumber(program: Program, before: Overrides, after: Overrides): Overrides {
  if (before === after || barcodeKind(program) !== 'random' || ownMessage(after) !== undefined) return after;
  const number = ownMessage(before);
  if (number === undefined) return after;
  return writeOverride(program, after, locate(program, 'barcode_message')!, number);
}

function fieldNodes({ structure }: JsonObject) {
  return Object.entries(isObject(structure) ? structure : {}).flatMap(([group, fields]) =>
    (isArray(fields) ? fields.filter(isObject) : []).map((field) => ({ group, field })),
  );
}

/** Reads a field's mark, which may also stand in the value's PSAttribute, beside PSEditable. */
function markOf(field: JsonObject): JsonValue | undefined {
  return field[DYNAMIC_MARK] ?? (isAttribute(field.value) ? field.value[DYNAMIC_MARK] : undefined);
}

/** Whether a write gives the pass a barcode message that another pass already has. */
export function repeatsBarcode({ takenMessages, overrides }: PassFacts, next: Overrides): boolean {
  if (takenMessages === undefined) return false;
  const message = ownMessage(next);
  return message !== undefined && takenMessages.has(message) && message !== ownMessage(overrides);
}
