// The form of one rule: when, only if, then. Every button sends the form, so that it works without
// a script; what was typed comes back each time.
import type { Child } from 'hono/jsx';
import type { OpenRule } from '../../operations/templates/edit-rule.ts';
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import type { Texts } from '../texts/en/index.ts';
import { RuleCondition } from './rule-condition.tsx';
import { RuleSteps } from './rule-steps.tsx';
import { ValueList } from './value-menu.tsx';

export interface RuleFormProps {
  readonly rule: OpenRule;
  readonly texts: Texts;
  /** Where the form is sent, and where a script asks for it again while it is typed. */
  readonly action: string;
  readonly preview: string;
  /** The list of rules. */
  readonly back: string;
  /** What went wrong, above the form; null: nothing, or what the inputs say. */
  readonly problem: Child | null;
  /** Whether the form was sent to be saved, and was not. */
  readonly isRefused: boolean;
}

export function RuleFormPage(props: RuleFormProps) {
  const { texts, action, preview, problem, isRefused, rule } = props;
  const { rules: words } = texts;
  if (rule.isTooLong) {
    return (
      <section class="panel" aria-labelledby="too-long">
        <h2 id="too-long">{words.tooLongTitle}</h2>
        <p>{words.tooLong}</p>
        <a class="button plain" href={props.back}>
          {words.toList}
        </a>
      </section>
    );
  }
  return (
    <>
      {isRefused && (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          {problem === null ? <FaultLinks {...props} /> : <p dir="auto">{problem}</p>}
          <p class="outcome">{words.notSaved}</p>
        </div>
      )}
      <h2>{rule.origin.number === null ? words.newTitle : words.editRule(rule.origin.number)}</h2>
      <form method="post" action={action} class="form ruleForm" data-rule-form={preview}>
        {/* Enter presses the first button of a form, which must not be one that adds a condition. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and Save is not to be read twice */}
        <button type="submit" class="onEnter" tabindex={-1} aria-hidden="true">
          {words.save}
        </button>
        <div class="ruleInner" data-rule-inner>
          <RuleInner {...props} />
        </div>
        <div class="ruleLinks">
          <button type="submit" class="button">
            {words.save}
          </button>
          <a class="button plain" href={props.back}>
            {words.cancel}
          </a>
        </div>
      </form>
      <ValueList choices={rule.values} texts={texts.values} />
    </>
  );
}

/** Links to what is wrong with the condition and the steps. */
export function FaultLinks({
  rule: { faults },
  texts: { rules: words },
}: Pick<RuleFormProps, 'texts'> & { rule: Pick<OpenSteps, 'faults'> }) {
  if (faults === null) return null;
  const steps = new Set([...faults.steps, ...faults.actions].map(({ step }) => step));
  const faultOf = (at: number) => {
    const input = faults.steps.find(({ step }) => step === at);
    return input === undefined ? faults.actions.find(({ step }) => step === at)?.message : words.faults[input.kind];
  };
  return (
    <ul>
      {faults.condition !== null && (
        <li>
          <a href="#of-condition">
            {words.conditionFault} <span lang="en">{faults.condition.message}</span>
          </a>
        </li>
      )}
      {faults.noStep && (
        <li>
          <a href="#add-step">{words.noStep}</a>
        </li>
      )}
      {[...steps].map((step) => (
        <li key={step}>
          <a href={`#step-${step}`}>
            {words.step(step + 1)}: {faultOf(step)}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What changes while the form is filled in. */
export function RuleInner(props: RuleFormProps) {
  const { rule, texts } = props;
  const { rules: words } = texts;
  const { origin, form, homes } = rule;
  return (
    <>
      <input type="hidden" name="revision" value={rule.open.revision} />
      <input type="hidden" name="mark" value={rule.mark} />
      {origin.number !== null && <input type="hidden" name="number" value={String(origin.number)} />}
      {origin.copyOf !== null && <input type="hidden" name="copy" value={origin.copyOf} />}
      <div class="field">
        <label for="home">{words.when}</label>
        <select id="home" name="home" data-live>
          {homes.map(({ name, title }) => (
            <option key={name} value={name} selected={name === form.home}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <RuleCondition rule={rule} texts={texts} />
      <RuleSteps {...props} />
      <Reads {...props} />
    </>
  );
}

/** The rule as a sentence, and what it would do. */
export function Reads({ rule, texts: { rules: words } }: Pick<RuleFormProps, 'rule' | 'texts'>) {
  const { reads, trial, answering } = rule;
  return (
    <section class="reads" aria-label={words.reads} aria-live="polite" data-reads>
      <p dir="auto">
        <strong>{words.reads}:</strong> {reads ?? words.notYet}
      </p>
      {answering !== null && <p class="asksAgain">{words.asksAgain(answering + 1)}</p>}
      {trial !== null && (
        <p class="quiet" dir="auto">
          {words.trial(trial.name ?? words.newCard, trial.outcome)}
        </p>
      )}
    </section>
  );
}
