// Serves the page on which a card is deleted, once its name was typed.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCard } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { deleteCard } from '../../operations/templates/manage-card.ts';
import { DeleteCard } from '../../ui/workshop/card-whole.tsx';
import { textsOf } from '../frame.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerCard } from './card-page.tsx';
import { forRight, pagePath } from './signed-in.tsx';

export function cardDeleteRoutes(context: Context): Hono {
  const app = new Hono();

  const page = async (c: HonoContext, caller: Caller, typed: string | null) => {
    const snapshot = await requireCard(context, caller, 'rules', c.req.param('card') ?? '');
    const texts = textsOf(c);
    const { id, hash, name } = snapshot.template;
    return answerCard(context, c, caller, snapshot, {
      tab: 'overview',
      title: texts.cards.deleteTitle,
      status: typed === null ? 200 : 400,
      body: (
        <DeleteCard
          address={pagePath(context, `/cards/${hash}`)}
          texts={texts}
          name={name}
          counts={await context.store.templateCounts(id)}
          typed={typed ?? ''}
          isWrong={typed !== null}
        />
      ),
    });
  };

  app.get(
    '/cards/:card/delete',
    forRight(context, 'rules', (c, caller) => page(c, caller, null)),
  );

  app.post(
    '/cards/:card/delete',
    forRight(context, 'rules', async (c, caller) => {
      const { name } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const typed = typeof name === 'string' || typeof name === 'number' ? String(name) : '';
      try {
        const deleted = await deleteCard(context, caller, c.req.param('card') ?? '', typed);
        return c.redirect(pagePath(context, `/cards?${new URLSearchParams({ deleted: deleted.name })}`), 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.field !== 'name') throw error;
        return page(c, caller, typed);
      }
    }),
  );
  return app;
}
