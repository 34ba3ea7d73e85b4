// Puts an editor with colours, folds, faults and completion in the place of a text area with JSON. The
// editor stands in a shadow root, where its styles need no permission of the page's policy. The text
// area stays the form's field.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completeWith, type Vocabulary } from './completion.ts';
import type { Schema } from './schema.ts';
import { COLOURS, LOOKS } from './theme.ts';

/** How long after the last key the server looks at the text, in ms. */
const PAUSE = 500;

interface Checked {
  readonly marks: readonly {
    readonly from: number;
    readonly to: number;
    readonly severity: 'error' | 'warning';
    readonly message: string;
  }[];
  readonly paths: readonly string[];
}

/** What the server's compiler says of the text. */
async function check(address: string, text: string): Promise<Checked> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: text }),
  });
  // Without an answer the editor marks nothing; saving says what is wrong.
  if (!answer.ok) return { marks: [], paths: [] };
  return (await answer.json()) as Checked;
}

async function readSchema(address: string): Promise<Schema | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? ((await answer.json()) as Schema) : null;
  } catch {
    return null;
  }
}

function start(area: HTMLTextAreaElement): void {
  const { jsonEditor: address = '', schema = '', finding = '' } = area.dataset;
  const vocabulary: Vocabulary = { schema: null, paths: [] };
  const host = document.createElement('div');
  host.className = 'jsonEditor';
  area.before(host);
  const root = host.attachShadow({ mode: 'open' });

  const look = async ({ state }: EditorView): Promise<readonly Diagnostic[]> => {
    const { length } = state.doc;
    try {
      const { marks, paths } = await check(address, state.doc.toString());
      if (paths.length > 0) vocabulary.paths = paths;
      return marks.map(({ from, to, ...mark }) => ({
        ...mark,
        from: Math.min(from, length),
        to: Math.min(Math.max(from, to), length),
      }));
    } catch {
      return [];
    }
  };

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        history(),
        foldGutter(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completeWith(vocabulary)] }),
        highlightActiveLine(),
        json(),
        syntaxHighlighting(COLOURS),
        linter(look, { delay: PAUSE }),
        lintGutter(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': finding, tabindex: '0' }),
        LOOKS,
        keymap.of([
          {
            key: 'Mod-s',
            preventDefault: true,
            run: () => {
              area.form?.requestSubmit();
              return true;
            },
          },
          ...closeBracketsKeymap,
          ...standardKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
      ],
    }),
  });
  area.hidden = true;
  area.form?.addEventListener('formdata', ({ formData }) => formData.set(area.name, view.state.doc.toString()));
  if (schema !== '') {
    void readSchema(schema).then((read) => {
      vocabulary.schema = read;
    });
  }
}

for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-json-editor]')) start(area);
