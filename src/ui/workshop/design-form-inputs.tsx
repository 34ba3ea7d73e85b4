// How forms ask for a value, in the designer: whether customers fill it in, its label, its kind of
// input, its choices and what is checked. Fields and hidden values share these inputs.
import { VALIDATORS } from '../../rules/forms/validators.ts';
import { isAttribute } from '../../rules/templates/attributes.ts';
import { isTrue, type JsonValue } from '../../rules/values/values.ts';
import { Select, type Sheet, TextInput, Tick, Ticks } from './design-input.tsx';

interface FormInputsProps {
  readonly sheet: Sheet;
  readonly prefix: string;
  readonly node: JsonValue | undefined;
}

/** The section of a page that is about one value. */
export function FormInputs(props: FormInputsProps) {
  return (
    <section class="designGroup" aria-labelledby="form">
      <h3 id="form">{props.sheet.texts.design.field.form}</h3>
      <AskedInputs {...props} />
    </section>
  );
}

/** The inputs alone, for a page that has them for several values. */
export function AskedInputs({ sheet, prefix, node }: FormInputsProps) {
  const { field: words } = sheet.texts.design;
  return (
    <>
      <Tick sheet={sheet} name={`${prefix}PSEditable`} label={words.editable} hint={words.editableHint} />
      <details open={isAsked(node)}>
        <summary>{words.formMore}</summary>
        <TextInput sheet={sheet} name={`${prefix}PSLabel`} label={words.formLabel} />
        <Select
          sheet={sheet}
          name={`${prefix}PSAttributeType`}
          label={words.input}
          options={Object.entries(words.inputs)}
        />
        <TextInput
          sheet={sheet}
          name={`${prefix}PSOptions`}
          label={words.options}
          hint={words.optionsHint}
          editor="lines"
        />
        <TextInput sheet={sheet} name={`${prefix}PSStepAmount`} label={words.step} editor="number" />
        <Ticks
          sheet={sheet}
          name={`${prefix}PSValidation`}
          label={words.validation}
          options={Object.keys(VALIDATORS).map((name) => [name, words.validators[name] ?? name] as const)}
        />
      </details>
    </>
  );
}

/** Whether the value says more of itself than what it is. */
export function isAsked(node: JsonValue | undefined): boolean {
  return isAttribute(node) && (isTrue(node.PSEditable) || Object.keys(node).length > 1);
}
