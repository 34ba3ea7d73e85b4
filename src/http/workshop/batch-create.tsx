// Serves /batch/create.php, the guide's Batch Create Tool: a form for people who are logged in, and
// a door for programs with a clientHash, which get the table back at once.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { requireRight } from '../../operations/access/caller.ts';
import type { ToldFault } from '../../operations/batches/batches.ts';
import { createBatch } from '../../operations/batches/create-batch.ts';
import { makeWholeBatch } from '../../operations/batches/make-batch.ts';
import type { Context } from '../../operations/context.ts';
import { BATCH_MODES, type BatchMode } from '../../ports/store/batches.ts';
import { readTable } from '../../tables/read.ts';
import { BatchTool } from '../../ui/workshop/batch-tool.tsx';
import { answerPage, brandPage, textsOf, titled } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, showExactErrors } from '../pages/errors.tsx';
import { loginPath } from '../return-page.ts';
import { sessionCaller } from '../session.ts';
import { type Upload, withUpload } from '../upload.ts';
import { answerResult, callerOf } from './batch-result.ts';
import { sentenceOf } from './batch-upload.tsx';
import { answerWorkshop, pagePath } from './signed-in.tsx';

const ADDRESS = '/batch/create.php';

export function batchCreateRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const ownForm = ownForms(rootUrl, ADDRESS);

  app.get(ADDRESS, async (c) => {
    showExactErrors(c);
    const clientHash = c.req.query('clientHash') || null;
    if (clientHash === null && (await sessionCaller(context, c)) === null) {
      return c.redirect(loginPath(rootUrl, ADDRESS), 303);
    }
    return answerTool(context, c, clientHash, 'links', null);
  });

  app.post(ADDRESS, async (c) => {
    showExactErrors(c);
    // A clientHash in the form is a caller's own; a session must not act for a form of another site.
    const inAddress = c.req.query('clientHash') || null;
    let clientHash = inAddress;
    let mode: BatchMode = 'links';
    try {
      return await withUpload(c.req.raw, 'file', async (upload) => {
        clientHash = upload.fields.clientHash || inAddress;
        if (clientHash === null) await ownForm(c, async () => {});
        const caller = await callerOf(context, c, clientHash ?? undefined);
        requireRight(context, caller, 'send');
        mode = modeOf(upload);
        const { rowsOfBatch: mostRows } = context.settings;
        const { templateHash = '', count = '', encoding = '' } = upload.fields;
        const { file } = upload;
        const rows =
          file === null || mode === 'blank'
            ? null
            : await readTable(file.bytes, { mostRows, encoding: encoding || null });
        const batch = await createBatch(context, caller, {
          mode,
          templateHash: templateHash || null,
          count: /^\d{1,9}$/.test(count.trim()) ? Number(count) : null,
          mostRows,
          table: rows && { name: file!.name, rows },
        });
        if (clientHash === null) return c.redirect(pagePath(context, `/send/${batch.hash}`), 303);
        // Should the caller hang up, the job makes the rest.
        return answerResult(context, c, await makeWholeBatch(context, batch.id), {});
      });
    } catch (error) {
      if (!(error instanceof AppError) || !ABOUT_TABLE.has(error.field ?? '')) throw error;
      return answerTool(context, c, clientHash, mode, error);
    }
  });
  return app;
}

/** The parameters that the form shows again with what is wrong. */
const ABOUT_TABLE: ReadonlySet<string> = new Set(['file', 'mode', 'count', 'encoding', 'templateHash']);

/** Fails with `parameter_invalid`. */
function modeOf({ fields: { mode = 'links' } }: Upload): BatchMode {
  const known = BATCH_MODES.find((each) => each === mode.trim());
  if (known !== undefined) return known;
  const message = `mode is one of ${BATCH_MODES.join(', ')}.`;
  throw new AppError('parameter_invalid', { field: 'mode', message });
}

async function answerTool(
  context: Context,
  c: HonoContext,
  clientHash: string | null,
  mode: BatchMode,
  error: AppError | null,
): Promise<Response> {
  const caller = await callerOf(context, c, clientHash ?? undefined);
  brandPage(context, c, caller.account);
  requireRight(context, caller, 'send');
  const texts = textsOf(c);
  const { title } = texts.batch.tool;
  const body = (
    <BatchTool
      texts={texts}
      base={basePath(context.settings.rootUrl)}
      clientHash={clientHash}
      mode={mode === 'passes' ? 'passes' : 'links'}
      problem={error === null ? null : sentenceOf(error, c)}
      faults={(error?.beside.errors as readonly ToldFault[] | undefined) ?? []}
    />
  );
  const status = error === null ? {} : { status: pageStatus(error) };
  c.header('referrer-policy', 'no-referrer');
  if (clientHash === null) return answerWorkshop(context, c, caller, { place: 'cards', title, body, ...status });
  return answerPage(context, c, { title: titled(c, title), body: <main class="narrow">{body}</main>, ...status });
}
