// "Only if" in the designer's forms: rows that ask one thing each, with an empty one at their end,
// and the text of the condition for what rows cannot say.
import { joinsName, rowName, rowsToShow } from '../../rules/design/condition-texts.ts';
import { ROW_FLAGS, ROW_TESTS, type RowForm } from '../../rules/sentences/condition-form.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { type GroupOfPlaces, placesOf } from '../../rules/sentences/places.ts';
import { inputId, type Sheet, TextInput } from './design-input.tsx';
import { PlaceSelect, StyleSelect } from './rule-places.tsx';

interface ConditionProps {
  readonly sheet: Sheet;
  /** The name of the input of the condition's text. */
  readonly name: string;
  readonly label: string;
  /** The API path of the condition. */
  readonly path: string;
}

export function Condition({ sheet, name, label, path }: ConditionProps) {
  const { design, texts } = sheet;
  const { rules: words, design: own } = texts;
  const source = design.shown.get(name) ?? '';
  const names = namesIn(design.program, texts.sentences);
  const places = placesOf(design.program, design.passConstructor, names);
  const form = rowsToShow(source);
  const read = source === '' ? null : conditionWords(source, names);
  const listed = places.flatMap((group) => group.places.map(({ path: each, name: shown }) => [each, shown] as const));
  return (
    <fieldset class="designCondition">
      <legend>{label}</legend>
      {read !== null && <p dir="auto">{own.field.conditionReads(read)}</p>}
      {form !== null && form.rows.length === 1 && <p class="hint">{own.field.always}</p>}
      {form !== null && (
        <>
          {form.rows.length > 2 ? (
            <div class="field">
              <label for={inputId(joinsName(name))}>{words.joins}</label>
              <select id={inputId(joinsName(name))} name={joinsName(name)}>
                {(['and', 'or'] as const).map((joins) => (
                  <option key={joins} value={joins} selected={joins === form.joins}>
                    {words.joinsOf[joins]}
                  </option>
                ))}
              </select>
            </div>
          ) : (
            <input type="hidden" name={joinsName(name)} value={form.joins} />
          )}
          {form.rows.map((row, at) => (
            <Row key={at} {...{ sheet, condition: name, row, at, names, places }} />
          ))}
        </>
      )}
      <details open={form === null}>
        <summary>{words.text}</summary>
        <TextInput
          sheet={sheet}
          name={name}
          label={words.text}
          hint={words.textHint}
          hidesLabel
          editor="condition"
          completions={listed}
          notes={[path]}
        />
      </details>
    </fieldset>
  );
}

interface RowProps {
  readonly sheet: Sheet;
  readonly condition: string;
  readonly row: RowForm;
  readonly at: number;
  readonly names: Names;
  readonly places: readonly GroupOfPlaces[];
}

/** A row without a place is left out, so that the last one adds a row and any other can be emptied. */
function Row({ sheet, condition, row, at, names, places }: RowProps) {
  const { texts } = sheet;
  const { rules: words, sentences, design: own } = texts;
  const subject = rowName(condition, at, 'subject');
  const test = rowName(condition, at, 'test');
  const value = rowName(condition, at, 'value');
  return (
    <div class="designConditionRow">
      {row.of !== null && <input type="hidden" name={`${condition}.row${at}.of`} value="1" />}
      <div class="field">
        <label for={inputId(subject)}>{words.subject}</label>
        <PlaceSelect
          id={inputId(subject)}
          name={subject}
          value={row.subject}
          places={places}
          nameOf={(each) => names.of(each.replace(/^\{|\}$/g, ''))}
          sentAs={(each) => `{${each}}`}
          texts={texts}
          others={{
            title: words.before,
            options: [
              ...ROW_FLAGS.map((flag) => [flag, sentences.flags[flag][0]] as const),
              ...(row.subject === '' ? [] : [['', own.field.noRow] as const]),
            ],
          }}
        />
      </div>
      <div class="field">
        <label for={inputId(test)}>{words.test}</label>
        <select id={inputId(test)} name={test}>
          {ROW_TESTS.map((each) => (
            <option key={each} value={each} selected={each === row.test}>
              {words.tests[each]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={inputId(value)}>{words.value}</label>
        {row.subject === '{type}' ? (
          <StyleSelect id={inputId(value)} name={value} value={row.value} texts={texts} />
        ) : (
          <input id={inputId(value)} name={value} value={row.value} type="text" dir="auto" autocomplete="off" />
        )}
      </div>
    </div>
  );
}
