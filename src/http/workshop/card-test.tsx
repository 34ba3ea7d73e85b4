// Serves the page of a card's passes for trying out: makes them, lists them, deletes them together.
import { Hono } from 'hono';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { deleteTestCards, makeTestCard, testCards } from '../../operations/templates/manage-card.ts';
import { shortTime } from '../../ui/short-time.ts';
import { TestCards } from '../../ui/workshop/card-whole.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { answerCard } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

export function cardTestRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  app.get(
    '/cards/:card/test',
    forRight(context, 'send', async (c, caller) => {
      const { card, passes } = await testCards(context, caller, c.req.param('card') ?? '');
      const texts = textsOf(c);
      const { hash, name } = card.template;
      return answerCard(context, c, caller, card, {
        tab: 'overview',
        title: texts.cards.testTitle,
        body: (
          <TestCards
            base={base}
            address={`${base}/cards/${hash}`}
            texts={texts}
            name={name}
            passes={passes}
            clock={shortTime(texts.tag, zoneOf(caller.account), context.clock.now())}
          />
        ),
      });
    }),
  );

  app.post(
    '/cards/:card/test',
    forRight(context, 'send', async (c, caller) => {
      const hash = await makeTestCard(context, caller, c.req.param('card') ?? '');
      return c.redirect(pagePath(context, `/pass/create.php?hashedSerialNumber=${hash}`), 303);
    }),
  );

  app.post(
    '/cards/:card/test/delete',
    forRight(context, 'send', async (c, caller) => {
      const card = c.req.param('card') ?? '';
      await deleteTestCards(context, caller, card);
      return c.redirect(pagePath(context, `/cards/${card}/test`), 303);
    }),
  );
  return app;
}
