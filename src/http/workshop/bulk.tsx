// Serves the page of a bulk change and its buttons: begin, stop, go on, take back.
import { Hono } from 'hono';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import {
  type CardBulk,
  namesOfPasses,
  resumeBulk,
  showBulk,
  startBulk,
  stopBulk,
  undoBulk,
} from '../../operations/segments/bulk-changes.ts';
import { cardValues } from '../../operations/segments/segments.ts';
import { locate } from '../../rules/paths/paths.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { BulkView } from '../../ui/workshop/bulk.tsx';
import { textsOf } from '../frame.tsx';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { RELOADS } from './segments.tsx';
import { forRight, pagePath } from './signed-in.tsx';

const ACTS: Readonly<Record<string, (context: Context, caller: Caller, bulkId: string) => Promise<CardBulk>>> = {
  start: startBulk,
  stop: stopBulk,
  resume: resumeBulk,
  undo: undoBulk,
};

export function bulkRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/bulk/:bulk`,
    forRight(context, 'see', async (c, caller) => {
      const page = await showBulk(context, caller, c.req.param('bulk')!);
      const { bulk, card } = page;
      const texts = textsOf(c);
      const { program } = await cardValues(context, card);
      const isMoving = bulk.state === 'dry' || bulk.state === 'running' || bulk.state === 'undoing';
      return answerCard(context, c, caller, card, {
        tab: 'customers',
        title: texts.segments.bulk.title,
        ...(isMoving ? { head: RELOADS } : {}),
        body: (
          <BulkView
            {...{ texts, page }}
            names={namesIn(program, texts.sentences)}
            base={pagePath(context, '')}
            address={cardAddress(context, card.template)}
            customers={await namesOfPasses(context, page)}
            templateValue={(path) => locate(program, path)?.value ?? null}
            mayChange={mayDo(caller, 'correct')}
          />
        ),
      });
    }),
  );

  for (const [name, act] of Object.entries(ACTS)) {
    app.post(
      `${CARD}/bulk/:bulk/${name}`,
      forRight(context, 'correct', async (c, caller) => {
        const { bulk, card } = await act(context, caller, c.req.param('bulk')!);
        return c.redirect(`${cardAddress(context, card.template)}/bulk/${bulk.id}`, 303);
      }),
    );
  }
  return app;
}
