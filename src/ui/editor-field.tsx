// One value of the editor's form: the input that fits it. What the form shows goes along as `was:`, so that only what was
// changed is written.
import type { EditorField } from '../operations/editor.ts';
import { numberText } from '../rules/values.ts';
import type { EditorTexts } from './texts/editor.ts';

interface FieldProps {
  readonly field: EditorField;
  /** What the form holds: the present value, or what was typed and could not be saved. */
  readonly text: string;
  /** What the form showed at first, from which `text` may differ by now. */
  readonly shown: string;
  readonly position: number;
  readonly error: string | null;
  readonly texts: EditorTexts;
}

export function FieldInput({ field, text, shown, position, error, texts }: FieldProps) {
  const id = `field-${position}`;
  const hints = [...(field.onPass === null ? [] : [`${id}-hint`]), ...(error === null ? [] : [`${id}-error`])];
  const common = {
    id,
    name: field.path,
    'aria-describedby': hints.length === 0 ? undefined : hints.join(' '),
    'aria-invalid': error === null ? undefined : ('true' as const),
  };
  return (
    <div class={`value as-${field.kind}`}>
      {field.kind === 'multiselect' ? (
        <Choices field={field} text={text} id={id} hints={common['aria-describedby']} />
      ) : (
        <>
          {field.kind !== 'checkbox' && <FieldLabel id={id} field={field} />}
          <Control field={field} text={text} common={common} texts={texts} />
        </>
      )}
      {field.onPass !== null && (
        <p class="quiet" id={`${id}-hint`}>
          {texts.onPass} <bdi>{field.onPass}</bdi>
        </p>
      )}
      {error !== null && (
        <p class="error" id={`${id}-error`} dir="auto">
          {error}
        </p>
      )}
      {field.kind !== 'image' && <input type="hidden" name={`was:${field.path}`} value={shown} />}
    </div>
  );
}

function FieldLabel({ id, field }: { id: string; field: EditorField }) {
  return (
    <label for={id} dir="auto">
      {field.label}
    </label>
  );
}

interface Common {
  readonly id: string;
  readonly name: string;
}

function Control({
  field,
  text,
  common,
  texts,
}: {
  field: EditorField;
  text: string;
  common: Common;
  texts: EditorTexts;
}) {
  switch (field.kind) {
    case 'checkbox':
      return (
        <div class="check">
          {/* An unchecked box is not sent at all: this one is, before it. */}
          <input type="hidden" name={field.path} value="false" />
          <input {...common} type="checkbox" value="true" checked={text === 'true'} />
          <FieldLabel id={common.id} field={field} />
        </div>
      );
    case 'dropdown': {
      const known = field.options.some(([, value]) => value === text);
      const options = known ? field.options : ([[text, text], ...field.options] as const);
      return (
        <select {...common}>
          {options.map(([label, value]) => (
            <option key={value} value={value} selected={value === text}>
              {label}
            </option>
          ))}
        </select>
      );
    }
    case 'colour':
      return <input {...common} type="color" value={text} />;
    case 'date':
      return <input {...common} type="date" value={text} />;
    case 'number':
      return <input {...common} type="text" inputmode="decimal" value={text} autocomplete="off" />;
    case 'stepper':
      return <Stepper field={field} text={text} common={common} texts={texts} />;
    case 'image':
      return (
        <>
          {field.text !== '' && <img src={field.text} alt="" class="present" />}
          <input {...common} type="file" accept="image/*" />
        </>
      );
    case 'lines':
    case 'json':
      return (
        // HTML drops a line end right behind the tag.
        <textarea {...common} rows={4} dir="auto" spellcheck={field.kind === 'lines'}>
          {`\n${text}`}
        </textarea>
      );
    default:
      return <input {...common} type="text" value={text} dir="auto" autocomplete="off" />;
  }
}

/** Without script the buttons send the form, which comes back with the number stepped; nothing is saved by that. */
function Stepper({
  field,
  text,
  common,
  texts,
}: {
  field: EditorField;
  text: string;
  common: Common;
  texts: EditorTexts;
}) {
  const step = numberText(field.step);
  return (
    <div class="stepper">
      <button
        type="submit"
        class="button plain"
        name={`step:${field.path}`}
        value="-1"
        data-step={`-${step}`}
        aria-label={texts.less(field.label, step)}
      >
        −
      </button>
      <input {...common} type="text" inputmode="decimal" value={text} autocomplete="off" />
      <button
        type="submit"
        class="button plain"
        name={`step:${field.path}`}
        value="1"
        data-step={step}
        aria-label={texts.more(field.label, step)}
      >
        +
      </button>
    </div>
  );
}

function Choices({
  field,
  text,
  id,
  hints,
}: {
  field: EditorField;
  text: string;
  id: string;
  hints: string | undefined;
}) {
  const chosen = JSON.parse(text) as string[];
  return (
    <fieldset aria-describedby={hints}>
      <legend dir="auto">{field.label}</legend>
      {/* So that choosing nothing is sent as well. */}
      <input type="hidden" name={field.path} value="" />
      {field.options.map(([label, value], index) => (
        <div class="check" key={value}>
          <input
            type="checkbox"
            id={`${id}-${index}`}
            name={`${field.path}[]`}
            value={value}
            checked={chosen.includes(value)}
          />
          <label for={`${id}-${index}`} dir="auto">
            {label}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
