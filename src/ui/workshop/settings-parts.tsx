// What the settings pages share: heading with the way back, the notice of what happened, inputs with
// hint and fault, and the page that asks before something that cannot be taken back.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Texts } from '../texts/en/index.ts';

/** The fault of a form that was refused: the input, and the sentence beside it. */
export interface Fault {
  /** Null: the form as a whole. */
  readonly field: string | null;
  readonly words: Child;
}

interface FrameProps {
  readonly base: string;
  readonly texts: Texts['settings'];
  readonly title: string;
  /** What happened; null: nothing. */
  readonly notice?: string | null;
  /** A fault that belongs to no input. */
  readonly fault?: Fault | null;
}

export function SettingsFrame(props: PropsWithChildren<FrameProps>) {
  const { base, texts, title, notice = null, fault = null, children } = props;
  return (
    <div class="settings">
      <SettingsBack base={base} texts={texts} />
      <h1>{title}</h1>
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {fault !== null && fault.field === null && (
        <p class="error" role="alert" dir="auto">
          {fault.words}
        </p>
      )}
      {children}
    </div>
  );
}

/** The way back to the index, above the heading of a page of settings. */
export function SettingsBack({ base, texts }: { readonly base: string; readonly texts: Texts['settings'] }) {
  return (
    <p class="settingsBack">
      <a href={`${base}/settings`}>‹ {texts.back}</a>
    </p>
  );
}

/** Attributes of the element to fill in. */
export interface EntryAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid'?: 'true';
  readonly 'aria-describedby'?: string;
  readonly autofocus?: true;
}

interface EntryProps {
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly fault: Fault | null;
  /** Draws the element with these attributes. */
  readonly control: (attributes: EntryAttributes) => Child;
}

/** One input with its label; a fault of its own stands beside it and has the focus. */
export function Entry({ name, label, hint, fault, control }: EntryProps) {
  const id = `field-${name}`;
  const own = fault?.field === name ? fault : null;
  const notes = [...(hint === undefined ? [] : [`${id}-hint`]), ...(own === null ? [] : [`${id}-fault`])];
  return (
    <div class={own === null ? 'field' : 'field faulty'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {own !== null && (
        <p class="fault" id={`${id}-fault`} role="alert" dir="auto">
          {own.words}
        </p>
      )}
      {control({
        id,
        name,
        ...(own === null ? {} : { 'aria-invalid': 'true', autofocus: true }),
        ...(notes.length === 0 ? {} : { 'aria-describedby': notes.join(' ') }),
      })}
    </div>
  );
}

/** A box with its label. Unticked it sends nothing. */
export function Tick({ name, label, isTicked }: { name: string; label: Child; isTicked: boolean }) {
  return (
    <div class="field checkbox">
      <label class="tick" for={`field-${name}`}>
        <input type="checkbox" id={`field-${name}`} name={name} value="true" checked={isTicked} />
        <span>{label}</span>
      </label>
    </div>
  );
}

export interface QuestionProps {
  readonly base: string;
  readonly texts: Texts['settings'];
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** Paths under the root: what the form posts to, and the page to go back to. */
  readonly action: string;
  readonly back: string;
  /** What cannot be done, as a sentence; null: nothing speaks against it. */
  readonly refusal?: string | null;
}

/** The page that asks before a dangerous act. */
export function Question({ base, texts, title, text, yes, action, back, refusal = null }: QuestionProps) {
  return (
    <div class="settings">
      <h1 dir="auto">{title}</h1>
      {refusal !== null && (
        <p class="error" role="alert">
          {refusal}
        </p>
      )}
      <p>{text}</p>
      <form method="post" action={`${base}${action}`} class="choice">
        <button type="submit" class="button danger">
          {yes}
        </button>
        <a class="button plain" href={`${base}${back}`}>
          {texts.cancel}
        </a>
      </form>
    </div>
  );
}

/** A text with a button that copies it; without a script the button is not there. */
export function CopyText({ text, texts, label }: { text: string; texts: Texts['settings']; label: string }) {
  return (
    <div class="copyText">
      <code>{text}</code>
      <button type="button" class="button plain" data-copy={text} data-copied={texts.copied} aria-label={label}>
        {texts.copy}
      </button>
    </div>
  );
}
