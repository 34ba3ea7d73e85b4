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
  isAsked,
  type Joins,
  lacksDuration,
  type RowForm,
} from './condition-form.ts';
import type { Rule } from './rules.ts';
import { actionOf, type StepFault, type TextFault } from './step-action.ts';
import { EMPTY_STEP, type FormStep, type StepForm, sameText, stepForm, type Verb } from './step-form.ts';

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
  const steps = rule?.actions.map((action, of) => ({ ...stepForm(action), of })) ?? [NEW_STEP];
  return { asText: rows === null, ...(rows ?? NO_ROWS), condition, steps };
}

const NO_ROWS: ConditionForm = { joins: 'and', rows: [] };

/** The rows of a condition; null for one that rows cannot say, or not so few. */
export function rowsFor(condition: string): ConditionForm | null {
  const form = conditionForm(condition);
  return form !== null && form.rows.length > MOST_FORM_ROWS ? null : form;
}

/** `duration`: the value is none; `condition`: what the row asks cannot be read, as `problem` says. */
export interface RowFault {
  /** The row's position in the form. */
  readonly row: number;
  readonly kind: 'duration' | 'condition';
  readonly problem: TextFault | null;
}

export interface RuleFaults {
  /** Null where a row has the fault. */
  readonly condition: TextFault | null;
  readonly rows: readonly RowFault[];
  /** By the step's position in the form. */
  readonly steps: readonly (StepFault & { readonly step: number })[];
  /** What the compiler says of a step, in English. */
  readonly actions: readonly Complaint[];
  readonly noStep: boolean;
}

