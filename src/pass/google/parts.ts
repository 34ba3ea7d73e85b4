// The parts of an object that all resources share: state, barcode, images, places, colour, links to
// apps.

import { timeOf } from '../../rules/passes/expiry.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { IS_REDEEMED, isRedeemed } from '../../rules/passes/shown-design.ts';
import { expand } from '../../rules/paths/magic.ts';
import { effectiveValue, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import type { Ending } from '../render.ts';
import type { GoogleImages } from './input.ts';
import { localized, type Tongues } from './texts.ts';

/** Google refuses more places of one object ("merchantLocations"). */
const MOST_PLACES = 10;

/** Google's name of each of Apple's formats; it has none of PKBarcodeFormatI2of5. */
export const BARCODE_TYPES: Readonly<Record<string, string>> = {
  PKBarcodeFormatQR: 'QR_CODE',
  PKBarcodeFormatPDF417: 'PDF_417',
  PKBarcodeFormatAztec: 'AZTEC',
  PKBarcodeFormatCode128: 'CODE_128',
  PKBarcodeFormatEAN13: 'EAN_13',
  PKBarcodeFormatCode39: 'CODE_39',
  PKBarcodeFormatCodabar: 'CODABAR',
};

/** The first barcode that Google can draw. */
export function barcodePart(passJson: JsonObject): JsonObject {
  const barcodes = isArray(passJson.barcodes) ? passJson.barcodes.filter(isObject) : [];
  for (const { format, message, altText } of barcodes) {
    const type = BARCODE_TYPES[toText(format)];
    if (type === undefined) continue;
    const alternateText = toText(altText);
    return { barcode: { type, value: toText(message), ...(alternateText === '' ? {} : { alternateText }) } };
  }
  return {};
}

/**
 * An expired pass is EXPIRED, a void one INACTIVE, and one that is void because it was redeemed
 * COMPLETED.
 */
export function stateOf(program: Program, facts: PassFacts, passJson: JsonObject, ending: Ending): string {
  const expiry = timeOf(passJson.expirationDate, program.zone);
  if (expiry !== null && expiry <= facts.now) return 'EXPIRED';
  if (ending === 'over') return 'EXPIRED';
  if (passJson.voided !== true) return 'ACTIVE';
  return isRedeemed(program, facts.overrides) || isMarkedRedeemed(program, facts) ? 'COMPLETED' : 'INACTIVE';
}

/** Also a template with one design may say that its pass is redeemed. */
function isMarkedRedeemed(program: Program, { overrides }: PassFacts): boolean {
  const location = locate(program, IS_REDEEMED);
  const value = location === null ? null : effectiveValue(program, overrides, location);
  return value === true || value === 'true';
}

export function placesPart(passJson: JsonObject): JsonObject {
  const places = isArray(passJson.locations) ? passJson.locations.filter(isObject) : [];
  if (places.length === 0) return {};
  const merchantLocations = places.slice(0, MOST_PLACES).map(({ latitude, longitude }) => ({ latitude, longitude }));
  return { merchantLocations: merchantLocations as JsonValue };
}

export function validityPart(passJson: JsonObject): JsonObject {
  const end = toText(passJson.expirationDate);
  return end === '' ? {} : { validTimeInterval: { end: { date: end } } };
}

export function groupingPart(passJson: JsonObject): JsonObject {
  const groupingId = toText(passJson.groupingIdentifier);
  return groupingId === '' ? {} : { groupingInfo: { groupingId } };
}

/** `#7a4a21` of `rgb(122, 74, 33)`. */
export function colourPart(passJson: JsonObject): JsonObject {
  const parts = toText(passJson.backgroundColor).match(/\d+/g) ?? [];
  if (parts.length !== 3) return {};
  return { hexBackgroundColor: `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}` };
}

/** The public URL of an image in its best density; null: the pass has none. */
export function urlOf(images: GoogleImages, slot: string): string | null {
  return images[`${slot}@3x`] ?? images[`${slot}@2x`] ?? images[slot] ?? null;
}

/** An image under a key, with a description for those who cannot see it; {}: there is none. */
export function imagePart(key: string, uri: string | null, description: string, tongues: Tongues): JsonObject {
  if (uri === null) return {};
  const text = description === '' ? {} : { contentDescription: localized(tongues, description) };
  return { [key]: { sourceUri: { uri }, ...text } };
}

/** The thumbnail, or the picture of a poster: Google shows one picture below the card. */
export function picturePart(images: GoogleImages, description: string, tongues: Tongues): JsonObject {
  const uri = urlOf(images, 'thumbnail') ?? urlOf(images, 'artwork');
  return uri === null ? {} : { imageModulesData: [imagePart('mainImage', uri, description, tongues)] };
}

/** The Android app of a pass, by Pass2U's keys, which pass.json does not have. */
export function appPart(program: Program, facts: PassFacts, passJson: JsonObject): JsonObject {
  const shown = (key: string): JsonValue => {
    const location = locate(program, key);
    return location === null ? null : (effectiveValue(program, facts.overrides, location) ?? null);
  };
  const text = (value: JsonValue | undefined) =>
    typed(expand(program, facts, toText(value), { audience: 'holder' })).trim();
  const uri = text(shown('androidAppLaunchURL'));
  const apps = shown('associatedPlayIdentifiers');
  const packageName = isArray(apps) ? text(apps[0]) : text(apps);
  const description = toText(passJson.organizationName);
  const appTarget = packageName !== '' ? { packageName } : uri === '' ? null : { targetUri: { uri, description } };
  return appTarget === null ? {} : { appLinkData: { androidAppLinkInfo: { appTarget } } };
}
