// Serves the page of a card that imports what happened to its passes before.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { historyExample } from '../../operations/history/history-example.ts';
import { importHistory } from '../../operations/history/import-history.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { importedType } from '../../rules/history/rows.ts';
import { SCAN } from '../../rules/passes/facts.ts';
import { readTable } from '../../tables/read.ts';
import { HistoryDone, HistoryForm } from '../../ui/workshop/history-import.tsx';
import { csvStream } from '../csv.ts';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { contextOf } from '../request-context.ts';
import { withUpload } from '../upload.ts';
import { sentenceOf } from './batch-upload.tsx';
import { answerCard, CARD } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

export function historyImportRoutes(context: Context): Hono {
  const app = new Hono();
  const cardOf = (c: HonoContext, caller: Caller) => requireCard(context, caller, 'correct', c.req.param('card') ?? '');
  const addressOf = ({ template }: TemplateSnapshot) => pagePath(context, `/cards/${template.hash}/history`);

  const form = (
    c: HonoContext,
    caller: Caller,
    card: TemplateSnapshot,
    { error, event, push }: { readonly error: AppError | null; readonly event: string; readonly push: boolean },
  ) =>
    answerCard(context, c, caller, card, {
      tab: 'send',
      title: textsOf(c).historyImport.title,
      ...(error === null ? {} : { status: pageStatus(error) }),
      body: (
        <HistoryForm
          texts={textsOf(c)}
          address={addressOf(card)}
          accessType={importedType(event) ?? SCAN}
          push={push}
          problem={error === null ? null : sentenceOf(error, c)}
        />
      ),
    });

  app.get(
    `${CARD}/history`,
    forRight(context, 'correct', async (c, caller) =>
      form(c, caller, await cardOf(c, caller), { error: null, event: '', push: false }),
    ),
  );

  app.post(
    `${CARD}/history`,
    forRight(context, 'correct', async (c, caller) => {
      const card = await cardOf(c, caller);
      const texts = textsOf(c);
      let [event, push] = ['', false];
      try {
        const report = await withUpload(c.req.raw, 'file', async ({ fields, file }) => {
          event = fields.event ?? '';
          push = fields.push === 'true';
          if (file === null) {
            throw new AppError('parameter_missing', { field: 'file', message: texts.historyImport.noFile });
          }
          return importHistory(contextOf(context, c), caller, {
            templateHash: card.template.hash,
            name: file.name.slice(0, LONGEST_FILE_NAME),
            table: await readTable(file.bytes, { mostRows: MOST_ROWS }),
            map: {},
            accessType: importedType(event) ?? SCAN,
            push,
            say: texts.historyImport.source,
          });
        });
        return answerCard(context, c, caller, card, {
          tab: 'send',
          title: texts.historyImport.title,
          body: <HistoryDone texts={texts} address={addressOf(card)} report={report} />,
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return form(c, caller, card, { error, event, push });
      }
    }),
  );

  app.get(
    `${CARD}/history/example.csv`,
    forRight(context, 'correct', async (c, caller) => {
      const { columns, rows } = await historyExample(context, await cardOf(c, caller));
      return c.body(csvStream(columns, rows), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="past-events.csv"',
      });
    }),
  );
  return app;
}

/** The most rows of a file: the browser waits until all are imported. The command takes more. */
const MOST_ROWS = 50_000;
/** The most characters of a file's name that stand beside each event. */
const LONGEST_FILE_NAME = 100;
