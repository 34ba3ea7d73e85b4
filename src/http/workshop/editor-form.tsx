// Reads the form with the values of one pass, which the editor and the customer's page share.
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppError } from '../../errors.ts';
import type { EditorField } from '../../operations/passes/pass-editor.ts';
import type { ValueFault } from '../../rules/forms/changed-value.ts';
import { returnedText, stepped } from '../../rules/forms/edited-values.ts';
import { LARGEST_PASS } from '../../rules/paths/writes.ts';
import { isObject, type JsonValue } from '../../rules/values/values.ts';
import { en, type Texts } from '../../ui/texts/en/index.ts';
import type { EditorNotice } from '../../ui/workshop/editor-form.tsx';
import { pageStatus, told } from '../pages/errors.tsx';
import type { Parameters } from '../parameters.ts';
import { pathParameters } from '../passsource/function-parameters.ts';

/** Names and prefixes of the form's parameters that are no API paths. */
const SHOWN = 'was:';
const STEP = 'step:';
export const SAVE = 'psSave';

/** The input of a form that was not saved. */
export interface Kept {
  readonly fields: Parameters;
  /** API path -> the text that the form showed at first. */
  readonly shown: Readonly<Record<string, string>>;
  readonly step: { readonly path: string; readonly times: number } | null;
}

/** The outcome of the last submission, and the input that the form shows again. */
export interface Shown {
  readonly status: ContentfulStatusCode;
  readonly notice: EditorNotice | null;
  readonly kept: Kept;
}

export const UNTOUCHED: Shown = { status: 200, notice: null, kept: { fields: {}, shown: {}, step: null } };

/** A form as it was sent. */
export interface SentForm {
  /** API path -> value, without the empty files of file inputs without a choice. */
  readonly fields: Parameters;
  readonly shown: Kept['shown'];
  /** The stepper whose button sent the form; null: the form is to be saved. */
  readonly step: Kept['step'];
  /** Whether there is nothing to save, as when a link is opened by POST. */
  readonly isEmpty: boolean;
}

/** `others`: the page's own parameters, which are no API paths. */
export function readForm(parameters: Parameters, others: readonly string[]): SentForm {
  const named = Object.keys(parameters);
  const stepper = named.find((name) => name.startsWith(STEP));
  const fields = formFields(parameters, others);
  return {
    fields,
    shown: shownBefore(parameters),
    step:
      stepper === undefined
        ? null
        : { path: stepper.slice(STEP.length), times: Number(parameters[stepper]) < 0 ? -1 : 1 },
    isEmpty: Object.keys(fields).length === 0 && !named.includes(SAVE),
  };
}

function shownBefore(parameters: Parameters): Kept['shown'] {
  const entries = Object.entries(parameters).filter(([name]) => name.startsWith(SHOWN));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(SHOWN.length), String(value)]));
}

function formFields(parameters: Parameters, others: readonly string[]): Parameters {
  const isOurs = (name: string) => name.startsWith(SHOWN) || name.startsWith(STEP);
  const entries = Object.entries(pathParameters(parameters, [...others, SAVE])).filter(
    ([name, value]) => !isOurs(name) && !(value instanceof Uint8Array && value.length === 0),
  );
  return Object.fromEntries(entries);
}

/**
 * The texts to show again, by API path; a stepper's is one step further. A text that is longer than
 * a whole pass is cut, because a page of megabytes takes long to make.
 */
export function typedTexts(fields: readonly EditorField[], { fields: given, step }: Kept): Record<string, string> {
  const typed = fields.flatMap(({ path, kind, options, step: by }): [string, string][] => {
    const value = given[path];
    if (value === undefined || value instanceof Uint8Array || isObject(value as JsonValue)) return [];
    const text = returnedText(kind, value, options).slice(0, LARGEST_PASS);
    return [[path, step?.path === path ? stepped(text, by * step.times) : text]];
  });
  return Object.fromEntries(typed);
}

/** What a page shows after an error of editPass. */
export function shownAfter(error: AppError, { fields, shown }: SentForm, texts: Texts): Shown {
  const { field = null } = error;
  const status = pageStatus(error);
  // The pass already has the values with which the stopped trigger began, so the form starts from
  // them.
  if (error.code === 'trigger_error') {
    const notice = { kind: 'stopped', message: error.message } as const;
    return { status, notice, kept: { fields, shown: {}, step: null } };
  }
  // Saving again confirms only the field at fault, against its present value.
  const { [field ?? '']: _, ...others } = shown;
  const notice = { kind: 'failed', message: <FaultWords error={error} texts={texts} />, field } as const;
  return { status, notice, kept: { fields, shown: others, step: null } };
}

/** Words the error of a refused form, in the page's language where it has a sentence for it. */
export function FaultWords({ error, texts }: { error: AppError; texts: Texts }) {
  const { fault, name, present } = error.beside;
  if (fault !== undefined) return <>{texts.editor.faults[fault as ValueFault](String(name), String(present))}</>;
  const { sentence, exact } = told(error, texts);
  return (
    <>
      {sentence}
      {exact !== null && <span lang={en.tag}> {exact}</span>}
    </>
  );
}
