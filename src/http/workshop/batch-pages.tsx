// Serves the pages of batches: the list, the columns, the check, the making, the tables that come
// back, and deleting. The mails are in batch-mails.tsx.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import { listBatches, requireBatch, showBatch } from '../../operations/batches/batches.ts';
import { deleteBatch, resumeBatch, stopBatch } from '../../operations/batches/change-batch.ts';
import { startBatch } from '../../operations/batches/create-batch.ts';
import { planBatch } from '../../operations/batches/draft-batch.ts';
import { mayMail } from '../../operations/batches/mail-batch.ts';
import type { Context } from '../../operations/context.ts';
import { canMail } from '../../operations/server/mail-server.ts';
import type { Batch } from '../../ports/store/batches.ts';
import { type BatchColumns, type ColumnRole, guessColumns } from '../../rules/batches/columns.ts';
import { letters } from '../../tables/read.ts';
import { RemoveAsk } from '../../ui/workshop/batch-asks.tsx';
import { BatchColumnsPage, ROLE_VALUES } from '../../ui/workshop/batch-columns.tsx';
import { wordFault } from '../../ui/workshop/batch-faults.tsx';
import { BatchList } from '../../ui/workshop/batch-list.tsx';
import { BatchView } from '../../ui/workshop/batch-page.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { answerResult } from './batch-result.ts';
import { sentenceOf, wordedChoices } from './batch-upload.tsx';
import { answerCard } from './card-page.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** The rows that the page of columns shows. */
const ROWS_SHOWN = 3;

/** Loads a page again while work goes on, without a script. */
const RELOADS = <meta http-equiv="refresh" content="5" />;

