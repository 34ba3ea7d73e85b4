// Serves the pages below a card's "Send" that take a spreadsheet, or a number of cards without one.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import { columnChoices, exampleTable } from '../../operations/batches/column-choices.ts';
import { createBatch } from '../../operations/batches/create-batch.ts';
import { draftBatch } from '../../operations/batches/draft-batch.ts';
import type { Context } from '../../operations/context.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { readTable } from '../../tables/read.ts';
import { BatchUpload } from '../../ui/workshop/batch-upload.tsx';
import { csvStream } from '../csv.ts';
import { textsOf } from '../frame.tsx';
import { pageStatus, told } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { withUpload } from '../upload.ts';
import { answerCard } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

interface Shown {
  readonly form: 'upload' | 'blank';
  readonly error: AppError | null;
  readonly mode?: string;
  readonly count?: string;
}

export function batchUploadRoutes(context: Context): Hono {
  const app = new Hono();
  const cardOf = (c: HonoContext, caller: Caller) => requireCard(context, caller, 'send', c.req.param('card') ?? '');

  const answer = (c: HonoContext, caller: Caller, card: TemplateSnapshot, { form, error, mode, count }: Shown) => {
    const texts = textsOf(c);
    const sentence = error === null ? null : sentenceOf(error, c);
    return answerCard(context, c, caller, card, {
      tab: 'send',
      title: texts.batch.title,
      ...(error === null ? {} : { status: pageStatus(error) }),
      body: (
        <BatchUpload
          texts={texts}
          address={pagePath(context, `/cards/${card.template.hash}/send`)}
          mode={mode === 'passes' ? 'passes' : 'links'}
          count={count ?? '100'}
          problem={sentence === null ? null : { form, sentence }}
        />
      ),
    });
  };

  app.get(
    '/cards/:card/send/spreadsheet',
    forRight(context, 'send', async (c, caller) =>
      answer(c, caller, await cardOf(c, caller), { form: 'upload', error: null }),
    ),
  );

  app.post(
    '/cards/:card/send/spreadsheet',
    forRight(context, 'send', async (c, caller) => {
      const card = await cardOf(c, caller);
      let mode = '';
      try {
        const batch = await withUpload(c.req.raw, 'file', async ({ fields, file }) => {
          mode = fields.mode ?? '';
          if (file === null) {
            const message = textsOf(c).batch.upload.noFile;
            throw new AppError('parameter_missing', { field: 'file', message });
          }
          const table = await readTable(file.bytes, { mostRows: context.settings.rowsOfBatch });
          const kind = mode === 'passes' ? 'passes' : 'links';
          const { hash: templateHash } = card.template;
          return draftBatch(context, caller, { templateHash, mode: kind, name: file.name, table, columns: null });
        });
        return c.redirect(pagePath(context, `/send/${batch.hash}/columns`), 303);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return answer(c, caller, card, { form: 'upload', error, mode });
      }
    }),
  );

  app.post(
    '/cards/:card/send/blank',
    forRight(context, 'send', async (c, caller) => {
      const card = await cardOf(c, caller);
      const { count = '' } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const given = String(count).trim();
      try {
        const batch = await createBatch(context, caller, {
          mode: 'blank',
          templateHash: card.template.hash,
          count: /^\d{1,9}$/.test(given) ? Number(given) : null,
          table: null,
          mostRows: context.settings.rowsOfBatch,
        });
        return c.redirect(pagePath(context, `/send/${batch.hash}`), 303);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return answer(c, caller, card, { form: 'blank', error, count: given });
      }
    }),
  );

  app.get(
    '/cards/:card/send/example.csv',
    forRight(context, 'send', async (c, caller) => {
      const { columns, rows } = await exampleTable(context, await cardOf(c, caller));
      return c.body(csvStream(columns, rows), 200, {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="example.csv"',
      });
    }),
  );
  return app;
}

/** The exact message says row and column, so it stands beside the sentence of other languages. */
export function sentenceOf(error: AppError, c: HonoContext): string {
  const { sentence, exact } = told(error, textsOf(c));
  return exact ?? sentence;
}

/** The places of a card, named in the language of the page. */
export async function wordedChoices(context: Context, c: HonoContext, card: TemplateSnapshot) {
  const places = textsOf(c).form.places as Partial<Record<string, string>>;
  const choices = await columnChoices(context, card);
  return choices.map(({ path, label }) => ({ path, label: label === path ? (places[path] ?? path) : label }));
}
