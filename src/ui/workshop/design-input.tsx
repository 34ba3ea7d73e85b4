// The inputs of the designer's forms, each with its label, its hint, its fault, and what the server
// found about its value.
import type { Child } from 'hono/jsx';
import type { Design } from '../../operations/templates/design.ts';
import type { Diagnostic } from '../../rules/diagnostics.ts';
import { en, type Texts } from '../texts/en/index.ts';
import { ValueText } from './value-menu.tsx';

/** What all parts of a designer's page need. */
export interface Sheet {
  readonly design: Design;
  readonly texts: Texts;
  /** The address of the card. */
  readonly address: string;
  /** The address of the server's root, without a slash at its end. */
  readonly base: string;
}

/** What the inputs of a form need: what they show, and what was found about it. */
export interface InputSheet {
  readonly design: Pick<Design, 'program' | 'passConstructor' | 'shown' | 'faults' | 'diagnostics' | 'choices'>;
  readonly texts: Texts;
}

/** The id of an input. */
export function inputId(name: string): string {
  return `in-${name}`;
}

interface InputProps {
  readonly sheet: InputSheet;
  /** The name of the input in the form. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** The API paths whose notes stand below the input. */
  readonly notes?: readonly string[];
  /** Whether only screen readers read the label, because the place says the same to the eyes. */
  readonly hidesLabel?: boolean;
}

