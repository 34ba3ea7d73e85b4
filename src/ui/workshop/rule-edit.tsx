// The form of one rule: when, only if, then. Every button sends the form, so that it works without
// a script; what was typed comes back each time.
import type { Child } from 'hono/jsx';
import type { OpenRule } from '../../operations/templates/edit-rule.ts';
import { asksValue, type RowForm, testsOf } from '../../rules/sentences/condition-form.ts';
import { rowsFor } from '../../rules/sentences/rule-form.ts';
import type { Texts } from '../texts/en/index.ts';
import { JoinsField, Question } from './condition-row.tsx';
import { StyleSelect, Suggestions } from './rule-places.tsx';
import { RuleSteps, stepId, stepNumber } from './rule-steps.tsx';
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

function FaultLinks({ rule: { faults }, texts: { rules: words } }: RuleFormProps) {
  if (faults === null) return null;
  const told = new Map<string, { readonly at: readonly [number, number | null]; readonly said: string }>();
  const tell = (step: number, inner: number | null, said: string) => {
    const at = [step, inner] as const;
    if (!told.has(stepId(at))) told.set(stepId(at), { at, said });
  };
  for (const { step, inner = null, kind } of faults.steps) tell(step, inner, words.faults[kind]);
  for (const { step, inner, message } of faults.actions) tell(step, inner, message);
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
      {[...told].map(([id, { at, said }]) => (
        <li key={id}>
          <a href={`#${id}`}>
            {words.step(stepNumber(at))}: {said}
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
      <fieldset id="of-condition">
        <legend>{words.condition}</legend>
        <input type="hidden" name="mode" value={form.asText ? 'text' : 'rows'} />
        {form.asText ? <ConditionText {...props} /> : <ConditionRows {...props} />}
      </fieldset>
      <RuleSteps {...props} />
      <Reads {...props} />
    </>
  );
}

function ConditionRows({ rule, texts }: RuleFormProps) {
  const { rules: words } = texts;
  const { form } = rule;
  return (
    <>
      {form.rows.length === 0 && <p class="quiet">{words.noCondition}</p>}
      {form.rows.length > 1 ? (
        <JoinsField id="joins" name="joins" joins={form.joins} texts={texts} />
      ) : (
        <input type="hidden" name="joins" value={form.joins} />
      )}
      <ul class="conditionRows">
        {form.rows.map((row, at) => (
          <Row key={at} {...{ row, at, rule, texts }} />
        ))}
      </ul>
      <p class="ruleLinks">
        <button type="submit" class="button plain" id="add-row" name="do" value="add-row" data-press>
          {words.addRow}
        </button>
        <button type="submit" class="button text" id="as-text" name="do" value="as-text" data-press>
          {words.asText}
        </button>
      </p>
    </>
  );
}

interface RowProps {
  readonly row: RowForm;
  readonly at: number;
  readonly rule: OpenRule;
  readonly texts: Texts;
}

function Row({ row, at, rule, texts }: RowProps) {
  const { rules: words } = texts;
  const tests = testsOf(row.subject);
  const hasValue = tests.includes(row.test) && asksValue(row.test);
  const path = /^\{([^{}]+)\}$/.exec(row.subject)?.[1] ?? null;
  const input = path === null ? null : rule.inputOf(path);
  return (
    <li class="conditionRow">
      {row.of !== null && <input type="hidden" name={`row${at}.of`} value={String(row.of)} />}
      <Question
        {...{ row, tests, texts }}
        subject={{ id: `row-${at}-subject`, name: `row${at}.subject` }}
        test={{ id: `row-${at}-test`, name: `row${at}.test` }}
        places={rule.places}
        nameOf={rule.nameOf}
      />
      {hasValue || row.subject === '' ? (
        <div class="field">
          <label for={`row-${at}-value`}>{words.value}</label>
          {path === 'type' ? (
            <StyleSelect id={`row-${at}-value`} name={`row${at}.value`} value={row.value} texts={texts} />
          ) : (
            <input
              id={`row-${at}-value`}
              name={`row${at}.value`}
              value={row.value}
              dir="auto"
              inputmode={input?.kind === 'number' ? 'decimal' : undefined}
              list={input !== null && input.suggestions.length > 0 ? `row-${at}-list` : undefined}
              data-live
            />
          )}
          {input !== null && <Suggestions id={`row-${at}-list`} values={input.suggestions} nameOf={rule.nameOf} />}
        </div>
      ) : (
        <input type="hidden" name={`row${at}.value`} value={row.value} />
      )}
      <button
        type="submit"
        class="button text"
        name="do"
        value={`remove-row:${at}`}
        data-press
        aria-label={words.removeRow(at + 1)}
      >
        ✕
      </button>
    </li>
  );
}

function ConditionText({ rule, texts }: RuleFormProps) {
  const { rules: words } = texts;
  const { form, faults, conditionWords, places } = rule;
  const fault = faults?.condition ?? null;
  const values = places.flatMap((group) => group.places);
  return (
    <div class={`field${fault === null ? '' : ' faulty'}`}>
      <label for="condition">{words.text}</label>
      <p class="hint" id="condition-hint">
        {words.textHint}
      </p>
      <textarea
        id="condition"
        name="condition"
        rows={3}
        dir="ltr"
        spellcheck={false}
        autocomplete="off"
        aria-describedby={fault === null ? 'condition-hint' : 'condition-hint condition-fault'}
        aria-invalid={fault === null ? undefined : 'true'}
        data-condition={JSON.stringify(values.map(({ path, name }) => [path, name]))}
        data-live
      >
        {`\n${form.condition}`}
      </textarea>
      {fault !== null && (
        <div class="fault" id="condition-fault">
          <p>
            {words.conditionFault} {words.at(fault.line, fault.column)} <span lang="en">{fault.message}</span>
          </p>
          <pre dir="ltr">{fault.excerpt}</pre>
        </div>
      )}
      {fault === null && conditionWords !== null && (
        <>
          <p class="quiet" dir="auto">
            {words.means} {conditionWords}
          </p>
          {rowsFor(form.condition) === null && <p class="quiet">{words.noRows}</p>}
        </>
      )}
      <p class="ruleLinks">
        <button type="submit" class="button text" id="as-rows" name="do" value="as-rows" data-press>
          {words.asRows}
        </button>
      </p>
    </div>
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
