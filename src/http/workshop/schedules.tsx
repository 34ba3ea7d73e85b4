// Serves the page of a card's schedules, and pauses or starts one of them.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { cardSchedules, setScheduleState, tryCardSchedule } from '../../operations/schedules/card-schedules.ts';
import { SchedulesPage } from '../../ui/workshop/schedules.tsx';
import { textsOf } from '../frame.tsx';
import { pageStatus } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { answerCard, CARD, cardAddress } from './card-page.tsx';
import { FaultWords } from './editor-form.tsx';
import { forRight, pagePath } from './signed-in.tsx';

const QUERY = z.object({ try: shapes.text.optional(), done: shapes.flag.default(false) });
const STATES = ['active', 'paused'] as const;
const CHANGE = z.object({
  revision: shapes.text,
  name: shapes.text,
  state: z.enum(STATES, { error: `must be one of ${STATES.join(', ')}` }),
});

export function scheduleRoutes(context: Context): Hono {
  const app = new Hono();

  app.get(
    `${CARD}/schedules`,
    forRight(context, 'rules', (c, caller) => show(context, c, caller, null)),
  );

  app.post(
    `${CARD}/schedules/change`,
    forRight(context, 'rules', async (c, caller) => {
      const change = read(CHANGE, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      const card = c.req.param('card')!;
      try {
        await setScheduleState(context, caller, card, change);
      } catch (error) {
        if (!(error instanceof AppError) || (error.kind !== 'conflict' && error.kind !== 'invalid')) throw error;
        return show(context, c, caller, error);
      }
      return c.redirect(pagePath(context, `/cards/${card}/schedules?done=true`), 303);
    }),
  );
  return app;
}

async function show(context: Context, c: HonoContext, caller: Caller, error: AppError | null): Promise<Response> {
  const texts = textsOf(c);
  const query = c.req.method === 'GET' ? read(QUERY, await readParameters(new Request(c.req.url))) : { done: false };
  const card = await cardSchedules(context, caller, c.req.param('card')!, texts.sentences);
  const { snapshot } = card.open;
  // A link may name a schedule that went meanwhile.
  const name = card.schedules.find(({ schedule }) => schedule.name === query.try)?.schedule.name;
  const tried = name === undefined ? null : { ...(await tryCardSchedule(context, card, name)), name };
  return answerCard(context, c, caller, snapshot, {
    tab: 'rules',
    title: texts.schedules.title,
    ...(error === null ? {} : { status: pageStatus(error) }),
    body: (
      <SchedulesPage
        card={card}
        texts={texts}
        address={cardAddress(context, snapshot.template)}
        tried={tried}
        isDone={query.done === true}
        problem={error === null ? null : <FaultWords error={error} texts={texts} />}
      />
    ),
  });
}
