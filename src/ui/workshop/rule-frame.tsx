// What is around the inputs of a rule and of a schedule: what was wrong, the form and its buttons.
import type { Child } from 'hono/jsx';
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import type { Texts } from '../texts/en/index.ts';
import { ValueList } from './value-menu.tsx';

export interface RuleFrameProps {
  readonly texts: Texts;
  /** Where the form is sent, and where a script asks for it again while it is typed. */
  readonly action: string;
  readonly preview: string;
  /** The list that the form belongs to. */
  readonly back: string;
  /** What went wrong, above the form; null: nothing, or what the inputs say. */
  readonly problem: Child | null;
  /** Whether the form was sent to be saved, and was not. */
  readonly isRefused: boolean;
}

interface Contents extends RuleFrameProps, Pick<OpenSteps, 'values'> {
  readonly title: string;
  /** Links to the inputs that are wrong. */
  readonly faults: Child;
  /** What changes while the form is filled in. */
  readonly inner: Child;
}

export function RuleFrame(props: Contents) {
  const { texts, action, preview, back, problem, isRefused, values, title, faults, inner } = props;
  const { rules: words } = texts;
  return (
    <>
      {isRefused && (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          {problem === null ? faults : <p dir="auto">{problem}</p>}
          <p class="outcome">{words.notSaved}</p>
        </div>
      )}
      <h2>{title}</h2>
      <form method="post" action={action} class="form ruleForm" data-rule-form={preview}>
        {/* Enter presses the first button of a form, which must not be one that adds a condition. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and Save is not to be read twice */}
        <button type="submit" class="onEnter" tabindex={-1} aria-hidden="true">
          {words.save}
        </button>
        <div class="ruleInner" data-rule-inner>
          {inner}
        </div>
        <div class="ruleLinks">
          <button type="submit" class="button">
            {words.save}
          </button>
          <a class="button plain" href={back}>
            {words.cancel}
          </a>
        </div>
      </form>
      <ValueList choices={values} texts={texts.values} />
    </>
  );
}
