// The condition of a rule or a schedule in its form: rows of questions, or a text.
import type { OpenSteps } from '../../operations/templates/steps-form.ts';
import { asksValue, type RowForm, testsOf } from '../../rules/sentences/condition-form.ts';
import { rowsFor } from '../../rules/sentences/rule-form.ts';
import type { Texts } from '../texts/en/index.ts';
import { JoinsField, Question } from './condition-row.tsx';
import { StyleSelect, Suggestions } from './rule-places.tsx';

interface ConditionProps {
  readonly rule: OpenSteps;
  readonly texts: Texts;
}

export function RuleCondition(props: ConditionProps) {
  const { rule, texts } = props;
  const { asText } = rule.form;
  return (
    <fieldset id="of-condition">
      <legend>{texts.rules.condition}</legend>
      <input type="hidden" name="mode" value={asText ? 'text' : 'rows'} />
      {asText ? <ConditionText {...props} /> : <ConditionRows {...props} />}
    </fieldset>
  );
}

function ConditionRows({ rule, texts }: ConditionProps) {
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
  readonly rule: OpenSteps;
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

function ConditionText({ rule, texts }: ConditionProps) {
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
