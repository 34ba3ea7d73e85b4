// Serves /runs: what happened to the cards of an account, one run with its steps, and the way to try
// the same event again without storing anything; and how far a customer's last change has come to phones.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { mayDo } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { pushDoctor } from '../../operations/devices/push-doctor.ts';
import { listRuns, runChoices } from '../../operations/events/list-runs.ts';
import { showRun, tryAgain } from '../../operations/events/show-run.ts';
import { runToTry } from '../../operations/events/try-rules.ts';
import { ACCESS_TYPES, EVENT_NAME } from '../../rules/passes/facts.ts';
import { PushDoctorPage } from '../../ui/push-doctor.tsx';
import { AgainPage, RunPage, runTitle } from '../../ui/workshop/run.tsx';
import { RunsPage } from '../../ui/workshop/runs.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { read } from '../passsource/function-parameters.ts';
import { answerWorkshop, forRight } from './signed-in.tsx';

/** The runs of a page. */
const PAGE = 25;

const id = z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(0, 'must not be below 0');
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((given) => (given === '' ? undefined : given), type.optional());

const FILTER = z.object({
  card: optional(z.string()),
  result: optional(
    z.enum(['changed', 'unchanged', 'failed', 'stopped'], {
      error: 'must be changed, unchanged, failed or stopped',
    }),
  ),
  event: optional(z.enum(Object.values(EVENT_NAME), { error: 'must be the name of an event, such as onScan' })),
  till: optional(id),
  before: optional(id),
});

export function runRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  app.get(
    '/runs',
    forRight(context, 'see', async (c, caller) => {
      const texts = textsOf(c);
      const { card, result, event, till, before } = read(FILTER, c.req.query());
      const filter = {
        ...(card === undefined ? {} : { templateHash: card }),
        ...(result === undefined ? {} : { result }),
        ...(event === undefined ? {} : { accessType: ACCESS_TYPES.find((type) => EVENT_NAME[type] === event)! }),
        ...(till === undefined ? {} : { tillId: till }),
      };
      const list = await listRuns(context, caller, texts.sentences, filter, { before, count: PAGE });
      const { cards, tills } = await runChoices(context, caller);
      return answerWorkshop(context, c, caller, {
        place: 'today',
        title: texts.runs.title,
        body: (
          <RunsPage
            base={base}
            texts={texts}
            zone={zoneOf(caller.account)}
            list={list}
            filter={{
              card: card ?? '',
              event: event ?? '',
              result: result ?? '',
              till: till === undefined ? '' : String(till),
            }}
            cards={cards}
            tills={tills}
            isNewest={before === undefined}
          />
        ),
      });
    }),
  );

  app.get(
    '/runs/:run',
    forRight(context, 'find', async (c, caller) => {
      const texts = textsOf(c);
      const run = await showRun(context, caller, texts.sentences, idOf(c));
      return answerWorkshop(context, c, caller, {
        place: 'today',
        title: runTitle(run, texts),
        body: (
          <RunPage
            {...{ base, texts, run }}
            zone={zoneOf(caller.account)}
            maySee={mayDo(caller, 'see')}
            mayOpenVersions={mayDo(caller, 'rules')}
          />
        ),
      });
    }),
  );

  app.get(
    '/runs/:run/again',
    forRight(context, 'find', async (c, caller) => {
      // The simulator tries it with the values of its moment. Who may not open the card sees what the
      // event would do now.
      if (mayDo(caller, 'see')) {
        const { templateHash, event, times } = await runToTry(context, caller, idOf(c));
        const query = new URLSearchParams({
          event,
          ...(times === 1 ? {} : { n: String(times) }),
          run: String(idOf(c)),
        });
        return c.redirect(`${base}/cards/${templateHash}/try?${query}`, 303);
      }
      const texts = textsOf(c);
      const retried = await tryAgain(context, caller, texts.sentences, idOf(c));
      return answerWorkshop(context, c, caller, {
        place: 'today',
        title: texts.runs.againTitle,
        body: <AgainPage base={base} texts={texts} retried={retried} />,
      });
    }),
  );

  app.get(
    '/customers/:customer/phones',
    forRight(context, 'find', async (c, caller) => {
      const texts = textsOf(c);
      const { customer, diagnosis } = await pushDoctor(context, caller, texts.sentences, c.req.param('customer')!);
      return answerWorkshop(context, c, caller, {
        place: 'customers',
        title: texts.runs.phonesTitle,
        body: (
          <PushDoctorPage
            base={base}
            customer={customer}
            diagnosis={diagnosis}
            texts={texts}
            zone={zoneOf(caller.account)}
          />
        ),
      });
    }),
  );
  return app;
}

/** Fails with `run_not_found` for what is no number of a run. */
function idOf(c: HonoContext): number {
  const text = c.req.param('run') ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new AppError('run_not_found');
  return Number(text);
}
