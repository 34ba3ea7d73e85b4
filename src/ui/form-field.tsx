// One field of the registration form: its label, its hint, what is wrong with it, and the element to fill in.
import type { FormField } from '../operations/registration-form.ts';
import { inputHints } from './field-inputs.ts';
import type { RegisterTexts } from './texts/register.ts';

export interface FieldProps {
  readonly field: FormField;
  /** Unique in the page. */
  readonly id: string;
  readonly fault: string | null;
  readonly texts: RegisterTexts;
  readonly base: string;
}

/** What the guide's forms call the values that they send. */
export const FORM_PREFIX = 'psForm_0_';
/** The content hash of a picture that came with a form before. */
export const KEPT_PREFIX = 'psKept_';

export function Field(props: FieldProps) {
  const { field, id, fault } = props;
  const isGroup = field.kind === 'multiselect';
  const inside = (
    <>
      <Notes {...props} />
      <Control {...props} />
    </>
  );
  const classes = `field ${field.kind}${fault === null ? '' : ' faulty'}`;
  if (isGroup) {
    return (
      <fieldset class={classes} aria-describedby={notesOf(props)}>
        <legend>
          <Name field={field} />
        </legend>
        {inside}
      </fieldset>
    );
  }
  if (field.kind === 'checkbox') {
    return (
      <div class={classes}>
        <Notes {...props} />
        {/* A box that is not ticked sends nothing. */}
        <input type="hidden" name={nameOf(field)} value="" />
        <label for={id} class="tick">
          <Control {...props} />
          <span>
            <Name field={field} />
          </span>
        </label>
      </div>
    );
  }
  return (
    <div class={classes}>
      <label for={id}>
        <Name field={field} />
      </label>
      {inside}
    </div>
  );
}

/** The id of what a link to the field leads to. */
export function targetId(field: FormField, id: string): string {
  return field.kind === 'multiselect' ? `${id}-0` : id;
}

function Name({ field }: { field: FormField }) {
  return (
    <>
      <bdi>{field.label}</bdi>
      {field.isRequired && (
        <span class="required" aria-hidden="true">
          {' '}
          *
        </span>
      )}
    </>
  );
}

function nameOf(field: FormField): string {
  return FORM_PREFIX + field.path;
}

function hintOf({ field, texts }: FieldProps): string | null {
  if (field.kind === 'image') {
    if (field.kept !== null) return texts.pictureKept;
    return (field.picture === null ? texts.hints.image : texts.picturePresent) ?? null;
  }
  if (field.kind !== 'text') return null;
  return field.validation.map((name) => texts.hints[name]).find((hint) => hint !== undefined) ?? null;
}

function notesOf(props: FieldProps): string | undefined {
  const ids = [
    ...(hintOf(props) === null ? [] : [`${props.id}-hint`]),
    ...(props.fault === null ? [] : [`${props.id}-fault`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Notes(props: FieldProps) {
  const hint = hintOf(props);
  return (
    <>
      {hint !== null && (
        <p class="hint" id={`${props.id}-hint`}>
          {hint}
        </p>
      )}
      {props.fault !== null && (
        <p class="fault" id={`${props.id}-fault`}>
          {props.fault}
        </p>
      )}
    </>
  );
}

function Control(props: FieldProps) {
  const { field, id, fault, base, texts } = props;
  const common = {
    id,
    name: nameOf(field),
    required: field.isRequired,
    'aria-invalid': fault === null ? undefined : ('true' as const),
    'aria-describedby': notesOf(props),
  };
  switch (field.kind) {
    case 'lines':
      return (
        <textarea {...common} rows={3} dir="auto">
          {/* HTML drops a line break at the beginning. */}
          {`\n${field.text}`}
        </textarea>
      );
    case 'dropdown':
      return (
        <select {...common}>
          {field.options.every(([, text]) => text !== field.text) && <option value="">{texts.choose}</option>}
          {field.options.map(([label, text]) => (
            <option value={text} selected={text === field.text}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'multiselect':
      return <Choices {...props} />;
    case 'checkbox':
      return <input {...common} type="checkbox" value="true" checked={field.text === 'true'} />;
    case 'image':
      return (
        <>
          {field.picture !== null && <img class="present" src={base + field.picture} alt="" />}
          {field.kept !== null && <input type="hidden" name={KEPT_PREFIX + field.path} value={field.kept} />}
          <input {...common} required={field.isRequired && field.picture === null} type="file" accept={PICTURES} />
        </>
      );
    default: {
      const step = field.kind === 'stepper' ? { step: field.step ?? 1 } : {};
      return <input {...common} {...inputHints(field)} {...step} value={field.text} dir="auto" />;
    }
  }
}

const PICTURES = 'image/png,image/jpeg,image/webp,image/gif,image/svg+xml';

function Choices(props: FieldProps) {
  const { field, id, fault } = props;
  return (
    <>
      {/* Without it nothing would be sent when the last tick is taken away. */}
      <input type="hidden" name={nameOf(field)} value="" />
      {field.options.map(([label, text], position) => (
        <label for={`${id}-${position}`} class="tick">
          <input
            type="checkbox"
            id={`${id}-${position}`}
            name={`${nameOf(field)}[]`}
            value={text}
            checked={field.chosen.includes(text)}
            aria-invalid={fault === null ? undefined : 'true'}
          />
          <span>
            <bdi>{label}</bdi>
          </span>
        </label>
      ))}
    </>
  );
}
