// Serves /tills: the list, a new till with its code, and locking one out.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import {
  addTill,
  listTills,
  lockOutTill,
  openSetupOf,
  renewSetup,
  requireTill,
  type TillInput,
} from '../../operations/tills/tills.ts';
import { isArray, type JsonValue } from '../../rules/values/values.ts';
import { LockTillPage, NewTillPage, TillCodePage, TillsPage } from '../../ui/workshop/tills.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { faultSentence } from './fault-words.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const UNTYPED: TillInput = { name: '', templateHashes: null, mayUndo: true, mayFind: true };

export function tillRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const seeOther = (c: HonoContext, path: string) => c.redirect(pagePath(context, path), 303);

  app.get(
    '/tills',
    forRight(context, 'scan', async (c, caller) => {
      const texts = textsOf(c);
      const list = await listTills(context, caller, numberIn(c.req.query('before')));
      const body = (
        <TillsPage
          base={base}
          texts={texts}
          list={list}
          mayChange={mayDo(caller, 'tills')}
          zone={zoneOf(caller.account)}
        />
      );
      return answerWorkshop(context, c, caller, { place: 'tills', title: texts.tills.title, body });
    }),
  );

  const form = async (c: HonoContext, caller: Caller, typed: TillInput, error: AppError | null) => {
    const texts = textsOf(c);
    const templates = await context.store.templatesOf(caller.account.id);
    const fault = error && { field: error.field ?? 'name', message: faultSentence(error, texts, texts.tills.faults) };
    return answerWorkshop(context, c, caller, {
      place: 'tills',
      title: texts.tills.newTitle,
      status: error === null ? 200 : pageStatus(error),
      body: <NewTillPage base={base} texts={texts} templates={templates} typed={typed} fault={fault} />,
    });
  };

  app.get(
    '/tills/new',
    forRight(context, 'tills', (c, caller) => form(c, caller, UNTYPED, null)),
  );

  app.post(
    '/tills/new',
    forRight(context, 'tills', async (c, caller) => {
      const typed = inputOf(await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      try {
        const { id } = await addTill(context, caller, typed);
        return seeOther(c, `/tills/${id}/code`);
      } catch (error) {
        if (!(error instanceof AppError) || error.field === undefined) throw error;
        return form(c, caller, typed, error);
      }
    }),
  );

  app.get(
    '/tills/:till/code',
    forRight(context, 'tills', async (c, caller) => {
      const texts = textsOf(c);
      const setup = await openSetupOf(context, caller, tillIn(c));
      const body = <TillCodePage base={base} texts={texts} setup={setup} zone={zoneOf(caller.account)} />;
      return answerWorkshop(context, c, caller, {
        place: 'tills',
        title: texts.tills.codeTitle(setup.till.name),
        body,
      });
    }),
  );

  app.post(
    '/tills/:till/code',
    forRight(context, 'tills', async (c, caller) => {
      const { id } = await renewSetup(context, caller, tillIn(c));
      return seeOther(c, `/tills/${id}/code`);
    }),
  );

  app.get(
    '/tills/:till/lock',
    forRight(context, 'tills', async (c, caller) => {
      const { tills: texts } = textsOf(c);
      const till = await requireTill(context, caller, tillIn(c));
      const body = <LockTillPage base={base} texts={texts} till={till} />;
      return answerWorkshop(context, c, caller, { place: 'tills', title: texts.lockTitle(till.name), body });
    }),
  );

  app.post(
    '/tills/:till/lock',
    forRight(context, 'tills', async (c, caller) => {
      await lockOutTill(context, caller, tillIn(c));
      return seeOther(c, '/tills');
    }),
  );
  return app;
}

/** The till that the address names; one of no account for a text that is no number. */
function tillIn(c: HonoContext): number {
  return numberIn(c.req.param('till')) ?? 0;
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

function inputOf({ name, scope, cards, mayUndo, mayFind }: Parameters): TillInput {
  const chosen = isArray(cards as JsonValue) ? (cards as readonly JsonValue[]).map(String) : [];
  return {
    name: typeof name === 'string' ? name : '',
    templateHashes: scope === 'some' ? chosen : null,
    mayUndo: mayUndo === 'true',
    mayFind: mayFind === 'true',
  };
}
