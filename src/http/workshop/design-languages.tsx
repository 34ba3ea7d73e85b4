// Serves the page of a card's languages, and the page that asks before one is removed.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  addDraftLanguage,
  languagesView,
  removeDraftLanguage,
  saveTranslations,
} from '../../operations/templates/draft-languages.ts';
import type { FormTexts } from '../../rules/design/inputs.ts';
import type { LanguageFault } from '../../rules/design/translations.ts';
import { LanguagesPage, RemoveLanguagePage } from '../../ui/workshop/design-languages.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { CARD, cardAddress } from './card-page.tsx';
import { textsIn } from './design-form.ts';
import { draftProblem, mendable } from './draft-faults.tsx';
import { answerDraft } from './draft-page.tsx';
import { forRight } from './signed-in.tsx';

const DONE = ['saved', 'unchanged', 'added', 'removed'] as const;
const DESIGN = z.enum(['first', 'second']).default('first');
const QUERY = z.object({ design: DESIGN, from: shapes.whole.default(0) });
const REMOVE = z.object({ design: DESIGN, language: shapes.text });
const FORM = z.object({
  act: z.enum(['save', 'add', 'remove']),
  design: DESIGN,
  from: shapes.whole.default(0),
  revision: shapes.text,
  language: shapes.text.default(''),
});

interface Shown {
  readonly designName: 'first' | 'second';
  readonly from: number;
  readonly typed: FormTexts;
  readonly error: AppError | null;
}

export function designLanguageRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/design/languages`,
    forRight(context, 'rules', async (c, caller) => {
      const { design, from } = read(QUERY, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      return show(context, c, caller, { designName: design, from, typed: {}, error: null });
    }),
  );

  app.post(
    `${CARD}/design/languages`,
    forRight(context, 'rules', async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const { act, design: designName, from, revision, language } = read(FORM, given);
      const texts = textsIn(given);
      const card = c.req.param('card')!;
      const done = async () => {
        if (act === 'add') {
          await addDraftLanguage(context, caller, card, { revision, designName, language });
          return 'added';
        }
        if (act === 'remove') {
          await removeDraftLanguage(context, caller, card, { revision, designName, language });
          return 'removed';
        }
        const edit = { revision, designName, from, texts };
        return (await saveTranslations(context, caller, card, edit)) ? 'saved' : 'unchanged';
      };
      try {
        const query = new URLSearchParams({ done: await done(), design: designName, from: String(from) });
        return c.redirect(`languages?${query}`, 303);
      } catch (error) {
        return show(context, c, caller, { designName, from, typed: texts, error: mendable(error) });
      }
    }),
  );

  app.get(
    `${CARD}/design/languages/remove`,
    forRight(context, 'rules', async (c, caller) => {
      const { design, language } = read(REMOVE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const view = await languagesView(context, caller, c.req.param('card')!, { designName: design, from: 0 });
      if (!view.languages.some(({ code }) => code === language)) {
        const message = 'This card has no such language.';
        throw new AppError('parameter_invalid', { field: 'language', message });
      }
      const texts = textsOf(c);
      const { snapshot } = view.open;
      return answerDraft(context, c, caller, view.open, {
        tab: 'design',
        title: texts.translations.title,
        body: (
          <RemoveLanguagePage
            address={cardAddress(context, snapshot.template)}
            texts={texts}
            view={view}
            language={language}
          />
        ),
      });
    }),
  );
  return app;
}

async function show(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { designName, from, typed, error }: Shown,
): Promise<Response> {
  const texts = textsOf(c);
  const view = await languagesView(context, caller, c.req.param('card')!, { designName, from });
  const { snapshot } = view.open;
  const done = DONE.find((kind) => kind === c.req.query('done'));
  const fault = error?.field === 'language' ? (error.beside.fault as LanguageFault | undefined) : undefined;
  return answerDraft(context, c, caller, view.open, {
    tab: 'design',
    title: texts.translations.title,
    status: error === null ? 200 : pageStatus(error),
    body: (
      <LanguagesPage
        address={cardAddress(context, snapshot.template)}
        texts={texts}
        view={view}
        typed={typed}
        notice={done === undefined || error !== null ? null : texts.translations.done[done]}
        problem={error === null || fault !== undefined ? null : draftProblem(context, c, caller, error)}
        fault={fault === undefined ? null : texts.translations.faults[fault]}
      />
    ),
  });
}
