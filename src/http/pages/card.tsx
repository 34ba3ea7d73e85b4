// Serves /card/{hash}: a pass as a card in the browser, for whoever has no wallet. The page installs
// as an app, works offline, and changes as the pass does; what it loads besides is in card-files.ts
// and card-events.ts. Opening the card is no event of the pass.
import { Hono, type Context as HonoContext } from 'hono';
import { findPass } from '../../operations/access/access.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { viewPass } from '../../operations/files/view-pass.ts';
import { cardTag } from '../../operations/passes/card-streams.ts';
import { requireBegun } from '../../operations/templates/issue-gate.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { CardHead, CardPage } from '../../ui/card-page.tsx';
import { titleOf } from '../../ui/pass-card.tsx';
import { scriptPath } from '../browser-files.ts';
import { answerPage, brandPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from './assets.ts';
import { cardEventRoutes } from './card-events.ts';
import { CARD_POLICY, CARD_SCRIPT, cardFileRoutes, cardIconPath } from './card-files.ts';
import { isAndroid } from './create.tsx';
import { isOpenHere } from './open-pass.ts';
import { passcodePage, takePasscode } from './passcode-page.tsx';

/** `throttle`: of guesses of passcodes. */
export function cardRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  app.get('/card/:hash', async (c) => {
    const snapshot = await findPass(context, c.req.param('hash'));
    const path = `${base}/card/${snapshot.pass.hash}`;
    brandPage(context, c, snapshot.owner);
    requireBegun(context, snapshot);
    if (!isOpenHere(context, c, snapshot.pass)) {
      return passcodePage(context, c, snapshot, { action: path, refusal: null });
    }
    // Mail programs add signs to links, and the service worker knows one address.
    if (snapshot.pass.hash !== c.req.param('hash')) return c.redirect(path);
    return cardPage(context, c, snapshot, path);
  });
  app.post('/card/:hash', ownForms(context.settings.rootUrl), async (c) => {
    const snapshot = await findPass(context, c.req.param('hash'));
    return takePasscode(context, throttle, c, snapshot, `${base}/card/${snapshot.pass.hash}`);
  });
  app.route('/', cardEventRoutes(context));
  app.route('/', cardFileRoutes(context));
  return app;
}

async function cardPage(context: Context, c: HonoContext, snapshot: PassSnapshot, path: string): Promise<Response> {
  const view = await viewPass(context, snapshot);
  const { rootUrl } = context.settings;
  // The service worker stores answers with this header.
  c.header('x-passwright-card', 'yes');
  return answerPage(context, c, {
    title: titleOf(view),
    head: (
      <CardHead
        view={view}
        manifest={`${path}/manifest.webmanifest`}
        touchIcon={cardIconPath(path, 180, view)}
        script={await scriptPath(rootUrl, CARD_SCRIPT)}
      />
    ),
    body: (
      <CardPage
        view={view}
        tag={cardTag(snapshot)}
        now={context.clock.now()}
        path={path}
        download={`${basePath(rootUrl)}/pass/create.php?hashedSerialNumber=${snapshot.pass.hash}&download=true`}
        isAndroid={isAndroid(c)}
        texts={textsOf(c)}
      />
    ),
    policy: CARD_POLICY,
  });
}
