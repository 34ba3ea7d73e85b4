// The pass editor: the form, and below it the pass's devices and history.
import type { Editor } from '../../operations/passes/pass-editor.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { Devices, History } from '../pass-history.tsx';
import { TestPass } from '../test-pass.tsx';
import type { Texts } from '../texts/en/index.ts';
import { EditorForm, type EditorNotice, Notice } from './editor-form.tsx';

interface EditorProps {
  readonly editor: Editor;
  readonly texts: Texts;
  readonly notice: EditorNotice | null;
  /** API path -> the typed text that was not saved, and the text that the form had shown before. */
  readonly typed: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  /** The address to send the form to, and its hidden inputs. */
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly passPath: string;
  readonly script: string;
}

export function EditorPage(props: EditorProps) {
  const { editor, texts, notice, typed, shown, action, hidden, passPath, script } = props;
  const { editor: words } = texts;
  const { fields } = editor;
  return (
    <main class="editor">
      <header class="bar">
        <h1 dir="auto">{editor.title}</h1>
        <a href={passPath}>{words.open}</a>
      </header>
      {notice !== null && <Notice notice={notice} fields={fields} texts={texts} />}
      {editor.triggersPaused && <p class="quiet">{words.paused}</p>}
      {editor.unknownPaths.length > 0 && (
        <p class="error">
          {words.unknown} {editor.unknownPaths.join(', ')}
        </p>
      )}
      {editor.isTestPass && <TestPass texts={texts.certificate} />}
      {fields.length === 0 ? (
        <p class="panel">{words.nothing}</p>
      ) : (
        <EditorForm {...{ fields, texts, notice, typed, shown, action, hidden, script }} save={words.save} />
      )}
      <Devices devices={editor.devices} texts={texts} />
      <History events={editor.events} names={namesIn(editor.program, texts.sentences)} texts={texts} />
    </main>
  );
}
