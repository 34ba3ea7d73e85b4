// Serves the page on which a card is copied.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { copyCard } from '../../operations/templates/manage-card.ts';
import { CopyCard } from '../../ui/workshop/card-whole.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus, told } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerCard } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

export function cardCopyRoutes(context: Context): Hono {
  const app = new Hono();

  const page = async (c: HonoContext, caller: Caller, typed: string | null, error: AppError | null) => {
    const snapshot = await requireCard(context, caller, 'rules', c.req.param('card') ?? '');
    const texts = textsOf(c);
    const { hash, name } = snapshot.template;
    return answerCard(context, c, caller, snapshot, {
      tab: 'overview',
      title: texts.cards.copyTitle,
      status: error === null ? 200 : pageStatus(error),
      body: (
        <CopyCard
          address={pagePath(context, `/cards/${hash}`)}
          texts={texts}
          name={name}
          typed={typed ?? texts.cards.copyName(name.slice(0, ROOM_FOR_NAME))}
          fault={error && told(error, texts).sentence}
        />
      ),
    });
  };

  app.get(
    '/cards/:card/copy',
    forRight(context, 'rules', (c, caller) => page(c, caller, null, null)),
  );

  app.post(
    '/cards/:card/copy',
    forRight(context, 'rules', async (c, caller) => {
      const { name } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const typed = typeof name === 'string' ? name : '';
      try {
        const copy = await copyCard(context, caller, c.req.param('card') ?? '', typed);
        return c.redirect(pagePath(context, `/cards/${copy}`), 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'templateName') throw error;
        return page(c, caller, typed, error);
      }
    }),
  );
  return app;
}

/** The characters of a name that leave room for the word of a copy in 200. */
const ROOM_FOR_NAME = 190;
