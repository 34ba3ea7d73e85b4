// The values that an owner can put into a text: places of the card by the names that she knows, each
// with its magic string and with what it reads on one pass.
import type { PassFacts } from '../passes/facts.ts';
import { FRONT_GROUPS } from '../passes/fit.ts';
import { expand, isSpecial } from '../paths/magic.ts';
import { type Location, locate, type PathIndex } from '../paths/paths.ts';
import type { Names } from '../sentences/names.ts';
import { typed } from '../values/literal.ts';
import { SPECIAL_PROPERTIES } from '../vocabulary.ts';

/** Where a value stands, in the order of the menu. */
export const VALUE_PLACES = ['front', 'back', 'hidden', 'card'] as const;
export type ValuePlace = (typeof VALUE_PLACES)[number];

export interface NamedValue {
  /** What stands in the curly brackets of the magic string. */
  readonly name: string;
  readonly label: string;
  readonly place: ValuePlace;
}

export interface ValueChoice extends NamedValue {
  /** What the magic string reads on the pass that the choices are about; cut. */
  readonly sample: string;
}

/** The most values that a menu offers; those of the front go first. */
const MOST_CHOICES = 200;
/** The longest sample, in characters. */
const LONGEST_SAMPLE = 120;

const FRONT: readonly string[] = FRONT_GROUPS;
/** Values of the card as a whole that a text may want. */
const OF_CARD = ['organizationName', 'description', 'logoText', 'expirationDate', 'psPassDescription'];
/** The clientHash and links with it are no values for texts: whoever reads them may change cards. */
const SPECIALS = ['timestamp', 'psPassURL', 'psRegisterURL', 'hashedSerialNumber', 'serialNumber'];

/**
 * The values of a compiled template, read on the pass of the facts. Fails with the error of the
 * facts' budget.
 */
export function valueChoices(index: PathIndex, facts: PassFacts, names: Names): readonly ValueChoice[] {
  return namedValues(index, names).map((value) => ({ ...value, sample: sampleOf(index, facts, value.name) }));
}

/** The values of a compiled template without what they read on a pass. */
export function namedValues(index: PathIndex, names: Names): readonly NamedValue[] {
  const found: { readonly name: string; readonly place: ValuePlace }[] = [];
  for (const location of index.locations.values()) {
    const place = placeOf(location);
    if (place !== null) found.push({ name: location.path, place });
  }
  for (const name of SPECIALS) found.push({ name, place: 'card' });
  return VALUE_PLACES.flatMap((wanted) => found.filter(({ place }) => place === wanted))
    .slice(0, MOST_CHOICES)
    .map(({ name, place }) => ({ name, place, label: names.of(name) }));
}

function placeOf({ path, steps, value }: Location): ValuePlace | null {
  const [top, group = '', , attribute] = steps;
  if (top === 'structure') return attribute !== 'value' ? null : FRONT.includes(group) ? 'front' : 'back';
  if (OF_CARD.includes(path)) return 'card';
  if (top !== 'additional' || steps.length !== 2 || (SPECIAL_PROPERTIES as readonly string[]).includes(group)) {
    return null;
  }
  // A list of actions is a named rule and no value for texts.
  return typeof value === 'object' && value !== null ? null : 'hidden';
}

function sampleOf(index: PathIndex, facts: PassFacts, name: string): string {
  const text = typed(expand(index, facts, `{${name}}`, { audience: 'holder' }))
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...text];
  return characters.length <= LONGEST_SAMPLE ? text : `${characters.slice(0, LONGEST_SAMPLE).join('')}…`;
}

const IN_BRACKETS = /\{([^{}]+)\}/g;

/**
 * A text as it is stored: `{Points}` by the label of a value becomes its magic string. A label that
 * two values have, and a name that means something already, stays as it is.
 */
export function storedText(index: PathIndex, values: readonly NamedValue[], text: string): string {
  return text.replace(IN_BRACKETS, (whole, given: string) => {
    if (isSpecial(given) || locate(index, given) !== null) return whole;
    const wanted = given.trim().toLowerCase();
    const meant = values.filter(({ label }) => label.toLowerCase() === wanted);
    return meant.length === 1 ? `{${meant[0]!.name}}` : whole;
  });
}

/** A text as it reads on the pass of the choices; null for a text without any of their values. */
export function previewText(choices: readonly ValueChoice[], text: string): string | null {
  let isPreviewed = false;
  const read = text.replace(IN_BRACKETS, (whole, name: string) => {
    const choice = choices.find((each) => each.name === name);
    if (choice === undefined) return whole;
    isPreviewed = true;
    return choice.sample;
  });
  return isPreviewed ? read : null;
}
