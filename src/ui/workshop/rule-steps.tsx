// The steps of a rule in its form: a verb, and the inputs that the verb needs.
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import { STEP_FIELDS, type StepField, VERBS } from '../../rules/sentences/step-form.ts';
import { ACTIONS } from '../../rules/triggers/action-table.ts';
import { en, type Texts } from '../texts/en/index.ts';
import { PlaceSelect, StyleSelect, Suggestions } from './rule-places.tsx';
import { ValueText } from './value-menu.tsx';

type FormStep = OpenSteps['form']['steps'][number];

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
            {...{ step, at, rule, texts }}
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

interface StepProps {
  readonly step: FormStep;
  readonly at: number;
  readonly rule: OpenSteps;
  readonly texts: Texts;
}

function Step({
  step,
  at,
  rule,
  texts,
  isLast,
  own,
}: StepProps & { readonly isLast: boolean; readonly own: string | null }) {
  const { rules: words } = texts;
  const told = rule.faults?.actions.find((fault) => fault.step === at);
  return (
    <li class="ruleStep" id={`step-${at}`}>
      {step.of !== null && <input type="hidden" name={`step${at}.of`} value={String(step.of)} />}
      <div class="field">
        <label for={`step-${at}-verb`}>{words.verb}</label>
        <select id={`step-${at}-verb`} name={`step${at}.verb`} data-press="show">
          {VERBS.filter((verb) => verb !== 'other' || step.verb === 'other').map((verb) => (
            <option key={verb} value={verb} selected={verb === step.verb}>
              {words.verbs[verb]}
            </option>
          ))}
        </select>
      </div>
      {STEP_FIELDS[step.verb].map((field) => (
        <Input key={field} {...{ step, at, rule, texts, field }} />
      ))}
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
        {at > 0 && (
          <button
            type="submit"
            class="button text"
            id={`step-${at}-up`}
            name="do"
            value={`step-up:${at}`}
            data-press
            aria-label={words.stepUp(at + 1)}
          >
            ↑
          </button>
        )}
        {!isLast && (
          <button
            type="submit"
            class="button text"
            id={`step-${at}-down`}
            name="do"
            value={`step-down:${at}`}
            data-press
            aria-label={words.stepDown(at + 1)}
          >
            ↓
          </button>
        )}
        <button
          type="submit"
          class="button text"
          name="do"
          value={`remove-step:${at}`}
          data-press
          aria-label={words.removeStep(at + 1)}
        >
          ✕
        </button>
      </p>
    </li>
  );
}

type InputProps = StepProps & { readonly field: StepField };

function Input(props: InputProps) {
  const { step, at, rule, texts, field } = props;
  const { rules: words } = texts;
  const fault = rule.faults?.steps.find((each) => each.step === at && each.field === field);
  const id = `step-${at}-${field}`;
  const labels: Partial<Record<StepField, string>> = words.fields[step.verb];
  return (
    <div class={`field${fault === undefined ? '' : ' faulty'}`}>
      <label for={id}>{labels[field]}</label>
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {words.faults[fault.kind]}
        </p>
      )}
      <Control {...props} id={id} isFaulty={fault !== undefined} />
    </div>
  );
}

function Control({ step, at, rule, texts, field, id, isFaulty }: InputProps & { id: string; isFaulty: boolean }) {
  const { choices } = ACTIONS.PSActionURL.fields.method;
  const name = `step${at}.${field}`;
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
  if (step.verb === 'become') return <StyleSelect {...{ id, name, value, texts, isFaulty }} />;
  const isLong = field === 'headers' || field === 'body' || step.verb === 'other' || /[\r\n]/.test(value);
  const target = step.verb === 'colour' ? 'psScanColor' : step.path;
  const input = step.verb === 'set' || step.verb === 'colour' ? rule.inputOf(target) : null;
  const isAmount = step.verb === 'add' || step.verb === 'takeAway';
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

/** A method that is written in another way, or is none, stays to be chosen. */
function others(method: string): readonly string[] {
  const { choices } = ACTIONS.PSActionURL.fields.method;
  return method === '' || (choices.slice(1) as readonly string[]).includes(method) ? [] : [method];
}
