// Warns of what Google Wallet does not show of a template's new passes, for owners whose customers
// save them there. Wallet on an iPhone shows all of it.
import { googleClass, googleFace } from '../../pass/google/face.ts';
import { frontKeys, groupOfKey, ROOM_ON_FRONT } from '../../pass/google/fields.ts';
import type { FaceInput } from '../../pass/google/input.ts';
import { BARCODE_TYPES } from '../../pass/google/parts.ts';
import { createReport, type Diagnostic, type Report } from '../../rules/diagnostics.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { IDENTITY, NOW, SPECIALS } from './front-cases.ts';

/** Keys of pass.json for which Google has nothing -> what they are, for the middle of a sentence. */
const UNKNOWN: Readonly<Record<string, string>> = {
  beacons: 'beacons',
  nfc: 'nfc: terminals read its passes by Smart Tap, which Google agrees on with merchants',
  foregroundColor: 'a colour of texts, and chooses one that is readable on the background',
  labelColor: 'a colour of labels, and chooses one that is readable on the background',
  featuredActions: 'featuredActions',
  relevantDate: 'relevantDate',
};

/** Warnings about a program without errors. */
export function checkGoogle(program: Program): readonly Diagnostic[] {
  const report = createReport();
  const { tree } = program;
  const input: FaceInput = {
    program,
    facts: { overrides: {}, access: {}, specials: SPECIALS, now: NOW },
    identity: {
      issuerId: '0',
      templateName: IDENTITY.templateName,
      ownerName: IDENTITY.ownerName,
      callbackUrl: null,
      defaultLogo: IDENTITY.webServiceURL,
      language: 'en',
    },
    images: {},
  };
  const { resource } = googleClass(input);
  const { leftOut } = googleFace(input);
  tellBarcode(tree.barcode ?? null, tree.barcodes ?? null, report);
  for (const key of leftOut) {
    const path = `structure_${groupOfKey(program, key)}_${key}`;
    report.warning(
      'google_field_left_out',
      path,
      'Google Wallet shows ten fields beside its own, so phones with Android do not show this one.',
    );
  }
  const isFull = frontKeys(program).length > ROOM_ON_FRONT && resource !== 'flight' && resource !== 'transit';
  if (isFull) {
    const message = `Google Wallet has room for ${ROOM_ON_FRONT} fields on the front. The others stand below the card.`;
    report.warning('google_front_full', 'structure', message);
  }
  if (resource === 'transit' && toText(tree.transitType) === 'PKTransitTypeAir') {
    report.warning(
      'google_flight_unknown',
      'transitType',
      'Google Wallet needs the whole flight in the template: airline and number, both airports as three letters and the ' +
        'departure, as semantics or as the fields flight and departure and two primaryFields, none of them with a magic ' +
        'string. Without them, the pass is a ticket there and no boarding pass of a flight.',
    );
  }
  tellUnknown(tree, resource === 'eventTicket', report);
  return report.diagnostics;
}

/** `isEvent`: the date is that of the event. */
function tellUnknown(tree: JsonObject, isEvent: boolean, report: Report): void {
  for (const [key, what] of Object.entries(UNKNOWN)) {
    if (isEmptyNode(tree[key]) || (key === 'relevantDate' && isEvent)) continue;
    report.warning('google_unknown', key, `Google Wallet does not know ${what}.`);
  }
  if (isObject(tree.images)) {
    for (const slot of ['background', 'footer']) {
      const name = Object.keys(tree.images).find((image) => image.replace(/@[23]x$/, '') === slot);
      if (name !== undefined) {
        report.warning('google_unknown', `images_${name}`, `Google Wallet has no image like ${slot}.`);
      }
    }
  }
}

function tellBarcode(first: JsonValue, all: JsonValue, report: Report): void {
  const nodes = [first, ...(isArray(all) ? all.slice(1) : [])].filter(isObject);
  const formats = nodes.map(({ format }) => toText(format)).filter((format) => format.startsWith('PKBarcodeFormat'));
  if (formats.length === 0 || formats.length < nodes.length) return;
  if (formats.some((format) => Object.hasOwn(BARCODE_TYPES, format))) return;
  report.warning(
    'google_barcode',
    'barcode_format',
    `Google Wallet has no barcode like ${formats[0]}, so phones with Android show none. Give the template a second one in barcodes.`,
  );
}

function isEmptyNode(node: JsonValue | undefined): boolean {
  if (node === undefined || node === null || node === '') return true;
  return isArray(node) && node.length === 0;
}
