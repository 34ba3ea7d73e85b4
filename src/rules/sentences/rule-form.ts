// A rule as a form has it, and the rule that a form says. What nobody touched stays the same object.
import { createReport, type Report } from '../diagnostics.ts';
import { compileCondition } from '../paths/conditions.ts';
import type { PathIndex } from '../paths/paths.ts';
import { compileActions } from '../triggers/actions.ts';
import { homeName, type RuleHome } from '../triggers/rule-homes.ts';
import { isObject, type JsonValue, toText } from '../values/values.ts';
import {
  type ConditionForm,
  conditionForm,
  conditionOf,
  EMPTY_ROW,
  type Joins,
  type RowForm,
} from './condition-form.ts';
import type { Rule } from './rules.ts';
import { actionOf, EMPTY_STEP, type StepFault, type StepForm, sameText, stepForm, type Verb } from './step-form.ts';

/** A step of the form. `of`: its position in the rule that the form was made from; null: a new step. */
export interface FormStep extends StepForm {
  readonly of: number | null;
}

/** A condition and steps. */
export interface StepsForm {
  /** Whether the condition is typed as text. */
  readonly asText: boolean;
  readonly joins: Joins;
  readonly rows: readonly RowForm[];
  readonly condition: string;
  readonly steps: readonly FormStep[];
}

export interface RuleForm extends StepsForm {
  /** See homeName. */
  readonly home: string;
}

/** What a form was made from. */
export type FormBase = Pick<Rule, 'condition' | 'actions'>;

/** The most steps and rows of a form, each of which has lists of places. A rule with more has no form. */
export const MOST_FORM_STEPS = 50;
export const MOST_FORM_ROWS = 30;

/** The form of a rule; of null, of a new one. */
export function ruleForm(home: RuleHome, rule: Rule | null): RuleForm {
  return { home: homeName(home), ...stepsForm(rule) };
}

export function stepsForm(rule: FormBase | null): StepsForm {
  const condition = rule?.condition ?? '';
  const rows = rowsFor(condition);
  const steps = rule?.actions.map((action, of) => ({ ...stepForm(action), of })) ?? [{ ...EMPTY_STEP, of: null }];
  return { asText: rows === null, ...(rows ?? NO_ROWS), condition, steps };
}

const NO_ROWS: ConditionForm = { joins: 'and', rows: [] };

/** The rows of a condition; null for one that rows cannot say, or not so few. */
export function rowsFor(condition: string): ConditionForm | null {
  const form = conditionForm(condition);
  return form !== null && form.rows.length > MOST_FORM_ROWS ? null : form;
}

/** A mistake in the condition: the parser's verdict, with line and column from 1 on. */
export interface ConditionFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line with carets below the place. */
  readonly excerpt: string;
}

export interface RuleFaults {
  readonly condition: ConditionFault | null;
  /** By the step's position in the form. */
  readonly steps: readonly (StepFault & { readonly step: number })[];
  /** What the compiler says of a step, in English. */
  readonly actions: readonly { readonly step: number; readonly message: string }[];
  readonly noStep: boolean;
}

export interface ReadRule {
  readonly condition: string;
  readonly actions: readonly JsonValue[];
  /** Null: the form is right. */
  readonly faults: RuleFaults | null;
}

/** The condition that a form says; `base` is the condition of the rule that the form was made from. */
export function conditionIn({ asText, joins, rows, condition }: StepsForm, base: string): string {
  if (!asText) return conditionOf({ joins, rows }, base);
  return sameText(condition, base) ? base : condition.replace(/\r\n?/g, '\n').trim();
}

/**
 * The first step, by its position, that changes a place which the condition asks about, with steps
 * behind it; null: there is none. A condition is asked before each action, so these steps may not run.
 */
export function stepThatAnswers({ steps }: StepsForm, condition: string): number | null {
  const asked = new Set(Array.from(condition.matchAll(/\{([^{}]+)\}/g), ([, name]) => name));
  const at = steps.findIndex(({ verb, path }) => {
    if (verb === 'become') return asked.has('type');
    return CHANGING.includes(verb) && asked.has(path);
  });
  return at === -1 || at === steps.length - 1 ? null : at;
}

const CHANGING: readonly Verb[] = ['set', 'calculate', 'add', 'takeAway', 'clear'];

/** Reads a form. `base`: the rule that it was made from; null: it makes a new one. */
export function readRule(index: PathIndex, form: RuleForm, base: Rule | null): ReadRule {
  return readForm(index, form, base, (action, condition, isOwn) => {
    const isSame = base !== null && condition === (base.condition ?? '');
    return isSame && isOwn ? action : withTerms(action, condition, isOwn ? null : (base?.actions[0] ?? null));
  });
}

/** Reads the form of a schedule, whose condition stands beside its actions; each may have one of its own. */
export function readOrders(index: PathIndex, form: StepsForm, base: FormBase | null): ReadRule {
  return readForm(index, form, base, (action) => action);
}

