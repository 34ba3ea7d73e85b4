// API paths from a link, a form or an API call become a pass's new overrides. Who has access sets any path, curly brackets
// and all; everyone else sets what is PSEditable, validated, with brackets that stay brackets.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { holderValueProblem } from '../../rules/forms/validators.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { effectiveValue, isReserved, type Location, locate, writeOverride } from '../../rules/paths/paths.ts';
import { acceptValue, LARGEST_PASS } from '../../rules/paths/writes.ts';
import type { Program } from '../../rules/templates/program.ts';
import { literal, typedValue } from '../../rules/values/literal.ts';
import { type JsonValue, sameValue } from '../../rules/values/values.ts';
import { PARAMETER_NAMES } from '../../rules/vocabulary.ts';

/** API path -> value as it arrived. Images are content hashes by now. */
export type Fields = Readonly<Record<string, JsonValue>>;

export interface Writer {
  /** Has access to the template; else only editable paths are set and all others ignored, as the guide says. */
  readonly full: boolean;
  /** psReplaceAll: what the writer may set and did not name goes back to the template's value. */
  readonly replaceAll: boolean;
}

/** Fails with `path_unknown`, `path_reserved`, `value_invalid`; then nothing is to be written. */
export function writeFields(program: Program, overrides: Overrides, fields: Fields, writer: Writer): Overrides {
  let next = writer.replaceAll ? cleared(program, overrides, writer) : overrides;
  for (const [path, value] of Object.entries(fields)) {
    const location = writer.full ? requireLocation(program, path) : editableLocation(program, path);
    if (location === null) continue;
    next = writeOverride(
      program,
      next,
      location,
      writer.full ? fullValue(program, overrides, location, value) : holderValue(location, value),
    );
  }
  if (next !== overrides && JSON.stringify(next).length > LARGEST_PASS) {
    const message = `The values set on one pass are at most ${LARGEST_PASS / 1024} KiB in all.`;
    throw new AppError('value_invalid', { message });
  }
  return next;
}

function cleared(program: Program, overrides: Overrides, writer: Writer): Overrides {
  if (writer.full) return {};
  const kept = Object.entries(overrides).filter(([path]) => editableLocation(program, path) === null);
  return Object.fromEntries(kept);
}

/** Null for a parameter of another function, which programs send to every one: it is no path, and no slip either. */
function requireLocation(program: Program, path: string): Location | null {
  const location = locate(program, path);
  if (location !== null || PARAMETER_NAMES.includes(path)) return location;
  if (isReserved(path)) throw new AppError('path_reserved', { field: path, message: `${path} is set by the server.` });
  const near = suggestion(path, program.locations.keys());
  throw new AppError('path_unknown', { field: path, message: `This template has no API path "${path}".${near}` });
}

/** The place when holders may edit it. */
export function editableLocation(program: Program, path: string): Location | null {
  const location = locate(program, path);
  return location?.attribute?.editable === true ? location : null;
}

function fullValue(program: Program, overrides: Overrides, location: Location, value: JsonValue): JsonValue {
  // A form that was filled with the present values and sent back must not turn a holder's brackets into magic strings,
  // nor a client that sends back what it read the owner's magic strings into brackets.
  const current = effectiveValue(program, overrides, location);
  const sent = typedValue(value);
  const wasRead = sameValue(sent, value) || Object.hasOwn(overrides, location.path);
  if (current !== undefined && wasRead && !sameValue(current, value) && sameValue(typedValue(current), sent))
    return current;
  const accepted = acceptValue(location, value);
  if (!accepted.ok)
    throw new AppError('value_invalid', { field: location.path, message: `${location.path}: ${accepted.problem}` });
  return accepted.value;
}

function holderValue(location: Location, value: JsonValue): JsonValue {
  const problem = location.steps[0] === 'images' ? null : holderValueProblem(location, value ?? '');
  if (problem !== null) throw new AppError('value_invalid', { field: location.path, message: problem });
  const accepted = acceptValue(location, literal(value));
  if (!accepted.ok)
    throw new AppError('value_invalid', { field: location.path, message: `${location.path}: ${accepted.problem}` });
  return accepted.value;
}