interface Complaint {
  readonly step: number;
  /** The position of the step inside `later` that is meant; null: the step itself. */
  readonly inner: number | null;
  readonly message: string;
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

const CHANGING: readonly Verb[] = ['set', 'calculate', 'add', 'addResult', 'takeAway', 'clear'];

/** The names of what waits in other rules and schedules, which a step of the form must not have. */
export type NamesTaken = ReadonlySet<string>;

/** Reads a form. `base`: the rule that it was made from; null: it makes a new one. */
export function readRule(index: PathIndex, form: RuleForm, base: Rule | null, names: NamesTaken): ReadRule {
  return readForm(index, form, base, names, (action, condition, isOwn) => {
    const isSame = base !== null && condition === (base.condition ?? '');
    return isSame && isOwn ? action : withTerms(action, condition, isOwn ? null : (base?.actions[0] ?? null));
  });
}

/** Reads the form of a schedule, whose condition stands beside its actions; each may have one of its own. */
export function readOrders(index: PathIndex, form: StepsForm, base: FormBase | null, names: NamesTaken): ReadRule {
  return readForm(index, form, base, names, (action) => action);
}

/** `finish`: what becomes of an action that a step of the form says; `isOwn`: the base has the action. */
function readForm(
  index: PathIndex,
  form: StepsForm,
  base: FormBase | null,
  taken: NamesTaken,
  finish: (action: JsonValue, condition: string, isOwn: boolean) => JsonValue,
): ReadRule {
  const before = base?.condition ?? '';
  const condition = conditionIn(form, before);
  const isKept = condition === before && base !== null;
  const checked = isKept ? null : compileCondition(index, condition);
  const rows = isKept || form.asText ? [] : form.rows.flatMap((row, at) => rowFaults(index, row, at));
  const faults: StepFault[][] = [];
  const actions = form.steps.map((step) => {
    const read = actionOf(index, step, step.of === null ? undefined : base?.actions[step.of]);
    faults.push([...read.faults]);
    return read.action;
  });
  const whole = actions.map((action, position) => finish(action, condition, form.steps[position]!.of !== null));
  const told = whole.flatMap((action, step) => {
    if (faults[step]!.length > 0 || base?.actions.includes(action)) return [];
    return complaints(index, action).map((complaint) => ({ step, ...complaint }));
  });
  const names = form.steps.map(({ verb, name }) => (verb === 'later' ? name.trim() : ''));
  for (const [at, name] of names.entries()) {
    if (name === '') continue;
    const isTwice = names.indexOf(name) < at && !base?.actions.includes(whole[at]!);
    if (taken.has(name) || isTwice) faults[at]!.push({ field: 'name', kind: 'taken' });
  }
  const steps = faults.flatMap((list, step) => list.map((fault) => ({ ...fault, step })));
  const wrong = checked === null || checked.ok || rows.length > 0 ? null : checked.error;
  const noStep = form.steps.length === 0;
  const isRight = wrong === null && [rows, steps, told].every(({ length }) => length === 0) && !noStep;
  return {
    condition,
    actions: whole,
    faults: isRight ? null : { condition: wrong, rows, steps, actions: told, noStep },
  };
}

function rowFaults(index: PathIndex, row: RowForm, at: number): readonly RowFault[] {
  if (!isAsked(row)) return [];
  if (lacksDuration(row)) return [{ row: at, kind: 'duration', problem: null }];
  const alone = compileCondition(index, conditionOf({ joins: 'and', rows: [{ ...row, of: null }] }, ''));
  return alone.ok ? [] : [{ row: at, kind: 'condition', problem: alone.error }];
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
function complaints(index: PathIndex, action: JsonValue): readonly Omit<Complaint, 'step'>[] {
  const report: Report = createReport();
  compileActions(index, action, 'step', report);
  const errors = report.diagnostics.filter(
    ({ severity, code }) => severity === 'error' && code !== 'condition_invalid',
  );
  return errors.map(({ path, message }) => {
    const inner = path.startsWith(INNER) ? Number.parseInt(path.slice(INNER.length), 10) : null;
    return { inner, message };
  });
}

/** Where the compiler says that the actions of the action `step` are. */
const INNER = 'step_0_actions_';

/** A change of the form that is no saving: a button that works without a script. */
export type FormButton =
  | { readonly kind: 'add-row' | 'as-text' | 'as-rows' | 'show' }
  | { readonly kind: 'remove-row'; readonly at: number }
  /** `at` null: at the end of the rule, else inside the step. */
  | { readonly kind: 'add-step'; readonly at: number | null }
  /** `inner` null: the step itself, else one inside it. */
  | {
      readonly kind: 'remove-step' | 'step-up' | 'step-down';
      readonly at: number;
      readonly inner: number | null;
    };

/** `add-step`, `step-up:1`, `remove-step:1.0`; null: the button saves. */
export function buttonNamed(name: string): FormButton | null {
  const found = /^([a-z-]+)(?::(\d{1,3})(?:\.(\d{1,3}))?)?$/.exec(name);
  const kind = found?.[1];
  const [at, inner] = [found?.[2], found?.[3]].map((digits) => (digits === undefined ? null : Number(digits)));
  switch (kind) {
    case 'add-row':
    case 'as-text':
    case 'as-rows':
    case 'show':
      return { kind };
    case 'add-step':
      return { kind, at: at ?? null };
    case 'remove-row':
      return typeof at === 'number' ? { kind, at } : null;
    case 'remove-step':
    case 'step-up':
    case 'step-down':
      return typeof at === 'number' ? { kind, at, inner: inner ?? null } : null;
    default:
      return null;
  }
}

/** The form after a button. `base`: the condition that the form was made from. */
export function pressed<F extends StepsForm>(form: F, button: FormButton, base: string): F {
  const { rows, steps } = form;
  switch (button.kind) {
    case 'show':
      return { ...form, steps: steps.map(begun) };
    case 'add-row':
      return rows.length >= MOST_FORM_ROWS ? form : { ...form, rows: [...rows, EMPTY_ROW] };
    case 'remove-row':
      return { ...form, rows: rows.toSpliced(button.at, 1) };
    case 'add-step':
      if (stepsIn(steps) >= MOST_FORM_STEPS) return form;
      return button.at === null
        ? { ...form, steps: [...steps, NEW_STEP] }
        : { ...form, steps: inside(steps, button.at, (inner) => [...inner, NEW_STEP]) };
    case 'remove-step':
    case 'step-up':
    case 'step-down': {
      const { kind, at, inner } = button;
      const moved = (list: readonly FormStep[], position: number) => {
        if (kind === 'remove-step') return list.toSpliced(position, 1);
        return swapped(list, kind === 'step-up' ? position - 1 : position);
      };
      const next = inner === null ? moved(steps, at) : inside(steps, at, (list) => moved(list, inner));
      return { ...form, steps: next };
    }
    case 'as-text':
      return { ...form, asText: true, condition: conditionIn(form, base) };
    case 'as-rows': {
      const read = rowsFor(conditionIn(form, base));
      // The rows are no longer those of the condition that the form was made from.
      return read === null ? form : { ...form, asText: false, ...withoutOrigin(read, sameText(form.condition, base)) };
    }
  }
}

const NEW_STEP: FormStep = { ...EMPTY_STEP, of: null };

/** A step that has just become a `later` waits for a day, and has a step inside. */
function begun(step: FormStep): FormStep {
  if (step.verb !== 'later') return step;
  const { count, unit, inner } = step;
  const isNew = unit === '';
  return {
    ...step,
    count: isNew ? '1' : count,
    unit: isNew ? 'day' : unit,
    inner: inner.length === 0 ? [NEW_STEP] : inner,
  };
}

/** Whether a rule or a schedule has more steps than a form, so that saving one would lose some. */
export function isTooLong(base: FormBase | null): boolean {
  if (base === null) return false;
  return base.actions.length > MOST_FORM_STEPS || stepsIn(base.actions.map(stepForm)) > MOST_FORM_STEPS;
}

/** A form of something new, with the texts of another. */
export function asNewForm<F extends StepsForm>(form: F): F {
  const isNew = (step: FormStep): FormStep => ({ ...step, of: null, inner: step.inner.map(isNew) });
  return { ...form, steps: form.steps.map(isNew), rows: form.rows.map((row) => ({ ...row, of: null })) };
}

/** How many steps a form has, those inside others included. */
function stepsIn(steps: readonly StepForm[]): number {
  return steps.reduce((sum, { inner }) => sum + 1 + inner.length, 0);
}

function inside(
  steps: readonly FormStep[],
  at: number,
  change: (inner: readonly FormStep[]) => readonly FormStep[],
): readonly FormStep[] {
  const step = steps[at];
  return step?.verb === 'later' ? steps.with(at, { ...step, inner: change(step.inner) }) : steps;
}

function withoutOrigin(form: ConditionForm, isBase: boolean): ConditionForm {
  return isBase ? form : { ...form, rows: form.rows.map((row) => ({ ...row, of: null })) };
}

/** Swaps a step with the one behind it. */
function swapped(steps: readonly FormStep[], at: number): readonly FormStep[] {
  const [step, next] = [steps[at], steps[at + 1]];
  return step === undefined || next === undefined ? steps : steps.with(at, next).with(at + 1, step);
}
