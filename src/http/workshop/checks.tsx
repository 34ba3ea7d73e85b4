// Serves the checks of a card: the list, a try that is kept as a check, and the end of a check.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import {
  type ChosenCheck,
  cardChecks,
  checkToDelete,
  deleteCheck,
  draftCheck,
  keepCheck,
} from '../../operations/templates/checks.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { isArray, type JsonValue, toText } from '../../rules/values/values.ts';
import { ChecksPage, DeleteCheck, NewCheck } from '../../ui/workshop/checks.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { FaultWords } from './editor-form.tsx';
import { textIn } from './form-texts.ts';
import { forRight, pagePath } from './signed-in.tsx';
import { readTry } from './try-state.ts';

export function checkRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/checks`,
    forRight(context, 'see', async (c, caller) => {
      const texts = textsOf(c);
      const { card, rules, checks } = await cardChecks(context, caller, c.req.param('card')!);
      return answerCard(context, c, caller, card, {
        tab: 'try',
        title: texts.checks.title,
        body: (
          <ChecksPage
            address={cardAddress(context, card.template)}
            texts={texts}
            names={namesIn(rules.program, texts.sentences)}
            checks={checks}
            isOfDraft={rules.which === 'draft'}
            mayChange={mayDo(caller, 'rules')}
          />
        ),
      });
    }),
  );

  app.get(
    `${CARD}/checks/new`,
    forRight(context, 'rules', (c, caller) => {
      const query = new URL(c.req.url).search.slice(1);
      return answerNew(context, c, caller, { query, sent: null, error: null });
    }),
  );

  app.post(
    `${CARD}/checks`,
    forRight(context, 'rules', async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const query = textIn(form, 'try');
      const sent: ChosenCheck = {
        name: textIn(form, 'name'),
        places: isArray(form.place as JsonValue) ? (form.place as readonly JsonValue[]).map(toText) : [],
        till: form.till !== undefined,
        lockScreen: form.lockScreen !== undefined,
      };
      const card = c.req.param('card')!;
      const { input } = readTry(new URLSearchParams(query), card, zoneOf(caller.account));
      try {
        await keepCheck(context, caller, textsOf(c).sentences, input, sent);
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'name') throw error;
        return answerNew(context, c, caller, { query, sent, error });
      }
      return c.redirect(pagePath(context, `/cards/${card}/checks`), 303);
    }),
  );

  app.get(
    `${CARD}/checks/:check/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const texts = textsOf(c);
      const { card, check } = await checkToDelete(context, caller, c.req.param('card')!, Number(c.req.param('check')));
      const address = cardAddress(context, card.template);
      // Somebody else has deleted it meanwhile.
      if (check === null) return c.redirect(`${address}/checks`, 303);
      return answerCard(context, c, caller, card, {
        tab: 'try',
        title: texts.checks.deleteTitle,
        body: <DeleteCheck address={address} texts={texts} id={check.id} name={check.name} />,
      });
    }),
  );

  app.post(
    `${CARD}/checks/:check/delete`,
    forRight(context, 'rules', async (c, caller) => {
      const card = c.req.param('card')!;
      await deleteCheck(context, caller, card, Number(c.req.param('check')));
      return c.redirect(pagePath(context, `/cards/${card}/checks`), 303);
    }),
  );
  return app;
}

interface NewAnswer {
  readonly query: string;
  readonly sent: ChosenCheck | null;
  readonly error: AppError | null;
}

async function answerNew(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { query, sent, error }: NewAnswer,
): Promise<Response> {
  const texts = textsOf(c);
  const { input } = readTry(new URLSearchParams(query), c.req.param('card')!, zoneOf(caller.account));
  const draft = await draftCheck(context, caller, texts.sentences, input);
  const { card, rules } = draft.page;
  return answerCard(context, c, caller, card, {
    tab: 'try',
    title: texts.checks.newTitle,
    ...(error === null ? {} : { status: pageStatus(error) }),
    body: (
      <NewCheck
        address={cardAddress(context, card.template)}
        texts={texts}
        names={namesIn(rules.program, texts.sentences)}
        draft={draft}
        query={query}
        sent={sent}
        fault={
          error === null ? null : { field: error.field ?? null, words: <FaultWords error={error} texts={texts} /> }
        }
      />
    ),
  });
}
