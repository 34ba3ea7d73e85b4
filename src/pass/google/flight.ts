// Reads the flight of a boarding pass: from its semantic tags, else from fields by Apple's layout.
// Google needs the whole flight in the class, which all passes of a template share.
import { fieldsOf } from '../../rules/passes/fit.ts';
import type { Program } from '../../rules/templates/program.ts';
import { isArray, isObject, type JsonObject, type JsonValue, toText } from '../../rules/values/values.ts';
import { FIELD_GROUPS } from '../../rules/vocabulary.ts';
import { fieldNamed } from './fields.ts';
import { localTime, semanticsOf } from './semantics.ts';

export interface Flight {
  /** Two letters or digits (IATA). */
  readonly carrier: string;
  readonly number: string;
  /** Three letters (IATA). */
  readonly origin: string;
  readonly destination: string;
  /** On the clocks of the origin: `2030-06-14T10:25:00`. */
  readonly departure: string;
  readonly boarding: string | null;
  readonly arrival: string | null;
  /** Key -> value of the fields that the class shows by it. */
  readonly shownBy: Readonly<Record<string, string>>;
}

const FLIGHT = /^([A-Z\d]{2}) ?0{0,3}([1-9]\d{0,3})$/;
const AIRPORT = /^[A-Z]{3}$/;

/**
 * The flight of every pass of a template; null where a part is missing, or differs from pass to
 * pass by a magic string. Such passes are Transit at Google, whose objects say where they go.
 */
export function flightOf(program: Program, ofTemplate: JsonObject): Flight | null {
  if (toText(program.tree.transitType) !== 'PKTransitTypeAir') return null;
  const flight = readFlight(ofTemplate);
  if (flight === null) return null;
  const ofPasses = Object.keys(flight.shownBy).some((key) => fieldSources(program, key).some(hasMagic));
  return ofPasses || hasMagic(program.tree.semantics ?? null) ? null : flight;
}

/** The flight that one rendered pass shows. */
export function readFlight(passJson: JsonObject): Flight | null {
  const tags = semanticsOf(passJson);
  const [from, to] = fieldsOf(passJson, 'primaryFields');
  const flight = fieldNamed(passJson, 'flight', 'flightnumber', 'flightno');
  const departs = fieldNamed(passJson, 'departure', 'departs', 'depart', 'departuretime', 'departuredate');
  const [, carrier, number] = FLIGHT.exec(codeOf(tags) || toText(flight?.value).trim()) ?? [];
  const origin = toText(tags.departureAirportCode ?? from?.value).trim();
  const destination = toText(tags.destinationAirportCode ?? to?.value).trim();
  const departure = localTime(tags.originalDepartureDate ?? tags.currentDepartureDate ?? departs?.value);
  if (carrier === undefined || number === undefined || departure === null) return null;
  if (!AIRPORT.test(origin) || !AIRPORT.test(destination)) return null;
  const shown = [flight, from, to, departs].filter((field) => field !== undefined);
  return {
    carrier,
    number,
    origin,
    destination,
    departure,
    boarding: localTime(tags.originalBoardingDate ?? tags.currentBoardingDate),
    arrival: localTime(tags.originalArrivalDate ?? tags.currentArrivalDate),
    shownBy: Object.fromEntries(shown.map((field) => [toText(field.key), toText(field.value)])),
  };
}

function codeOf({ flightCode, airlineCode, flightNumber }: JsonObject): string {
  return toText(flightCode).trim() || `${toText(airlineCode).trim()}${toText(flightNumber).trim()}`;
}

/** What the template has as value and semantics of a field. */
function fieldSources({ tree: { structure } }: Program, key: string): JsonValue[] {
  return FIELD_GROUPS.flatMap((group) => {
    const fields = isObject(structure) ? structure[group] : undefined;
    return (isArray(fields) ? fields.filter(isObject) : []).filter((field) => toText(field.key) === key);
  }).flatMap(({ value, semantics }) => [value ?? null, semantics ?? null]);
}

function hasMagic(node: JsonValue): boolean {
  if (typeof node === 'string') return node.includes('{');
  return typeof node === 'object' && node !== null && Object.values(node).some(hasMagic);
}
