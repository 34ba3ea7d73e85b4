// Serves /scanner/setup/{code}: the page that the QR code of a new till leads to. Opening the page
// uses nothing up, because apps open links in advance; its button makes the device the till.
import { Hono, type Context as HonoContext } from 'hono';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { openTillHere, tillOfSetup } from '../../operations/tills/till-device.ts';
import { TillSetupPage } from '../../ui/till-setup.tsx';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, ownersPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { endSession, sessionCaller } from '../session.ts';
import { keepTill } from '../till-cookie.ts';
import { basePath } from './assets.ts';
import { showExactErrors } from './errors.tsx';

const PAGE = '/scanner/setup/:code';

export function tillSetupRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);
  const setupOf = (c: HonoContext) => ({ code: c.req.param('code') ?? '', address: addressOf(c) });

  app.use(PAGE, ownersPage);

  app.get(PAGE, async (c) => {
    showExactErrors(c);
    const setup = setupOf(c);
    const { till, account } = await tillOfSetup(context, throttle, setup);
    brandPage(context, c, account);
    const person = await sessionCaller(context, c);
    const texts = textsOf(c).tills;
    return answerPage(context, c, {
      title: texts.setupTitle(till.name),
      body: (
        <TillSetupPage
          texts={texts}
          till={till}
          account={account.name}
          person={person?.email ?? null}
          action={`${base}/scanner/setup/${encodeURIComponent(setup.code)}`}
        />
      ),
    });
  });

  app.post(PAGE, ownForms(rootUrl, '/tills'), async (c) => {
    showExactErrors(c);
    const token = await openTillHere(context, throttle, setupOf(c));
    // A till is given to others, so nobody stays logged in there.
    await endSession(context, c);
    keepTill(context, c, token);
    return c.redirect(`${base}/scanner`, 303);
  });
  return app;
}
