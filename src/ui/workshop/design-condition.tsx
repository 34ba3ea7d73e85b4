// "Only if" in the designer's forms: rows that ask one thing each, with an empty one at their end,
// and the text of the condition for what rows cannot say.
import { joinsName, rowName, rowsToShow } from '../../rules/design/condition-texts.ts';
import { ROW_TESTS, type RowForm } from '../../rules/sentences/condition-form.ts';
import { conditionWords } from '../../rules/sentences/conditions.ts';
import { type Names, namesIn } from '../../rules/sentences/names.ts';
import { type GroupOfPlaces, placesOf } from '../../rules/sentences/places.ts';
import { JoinsField, Question } from './condition-row.tsx';
import { type InputSheet, inputId, TextInput } from './design-input.tsx';
import { StyleSelect } from './rule-places.tsx';

interface ConditionProps {
  readonly sheet: InputSheet;
  /** The name of the input of the condition's text. */
  readonly name: string;
  readonly label: string;
  /** The API path of the condition. */
  readonly path: string;
  /** What is said of a condition and of none; absent: as of a field that is shown. */
  readonly saying?: { readonly reads: (words: string) => string; readonly always: string };
}

export function Condition({ sheet, name, label, path, saying }: ConditionProps) {
  const { design, texts } = sheet;
  const { rules: words, design: own } = texts;
  const { reads, always } = saying ?? { reads: own.field.conditionReads, always: own.field.always };
  const source = design.shown.get(name) ?? '';
  const names = namesIn(design.program, texts.sentences);
  const places = placesOf(design.program, design.passConstructor, names);
  const form = rowsToShow(source);
  const read = source === '' ? null : conditionWords(source, names);
  const listed = places.flatMap((group) => group.places.map(({ path: each, name: shown }) => [each, shown] as const));
  return (
    <fieldset class="designCondition">
      <legend>{label}</legend>
      {read !== null && <p dir="auto">{reads(read)}</p>}
      {form !== null && form.rows.length === 1 && <p class="hint">{always}</p>}
      {form !== null && (
        <>
          {form.rows.length > 2 ? (
            <JoinsField id={inputId(joinsName(name))} name={joinsName(name)} joins={form.joins} texts={texts} />
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
  readonly sheet: InputSheet;
  readonly condition: string;
  readonly row: RowForm;
  readonly at: number;
  readonly names: Names;
  readonly places: readonly GroupOfPlaces[];
}

/** A row without a place is left out, so that the last one adds a row and any other can be emptied. */
function Row({ sheet, condition, row, at, names, places }: RowProps) {
  const { texts } = sheet;
  const { rules: words, design: own } = texts;
  const subject = rowName(condition, at, 'subject');
  const test = rowName(condition, at, 'test');
  const value = rowName(condition, at, 'value');
  return (
    <div class="designConditionRow">
      {row.of !== null && <input type="hidden" name={`${condition}.row${at}.of`} value="1" />}
      <Question
        {...{ row, places, texts }}
        subject={{ id: inputId(subject), name: subject }}
        test={{ id: inputId(test), name: test }}
        tests={ROW_TESTS}
        nameOf={names.of}
        without={row.subject === '' ? undefined : own.field.noRow}
      />
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
