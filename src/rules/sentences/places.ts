// The places of a card that rules may read and change, grouped as an owner looks for them.
import { type Location, locate, type PathIndex } from '../paths/paths.ts';
import { fieldsOf } from '../templates/design-fields.ts';
import { type JsonObject, toText } from '../values/values.ts';
import { BARCODE_FORMATS, COLOUR_KEYS, isFieldTree, SPECIAL_PROPERTIES, STYLES, TRANSIT_TYPES } from '../vocabulary.ts';
import type { Names } from './names.ts';

/** The groups of a list of places, in their order. */
const PLACE_GROUPS = ['fields', 'hidden', 'till', 'look', 'barcode', 'dates', 'texts', 'pages', 'others'] as const;
export type PlaceGroup = (typeof PLACE_GROUPS)[number];

export interface Place {
  readonly path: string;
  readonly name: string;
}

export interface GroupOfPlaces {
  readonly group: PlaceGroup;
  readonly places: readonly Place[];
}

/** The most places in a list: a form has one for each row and step. Others are written in the JSON. */
export const MOST_PLACES = 200;

/** Places that a template may lack and a rule may set nevertheless. */
const ALWAYS: Readonly<Partial<Record<PlaceGroup, readonly string[]>>> = {
  till: ['psScanText', 'psScanColor', 'psInformationURL', 'psDisplayURL'],
  look: ['type', 'backgroundColor', 'foregroundColor', 'labelColor', 'logoText'],
  barcode: ['barcode_message', 'barcode_altText', 'barcode_format'],
  dates: ['expirationDate', 'relevantDate', 'voided'],
  pages: ['psPassDescription', 'psRegistrationMessage', 'psRegisteredMessage', 'psTriggerError'],
};

const GROUP_OF = new Map(
  Object.entries(ALWAYS).flatMap(([group, paths]) => paths.map((path) => [path, group as PlaceGroup] as const)),
);

/** The places of a template and those that each template has, in groups; empty groups are left out. */
export function placesOf(index: PathIndex, passConstructor: JsonObject, names: Names): readonly GroupOfPlaces[] {
  const groups = new Map<PlaceGroup, string[]>(PLACE_GROUPS.map((group) => [group, []]));
  const taken = new Set<string>();
  const add = (group: PlaceGroup, path: string) => {
    if (taken.size >= MOST_PLACES || taken.has(path)) return;
    taken.add(path);
    groups.get(group)!.push(path);
  };
  for (const { path } of fieldsOf(passConstructor)) add('fields', `${path}_value`);
  for (const [group, paths] of Object.entries(ALWAYS)) for (const path of paths) add(group as PlaceGroup, path);
  for (const location of index.locations.values()) {
    const group = groupOf(location);
    if (group !== null) add(group, location.path);
  }
  return PLACE_GROUPS.map((group) => ({
    group,
    places: groups.get(group)!.map((path) => ({ path, name: names.of(path) })),
  })).filter(({ places }) => places.length > 0);
}

/** Null: a container, or a part of one that no list names. */
function groupOf({ path, steps, value }: Location): PlaceGroup | null {
  const [top] = steps;
  const known = GROUP_OF.get(path);
  if (known !== undefined) return known;
  if (top === 'additional') return (SPECIAL_PROPERTIES as readonly string[]).includes(path) ? 'pages' : 'hidden';
  if (isFieldTree(top)) {
    return steps.length === 4 && (steps[3] === 'label' || steps[3] === 'changeMessage') ? 'texts' : null;
  }
  if (typeof value === 'object') return null;
  return top === 'barcode' ? 'barcode' : 'others';
}

/** What is typed as the value of a place, and values to choose from. */
export interface PlaceInput {
  readonly kind: 'number' | 'date' | 'colour' | 'text';
  readonly suggestions: readonly string[];
}

/** Colours that most screens show alike, by their names in CSS. */
const COLOURS = ['green', 'orange', 'red', 'gold', 'silver', 'navy', 'black', 'white'];
const DATE_KEYS = ['expirationDate', 'relevantDate'];
const MOST_SUGGESTIONS = 50;

export function inputOf(index: PathIndex, path: string): PlaceInput {
  const location = locate(index, path);
  if (location === null) return { kind: 'text', suggestions: [] };
  const options = location.attribute?.options?.map(([, value]) => toText(value)) ?? [];
  if (options.length > 0) return { kind: 'text', suggestions: options.slice(0, MOST_SUGGESTIONS) };
  const { path: name, value, holds } = location;
  if (COLOUR_KEYS.includes(name) || name === 'psScanColor') return { kind: 'colour', suggestions: COLOURS };
  if (holds === 'date' || DATE_KEYS.includes(name)) return { kind: 'date', suggestions: ['{timestamp}'] };
  if (typeof value === 'boolean' || name === 'voided') return { kind: 'text', suggestions: ['true', 'false'] };
  if (holds === 'number') return { kind: 'number', suggestions: [] };
  return { kind: 'text', suggestions: WORDS_OF[name] ?? [] };
}

const WORDS_OF: Readonly<Record<string, readonly string[]>> = {
  type: STYLES,
  transitType: TRANSIT_TYPES,
  barcode_format: BARCODE_FORMATS,
};
