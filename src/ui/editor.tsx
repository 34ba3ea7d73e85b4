// The pass editor: the form, and below it who has the pass and what happened to it.
import type { Editor } from '../operations/editor.ts';
import { FieldInput } from './editor-field.tsx';
import { Devices, History } from './pass-history.tsx';
import { EDITOR_TEXTS } from './texts/editor.ts';
import type { Language } from './texts/language.ts';

/** What is said above the form. */
export type EditorNotice =
  | { readonly kind: 'saved' | 'unchanged' }
  /** psTriggerError's own words. */
  | { readonly kind: 'stopped'; readonly message: string }
  /** Nothing was saved; `field` is the path at fault when it is one of the form. */
  | { readonly kind: 'failed'; readonly message: string; readonly field: string | null };

interface EditorProps {
  readonly editor: Editor;
  readonly language: Language;
  readonly notice: EditorNotice | null;
  /** API path -> what was typed and not saved, and what the form had shown before that. */
  readonly typed: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  /** Where the form goes, and what it carries along unseen. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly passPath: string;
  readonly script: string;
}

export function EditorPage({ editor, language, notice, typed, shown, action, hidden, passPath, script }: EditorProps) {
  const texts = EDITOR_TEXTS[language];
  const { fields } = editor;
  const faulty = notice?.kind === 'failed' ? fields.find(({ path }) => path === notice.field) : undefined;
  const hasFile = fields.some(({ kind }) => kind === 'image');
  return (
    <main class="editor">
      <header class="bar">
        <h1 dir="auto">{editor.title}</h1>
        <a href={passPath}>{texts.open}</a>
      </header>
      {notice !== null && <Notice notice={notice} language={language} />}
      {editor.triggersPaused && <p class="quiet">{texts.paused}</p>}
      {editor.unknownPaths.length > 0 && (
        <p class="error">
          {texts.unknown} {editor.unknownPaths.join(', ')}
        </p>
      )}
      {fields.length === 0 ? (
        <p class="panel">{texts.nothing}</p>
      ) : (
        <form method="post" action={action} class="form" enctype={hasFile ? 'multipart/form-data' : undefined}>
          {Object.entries(hidden).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {/* The Enter key presses the first button of a form, which must not be a stepper's. */}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and Save is not to be read twice */}
          <button type="submit" class="onEnter" tabindex={-1} aria-hidden="true">
            {texts.save}
          </button>
          {fields.map((field, position) => (
            <FieldInput
              key={field.path}
              field={field}
              text={typed[field.path] ?? field.text}
              shown={shown[field.path] ?? field.text}
              position={position}
              error={field === faulty && notice?.kind === 'failed' ? notice.message : null}
              texts={texts}
            />
          ))}
          <button type="submit" class="button">
            {texts.save}
          </button>
        </form>
      )}
      <Devices devices={editor.devices} language={language} />
      <History events={editor.events} language={language} />
      {fields.some(({ kind }) => kind === 'stepper') && <script src={script} defer />}
    </main>
  );
}

function Notice({ notice, language }: { notice: EditorNotice; language: Language }) {
  const texts = EDITOR_TEXTS[language];
  if (!('message' in notice)) {
    return (
      <p class="notice" role="status">
        {texts[notice.kind]}
      </p>
    );
  }
  return (
    <div class="error" role="alert">
      {/* A message about a field stands beside it as well. */}
      <p dir="auto">{notice.message}</p>
      <p class="quiet">{notice.kind === 'stopped' ? texts.stopped : texts.failed}</p>
    </div>
  );
}