/** `finish`: what becomes of an action that a step of the form says; `isOwn`: the base has the action. */
function readForm(
  index: PathIndex,
  form: StepsForm,
  base: FormBase | null,
  finish: (action: JsonValue, condition: string, isOwn: boolean) => JsonValue,
): ReadRule {
  const before = base?.condition ?? '';
  const condition = conditionIn(form, before);
  const checked = condition === before && base !== null ? null : compileCondition(index, condition);
  const faults: StepFault[][] = [];
  const actions = form.steps.map((step) => {
    const read = actionOf(index, step, step.of === null ? undefined : base?.actions[step.of]);
    faults.push([...read.faults]);
    return read.action;
  });
  const whole = actions.map((action, position) => finish(action, condition, form.steps[position]!.of !== null));
  const told = whole.flatMap((action, step) => {
    if (faults[step]!.length > 0 || base?.actions.includes(action)) return [];
    return complaints(index, action).map((message) => ({ step, message }));
  });
  const steps = faults.flatMap((list, step) => list.map((fault) => ({ ...fault, step })));
  const wrong = checked === null || checked.ok ? null : checked.error;
  const noStep = form.steps.length === 0;
  const isRight = wrong === null && steps.length === 0 && told.length === 0 && !noStep;
  return { condition, actions: whole, faults: isRight ? null : { condition: wrong, steps, actions: told, noStep } };
}

/** An action with the rule's condition, and with the pause of the rule that it joins. */
function withTerms(action: JsonValue, condition: string, joined: JsonValue): JsonValue {
  if (!isObject(action)) return action;
  const { PSPaused } = isObject(joined) ? joined : {};
  const next: Record<string, JsonValue> = { ...action, ...(PSPaused === undefined ? {} : { PSPaused }) };
  if (condition === '') delete next.PSConditions;
  else if (toText(next.PSConditions) !== condition) next.PSConditions = condition;
  const isChanged =
    Object.keys(next).length !== Object.keys(action).length || next.PSConditions !== action.PSConditions;
  return isChanged || PSPaused !== undefined ? next : action;
}

/** What saving the template would say of an action, besides its condition. */
function complaints(index: PathIndex, action: JsonValue): readonly string[] {
  const report: Report = createReport();
  compileActions(index, action, 'step', report);
  const errors = report.diagnostics.filter(
    ({ severity, code }) => severity === 'error' && code !== 'condition_invalid',
  );
  return errors.map(({ message }) => message);
}

/** A change of the form that is no saving: a button that works without a script. */
export type FormButton =
  | { readonly kind: 'add-row' | 'add-step' | 'as-text' | 'as-rows' | 'show' }
  | { readonly kind: 'remove-row' | 'remove-step' | 'step-up' | 'step-down'; readonly at: number };

/** `add-step`, `step-up:1`; null: the button saves. */
export function buttonNamed(name: string): FormButton | null {
  const found = /^([a-z-]+)(?::(\d{1,3}))?$/.exec(name);
  const kind = found?.[1];
  switch (kind) {
    case 'add-row':
    case 'add-step':
    case 'as-text':
    case 'as-rows':
    case 'show':
      return { kind };
    case 'remove-row':
    case 'remove-step':
    case 'step-up':
    case 'step-down':
      return found?.[2] === undefined ? null : { kind, at: Number(found[2]) };
    default:
      return null;
  }
}

/** The form after a button. `base`: the condition that the form was made from. */
export function pressed<F extends StepsForm>(form: F, button: FormButton, base: string): F {
  const { rows, steps } = form;
  switch (button.kind) {
    case 'show':
      return form;
    case 'add-row':
      return rows.length >= MOST_FORM_ROWS ? form : { ...form, rows: [...rows, EMPTY_ROW] };
    case 'add-step':
      return steps.length >= MOST_FORM_STEPS ? form : { ...form, steps: [...steps, { ...EMPTY_STEP, of: null }] };
    case 'remove-row':
      return { ...form, rows: rows.toSpliced(button.at, 1) };
    case 'remove-step':
      return { ...form, steps: steps.toSpliced(button.at, 1) };
    case 'step-up':
      return { ...form, steps: swapped(steps, button.at - 1) };
    case 'step-down':
      return { ...form, steps: swapped(steps, button.at) };
    case 'as-text':
      return { ...form, asText: true, condition: conditionIn(form, base) };
    case 'as-rows': {
      const read = rowsFor(conditionIn(form, base));
      // The rows are no longer those of the condition that the form was made from.
      return read === null ? form : { ...form, asText: false, ...withoutOrigin(read, sameText(form.condition, base)) };
    }
  }
}

function withoutOrigin(form: ConditionForm, isBase: boolean): ConditionForm {
  return isBase ? form : { ...form, rows: form.rows.map((row) => ({ ...row, of: null })) };
}

/** Swaps a step with the one behind it. */
function swapped(steps: readonly FormStep[], at: number): readonly FormStep[] {
  const [step, next] = [steps[at], steps[at + 1]];
  return step === undefined || next === undefined ? steps : steps.with(at, next).with(at + 1, step);
}
