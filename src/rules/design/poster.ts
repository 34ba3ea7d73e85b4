// Turns the newer look of a card on and off: the poster beside a generic card (iOS 27), and the poster
// of an event ticket (iOS 18). Phones that know neither show the card as before.
import { unwrap } from '../templates/attributes.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../values/values.ts';
import { type FieldGroup, POSTER } from '../vocabulary.ts';
import { lookOfDesign, styleOf } from './designs.ts';
import { fieldsIn, keyOf, pathOf } from './fields.ts';
import { withEntry, withPlain } from './leaf.ts';

/** Apple's name of an event ticket's poster in preferredStyleSchemes. */
const EVENT_POSTER = 'posterEventTicket';

/** `alone`: the card is a poster and nothing else; `none`: its kind has no poster. */
export type PosterState = 'on' | 'off' | 'alone' | 'none';

export function posterState(passConstructor: JsonObject): PosterState {
  const style = styleOf(passConstructor);
  if (isObject(passConstructor[POSTER])) return 'on';
  if (style === POSTER) return 'alone';
  if (style === 'eventTicket') return lookOfDesign(passConstructor) === EVENT_POSTER ? 'on' : 'off';
  return style === 'generic' ? 'off' : 'none';
}

/** Whether the poster has fields of its own; that of an event shows those of the ticket. */
export function hasOwnFields(passConstructor: JsonObject): boolean {
  return isObject(passConstructor[POSTER]);
}

/**
 * The card with its newer look. A generic card's poster gets copies of its fields, which show the
 * values of the card's fields, so that rules change both; a poster that was alone gets a generic
 * card for older phones. The same card where its kind has no poster.
 */
export function withPoster(passConstructor: JsonObject): JsonObject {
  switch (posterState(passConstructor)) {
    case 'on':
    case 'none':
      return passConstructor;
    case 'alone':
      return withEntry(
        withEntry(passConstructor, 'type', withPlain(passConstructor.type, 'generic')),
        POSTER,
        copiedFields(passConstructor, ['headerFields', 'primaryFields', 'footerFields', 'backFields']),
      );
    case 'off':
      return styleOf(passConstructor) === 'eventTicket'
        ? withSchemes(passConstructor, [EVENT_POSTER, ...schemesOf(passConstructor)])
        : withEntry(
            passConstructor,
            POSTER,
            copiedFields(passConstructor, ['headerFields', 'primaryFields', 'backFields']),
          );
  }
}

/** The card without its newer look; an event ticket's fields stay. */
export function withoutPoster(passConstructor: JsonObject): JsonObject {
  if (hasOwnFields(passConstructor)) return withEntry(passConstructor, POSTER, undefined);
  const others = schemesOf(passConstructor).filter((scheme) => scheme !== EVENT_POSTER);
  return posterState(passConstructor) === 'on' ? withSchemes(passConstructor, others) : passConstructor;
}

function schemesOf({ preferredStyleSchemes: schemes }: JsonObject): readonly JsonValue[] {
  const list = unwrap(schemes ?? null);
  return isArray(list) ? list : [];
}

/** Wallet shows the first scheme for which nothing is missing; the ticket of older phones goes last. */
function withSchemes(passConstructor: JsonObject, schemes: readonly JsonValue[]): JsonObject {
  const more = schemes.includes('eventTicket') ? schemes : [...schemes, 'eventTicket'];
  const list = more.length === 1 ? undefined : withPlain(passConstructor.preferredStyleSchemes, more);
  return withEntry(passConstructor, 'preferredStyleSchemes', list);
}

/** How many fields Wallet shows in each group of a poster; what a poster lacks goes to its large fields. */
const SHOWN: Readonly<Partial<Record<FieldGroup, number>>> = { headerFields: 1, primaryFields: 4, footerFields: 1 };
/** Groups of a card without a place on a poster. */
const WITHOUT_PLACE = ['secondaryFields', 'auxiliaryFields'] as const;

/** The fields of a poster: copies of those of the card, as many as Wallet shows. */
function copiedFields(passConstructor: JsonObject, groups: readonly FieldGroup[]): JsonObject {
  const filled = groups.map((group) => {
    const from = group === 'primaryFields' ? [group, ...WITHOUT_PLACE] : [group];
    const fields = from.flatMap((each) => fieldsIn(passConstructor, each).map((field) => copyOf(each, field)));
    return [group, fields.slice(0, SHOWN[group])] as const;
  });
  return Object.fromEntries(filled.filter(([, fields]) => fields.length > 0));
}

/** Magic strings cannot name a key with curly brackets. */
const BRACKET = /[{}]/;

/** The field with the value of the card's field in place of its own. */
function copyOf(group: FieldGroup, field: JsonObject): JsonObject {
  const path = pathOf(group, field);
  const value = BRACKET.test(keyOf(field)) ? unwrap(field.value ?? null) : `{${path}_value}`;
  return withEntry(withEntry(field, 'row', undefined), 'value', value);
}
