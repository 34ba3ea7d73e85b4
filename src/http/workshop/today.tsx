// Serves the start page: Today for people who are logged in, the login form for others.
import { Hono } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import type { Context } from '../../operations/context.ts';
import { hideFirstSteps } from '../../operations/today/first-steps.ts';
import { markSeen } from '../../operations/today/needs.ts';
import { today } from '../../operations/today/today.ts';
import { TodayPage } from '../../ui/workshop/today.tsx';
import { scriptPath } from '../browser-files.ts';
import { textsOf } from '../frame.tsx';
import { pagePolicy } from '../page-policy.ts';
import { basePath } from '../pages/assets.ts';
import { sessionCaller } from '../session.ts';
import { askedLogin, loginPage } from './login.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** The script asks this server for what has happened since. */
const POLICY = pagePolicy({ 'connect-src': "'self'" });

export function todayRoutes(context: Context): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  const page = forRight(context, 'find', async (c, caller: Caller) => {
    const texts = textsOf(c);
    const shown = await today(context, caller, texts.sentences);
    return answerWorkshop(context, c, caller, {
      place: 'today',
      title: texts.today.title,
      policy: POLICY,
      body: (
        <TodayPage
          base={base}
          texts={texts}
          today={shown}
          script={shown.news === null ? null : await scriptPath(rootUrl, 'workshop/live.js')}
        />
      ),
    });
  });

  // In a group of routes under the path of ROOT_URL, `/` matches that path without its last slash.
  app.on('GET', ['/', `${base}/`], async (c, next) => {
    const asked = askedLogin(context, c);
    if ((await sessionCaller(context, c)) === null) return loginPage(context, c, asked);
    // The visitor has logged in meanwhile, in another tab.
    if (asked.next !== null) return c.redirect(asked.next, 303);
    return page(c, next);
  });

  app.post(
    '/today/steps/hide',
    forRight(context, 'rules', async (c, caller) => {
      await hideFirstSteps(context, caller);
      return c.redirect(pagePath(context, '/'), 303);
    }),
  );

  app.post(
    '/today/seen',
    forRight(context, 'see', async (c, caller) => {
      await markSeen(context, caller);
      return c.redirect(pagePath(context, '/'), 303);
    }),
  );
  return app;
}
