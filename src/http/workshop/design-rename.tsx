// Serves the page that renames the key of a field or of a hidden value in the draft.
import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { keyView, plannedChanges, type RenameReason, renameDraftKey } from '../../operations/templates/rename-key.ts';
import { RenamePage } from '../../ui/workshop/design-rename.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { CARD, cardAddress } from './card-page.tsx';
import { draftProblem, mendable } from './draft-faults.tsx';
import { answerDraft } from './draft-page.tsx';
import { forRight } from './signed-in.tsx';

const QUERY = z.object({ path: shapes.text, key: shapes.text.default(''), done: shapes.text.default('') });
const FORM = z.object({ revision: shapes.text, path: shapes.text, key: shapes.text });

interface Asked {
  readonly path: string;
  readonly key: string;
  readonly isDone: boolean;
  /** Why the form was not saved; null: it was not sent. */
  readonly error: AppError | null;
}

export function designRenameRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/design/rename`,
    forRight(context, 'rules', async (c, caller) => {
      const { path, key, done } = read(QUERY, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      return show(context, c, caller, { path, key, isDone: done === 'renamed', error: null });
    }),
  );

  app.post(
    `${CARD}/design/rename`,
    forRight(context, 'rules', async (c, caller) => {
      const { revision, path, key } = read(FORM, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      try {
        const newPath = await renameDraftKey(context, caller, c.req.param('card')!, {
          revision,
          path,
          key: key.trim(),
        });
        return c.redirect(`rename?path=${encodeURIComponent(newPath)}&done=renamed`, 303);
      } catch (error) {
        return show(context, c, caller, { path, key, isDone: false, error: mendable(error) });
      }
    }),
  );
  return app;
}

async function show(context: Context, c: HonoContext, caller: Caller, asked: Asked): Promise<Response> {
  const texts = textsOf(c);
  const { path, isDone } = asked;
  const key = asked.key.trim();
  const view = await keyView(context, caller, c.req.param('card')!, path);
  const planned = key === '' || view.customers > 0 ? null : await plan(() => plannedChanges(view, key));
  const error = planned instanceof AppError ? planned : asked.error;
  const reason = error?.field === 'key' ? (error.beside.fault as RenameReason) : null;
  return answerDraft(context, c, caller, view.open, {
    tab: 'design',
    title: texts.rename.title,
    status: error === null ? 200 : (pageStatus(error) as ContentfulStatusCode),
    body: (
      <RenamePage
        address={cardAddress(context, view.open.snapshot.template)}
        texts={texts}
        view={view}
        typed={key}
        changes={planned instanceof AppError ? null : planned}
        fault={reason === null ? null : texts.rename.faults[reason]}
        problem={error === null || reason !== null ? null : draftProblem(context, c, caller, error)}
        isDone={isDone}
      />
    ),
  });
}

/** The result, or the error that says why there is none. */
async function plan<T>(work: () => Promise<T>): Promise<T | AppError> {
  try {
    return await work();
  } catch (error) {
    return mendable(error);
  }
}
