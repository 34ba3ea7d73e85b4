// The steps of a rule in its form: a verb, and the inputs that the verb needs.
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import { TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { DELAY_UNITS } from '../../rules/schedules/delay.ts';
import type { StepFault } from '../../rules/sentences/step-action.ts';
import { type FormStep, innerFields, STEP_FIELDS, type StepField, VERBS } from '../../rules/sentences/step-form.ts';
import { ACTIONS } from '../../rules/triggers/action-table.ts';
import { en, type Texts } from '../texts/en/index.ts';
import { PlaceSelect, StyleSelect, Suggestions } from './rule-places.tsx';
import { ValueText } from './value-menu.tsx';

/** `onlyIf`: by the position of an action, its own condition in words; null: it has none. */
export function RuleSteps({
  rule,
  texts,
  onlyIf = [],
}: Pick<StepProps, 'rule' | 'texts'> & { readonly onlyIf?: readonly (string | null)[] }) {
  const { rules: words } = texts;
  const { steps } = rule.form;
  return (
    <fieldset>
      <legend>{words.thenDo}</legend>
      <ol class="stepList">
        {steps.map((step, at) => (
          <Step
            key={at}
            {...{ step, rule, texts }}
            at={[at, null]}
            isLast={at === steps.length - 1}
            own={step.of === null ? null : (onlyIf[step.of] ?? null)}
          />
        ))}
      </ol>
      <p class="ruleLinks">
        <button type="submit" class="button plain" name="do" value="add-step" id="add-step" data-press>
          {words.addStep}
        </button>
      </p>
    </fieldset>
  );
}

/** The position of a step, and of one inside it. */
type At = readonly [step: number, inner: number | null];

interface StepProps {
  readonly step: FormStep;
  readonly at: At;
  readonly rule: OpenSteps;
  readonly texts: Texts;
}

/** `2`, and `2.1` for the first step inside of it, as people count. */
export function stepNumber([step, inner]: At): string {
  return inner === null ? `${step + 1}` : `${step + 1}.${inner + 1}`;
}

/** `step-1`, and `step-1-0` for the first step inside of it. */
export function stepId([step, inner]: At): string {
  return inner === null ? `step-${step}` : `step-${step}-${inner}`;
}

function stepName([step, inner]: At): string {
  return inner === null ? `step${step}` : `step${step}.step${inner}`;
}

interface OneStepProps extends StepProps {
  readonly isLast: boolean;
  /** The action's own condition in words, which no input of the form shows; null: there is none. */
  readonly own: string | null;
}

function Step({ step, at, rule, texts, isLast, own }: OneStepProps) {
  const { rules: words } = texts;
  const [outer, inner] = at;
  const told = rule.faults?.actions.find((fault) => fault.step === outer && fault.inner === inner);
  const verbs = VERBS.filter(
    (verb) => verb === step.verb || !(verb === 'other' || (inner !== null && verb === 'later')),
  );
  const [id, place, number] = [stepId(at), inner === null ? `${outer}` : `${outer}.${inner}`, stepNumber(at)];
  return (
    <li class="ruleStep" id={id}>
      {step.of !== null && <input type="hidden" name={`${stepName(at)}.of`} value={String(step.of)} />}
      <div class="field">
        <label for={`${id}-verb`}>{words.verb}</label>
        <select id={`${id}-verb`} name={`${stepName(at)}.verb`} data-press="show">
          {verbs.map((verb) => (
            <option key={verb} value={verb} selected={verb === step.verb}>
              {words.verbs[verb]}
            </option>
          ))}
        </select>
      </div>
      {(inner === null ? STEP_FIELDS[step.verb] : innerFields(step.verb)).map((field) => (
        <Input key={field} {...{ step, at, rule, texts, field }} />
      ))}
      {step.verb === 'later' && <Inner {...{ step, at, rule, texts }} />}
      {own !== null && (
        <p class="hint" dir="auto">
          {words.onlyIf(own)}
        </p>
      )}
      {told !== undefined && (
        <p class="fault" lang={en.tag}>
          {told.message}
        </p>
      )}
      <p class="stepButtons">
        <button type="submit" class="button text needsNoScript" name="do" value="show" data-press>
          {words.show}
        </button>
        {(inner ?? outer) > 0 && (
          <StepButton id={`${id}-up`} value={`step-up:${place}`} label={words.stepUp(number)} sign="↑" />
        )}
        {!isLast && (
          <StepButton id={`${id}-down`} value={`step-down:${place}`} label={words.stepDown(number)} sign="↓" />
        )}
        <StepButton value={`remove-step:${place}`} label={words.removeStep(number)} sign="✕" />
      </p>
    </li>
  );
}

interface ButtonProps {
  readonly id?: string;
  readonly value: string;
  readonly label: string;
  readonly sign: string;
}

function StepButton({ id, value, label, sign }: ButtonProps) {
  return (
    <button type="submit" class="button text" id={id} name="do" value={value} data-press aria-label={label}>
      {sign}
    </button>
  );
}

/** The steps that are done after the wait. */
function Inner({ step, at: [outer], rule, texts }: StepProps) {
  const { rules: words } = texts;
  const { inner } = step;
  const fault = faultOf(rule, [outer, null], 'inner');
  return (
    <fieldset class="innerSteps">
      <legend>{words.thenLater}</legend>
      {fault !== undefined && <p class="fault">{words.faults[fault.kind]}</p>}
      <ol class="stepList">
        {inner.map((each, at) => (
          <Step
            key={at}
            {...{ rule, texts }}
            step={each}
            at={[outer, at]}
            isLast={at === inner.length - 1}
            own={null}
          />
        ))}
      </ol>
      <p class="ruleLinks">
        <button type="submit" class="button text" name="do" value={`add-step:${outer}`} data-press>
          {words.addInner}
        </button>
      </p>
    </fieldset>
  );
}

function faultOf(rule: OpenSteps, [outer, inner]: At, field: StepFault['field']) {
  return rule.faults?.steps.find(
    (each) => each.step === outer && (each.inner ?? null) === inner && each.field === field,
  );
}

type InputProps = StepProps & { readonly field: StepField };

function Input(props: InputProps) {
  const { step, at, rule, texts, field } = props;
  const { rules: words } = texts;
  const fault = faultOf(rule, at, field);
  const id = `${stepId(at)}-${field}`;
  const labels: Partial<Record<StepField, string>> = words.fields[step.verb];
  return (
    <div class={`field${fault === undefined ? '' : ' faulty'}`}>
      <label for={id}>{field === 'condition' ? words.ownCondition : labels[field]}</label>
      {isRead(step, field) ? (
        <div id={`${id}-fault`} aria-live="polite" data-live-fault>
          {fault !== undefined && <Fault fault={fault} texts={texts} />}
        </div>
      ) : (
        fault !== undefined && (
          <div id={`${id}-fault`}>
            <Fault fault={fault} texts={texts} />
          </div>
        )
      )}
      <Control {...props} id={id} isFaulty={fault !== undefined} />
    </div>
  );
}

/** Whether a parser reads the input, so that its verdict is shown while it is typed. */
function isRead({ verb }: FormStep, field: StepField): boolean {
  return field === 'condition' || (field === 'text' && (verb === 'calculate' || verb === 'addResult'));
}

function Fault({ fault: { kind, problem }, texts: { rules: words } }: { fault: StepFault; texts: Texts }) {
  if (problem === undefined) return <p class="fault">{words.faults[kind]}</p>;
  return (
    <div class="fault">
      <p>
        {words.faults[kind]} {words.at(problem.line, problem.column)} <span lang={en.tag}>{problem.message}</span>
      </p>
      <pre dir="ltr">{problem.excerpt}</pre>
    </div>
  );
}

function Control({ step, at, rule, texts, field, id, isFaulty }: InputProps & { id: string; isFaulty: boolean }) {
  const { choices } = ACTIONS.PSActionURL.fields.method;
  const name = `${stepName(at)}.${field}`;
  const value = step[field];
  const common = {
    id,
    name,
    'aria-invalid': isFaulty ? ('true' as const) : undefined,
    'aria-describedby': isFaulty ? `${id}-fault` : undefined,
  };
  if (field === 'path') {
    const isRun = step.verb === 'run';
    const places = isRun ? [{ group: 'hidden' as const, places: rule.routines }] : rule.places;
    return <PlaceSelect {...{ id, name, value, texts, isFaulty, places }} nameOf={rule.nameOf} />;
  }
  if (field === 'method') {
    return (
      <select {...common} data-live>
        <option value="">{choices[0]}</option>
        {[...choices.slice(1), ...others(value)].map((method) => (
          <option key={method} value={method} selected={method === value}>
            {method}
          </option>
        ))}
      </select>
    );
  }
  if (field === 'unit' || field === 'until') return <WaitSelect {...{ common, field, value, texts }} />;
  if (field === 'count') {
    return <input {...common} value={value} inputmode="numeric" autocomplete="off" data-live />;
  }
  if (field === 'name') return <input {...common} value={value} dir="auto" autocomplete="off" data-live />;
  if (step.verb === 'become' && field === 'text') return <StyleSelect {...{ id, name, value, texts, isFaulty }} />;
  const isLong = field === 'headers' || field === 'body' || step.verb === 'other' || /[\r\n]/.test(value);
  const target = step.verb === 'colour' ? 'psScanColor' : step.path;
  const isValue = field === 'text' && (step.verb === 'set' || step.verb === 'colour');
  const input = isValue ? rule.inputOf(target) : null;
  const isAmount = field === 'text' && (step.verb === 'add' || step.verb === 'takeAway');
  const hasList = !isLong && input !== null && input.suggestions.length > 0;
  const isPlain = isAmount || hasList || field === 'headers' || step.verb === 'other' || input?.kind === 'number';
  const control = isLong ? (
    <textarea {...common} rows={step.verb === 'other' ? 8 : 3} dir="auto" data-live>
      {`\n${value}`}
    </textarea>
  ) : (
    <input
      {...common}
      value={value}
      dir="auto"
      inputmode={isAmount || input?.kind === 'number' ? 'decimal' : undefined}
      list={hasList ? `${id}-list` : undefined}
      autocomplete="off"
      data-live
    />
  );
  if (!isPlain) {
    return (
      <ValueText choices={rule.values} texts={texts.values} value={value}>
        {control}
      </ValueText>
    );
  }
  return (
    <>
      {control}
      {hasList && <Suggestions id={`${id}-list`} values={input.suggestions} nameOf={rule.nameOf} />}
    </>
  );
}

interface WaitProps {
  readonly common: object;
  readonly field: 'unit' | 'until';
  readonly value: string;
  readonly texts: Texts;
}

function WaitSelect({ common, field, value, texts: { rules: words, sentences } }: WaitProps) {
  const options: readonly (readonly [value: string, words: string])[] =
    field === 'unit'
      ? DELAY_UNITS.map((unit) => [unit, words.units[unit]])
      : [['', words.nothingEnds], ...TRIGGER_EVENTS.map((event) => [event, sentences.events[event]] as const)];
  return (
    <select {...common} data-live>
      {options.map(([each, said]) => (
        <option key={each} value={each} selected={each === value}>
          {said}
        </option>
      ))}
    </select>
  );
}

/** A method that is written in another way, or is none, stays to be chosen. */
function others(method: string): readonly string[] {
  const { choices } = ACTIONS.PSActionURL.fields.method;
  return method === '' || (choices.slice(1) as readonly string[]).includes(method) ? [] : [method];
}
