// Serves the tables that batches give back, to people who are logged in and to programs with a
// clientHash.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { authenticate } from '../../operations/access/authenticate.ts';
import { type Caller, ownerOf } from '../../operations/access/caller.ts';
import { batchResult, inEnglish, type WordFault } from '../../operations/batches/batch-result.ts';
import { requireBatch } from '../../operations/batches/batches.ts';
import type { Context } from '../../operations/context.ts';
import type { Batch } from '../../ports/store/batches.ts';
import { csvStream } from '../csv.ts';
import { fileName } from '../file-name.ts';
import { showExactErrors } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { sessionCaller } from '../session.ts';

const LINK = z.object({
  batchId: shapes.text,
  clientHash: shapes.text.optional(),
  /** Programs ask for raw values; see csvStream. */
  raw: shapes.flag.default(false),
});

export function batchResultRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/batch/result.php', async (c) => {
    showExactErrors(c);
    const link = read(LINK, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
    const batch = await requireBatch(context, await callerOf(context, c, link.clientHash), link.batchId);
    return answerResult(context, c, batch, { raw: link.raw });
  });
  return app;
}

/** The owner of the clientHash, else the person who is logged in. Fails with `client_hash_missing`. */
export async function callerOf(context: Context, c: HonoContext, clientHash: string | undefined): Promise<Caller> {
  if (clientHash === undefined) {
    const caller = await sessionCaller(context, c);
    if (caller !== null) return caller;
  } else {
    const account = await authenticate(context, clientHash);
    if (account !== null) return ownerOf(account);
  }
  const message = 'Log in, or add your clientHash to the link.';
  throw new AppError('client_hash_missing', { field: 'clientHash', message });
}

/** Answers the table of a batch. `wrong`: the rows with faults alone. */
export function answerResult(
  context: Context,
  c: HonoContext,
  batch: Batch,
  {
    raw = false,
    wrong = false,
    word = inEnglish,
  }: { readonly raw?: boolean; readonly wrong?: boolean; readonly word?: WordFault },
): Response {
  const { columns, rows } = batchResult(context, batch, { wrong, word });
  const name = fileName(batch.name.replace(/\.(?:csv|txt|tsv)$/i, ''));
  // The answer contains holders' personal data, and the address may contain the clientHash.
  return c.body(csvStream(columns, rows, { raw }), 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}-${wrong ? 'wrong' : 'result'}.csv"`,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
  });
}
