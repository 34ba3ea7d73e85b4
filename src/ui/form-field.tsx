// One field of a form, in the registration and in the editor: its label, its hint, its fault, and
// the element to fill in.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { InputKind } from '../rules/forms/edited-values.ts';
import { directionOf } from './direction.ts';
import type { InputHints } from './field-inputs.ts';
import type { Texts } from './texts/en/index.ts';

export interface ShownField {
  /** The name of its value in the form. */
  readonly name: string;
  readonly label: string;
  readonly kind: InputKind;
  readonly isRequired: boolean;
  readonly text: string;
  /** Label, and the text that the form sends for it. */
  readonly options: readonly (readonly [label: string, text: string])[];
  /** The ticked options of a field with several answers. */
  readonly chosen: readonly string[];
  /** The text that the form sends for a box that is not ticked. */
  readonly unticked: string;
  /** The amount that a stepper adds or subtracts. */
  readonly step: string;
  /** The name of the buttons that ask the server to step; null where only a script steps. */
  readonly stepName: string | null;
  /** The address of the present picture. */
  readonly picture: string | null;
  /** Type, keyboard and autofill of an input of one line. */
  readonly input: InputHints;
  readonly hint: Child | null;
  readonly fault: Child | null;
}

interface FieldProps {
  readonly field: ShownField;
  /** Unique in the page. */
  readonly id: string;
  readonly texts: Texts['form'];
}

/** `children` are hidden inputs. */
export function Field({ field, id, texts, children }: PropsWithChildren<FieldProps>) {
  const props = { field, id, texts };
  const classes = `field ${field.kind}${field.fault === null ? '' : ' faulty'}`;
  if (field.kind === 'multiselect') {
    return (
      <fieldset class={classes} dir={directionOf(field.label)} aria-describedby={notesOf(props)}>
        <legend>
          <Name field={field} />
        </legend>
        <Notes {...props} />
        <Choices {...props} />
        {children}
      </fieldset>
    );
  }
  const isBox = field.kind === 'checkbox';
  return (
    <div class={classes} dir={directionOf(field.label)}>
      {!isBox && (
        <label for={id}>
          <Name field={field} />
        </label>
      )}
      <Notes {...props} />
      {isBox ? <Box {...props} /> : <Control {...props} />}
      {children}
    </div>
  );
}

/** The id of the element that a link to the field leads to. */
export function targetId(kind: InputKind, id: string): string {
  return kind === 'multiselect' ? `${id}-0` : id;
}

function Name({ field }: { field: ShownField }) {
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

function notesOf({ field, id }: FieldProps): string | undefined {
  const ids = [...(field.hint === null ? [] : [`${id}-hint`]), ...(field.fault === null ? [] : [`${id}-fault`])];
  return ids.length === 0 ? undefined : ids.join(' ');
}

function Notes({ field, id }: FieldProps) {
  return (
    <>
      {field.hint !== null && (
        <p class="hint" id={`${id}-hint`} dir="auto">
          {field.hint}
        </p>
      )}
      {field.fault !== null && (
        <p class="fault" id={`${id}-fault`} dir="auto">
          {field.fault}
        </p>
      )}
    </>
  );
}

/** Attributes of every element to fill in. */
function commonOf(props: FieldProps) {
  const { field, id } = props;
  return {
    id,
    name: field.name,
    required: field.isRequired,
    'aria-invalid': field.fault === null ? undefined : ('true' as const),
    'aria-describedby': notesOf(props),
  };
}

function Control(props: FieldProps) {
  const { field } = props;
  const common = commonOf(props);
  switch (field.kind) {
    case 'lines':
    case 'json':
      return (
        <textarea {...common} rows={field.kind === 'json' ? 4 : 3} dir="auto" spellcheck={field.kind === 'lines'}>
          {/* HTML drops a line break at the beginning, so add one. */}
          {`\n${field.text}`}
        </textarea>
      );
    case 'dropdown':
      return <Dropdown {...props} />;
    case 'image':
      return (
        <>
          {field.picture !== null && <img class="present" src={field.picture} alt="" />}
          <input {...common} required={field.isRequired && field.picture === null} type="file" accept={PICTURES} />
        </>
      );
    case 'stepper':
      return <Stepper {...props} />;
    default:
      return <input {...common} {...field.input} value={field.text} dir="auto" />;
  }
}

/** No vector images: holders may not send them, see operations/change/take-fields.ts. */
const PICTURES = 'image/png,image/jpeg,image/webp,image/gif';

/**
 * Offers an empty answer to a field that is not required, even where the owner's options lack one.
 */
function Dropdown(props: FieldProps) {
  const { field, texts } = props;
  const offers = (text: string) => field.options.some(([, option]) => option === text);
  const needsEmpty = !offers('') && (!field.isRequired || !offers(field.text));
  return (
    <select {...commonOf(props)}>
      {needsEmpty && <option value="">{field.isRequired ? texts.choose : texts.none}</option>}
      {field.options.map(([label, text]) => (
        <option value={text} selected={text === field.text}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Box(props: FieldProps) {
  const { field, id } = props;
  return (
    <>
      {/* Without this input, a box that is not ticked would send nothing. */}
      <input type="hidden" name={field.name} value={field.unticked} />
      <label for={id} class="tick">
        <input {...commonOf(props)} type="checkbox" value="true" checked={field.text === 'true'} />
        <span>
          <Name field={field} />
        </span>
      </label>
    </>
  );
}

function Choices({ field, id }: FieldProps) {
  return (
    <>
      {/* Without this input, a list with no tick would send nothing. */}
      <input type="hidden" name={field.name} value="" />
      {field.options.map(([label, text], position) => (
        <label for={`${id}-${position}`} class="tick">
          <input
            type="checkbox"
            id={`${id}-${position}`}
            name={`${field.name}[]`}
            value={text}
            checked={field.chosen.includes(text)}
            aria-invalid={field.fault === null ? undefined : 'true'}
          />
          <span>
            <bdi>{label}</bdi>
          </span>
        </label>
      ))}
    </>
  );
}

/**
 * The page's script counts in the page. Without the script the buttons send the form, and the
 * server counts, or the style sheet hides the buttons.
 */
function Stepper(props: FieldProps) {
  const { field, texts } = props;
  const { step, label, stepName } = field;
  const button = (times: 1 | -1) => (
    <button
      {...(stepName === null ? { type: 'button' } : { type: 'submit', name: stepName, value: String(times) })}
      class="button plain"
      data-step={times < 0 ? `-${step}` : step}
      aria-label={(times < 0 ? texts.less : texts.more)(label, step)}
    >
      {times < 0 ? '−' : '+'}
    </button>
  );
  return (
    <div class="steps">
      {button(-1)}
      <input {...commonOf(props)} {...field.input} value={field.text} />
      {button(1)}
    </div>
  );
}
