// What the forms of rules and of schedules share: the condition and the steps that a person fills in, and the
// places and values that the form offers for them.
import type { Pass } from '../../ports/store/passes.ts';
import { namedValues, storedText, type ValueChoice } from '../../rules/forms/value-choices.ts';
import { compileCondition } from '../../rules/paths/conditions.ts';
import { propertyPath } from '../../rules/paths/paths.ts';
import { styleNamed, withNamedStyle } from '../../rules/sentences/condition-form.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { type GroupOfPlaces, inputOf, type PlaceInput, placesOf } from '../../rules/sentences/places.ts';
import type { RuleFaults, StepsForm } from '../../rules/sentences/rule-form.ts';
import { sameText } from '../../rules/sentences/step-form.ts';
import type { SentenceWords } from '../../rules/sentences/words.ts';
import type { Program } from '../../rules/templates/program.ts';
import { routineKeys } from '../../rules/triggers/rule-homes.ts';
import type { Context } from '../context.ts';
import type { OpenDraft } from './drafts.ts';
import { insertableValues } from './insertable-values.ts';

/** What a form offers for its inputs. */
export interface OfferedPlaces {
  readonly places: readonly GroupOfPlaces[];
  /** The sub-routines that a step may run. */
  readonly routines: readonly { readonly path: string; readonly name: string }[];
  readonly nameOf: (path: string) => string;
  readonly inputOf: (path: string) => PlaceInput;
  /** The values that a text may hold, as they read on the newest customer. */
  readonly values: readonly ValueChoice[];
}

/** The condition and the steps of a form to show. */
export interface OpenSteps extends OfferedPlaces {
  readonly form: StepsForm;
  readonly faults: RuleFaults | null;
  /** The condition in words; null: there is none, or it cannot be read. */
  readonly conditionWords: string | null;
}

/** `newest`: the newest customer's pass; null: there is none. */
export function offeredBy(
  context: Context,
  { snapshot, passConstructor }: OpenDraft,
  program: Program,
  words: SentenceWords,
  newest: Pass | null,
): OfferedPlaces {
  const names = namesIn(program, words);
  return {
    places: placesOf(program, passConstructor, names),
    routines: routineKeys(passConstructor).map((key) => {
      const path = propertyPath(key);
      return { path, name: names.of(path) };
    }),
    nameOf: names.of,
    inputOf: (path) => inputOf(program, path),
    values: insertableValues(context, snapshot, program, words, newest),
  };
}

/** A text that cannot be read is said at once; an empty input only when the form is saved. */
export function saidAtOnce({ asText }: StepsForm, faults: RuleFaults | null): RuleFaults | null {
  return asText && faults?.condition ? { ...NO_FAULTS, condition: faults.condition } : null;
}

const NO_FAULTS: RuleFaults = { condition: null, steps: [], actions: [], noStep: false };

/**
 * What was typed, with API paths in place of `{Points}` and kinds of card in place of their words. `was`: the
 * form as it was made; null: of something new.
 */
export function withPaths<F extends StepsForm>(
  program: Program,
  words: SentenceWords,
  form: F,
  was: StepsForm | null,
): F {
  const values = namedValues(program, namesIn(program, words));
  const stored = (text: string, was: string | undefined) =>
    was !== undefined && sameText(text, was) ? text : storedText(program, values, text);
  const steps = form.steps.map((step) => {
    const before = step.of === null ? undefined : was?.steps[step.of];
    if (step.verb === 'other') return step;
    const text = stored(step.text, before?.text);
    const isStyle = step.verb === 'become' || (step.verb === 'set' && step.path === 'type');
    return {
      ...step,
      text: isStyle && text !== before?.text ? styleNamed(text, words) : text,
      body: stored(step.body, before?.body),
    };
  });
  const rows = form.rows.map((row) => {
    const before = row.of === null ? undefined : was?.rows[row.of];
    return withNamedStyle({ ...row, value: stored(row.value, before?.value) }, before, words);
  });
  // The parser's verdict is about the text as it was typed.
  const condition = compileCondition(program, form.condition).ok
    ? stored(form.condition, was?.condition)
    : form.condition;
  return { ...form, steps, rows, condition };
}
