// The inputs of a card's code and of its fallbacks, which phones show that cannot draw the first one.
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { BARCODE_KIND, PASS_SCAN_FORMAT } from '../vocabulary.ts';
import { formInputs } from './form-inputs.ts';
import type { Input } from './inputs.ts';
import { textOf, withEntry, withText } from './leaf.ts';

const TEXTS = ['format', 'message', 'altText', 'messageEncoding', 'PSConditions'] as const;
/** The texts of the code that customers may fill in, as a link in a mail does for them. */
export const FILLED_TEXTS = ['message', 'altText'] as const;

export function barcodeInputs({ barcode, barcodes }: JsonObject): readonly Input[] {
  if (!isObject(barcode)) return [];
  const change = (now: JsonObject, next: (code: JsonObject) => JsonObject) =>
    isObject(now.barcode) ? withFirst(now, next(now.barcode)) : now;
  return [
    ...[...TEXTS, BARCODE_KIND].map((key) => ({
      name: `barcode.${key}`,
      text: textOf(barcode[key]),
      write: (now: JsonObject, text: string) => change(now, (code) => withText(code, key, text)),
    })),
    ...FILLED_TEXTS.flatMap((key) =>
      formInputs(barcode[key], {
        prefix: `barcode.${key}.`,
        write: (now, said) => change(now, (code) => withEntry(code, key, said(code[key]))),
      }),
    ),
    ...fallbacksOf(barcodes).flatMap(([at, fallback]) =>
      TEXTS.filter((key) => key !== 'PSConditions').map((key) => ({
        name: `barcodes.${at}.${key}`,
        text: textOf(fallback[key]),
        write: (now: JsonObject, text: string) =>
          withCodes(
            now,
            codesOf(now).map((code, index) => (index === at && isObject(code) ? withText(code, key, text) : code)),
          ),
      })),
    ),
  ];
}

/** The fallbacks, each with its position in `barcodes`, whose first item is the code itself. */
export function fallbacksOf(barcodes: JsonValue | undefined): readonly (readonly [number, JsonObject])[] {
  const items = isArray(barcodes) ? barcodes : [];
  return items.flatMap((item, at) => (at > 0 && isObject(item) ? [[at, item] as const] : []));
}

function codesOf({ barcodes }: JsonObject): readonly JsonValue[] {
  return isArray(barcodes) ? barcodes : [];
}

function withCodes(passConstructor: JsonObject, codes: readonly JsonValue[]): JsonObject {
  return withEntry(passConstructor, 'barcodes', codes.length < 2 ? undefined : codes);
}

/** Another first code; `barcodes` begins with it too. */
function withFirst(passConstructor: JsonObject, code: JsonObject): JsonObject {
  if (code === passConstructor.barcode) return passConstructor;
  const [first, ...more] = codesOf(passConstructor);
  const changed = withEntry(passConstructor, 'barcode', code);
  return first === undefined ? changed : withCodes(changed, [code, ...more]);
}

/** A code that holds the number of the customer's card, as tills scan it. */
export function withBarcode(passConstructor: JsonObject): JsonObject {
  if (isObject(passConstructor.barcode)) return passConstructor;
  return withEntry(passConstructor, 'barcode', { format: PASS_SCAN_FORMAT });
}

/** Without the code and its fallbacks. */
export function withoutBarcode(passConstructor: JsonObject): JsonObject {
  return withEntry(withEntry(passConstructor, 'barcode', undefined), 'barcodes', undefined);
}

/** One more fallback, with the message of the code. */
export function withFallback(passConstructor: JsonObject, format: string): JsonObject {
  const { barcode } = passConstructor;
  if (!isObject(barcode)) return passConstructor;
  const [, ...more] = codesOf(passConstructor);
  const message = textOf(barcode.message) === '' ? '{hashedSerialNumber}' : textOf(barcode.message);
  return withCodes(passConstructor, [barcode, ...more, { format, message }]);
}

export function withoutFallback(passConstructor: JsonObject, at: number): JsonObject {
  const codes = codesOf(passConstructor);
  if (at < 1 || codes[at] === undefined) return passConstructor;
  return withCodes(passConstructor, [...codes.slice(0, at), ...codes.slice(at + 1)]);
}
