// The registration form as a page shows it: one field, with its present value, for each place that
// holders may set.
import { choicesIn, type FieldKind, fieldKind, fieldText, stepOf } from '../../rules/forms/form-fields.ts';
import { LONGEST } from '../../rules/forms/validators.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import { effectiveValue, type Location, locate } from '../../rules/paths/paths.ts';
import type { Program } from '../../rules/templates/program.ts';
import { typed } from '../../rules/values/literal.ts';
import { type JsonValue, toText } from '../../rules/values/values.ts';
import type { RawFields } from '../change/take-fields.ts';
import type { Fields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import { urlOfImage } from '../images.ts';
import type { Registration } from './find-registration.ts';

export interface FormField {
  readonly path: string;
  /** The place's name inside its container: `email`, `name`, `zip`. */
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  readonly validation: readonly string[];
  /** Label and the text that the form sends for the option. */
  readonly options: readonly (readonly [label: string, text: string])[];
  /** The field's text, with curly brackets as they were typed. */
  readonly text: string;
  /** The chosen options of a multi-select. */
  readonly chosen: readonly string[];
  /** The step of a stepper; above 0. */
  readonly step: number;
  /** The present picture's path under the server's root. */
  readonly picture: string | null;
  /** The content hash of a picture in this form, when another field made the form fail. */
  readonly kept: string | null;
}

/**
 * `given` (prefilled, or sent and refused) has precedence over the pass's values; `images` are the
 * pictures sent with the form.
 */
export function formFields(
  context: Context,
  { program, places, pass }: Registration,
  given: RawFields,
  images: Fields = {},
): readonly FormField[] {
  return places.map((location) => {
    const { path, attribute } = location;
    const kind = fieldKind(location);
    const current = effectiveValue(program, pass?.overrides ?? {}, location);
    const sent = Object.hasOwn(given, path) ? given[path]! : undefined;
    const value = kind === 'image' ? (images[path] ?? current) : isShowable(sent) ? shownAgain(sent) : current;
    const picture = kind === 'image' ? toText(value) : '';
    return {
      path,
      key: keyOf(location),
      label: attribute?.label || labelOnPass(program, pass?.overrides ?? {}, location) || ownName(location),
      kind,
      isRequired: isRequired(location),
      validation: attribute?.validation ?? [],
      options: attribute?.options?.map(([label, option]) => [label, toText(option)] as const) ?? [],
      text: kind === 'image' ? '' : fieldText(location, value),
      chosen: kind === 'multiselect' ? choicesIn(location, value) : [],
      step: stepOf(location),
      picture: picture === '' ? null : new URL(urlOfImage(context, picture)).pathname,
      kept: Object.hasOwn(images, path) ? toText(images[path]) : null,
    };
  });
}

/** A required box must be ticked, as a required text must not be empty. */
function isRequired(location: Location): boolean {
  const validation = location.attribute?.validation ?? [];
  return validation.includes('VRequired') || (fieldKind(location) === 'checkbox' && validation.includes('VTrue'));
}

function isShowable(value: RawFields[string] | undefined): value is JsonValue {
  return value !== undefined && !(value instanceof Uint8Array);
}

/**
 * Cuts a text that is too long for any place: a page with the whole text would slow the server down
 * for all users.
 */
function shownAgain(value: JsonValue): JsonValue {
  return typeof value === 'string' ? value.slice(0, LONGEST) : value;
}

/** The label above a field's value on the pass, if the label is plain text; empty for none. */
function labelOnPass(program: Program, overrides: Overrides, { steps }: Location): string {
  if (steps[0] !== 'structure' || steps[3] !== 'value') return '';
  const label = locate(program, [...steps.slice(0, 3), 'label'].join('_'));
  const text = label === null ? '' : typed(toText(effectiveValue(program, overrides, label) ?? ''));
  return text.includes('{') ? '' : text;
}

/**
 * A name for a holder, who knows no API paths: the owner's own key, or for a place that every pass
 * has, its path, which the page puts into words.
 */
function ownName(location: Location): string {
  const { steps, path } = location;
  return steps[0] === 'structure' || steps[0] === 'additional' ? keyOf(location) : path;
}

/**
 * A field's own key has precedence over its attribute: `structure_secondaryFields_name_value` is a
 * name.
 */
function keyOf({ steps }: Location): string {
  return (steps[0] === 'structure' ? steps[2] : steps.at(-1)) ?? '';
}
