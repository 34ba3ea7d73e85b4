// The values that a try offers to set before the event, and what was typed into them.
import { AppError } from '../../errors.ts';
import { changedValue } from '../../rules/forms/changed-value.ts';
import { stepOf } from '../../rules/forms/form-fields.ts';
import type { PassFacts } from '../../rules/passes/facts.ts';
import { type Location, locate } from '../../rules/paths/paths.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import { type JsonValue, toText } from '../../rules/values/values.ts';
import { factsFor } from '../change/pass-facts.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Deciding } from '../context.ts';
import { type EditorField, shownValue } from '../passes/pass-editor.ts';
import { imaginedPass, type Trial } from './trial.ts';

/** The values that the form of a try offers. */
export const MOST_OFFERED = 60;
/** The values that a try may set, and the characters of each: they stand in an address. */
export const MOST_SET = 60;
export const LONGEST_SET = 1000;

/** API path -> what was typed, or the options that were ticked. */
export type SetValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * The values of the card's fields and its additional properties. Left out: pictures, lists, what is
 * made of other values, and what only the server reads.
 */
export function offeredValues(context: Deciding, trial: Trial, words: SentenceWords): readonly EditorField[] {
  const facts = factsOfTrial(context, trial);
  const names = namesIn(trial.program, words);
  const fields = [...trial.program.locations.values()].filter(isValue).flatMap((location): EditorField[] => {
    const { path, attribute } = location;
    const { kind, text } = shownValue(trial.program, facts, location);
    if (kind === 'image' || kind === 'json' || text.includes('{') || text.length > LONGEST_SET) return [];
    const options = attribute?.options?.map(([label, value]) => [label, toText(value)] as const) ?? [];
    const name = names.of(path);
    return [
      {
        path,
        label: name,
        onPass: null,
        kind: kind === 'stepper' ? 'number' : kind,
        text,
        options,
        step: stepOf(location),
      },
    ];
  });
  return fields.slice(0, MOST_OFFERED);
}

function isValue({ steps }: Location): boolean {
  if (steps[0] === 'structure') return steps.length === 4 && steps[3] === 'value';
  return steps[0] === 'additional' && steps.length === 2 && !/^ps[A-Z]/.test(steps[1]!);
}

/**
 * What was typed, as values of the card. Fails with `parameter_invalid` for too much,
 * `path_unknown`, and `value_invalid` for a text that is no value of its place.
 */
export function takeSet(context: Deciding, trial: Trial, words: SentenceWords, set: SetValues): Fields {
  const entries = Object.entries(set);
  if (entries.length > MOST_SET) {
    throw new AppError('parameter_invalid', { field: 'set', message: `A try sets at most ${MOST_SET} values.` });
  }
  const facts = factsOfTrial(context, trial);
  const fields: Record<string, JsonValue> = {};
  for (const [path, given] of entries) {
    if (given.length > LONGEST_SET) {
      const message = `${path}: a value to try has at most ${LONGEST_SET} characters.`;
      throw new AppError('value_invalid', { field: path, message });
    }
    const location = locate(trial.program, path);
    // writeFields reports a path that the card lacks.
    fields[path] = location === null ? toText(given) : given;
    if (location === null) continue;
    const returned = changedValue(
      location,
      shownValue(trial.program, facts, location),
      given,
      undefined,
      trial.program.zone,
    );
    if (returned.kind === 'same') delete fields[path];
    else if (returned.kind === 'value') fields[path] = returned.value;
    else {
      const name = namesIn(trial.program, words).of(path);
      const beside = { fault: returned.fault, name, present: '' };
      throw new AppError('value_invalid', { field: path, message: `${name} must be a number, such as 2.5.`, beside });
    }
  }
  return fields;
}

function factsOfTrial(context: Deciding, { template, owner, pass, at }: Trial): PassFacts {
  const { overrides, access, hash, serialNumber } = pass ?? imaginedPass(template, {}, at);
  return factsFor(context, owner, { hash, serialNumber, templateHash: template.hash, overrides, access });
}
