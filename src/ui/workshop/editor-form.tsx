// The form with the values of one pass, on its editor and on its customer's page. It sends the
// values it showed as `was:`, so that only changed values are written.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { EditorField } from '../../operations/passes/pass-editor.ts';
import { numberText, readNumber } from '../../rules/values/values.ts';
import { ownersInput } from '../field-inputs.ts';
import { Field, type ShownField, targetId } from '../form-field.tsx';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';

/** The message above the form. */
export type EditorNotice =
  | { readonly kind: 'saved' | 'unchanged' }
  /** `message`: the text of psTriggerError. */
  | { readonly kind: 'stopped'; readonly message: string }
  /** Nothing was saved; `field` is the path at fault if the form has it. */
  | { readonly kind: 'failed'; readonly message: Child; readonly field: string | null };

interface EditorFormProps {
  readonly fields: readonly EditorField[];
  readonly texts: Texts;
  readonly notice: EditorNotice | null;
  /** API path -> the typed text that was not saved, and the text that the form had shown before. */
  readonly typed: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  /** The address to send the form to, and its hidden inputs. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** What the button that saves says. */
  readonly save: string;
  /** Whether each number has buttons to count, and labels are those on the pass. */
  readonly isCounter?: boolean;
  /** The address of the script that counts. */
  readonly script: string;
}

/** `children` stand between the fields and the button. */
export function EditorForm(props: PropsWithChildren<EditorFormProps>) {
  const { texts, shown, action, hidden, save, script, children, isCounter = false } = props;
  const fields = isCounter ? props.fields.map(forCounter) : props.fields;
  const hasFile = fields.some(({ kind }) => kind === 'image');
  return (
    <>
      <form method="post" action={action} class="form" enctype={hasFile ? 'multipart/form-data' : undefined}>
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {/* Enter presses the first button of a form, which must not be a stepper's. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and Save is not to be read twice */}
        <button type="submit" class="onEnter" tabindex={-1} aria-hidden="true">
          {save}
        </button>
        {fields.map((field, position) => (
          <Field key={field.path} field={shownField(props, field)} id={idOf(position)} texts={texts.form}>
            {field.kind !== 'image' && (
              <input type="hidden" name={`was:${field.path}`} value={shown[field.path] ?? field.text} />
            )}
          </Field>
        ))}
        {children}
        <button type="submit" class="button">
          {save}
        </button>
      </form>
      {fields.some(({ kind }) => kind === 'stepper') && <script type="module" src={script} />}
    </>
  );
}

function idOf(position: number): string {
  return `field-${position}`;
}

/** The same field with the words of the pass, and with buttons where it is a number. */
function forCounter(field: EditorField): EditorField {
  const { kind, text, label, path, onPass } = field;
  const named = label === path && onPass !== null ? { ...field, label: onPass, onPass: null } : field;
  const isSame = onPass !== null && onPass.toLowerCase() === label.toLowerCase();
  const bare = isSame ? { ...named, onPass: null } : named;
  return kind === 'number' && readNumber(text) !== null ? { ...bare, kind: 'stepper' } : bare;
}

/** A field of an owner's form as it was typed, or as it is now, with its mistake. */
export function shownField(
  { texts, notice, typed }: Pick<EditorFormProps, 'texts' | 'notice' | 'typed'>,
  field: EditorField,
): ShownField {
  const { path, label, kind, options } = field;
  const text = typed[path] ?? field.text;
  const isOffered = text === '' || options.some(([, value]) => value === text);
  return {
    name: path,
    label,
    kind,
    // An owner may leave a field empty that a holder must fill in.
    isRequired: false,
    text,
    // Offer a value that is not among the options, so that it stays until the owner chooses
    // another.
    options: kind === 'dropdown' && !isOffered ? [[text, text], ...options] : options,
    chosen: kind === 'multiselect' ? (JSON.parse(text) as string[]) : [],
    unticked: 'false',
    step: numberText(field.step),
    stepName: `step:${path}`,
    picture: kind === 'image' && field.text !== '' ? field.text : null,
    input: ownersInput({ kind, text }),
    hint: hintOf(field, texts),
    fault: notice?.kind === 'failed' && notice.field === path ? notice.message : null,
  };
}

function hintOf({ kind, text, onPass }: EditorField, { form, editor }: Texts): Child | null {
  if (kind === 'image') return text === '' ? form.picture : form.picturePresent;
  if (onPass === null) return null;
  return (
    <>
      {editor.onPass} <bdi>{onPass}</bdi>
    </>
  );
}

interface NoticeProps {
  readonly notice: EditorNotice;
  readonly fields: readonly EditorField[];
  readonly texts: Texts;
}

export function Notice({ notice, fields, texts: { editor: words, form } }: NoticeProps) {
  if (!('message' in notice)) {
    return (
      <p class={notice.kind === 'saved' ? 'notice' : 'notice unchanged'} role="status">
        {words[notice.kind]}
      </p>
    );
  }
  if (notice.kind === 'stopped') {
    return <Problems problem={notice.message} faulty={[]} texts={form} outcome={words.stopped} />;
  }
  const position = fields.findIndex(({ path }) => path === notice.field);
  const field = fields[position];
  const faulty = field === undefined ? [] : [{ target: targetId(field.kind, idOf(position)), fault: notice.message }];
  const problem = field === undefined ? notice.message : null;
  return <Problems problem={problem} faulty={faulty} texts={form} outcome={words.failed} />;
}
