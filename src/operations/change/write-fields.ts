// Turns API paths from a link, a form or an API call into a pass's new overrides. A writer with
// access sets any path, and its curly brackets expand. Everyone else sets PSEditable values, which
// are validated and whose brackets stay brackets.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { holderValueProblem } from '../../rules/forms/validators.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { clashOf, type KeyClash, newClash } from '../../rules/passes/key-clash.ts';
import { effectiveValue, isReserved, type Location, locate, writeOverride } from '../../rules/paths/paths.ts';
import { acceptWrite, boxValue, LARGEST_PASS, normalValue } from '../../rules/paths/writes.ts';
import { withDrawnNumber } from '../../rules/templates/marks.ts';
import type { Program } from '../../rules/templates/program.ts';
import { literal, typedValue } from '../../rules/values/literal.ts';
import { type JsonValue, sameValue } from '../../rules/values/values.ts';
import { isFieldTree, PARAMETER_NAMES } from '../../rules/vocabulary.ts';

/** API path -> value as it arrived. Images are content hashes already. */
export type Fields = Readonly<Record<string, JsonValue>>;

export interface Writer {
  /**
   * Whether the writer has access to the template. Without access, it sets editable paths and all
   * others are ignored, as the guide says.
   */
  readonly full: boolean;
  /**
   * psReplaceAll: resets what the writer may set and did not name to the template's value. A number
   * that was drawn for the pass stays (withDrawnNumber).
   */
  readonly replaceAll: boolean;
}

/**
 * Fails with `path_unknown`, `path_reserved`, `value_invalid`; then the caller must write nothing.
 */
export function writeFields(program: Program, overrides: Overrides, fields: Fields, writer: Writer): Overrides {
  let next = writer.replaceAll ? cleared(program, overrides, writer) : overrides;
  const written = Object.keys(overrides).flatMap((path) => (Object.hasOwn(next, path) ? [] : placesAt(program, path)));
  for (const [path, value] of Object.entries(fields)) {
    const location = writer.full ? requireLocation(program, path) : editableLocation(program, path);
    if (location === null) continue;
    const kept = writer.full ? fullValue(program, overrides, location, value) : holderValue(program, location, value);
    next = writeOverride(program, next, location, kept);
    written.push(location);
  }
  next = withDrawnNumber(program, overrides, next);
  const clash = newClash(program, overrides, next, written);
  if (clash !== null) throw clashError(program, fields, clash);
  if (next !== overrides && JSON.stringify(next).length > LARGEST_PASS) {
    const message = `The values set on one pass are at most ${LARGEST_PASS / 1024} KiB in all.`;
    throw new AppError('value_invalid', { message });
  }
  return next;
}

function placesAt(program: Program, path: string): Location[] {
  const location = locate(program, path);
  return location === null ? [] : [location];
}

/** Names the field that brought the key, as far as the call shows it. */
function clashError(program: Program, fields: Fields, { key, message }: KeyClash): AppError {
  const places = Object.keys(fields).flatMap((path) => placesAt(program, path));
  const inStructure = places.filter(({ steps }) => isFieldTree(steps[0]));
  const culprit = inStructure.find(({ steps }) => steps[2] === key) ?? inStructure[0];
  const path = culprit?.path ?? 'structure';
  return new AppError('value_invalid', { field: path, message: `${path}: ${message}` });
}

/**
 * Checks the overrides of a pass that moves, because they were written under another template.
 * Fails with `value_invalid` when two fields would have one key, which Wallet refuses.
 */
export function requireNoClash(program: Program, overrides: Overrides): Overrides {
  const clash = clashOf(program, overrides);
  if (clash !== null) throw clashError(program, overrides, clash);
  return overrides;
}

function cleared(program: Program, overrides: Overrides, writer: Writer): Overrides {
  if (writer.full) return {};
  const kept = Object.entries(overrides).filter(([path]) => editableLocation(program, path) === null);
  return Object.fromEntries(kept);
}

/**
 * Null for another function's parameter, neither a path nor a mistake: programs send all parameters
 * to every function.
 */
function requireLocation(program: Program, path: string): Location | null {
  const location = locate(program, path);
  if (location !== null || PARAMETER_NAMES.includes(path)) return location;
  if (isReserved(path)) throw new AppError('path_reserved', { field: path, message: `${path} is set by the server.` });
  const near = suggestion(path, program.locations.keys());
  throw new AppError('path_unknown', { field: path, message: `This template has no API path "${path}".${near}` });
}

/** The place of a path that holders may edit; null for any other path. */
export function editableLocation(program: Program, path: string): Location | null {
  const location = locate(program, path);
  if (location === null) return null;
  if (location.attribute?.editable === true) return location;
  // One density of an image, sent alone, is the image.
  const image = /^(images_\w+)@[23]x$/.exec(location.path)?.[1];
  const base = image === undefined ? undefined : program.locations.get(image);
  return base?.attribute?.editable === true ? base : null;
}

function fullValue(program: Program, overrides: Overrides, location: Location, value: JsonValue): JsonValue {
  // Returned values must not change their meaning: a holder's brackets in a form stay literal, and
  // magic strings that a client read and sent back stay magic strings.
  const current = effectiveValue(program, overrides, location);
  const sent = typedValue(value);
  const wasRead = sameValue(sent, value) || Object.hasOwn(overrides, location.path);
  if (current !== undefined && wasRead && !sameValue(current, value) && sameValue(typedValue(current), sent))
    return current;
  // Accept the value that is there already, whatever it is, because forms send it back.
  if (current !== undefined && sameValue(current, value)) return value;
  return accept(program, location, value);
}

function holderValue(program: Program, location: Location, value: JsonValue): JsonValue {
  const ticked = boxValue(location, value) ?? normalValue(location, value);
  const problem = location.steps[0] === 'images' ? null : holderValueProblem(location, ticked ?? '');
  if (problem !== null) throw new AppError('value_invalid', { field: location.path, message: problem });
  return accept(program, location, literal(ticked));
}

function accept(program: Program, location: Location, value: JsonValue): JsonValue {
  const accepted = acceptWrite(program, location, value);
  if (!accepted.ok) throw new AppError('value_invalid', { field: location.path, message: accepted.problem });
  return accepted.value;
}
