// Knows what the columns of other products' exports are called. Public documents describe few of
// them, so whatever is not known here is found by the card's own names, or said by --map.
import { type ColumnChoice, guessColumns, placeOf } from '../batches/columns.ts';
import { suggestion } from '../diagnostics.ts';
import { isReserved } from '../paths/paths.ts';
import type { Program } from '../templates/program.ts';
import type { PassIdentity } from './identity.ts';
import { type PlaceMap, UNUSED } from './pass-fields.ts';

export const EXPORTING_PRODUCTS = ['passsource', 'passslot', 'passcreator', 'passkit', 'pass2u'] as const;
export type ExportingProduct = (typeof EXPORTING_PRODUCTS)[number];

/** The parts of a pass's identity that a column may hold. */
export const IDENTITY_PARTS = [
  'serialNumber',
  'authenticationToken',
  'passTypeIdentifier',
  'webServiceURL',
] as const satisfies readonly (keyof PassIdentity)[];

/**
 * Column, in small letters and without signs -> an identity part, an API path, or `-` for what names
 * things of the other product alone. examples/deploy/MOVING-IN.md says where each is documented.
 */
const KNOWN: Readonly<Record<ExportingProduct, Readonly<Record<string, string>>>> = {
  passsource: { hashedserialnumber: UNUSED, templateid: UNUSED, templatehash: UNUSED },
  passslot: { passtype: 'passTypeIdentifier', url: UNUSED, createdat: UNUSED, lastupdated: UNUSED },
  passcreator: {
    identifier: 'serialNumber',
    barcodevalue: 'barcode_message',
    generatedid: 'barcode_message',
    uri: UNUSED,
    searchstring: UNUSED,
    passdata: UNUSED,
    userprovidedid: UNUSED,
    passtemplateguid: UNUSED,
    passtemplatename: UNUSED,
    linktopasspage: UNUSED,
    qrcodeimage: UNUSED,
    thumbnail: 'images_thumbnail',
  },
  passkit: { id: 'serialNumber', passid: 'serialNumber', passkitid: 'serialNumber', memberstierid: UNUSED },
  pass2u: {
    passid: 'serialNumber',
    barcodemessage: 'barcode_message',
    barcodeid: 'barcode_message',
    modelid: UNUSED,
    createdtime: UNUSED,
    updatedtime: UNUSED,
  },
};

/** What stands before the names of values, in files that were JSON. */
const BEFORE_NAMES = /^(?:values|fields|meta|metaData|person|passFieldData|additionalProperties)\./;

/** What a column is for: an identity part, an API path, or null for nothing. */
export interface ExportColumns {
  /** One for each heading. */
  readonly roles: readonly (string | null)[];
  /** Headings that nothing is known of; their values are lost. */
  readonly leftOut: readonly string[];
}

/**
 * `choices`: the places of the card with the names that its owner knows. `map`: heading -> what it is
 * for. Answers sentences where a heading cannot be what the map says, or two are for the same.
 */
export function exportColumns(
  headings: readonly string[],
  product: ExportingProduct,
  card: { readonly program: Program; readonly choices: readonly ColumnChoice[] },
  map: PlaceMap,
): { readonly columns: ExportColumns; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const leftOut: string[] = [];
  const before = new Map<string, string>();
  const roles = headings.map((heading): string | null => {
    const said = Object.hasOwn(map, heading) ? map[heading]! : null;
    const role = said ?? knownRole(heading, product) ?? cardRole(heading, card);
    if (role === UNUSED) return null;
    if (role === null) {
      if (heading !== '') leftOut.push(heading);
      return null;
    }
    if (!isPart(role)) {
      const problem = pathProblem(role, card.program);
      if (problem !== null) {
        if (said === null) leftOut.push(heading);
        else faults.push(`"${heading}": ${problem}`);
        return null;
      }
    }
    const first = before.get(role);
    if (first !== undefined) {
      if (said === null) leftOut.push(heading);
      else faults.push(`"${heading}" is for ${role}, as "${first}" is already.`);
      return null;
    }
    before.set(role, heading);
    return role;
  });
  for (const heading of Object.keys(map)) {
    if (!headings.includes(heading)) faults.push(`The file has no column "${heading}".`);
  }
  if (!before.has('serialNumber')) {
    faults.push('No column has the serial numbers by which phones know the passes: say --map "<column>=serialNumber".');
  }
  return { columns: { roles, leftOut }, faults };
}

export function isPart(role: string): role is (typeof IDENTITY_PARTS)[number] {
  return (IDENTITY_PARTS as readonly string[]).includes(role);
}

function knownRole(heading: string, product: ExportingProduct): string | null {
  const plain = heading.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  const part = IDENTITY_PARTS.find((each) => each.toLowerCase() === plain);
  if (part !== undefined) return part;
  const known = KNOWN[product];
  return Object.hasOwn(known, plain) ? known[plain]! : null;
}

/** The place of the card with the heading as its path, its field's key or its name; null: none. */
function cardRole(
  heading: string,
  { program, choices }: { readonly program: Program; readonly choices: readonly ColumnChoice[] },
): string | null {
  const name = heading.replace(BEFORE_NAMES, '');
  if (!isReserved(name) && placeOf(program, name) !== null) return name;
  const [role] = guessColumns([name], choices).roles;
  return role?.kind === 'path' ? role.path : null;
}

function pathProblem(path: string, program: Program): string | null {
  if (isReserved(path)) return `${path} is set by the server.`;
  if (placeOf(program, path) !== null) return null;
  return `This card has no API path "${path}".${suggestion(path, program.locations.keys())}`;
}
