// Serves a card's page for programs with the editor of its JSON, the JSON as a file, and the switch of
// its rules.
import { Hono, type Context as HonoContext } from 'hono';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { cardCode, cardFile } from '../../operations/templates/card-code.ts';
import { checkCode, draftCode, requireEditable, saveCode } from '../../operations/templates/edit-code.ts';
import { pauseCard } from '../../operations/templates/manage-card.ts';
import { jsonMistake, parseJsonObject } from '../../template-files/json.ts';
import { templateText } from '../../template-files/write.ts';
import { CardCodePage } from '../../ui/workshop/card-code.tsx';
import { fileName } from '../file-name.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { draftProblem, mendable } from './draft-faults.tsx';
import { answerDraft } from './draft-page.tsx';
import { textIn } from './settings-form.tsx';
import { forRight, pagePath } from './signed-in.tsx';

/** What the address says right after an import. */
const QUERY = z.object({ imported: shapes.flag.default(false), left: shapes.whole.default(0) });
const DONE = ['saved', 'unchanged'] as const;
/** `back`: the page of the card that has the switch; absent: its overview. */
const PAUSE = z.object({ paused: shapes.flag, back: z.literal('rules', 'must be rules').optional() });

export function cardCodeRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  const show = async (c: HonoContext, caller: Caller, typed: string | null, error: AppError | null) => {
    const { imported, left } = read(QUERY, c.req.query());
    const card = c.req.param('card') ?? '';
    const code = await cardCode(context, caller, card);
    const draft = await draftCode(context, caller, card);
    const texts = textsOf(c);
    const done = DONE.find((kind) => kind === c.req.query('done'));
    return answerDraft(context, c, caller, draft.open, {
      tab: 'code',
      status: error === null ? 200 : pageStatus(error),
      policy: LIVE_POLICY,
      head: await moduleScripts(context, draft.isCut ? [] : ['editor/json-editor.js']),
      body: (
        <CardCodePage
          base={base}
          texts={texts}
          code={code}
          draft={draft}
          typed={typed}
          notice={done === undefined || error !== null ? null : texts.code.done[done]}
          problem={error === null ? null : draftProblem(context, c, caller, error)}
          imported={imported ? { leftOut: left } : null}
        />
      ),
    });
  };

  app.get(
    '/cards/:card/code',
    forRight(context, 'rules', (c, caller) => show(c, caller, null, null)),
  );

  app.post(
    '/cards/:card/code',
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw);
      const [json, revision] = [textIn(given, 'json'), textIn(given, 'revision')];
      try {
        requireEditable(json);
        const typed = parseJsonObject(Buffer.from(json), 'JSON');
        const hasChanged = await saveCode(context, caller, c.req.param('card') ?? '', {
          revision,
          typed,
          depth: c.get('depth'),
        });
        return c.redirect(`code?done=${hasChanged ? 'saved' : 'unchanged'}#json`, 303);
      } catch (error) {
        return show(c, caller, json, mendable(error));
      }
    }),
  );

  app.post(
    '/cards/:card/code/check',
    forRight(context, 'rules', async (c, caller) => {
      const card = c.req.param('card') ?? '';
      await requireCard(context, caller, 'rules', card);
      const text = textIn(await readParameters(c.req.raw), 'json');
      return c.json(await checked(text));
    }),
  );

  app.get(
    '/cards/:card/code/template.json',
    forRight(context, 'rules', async (c, caller) => {
      const file = await cardFile(context, caller, c.req.param('card') ?? '');
      return c.body(templateText(file), 200, {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName(file.templateName)}.json"`,
        'cache-control': 'private, no-store',
      });
    }),
  );

  app.post(
    '/cards/:card/pause',
    forRight(context, 'pause', async (c, caller) => {
      const { paused, back } = read(PAUSE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const card = c.req.param('card') ?? '';
      await pauseCard(context, caller, card, paused);
      return c.redirect(pagePath(context, `/cards/${card}${back === undefined ? '' : `/${back}`}`), 303);
    }),
  );
  return app;
}

/** What the editor marks: positions are UTF-16 units of the text. */
interface Mark {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

async function checked(text: string): Promise<{ readonly marks: readonly Mark[]; readonly paths: readonly string[] }> {
  try {
    requireEditable(text);
    const mistake = jsonMistake(text);
    if (mistake !== null) {
      const { offset, message } = mistake;
      return { marks: [{ from: offset, to: offset + 1, severity: 'error', message }], paths: [] };
    }
    const { findings, paths } = await checkCode(parseJsonObject(Buffer.from(text), 'JSON'));
    const tree = parseTree(text);
    const marks = findings.map(({ severity, message, path, steps }) => ({
      ...placeOf(tree, steps),
      severity,
      message: path === '' ? message : `${path}: ${message}`,
    }));
    return { marks, paths };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'template_invalid') throw error;
    return { marks: [{ from: 0, to: text.length, severity: 'error', message: error.message }], paths: [] };
  }
}

/** The place of a value; of a container its key, so that the mark stays small. */
function placeOf(tree: Node | undefined, steps: readonly (string | number)[]): Pick<Mark, 'from' | 'to'> {
  const node = tree && findNodeAtLocation(tree, [...steps]);
  if (node === undefined) return { from: 0, to: 1 };
  const isContainer = node.type === 'object' || node.type === 'array';
  const key = isContainer && node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  const { offset, length } = key ?? node;
  return { from: offset, to: isContainer && key === undefined ? offset + 1 : offset + length };
}