function describedBy({ sheet, name, hint, notes }: InputProps): string | undefined {
  const id = inputId(name);
  const ids = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(faultOf(sheet, name) === null ? [] : [`${id}-fault`]),
    ...(notes === undefined ? [] : [`${id}-notes`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function faultOf({ design, texts }: InputSheet, name: string): string | null {
  const found = design.faults.find((fault) => fault.name === name);
  return found === undefined ? null : texts.design.faults[found.fault];
}

/** Attributes of every element to fill in. */
function commonOf(props: InputProps) {
  const { sheet, name } = props;
  return {
    id: inputId(name),
    name,
    'aria-invalid': faultOf(sheet, name) === null ? undefined : ('true' as const),
    'aria-describedby': describedBy(props),
  };
}

function Around({ children, ...props }: InputProps & { readonly children?: Child }) {
  const { sheet, name, label, hint, notes, hidesLabel } = props;
  const id = inputId(name);
  const fault = faultOf(sheet, name);
  return (
    <div class={fault === null ? 'field' : 'field faulty'}>
      <label for={id} class={hidesLabel === true ? 'forReaders' : undefined}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== null && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {notes !== undefined && <Notes sheet={sheet} id={`${id}-notes`} paths={notes} />}
    </div>
  );
}

export type Editor = 'line' | 'lines' | 'json' | 'condition' | 'number' | 'day' | 'moment';

const INPUT_TYPES = { line: 'text', number: 'text', day: 'date', moment: 'datetime-local' } as const;

interface TextInputProps extends InputProps {
  readonly editor?: Editor;
  /** Whether the text may hold values of the card, which a menu inserts. */
  readonly holdsValues?: boolean;
  /** What completes the text of a condition: API paths and their names. */
  readonly completions?: readonly (readonly [path: string, name: string])[];
}

export function TextInput({ editor = 'line', holdsValues = false, completions, ...props }: TextInputProps) {
  const { design, texts } = props.sheet;
  const text = design.shown.get(props.name) ?? '';
  // An input of one line would lose line breaks.
  const isLong = ['lines', 'json', 'condition'].includes(editor) || text.includes('\n');
  const input = (
    <>
      {isLong ? (
        <textarea
          {...commonOf(props)}
          rows={3}
          dir="auto"
          spellcheck={editor === 'lines'}
          autocomplete="off"
          data-condition={completions === undefined ? undefined : JSON.stringify(completions)}
        >
          {/* HTML drops a line break at the beginning, so add one. */}
          {`\n${text}`}
        </textarea>
      ) : (
        <input
          {...commonOf(props)}
          type={editor in INPUT_TYPES ? INPUT_TYPES[editor as keyof typeof INPUT_TYPES] : 'text'}
          step={editor === 'moment' && /:\d\d:\d\d/.test(text) ? '1' : undefined}
          inputmode={editor === 'number' ? 'decimal' : undefined}
          value={text}
          dir="auto"
          autocomplete="off"
        />
      )}
    </>
  );
  return (
    <Around {...props}>
      {holdsValues && design.choices.length > 0 ? (
        <ValueText choices={design.choices} texts={texts.values} value={text}>
          {input}
        </ValueText>
      ) : (
        input
      )}
    </Around>
  );
}

interface SelectProps extends InputProps {
  /** Value and words, in this order. */
  readonly options: readonly (readonly [value: string, words: string])[];
}

/** Offers the present value too, if it is none of the options: nothing may change by being shown. */
export function Select({ options, ...props }: SelectProps) {
  const text = props.sheet.design.shown.get(props.name) ?? '';
  const isKnown = options.some(([value]) => value === text);
  return (
    <Around {...props}>
      <select {...commonOf(props)}>
        {!isKnown && (
          <option value={text} selected>
            {text}
          </option>
        )}
        {options.map(([value, words]) => (
          <option value={value} selected={value === text}>
            {words}
          </option>
        ))}
      </select>
    </Around>
  );
}

export function Tick(props: InputProps) {
  const { sheet, name, label, hint } = props;
  const id = inputId(name);
  return (
    <div class="field">
      {/* Without this input, a box without a tick would send nothing. */}
      <input type="hidden" name={name} value="" />
      <label for={id} class="tick">
        <input {...commonOf(props)} type="checkbox" value="true" checked={sheet.design.shown.get(name) === 'true'} />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Boxes whose ticked values stand in one list, with commas between. */
export function Ticks({ options, ...props }: SelectProps) {
  const { sheet, name, label, hint, notes } = props;
  const chosen = (sheet.design.shown.get(name) ?? '').split(',');
  const id = inputId(name);
  return (
    <fieldset class="field ticks" id={id} tabindex={-1} aria-describedby={describedBy(props)}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input type="hidden" name={name} value="" />
      {options.map(([value, words], position) => (
        <label for={`${id}-${position}`} class="tick">
          <input
            type="checkbox"
            id={`${id}-${position}`}
            name={`${name}[]`}
            value={value}
            checked={chosen.includes(value)}
          />
          <span>
            <bdi>{words}</bdi>
          </span>
        </label>
      ))}
      {notes !== undefined && <Notes sheet={sheet} id={`${id}-notes`} paths={notes} />}
    </fieldset>
  );
}

/** What the server found about values, below their input; the script brings it up to date. */
export function Notes({ sheet, id, paths }: { sheet: InputSheet; id: string; paths: readonly string[] }) {
  const found = sheet.design.diagnostics.filter(({ path }) => paths.includes(path));
  return (
    <div class="notes" id={id} data-part={id}>
      {found.map((one) => (
        <Note note={one} texts={sheet.texts} />
      ))}
    </div>
  );
}

/**
 * English pages say what the server found, which names the values; others say it in short. Of a condition all
 * say the place of the mistake, too.
 */
export function NoteWords({ note, texts }: { note: Diagnostic; texts: Texts }) {
  const short = texts.tag === en.tag ? null : shortNote(note, texts);
  const hasPlace = short !== null && note.code === 'condition_invalid';
  return (
    <>
      {short ?? <span lang={en.tag}>{note.message}</span>}
      {hasPlace && <span lang={en.tag}> {note.message}</span>}
    </>
  );
}

export function Note({ note, texts }: { note: Diagnostic; texts: Texts }) {
  return (
    <p class={note.severity === 'error' ? 'note wrong' : 'note'}>
      <NoteWords note={note} texts={texts} />
    </p>
  );
}

/** What was found, in the page's language and without the values; null: there are no words for it. */
export function shortNote({ code }: Diagnostic, { design }: Texts): string | null {
  return Object.hasOwn(design.noteOf, code) ? design.noteOf[code]! : null;
}

/** A button that saves the form and does something besides. */
export function ActButton(props: {
  readonly act: string;
  readonly words: string;
  /** In place of the words, for a sign such as an arrow. */
  readonly label?: string;
  /** What screen readers say after the words. */
  readonly more?: string;
  readonly kind?: 'plain' | 'text' | 'danger';
  readonly isOff?: boolean;
}) {
  const { act, words, label, more, kind = 'text', isOff = false } = props;
  return (
    <button type="submit" name="do" value={act} class={`button ${kind}`} aria-label={label} disabled={isOff}>
      {words}
      {more !== undefined && <span class="forReaders"> {more}</span>}
    </button>
  );
}
