// The form of one rule: when, only if, then. Every button sends the form, so that it works without
// a script; what was typed comes back each time.
import type { OpenRule } from '../../operations/templates/edit-rule.ts';
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import { RuleCondition } from './rule-condition.tsx';
import { RuleFrame, type RuleFrameProps } from './rule-frame.tsx';
import { RuleSteps } from './rule-steps.tsx';

export interface RuleFormProps extends RuleFrameProps {
  readonly rule: OpenRule;
}

export function RuleFormPage(props: RuleFormProps) {
  const { texts, rule } = props;
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
    <RuleFrame
      {...props}
      title={rule.origin.number === null ? words.newTitle : words.editRule(rule.origin.number)}
      faults={<FaultLinks {...props} />}
      inner={<RuleInner {...props} />}
      values={rule.values}
    />
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
