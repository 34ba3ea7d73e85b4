// Serves a card's news: the form, its submission, and the choice of the text that is the news.
import { Hono, type Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type Caller, mayDo, requireCard } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { pushProgress } from '../../operations/templates/card-overview.ts';
import { chooseNews, newsChoices } from '../../operations/templates/choose-news.ts';
import { type News, newsOf, sendNews } from '../../operations/templates/news.ts';
import { NewsForm, type NewsNotice, NoNews } from '../../ui/workshop/news.tsx';
import { PushStatus } from '../../ui/workshop/push-progress.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { FaultWords, readForm, typedTexts } from './editor-form.tsx';
import { readShownForm } from './form-texts.ts';
import { forRight } from './signed-in.tsx';

/** What the page says after a form, by the query of its address. */
const DONE = ['sent', 'unchanged', 'chosen'] as const;
const CHOICE = z.object({ path: shapes.text });

/** What was typed into a form that was not sent. */
interface Kept {
  readonly status: ContentfulStatusCode;
  readonly notice: NewsNotice | null;
  readonly fields: Parameters;
  readonly shown: Readonly<Record<string, string>>;
}

export function newsRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/news`,
    forRight(context, 'news', (c, caller) => {
      const done = DONE.find((kind) => kind === c.req.query('done'));
      return show(context, c, caller, { status: 200, notice: done ? { kind: done } : null, fields: {}, shown: {} });
    }),
  );

  app.post(
    `${CARD}/news`,
    forRight(context, 'news', async (c, caller) => {
      const parameters = await readShownForm(c.req.raw);
      const { fields, shown } = readForm(parameters, []);
      const card = c.req.param('card')!;
      try {
        const isSent = await sendNews(context, caller, card, { fields, shown, depth: c.get('depth') });
        return c.redirect(`?done=${isSent ? 'sent' : 'unchanged'}`, 303);
      } catch (error) {
        if (!(error instanceof AppError) || !isMistake(error)) throw error;
        const { field = null } = error;
        // Sending again confirms only the field at fault, against its present value.
        const { [field ?? '']: _, ...others } = shown;
        const notice = { kind: 'failed', message: <FaultWords error={error} texts={textsOf(c)} />, field } as const;
        return show(context, c, caller, { status: pageStatus(error), notice, fields, shown: others });
      }
    }),
  );

  app.post(
    `${CARD}/news/choose`,
    forRight(context, 'rules', async (c, caller) => {
      const { path } = read(CHOICE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const card = c.req.param('card')!;
      await chooseNews(context, caller, card, path);
      return c.redirect('../news?done=chosen', 303);
    }),
  );
  return app;
}

/** Whether the person can mend the form, which is then shown again. */
function isMistake({ kind }: AppError): boolean {
  return kind === 'invalid' || kind === 'too_large' || kind === 'conflict';
}

/** The scripts that a form of news needs. */
export function newsScripts({ fields }: News): readonly string[] {
  return [
    ...(fields.some(({ changeMessage }) => changeMessage !== null) ? ['workshop/lock-screen.js'] : []),
    ...(fields.some(({ kind }) => kind === 'stepper') ? ['pages/stepper.js'] : []),
  ];
}

async function show(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { status, notice, fields, shown }: Kept,
): Promise<Response> {
  const snapshot = await requireCard(context, caller, 'news', c.req.param('card')!);
  const { template, owner } = snapshot;
  const texts = textsOf(c);
  const address = cardAddress(context, template);
  const news = await newsOf(context, snapshot);
  const mayChoose = mayDo(caller, 'rules');
  const push = await pushProgress(context, template);
  const { onPhones } = await context.store.templateCounts(template.id);
  return answerCard(context, c, caller, snapshot, {
    tab: 'news',
    status,
    ...(push.waiting === null ? {} : { policy: LIVE_POLICY }),
    head: await moduleScripts(context, [
      ...newsScripts(news),
      ...(push.waiting === null ? [] : ['workshop/push-progress.js']),
    ]),
    body: (
      <div class="stack">
        {news.fields.length === 0 ? (
          <NoNews
            choices={await newsChoices(context, snapshot)}
            unknownPaths={news.unknownPaths}
            texts={texts.news}
            address={address}
            mayChoose={mayChoose}
          />
        ) : (
          <NewsForm
            {...{ news, texts, address, onPhones, notice, shown, mayChoose }}
            typed={typedTexts(news.fields, { fields, shown, step: null })}
          />
        )}
        <section class="panel" aria-labelledby="update">
          <h2 id="update">{texts.overview.update}</h2>
          <PushStatus push={push} texts={texts} zone={zoneOf(owner)} address={`${address}/push`} />
        </section>
      </div>
    ),
  });
}