export function batchRoutes(context: Context): Hono {
  const app = new Hono();
  const hashOf = (c: HonoContext) => c.req.param('batch') ?? '';
  const pathOf = (hash: string) => pagePath(context, `/send/${hash}`);

  app.get(
    '/send',
    forRight(context, 'send', async (c, caller) => {
      const before = /^\d{1,15}$/.test(c.req.query('before') ?? '') ? Number(c.req.query('before')) : null;
      const texts = textsOf(c);
      const list = await listBatches(context, caller, before);
      return answerWorkshop(context, c, caller, {
        place: 'cards',
        title: texts.batch.list.title,
        body: <BatchList texts={texts} base={pagePath(context, '')} {...list} zone={zoneOf(caller.account)} />,
      });
    }),
  );

  app.get(
    '/send/:batch',
    forRight(context, 'send', async (c, caller) => {
      const page = await showBatch(context, caller, hashOf(c));
      const { batch } = page;
      if (batch.state === 'draft' && batch.columns === null) return c.redirect(`${pathOf(batch.hash)}/columns`, 303);
      const isMoving = batch.state === 'running' || batch.mailState === 'running';
      return answerWorkshop(context, c, caller, {
        place: 'cards',
        title: batch.name,
        ...(isMoving ? { head: RELOADS } : {}),
        body: (
          <BatchView
            texts={textsOf(c)}
            base={pagePath(context, '')}
            address={pathOf(batch.hash)}
            page={page}
            hasMailServer={await canMail(context)}
            mayMail={mayMail(batch)}
          />
        ),
      });
    }),
  );

  app.get(
    '/send/:batch/columns',
    forRight(context, 'send', async (c, caller) => {
      const batch = await requireBatch(context, caller, hashOf(c));
      if (batch.state !== 'draft') return c.redirect(pathOf(batch.hash), 303);
      return columnsPage(context, c, caller, batch, batch.columns, null);
    }),
  );

  app.post(
    '/send/:batch/columns',
    forRight(context, 'send', async (c, caller) => {
      const batch = await requireBatch(context, caller, hashOf(c));
      const columns = readColumns(batch, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      try {
        await planBatch(context, caller, batch.hash, columns);
        return c.redirect(pathOf(batch.hash), 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'columns') throw error;
        return columnsPage(context, c, caller, batch, columns, error);
      }
    }),
  );

  const acts = {
    start: async (caller: Caller, hash: string) => {
      await startBatch(context, caller, await requireBatch(context, caller, hash));
    },
    stop: (caller: Caller, hash: string) => stopBatch(context, caller, hash),
    resume: (caller: Caller, hash: string) => resumeBatch(context, caller, hash),
  };
  for (const [name, act] of Object.entries(acts)) {
    app.post(
      `/send/:batch/${name}`,
      forRight(context, 'send', async (c, caller) => {
        await act(caller, hashOf(c));
        return c.redirect(pathOf(hashOf(c)), 303);
      }),
    );
  }

  app.get(
    '/send/:batch/delete',
    forRight(context, 'send', async (c, caller) => {
      const batch = await requireBatch(context, caller, hashOf(c));
      const { batch: texts } = textsOf(c);
      return answerWorkshop(context, c, caller, {
        place: 'cards',
        title: texts.remove.title,
        body: <RemoveAsk texts={texts} address={pathOf(batch.hash)} batch={batch} />,
      });
    }),
  );
  app.post(
    '/send/:batch/delete',
    forRight(context, 'send', async (c, caller) => {
      await deleteBatch(context, caller, hashOf(c));
      return c.redirect(pagePath(context, '/send'), 303);
    }),
  );

  for (const [name, wrong] of [
    ['result.csv', false],
    ['wrong.csv', true],
  ] as const) {
    app.get(
      `/send/:batch/${name}`,
      forRight(context, 'send', async (c, caller) => {
        const batch = await requireBatch(context, caller, hashOf(c));
        const texts = textsOf(c);
        return answerResult(context, c, batch, {
          wrong,
          word: (fault, heading) => {
            const { sentence } = wordFault(fault, texts);
            return heading === null ? sentence : `${heading}: ${sentence}`;
          },
        });
      }),
    );
  }
  return app;
}

/** `columns`: null for a guess by the headings. */
async function columnsPage(
  context: Context,
  c: HonoContext,
  caller: Caller,
  batch: Batch,
  columns: BatchColumns | null,
  error: AppError | null,
): Promise<Response> {
  const card = batch.templateId === null ? null : await context.store.templateById(batch.templateId);
  if (card === null) throw new AppError('template_not_found');
  const choices = await wordedChoices(context, c, card);
  const { roles, email } = columns ?? guessColumns(batch.headings, choices);
  const rows = await context.store.batchRows(batch.id, { after: 0, count: ROWS_SHOWN });
  const texts = textsOf(c);
  return answerCard(context, c, caller, card, {
    tab: 'send',
    title: texts.batch.columns.title,
    ...(error === null ? {} : { status: pageStatus(error) }),
    body: (
      <BatchColumnsPage
        texts={texts}
        address={pagePath(context, `/send/${batch.hash}`)}
        upload={pagePath(context, `/cards/${card.template.hash}/send/spreadsheet`)}
        name={batch.name}
        total={batch.total}
        headings={batch.headings}
        letters={batch.headings.map((_, column) => letters(column))}
        rows={rows.map(({ cells }) => cells)}
        choices={choices}
        roles={roles}
        email={email}
        problem={error === null ? null : sentenceOf(error, c)}
      />
    ),
  });
}

function readColumns({ headings }: Batch, form: Parameters): BatchColumns {
  const roles = headings.map((_, column): ColumnRole => {
    const value = String(form[`role_${column}`] ?? '');
    if (value === ROLE_VALUES.none) return { kind: 'none' };
    if (value === ROLE_VALUES.templateId) return { kind: 'template', by: 'id' };
    if (value === ROLE_VALUES.templateHash) return { kind: 'template', by: 'hash' };
    return { kind: 'path', path: value };
  });
  const chosen = String(form.email ?? '');
  const email = /^\d{1,4}$/.test(chosen) ? Number(chosen) : null;
  return { roles, email, needsEmail: email !== null };
}
