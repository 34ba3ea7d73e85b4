// Serves /cards, the gallery of an account's cards.
import { Hono } from 'hono';
import { z } from 'zod';
import { mayDo } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { gallery, hideExamples } from '../../operations/templates/gallery.ts';
import { Gallery } from '../../ui/workshop/gallery.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const QUERY = z.object({
  /** The id of the last card of the page before. */
  before: shapes.whole.optional(),
  examples: shapes.flag.default(false),
  /** The name of a card that was just deleted. */
  deleted: shapes.text.optional(),
});

/** How much of a name a page shows that it did not look up, in characters. */
const SHOWN_OF_NAME = 200;

export function cardsRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  app.get(
    '/cards',
    forRight(context, 'see', async (c, caller) => {
      const { before, examples, deleted } = read(QUERY, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const texts = textsOf(c);
      const shown = await gallery(context, caller, { before, withExamples: examples });
      return answerWorkshop(context, c, caller, {
        place: 'cards',
        title: texts.cards.title,
        body: (
          <Gallery
            base={base}
            texts={texts}
            gallery={shown}
            isFirstPage={before === undefined}
            mayMake={mayDo(caller, 'rules')}
            deleted={deleted?.slice(0, SHOWN_OF_NAME) ?? null}
          />
        ),
      });
    }),
  );

  app.post(
    '/cards/examples/hide',
    forRight(context, 'rules', async (c, caller) => {
      await hideExamples(context, caller);
      return c.redirect(pagePath(context, '/cards'), 303);
    }),
  );
  return app;
}
