// Serves a card's overview with the lists behind its numbers and its export, and the guide's address
// of the same page, /portal.php.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { listRuns } from '../../operations/events/list-runs.ts';
import { PASS_STATES, passesInState } from '../../operations/passes/passes-in-state.ts';
import { CHART_DAYS, cardOverview, cardPush, updateAllPasses } from '../../operations/templates/card-overview.ts';
import { exportFiles } from '../../operations/templates/export-files.ts';
import { giveAway } from '../../operations/templates/give-away.ts';
import { newsOf } from '../../operations/templates/news.ts';
import { ExportList } from '../../ui/workshop/card-export.tsx';
import { Overview } from '../../ui/workshop/card-overview.tsx';
import { PassList } from '../../ui/workshop/card-passes.tsx';
import { NewsForm } from '../../ui/workshop/news.tsx';
import { PushStatus } from '../../ui/workshop/push-progress.tsx';
import { answerPart, textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress, LIVE_POLICY, moduleScripts } from './card-page.tsx';
import { newsScripts } from './news.tsx';
import { forRight, pagePath } from './signed-in.tsx';

/** How many runs the overview shows. */
const RUNS = 5;

const LIST = z.object({
  with: z.enum(PASS_STATES, { error: `must be one of ${PASS_STATES.join(', ')}` }).default('created'),
  before: shapes.whole.optional(),
});
const EXPORT = z.object({ start: shapes.whole.default(0) });
const PORTAL = z.object({ templateHash: shapes.text.optional() });

export function overviewRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const query = async <T extends z.ZodRawShape>(schema: z.ZodObject<T>, c: HonoContext) =>
    read(schema, await readParameters(new Request(c.req.url)));

  app.get(
    CARD,
    forRight(context, 'see', async (c, caller) => {
      const asked = Number(c.req.query('days'));
      const span = CHART_DAYS.find((days) => days === asked) ?? CHART_DAYS[0];
      const overview = await cardOverview(context, caller, c.req.param('card')!, span);
      const { snapshot, counts } = overview;
      const texts = textsOf(c);
      const address = cardAddress(context, snapshot.template);
      const news = mayDo(caller, 'news') ? await newsOf(context, snapshot) : null;
      const form = news?.fields.length === 1 && (
        <NewsForm
          {...{ news, texts, address }}
          onPhones={counts.onPhones}
          notice={null}
          typed={{}}
          shown={{}}
          mayChoose={false}
        />
      );
      return answerCard(context, c, caller, snapshot, {
        tab: 'overview',
        ...(overview.push.waiting === null ? {} : { policy: LIVE_POLICY }),
        head: await moduleScripts(context, [
          'workshop/copy.js',
          ...(overview.push.waiting === null ? [] : ['workshop/push-progress.js']),
          ...(news === null ? [] : newsScripts(news)),
        ]),
        body: (
          <Overview
            {...{ overview, texts, address, base }}
            states={PASS_STATES}
            give={await giveAway(context, snapshot)}
            spans={CHART_DAYS}
            span={span}
            news={form || null}
            runs={
              (
                await listRuns(
                  context,
                  caller,
                  texts.sentences,
                  { templateHash: snapshot.template.hash, withoutBatches: true },
                  { count: RUNS },
                )
              ).runs
            }
            may={{
              send: mayDo(caller, 'send'),
              news: mayDo(caller, 'news'),
              pause: mayDo(caller, 'pause'),
              rules: mayDo(caller, 'rules'),
            }}
          />
        ),
      });
    }),
  );

  app.get(
    `${CARD}/passes`,
    forRight(context, 'see', async (c, caller) => {
      const { with: state, before = null } = await query(LIST, c);
      const list = await passesInState(context, caller, c.req.param('card')!, state, before);
      const { snapshot } = list;
      const texts = textsOf(c);
      return answerCard(context, c, caller, snapshot, {
        tab: 'overview',
        title: texts.overview.listTitle[state],
        body: (
          <PassList
            {...{ list, state, texts, base }}
            states={PASS_STATES}
            address={cardAddress(context, snapshot.template)}
            zone={zoneOf(snapshot.owner)}
            isLater={before !== null}
          />
        ),
      });
    }),
  );

  app.get(
    `${CARD}/export`,
    forRight(context, 'see', async (c, caller) => {
      const { start } = await query(EXPORT, c);
      const files = await exportFiles(context, caller, c.req.param('card')!, start);
      const texts = textsOf(c).overview;
      const address = cardAddress(context, files.snapshot.template);
      return answerCard(context, c, caller, files.snapshot, {
        tab: 'overview',
        title: texts.export,
        body: <ExportList files={files} texts={texts} address={address} />,
      });
    }),
  );

  app.post(
    `${CARD}/update`,
    forRight(context, 'news', async (c, caller) => {
      const { template } = await updateAllPasses(context, caller, c.req.param('card')!);
      return c.redirect(`${cardAddress(context, template)}#push`, 303);
    }),
  );

  app.get(
    `${CARD}/push`,
    forRight(context, 'news', async (c, caller) => {
      const { snapshot, push } = await cardPush(context, caller, c.req.param('card')!);
      const { template, owner } = snapshot;
      const address = `${cardAddress(context, template)}/push`;
      return answerPart(c, <PushStatus push={push} texts={textsOf(c)} zone={zoneOf(owner)} address={address} />);
    }),
  );

  app.get('/portal.php', async (c) => {
    const { templateHash } = await query(PORTAL, c);
    // The overview asks for the login, and leads back to itself.
    const page = templateHash === undefined ? '/cards' : `/cards/${encodeURIComponent(templateHash)}`;
    return c.redirect(pagePath(context, page), 303);
  });
  return app;
}
