// Decides what may be written to a place of a pass, whoever writes it: the shape of the value, what
// Wallet reads there, and which value a text from a form or a link becomes.
import { parseContainer } from '../values/json-text.ts';
import {
  DEEPEST_VALUE,
  isTooDeep,
  type JsonValue,
  numberText,
  readNumber,
  readTruth,
  toText,
} from '../values/values.ts';
import { withNormalDates } from './normal-dates.ts';
import { type Location, type PathIndex, shapeProblem } from './paths.ts';
import { DAY_OR_MOMENT, faultsIn, MOMENT, NUMBER, type Rule, ruleAt, TRUTH, type Wanted } from './wallet-values.ts';
import { conditionFault } from './written-conditions.ts';

/**
 * The longest text of one value, and the largest set of overrides of one pass, both in UTF-16 units
 * of JSON.
 */
const LONGEST_VALUE = 64 * 1024;
export const LARGEST_PASS = 512 * 1024;

export type Accepted =
  | { readonly ok: true; readonly value: JsonValue }
  /** `problem` names the place and says what would be right. */
  | { readonly ok: false; readonly problem: string; readonly wants: Wanted };

/** The part of a program that a write is checked with. */
export interface Written extends PathIndex {
  /** See Program. */
  readonly zone: string;
  readonly redeemed: PathIndex | null;
}

/**
 * Whether somebody may write the value to a pass of this template. A place that only the redeemed
 * design has follows that design. Conditions are judged as in a template that is saved.
 */
export function acceptWrite(program: Written, location: Location, value: JsonValue): Accepted {
  const accepted = acceptRun(program, location, value);
  const problem = accepted.ok ? conditionFault(program, location, accepted.value) : null;
  return problem === null ? accepted : { ok: false, problem, wants: 'other' };
}

/** The same for an action of a run, whose condition counts as false where nobody can read it. */
export function acceptRun(program: Written, location: Location, value: JsonValue): Accepted {
  const { path } = location;
  const place = program.locations.has(path) ? location : (program.redeemed?.locations.get(path) ?? location);
  return acceptValue(place, value, program.zone);
}

/**
 * The value to store: parses a container's JSON text, and turns a text into the number or boolean
 * that its place holds. Null, which removes the override, is always fine. `zone`: for dates without
 * one, `Z` when the template names none.
 */
export function acceptValue(location: Location, value: JsonValue, zone = 'Z'): Accepted {
  if (value === null) return { ok: true, value };
  const { path } = location;
  const refused = (problem: string): Accepted => ({ ok: false, problem: `${path}: ${problem}`, wants: 'other' });
  if (isTooDeep(value)) return refused(`A value is nested at most ${DEEPEST_VALUE} levels deep.`);
  if (isTooLong(value)) {
    return refused(`A value is at most ${LONGEST_VALUE / 1024} KiB long.`);
  }
  let shaped = value;
  const problem = shapeProblem(location, value);
  if (problem !== null) {
    const parsed = typeof value === 'string' ? parseContainer(value) : undefined;
    if (parsed === undefined || shapeProblem(location, parsed) !== null) return refused(problem);
    shaped = parsed;
  }
  const box = boxValue(location, shaped);
  if (box !== undefined) return { ok: true, value: box };
  const rule = ruleFor(location);
  if (rule.kind === 'any') return { ok: true, value: shaped };
  for (const { message, wants } of faultsIn(rule, shaped, path, zone)) return { ok: false, problem: message, wants };
  return { ok: true, value: held(rule, shaped) };
}

function isTooLong(value: JsonValue): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return false;
  // JSON writes a unit as six at most: \u0000.
  if (typeof value === 'string' && 6 * value.length + 2 <= LONGEST_VALUE) return false;
  return JSON.stringify(value).length > LONGEST_VALUE;
}

const KNOWN = new WeakMap<Location, Rule>();

/**
 * A date as it is stored at the place; any other value stays. A holder's choice is looked up among
 * options after this.
 */
export function normalValue(location: Location, value: JsonValue): JsonValue {
  return withNormalDates(ruleFor(location), value);
}

/**
 * The rule for the values that Wallet reads at the place, else for the template's use of the place.
 */
export function ruleFor(location: Location): Rule {
  const known = KNOWN.get(location);
  if (known !== undefined) return known;
  const { attribute, holds, steps } = location;
  const own = ruleAt(steps);
  const rule =
    own.kind !== 'any'
      ? own
      : attribute?.type === CHECKBOX
        ? TRUTH
        : attribute?.options != null || holds === undefined
          ? own
          : holds === 'number'
            ? NUMBER
            : DAY_OR_MOMENT;
  KNOWN.set(location, rule);
  return rule;
}

const CHECKBOX = 'PSAttributeTypeCheckbox';

/**
 * The value that a box stores: a boolean, or one of its first two options; undefined for a value
 * that neither ticks the box nor leaves it empty.
 */
export function boxValue({ attribute }: Location, value: JsonValue): JsonValue | undefined {
  if (attribute?.type !== CHECKBOX) return undefined;
  const [on, off] = attribute.options ?? [];
  const truth = value === '' ? false : readTruth(value);
  if (on === undefined) return truth ?? undefined;
  const chosen = attribute.options!.find(([, option]) => toText(option) === toText(value));
  if (chosen !== undefined) return chosen[1];
  return truth === null ? undefined : truth ? on[1] : (off?.[1] ?? '');
}

/**
 * Dates in the form that Wallet reads, and a text as what its place holds, unless writing that down
 * again would lose something, such as zeros at the beginning.
 */
function held(rule: Rule, given: JsonValue): JsonValue {
  const value = withNormalDates(rule, given);
  if (rule.kind !== 'leaf' || typeof value !== 'string') return value;
  if (rule.wants === 'truth') return readTruth(value) ?? value;
  if (rule.wants !== 'number') return value;
  const number = readNumber(value);
  return number !== null && numberText(number) === value.trim() ? number : value;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * Turns the day that a date input sends into a moment, where Wallet wants one: the day's end for a
 * pass that expires then, its beginning for anything else. Returns any other text unchanged.
 */
export function momentOfDay(location: Location, text: string, zone: string): string {
  if (!isMoment(location) || !DAY.test(text)) return text;
  return `${text}T${location.path === 'expirationDate' ? '23:59:59' : '00:00:00'}${zone}`;
}

/** Whether Wallet wants a date with its time and zone at the place. */
export function isMoment(location: Location): boolean {
  return ruleFor(location) === MOMENT;
}
