// What the forms of rules and of the designer share to ask for a condition: how its rows hold
// together, and the place and the question of a row.
import {
  type Joins,
  ROW_CLOCKS,
  ROW_DATES,
  ROW_FLAGS,
  type RowForm,
  type RowTest,
} from '../../rules/sentences/condition-form.ts';
import type { GroupOfPlaces } from '../../rules/sentences/places.ts';
import type { Texts } from '../texts/en/index.ts';
import { PlaceSelect } from './rule-places.tsx';

interface JoinsProps {
  readonly id: string;
  readonly name: string;
  readonly joins: Joins;
  readonly texts: Texts;
}

export function JoinsField({ id, name, joins, texts: { rules: words } }: JoinsProps) {
  return (
    <div class="field">
      <label for={id}>{words.joins}</label>
      <select id={id} name={name} data-live>
        {(['and', 'or'] as const).map((each) => (
          <option key={each} value={each} selected={each === joins}>
            {words.joinsOf[each]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface QuestionProps {
  readonly row: RowForm;
  readonly subject: Named;
  readonly test: Named;
  readonly tests: readonly RowTest[];
  readonly places: readonly GroupOfPlaces[];
  /** The name of an API path. */
  readonly nameOf: (path: string) => string;
  readonly texts: Texts;
  /** The words of a choice that leaves the row out; absent: there is none. */
  readonly without?: string | undefined;
}

export function Question({ row, subject, test, tests, places, nameOf, texts, without }: QuestionProps) {
  const { rules: words, sentences } = texts;
  const flags = ROW_FLAGS.map((flag) => [flag, sentences.flags[flag][0]] as const);
  const clocks = ROW_CLOCKS.map((clock) => [clock, sentences.clocks[clock]] as const);
  const dates = ROW_DATES.map((date) => [`{${date}}`, sentences.specials[date]] as const);
  return (
    <>
      <div class="field">
        <label for={subject.id}>{words.subject}</label>
        <PlaceSelect
          {...subject}
          value={row.subject}
          places={places}
          nameOf={(value) => nameOf(value.replace(/^\{|\}$/g, ''))}
          sentAs={(path) => `{${path}}`}
          texts={texts}
          others={[
            { title: words.clocks, options: [...clocks, ...dates] },
            {
              title: words.before,
              options: without === undefined ? flags : [...flags, ['', without] as const],
            },
          ]}
        />
      </div>
      <div class="field">
        <label for={test.id}>{words.test}</label>
        <select {...test} data-press="show">
          {tests.map((each) => (
            <option key={each} value={each} selected={each === row.test}>
              {words.tests[each]}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
