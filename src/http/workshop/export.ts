// Serves /batch/export.php: an owner downloads the data of a template's passes as CSV, 1000 passes
// at a time.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { authenticate } from '../../operations/access/authenticate.ts';
import { requireRight } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { exportPasses } from '../../operations/passes/export-passes.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { csvStream } from '../csv.ts';
import { fileName } from '../file-name.ts';
import { showExactErrors } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { sessionCaller } from '../session.ts';

const LINK = z.object({
  templateHash: shapes.text,
  clientHash: shapes.text.optional(),
  start: shapes.whole.default(0),
  /** Programs ask for raw values; see csvStream. */
  raw: shapes.flag.default(false),
  headings: z.enum(['path', 'label'], { error: 'must be path or label' }).default('path'),
});

export function exportRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/batch/export.php', async (c) => {
    showExactErrors(c);
    // The address may contain the clientHash, and the answer contains holders' personal data.
    c.header('cache-control', 'private, no-store');
    c.header('referrer-policy', 'no-referrer');
    const link = read(LINK, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
    const { clientHash, templateHash, start, raw } = link;
    const account = clientHash === undefined ? await accountHere(context, c) : await authenticate(context, clientHash);
    if (account === null) {
      const message = 'Log in to export passes, or add your clientHash to the link.';
      throw new AppError('client_hash_missing', { message });
    }
    const { templateName, columns, labels, rows } = await exportPasses(context, account, { templateHash, start });
    const name = `${fileName(templateName)}-passes${start === 0 ? '' : `-from-${start + 1}`}.csv`;
    return c.body(csvStream(link.headings === 'label' ? labels : columns, rows, { raw }), 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}"`,
    });
  });
  return app;
}

/** The account of whoever is logged in; null for nobody. Fails with `role_forbidden`. */
async function accountHere(context: Context, c: HonoContext): Promise<Account | null> {
  const caller = await sessionCaller(context, c);
  return caller && requireRight(context, caller, 'see');
}
