// The start page: whoever is logged in sees the account's templates and their links, everybody else the login form.
import { Hono, type Context as HonoContext } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { AppError } from '../../errors.ts';
import type { Context } from '../../operations/context.ts';
import { type LoginThrottle, login, openSession, SESSION_LIFETIME } from '../../operations/login.ts';
import { ownTemplates } from '../../operations/own-templates.ts';
import { LoginForm, TemplateList } from '../../ui/home.tsx';
import { Layout } from '../../ui/layout.tsx';
import { addressOf } from '../caller.ts';
import { ownForms } from '../own-forms.ts';
import { readParameters } from '../parameters.ts';
import { SESSION_COOKIE, sessionAccount, sessionCookieOptions } from '../session.ts';
import { basePath, pageAssets } from './assets.ts';
import { pageStatus } from './errors.tsx';

export function homeRoutes(context: Context, throttle: LoginThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const assets = pageAssets(rootUrl);
  const base = basePath(rootUrl);

  const loginPage = (c: HonoContext, failed: { error: AppError; email: string } | null) =>
    c.html(
      <Layout title="Log in · Passwright" assets={assets}>
        <LoginForm base={base} email={failed?.email ?? ''} error={failed?.error.message ?? null} />
      </Layout>,
      failed === null ? 200 : pageStatus(failed.error),
    );

  app.get('/', async (c) => {
    const account = await sessionAccount(context, c);
    if (account === null) return loginPage(c, null);
    c.header('cache-control', 'private, no-store');
    const home = await ownTemplates(context, account);
    return c.html(
      <Layout title="Templates · Passwright" assets={assets}>
        <TemplateList root={rootUrl} base={base} home={home} />
      </Layout>,
    );
  });

  const ownForm = ownForms(rootUrl);

  app.post('/login', ownForm, async (c) => {
    const form = await readParameters(c.req.raw);
    const email = String(form.email ?? '');
    try {
      const account = await login(context, throttle, {
        email,
        password: String(form.password ?? ''),
        address: addressOf(c),
      });
      const options = { ...sessionCookieOptions(context), maxAge: SESSION_LIFETIME / 1000 };
      setCookie(c, SESSION_COOKIE, openSession(context, account), options);
      return c.redirect(`${base}/`, 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return loginPage(c, { error, email });
    }
  });

  app.post('/logout', ownForm, (c) => {
    deleteCookie(c, SESSION_COOKIE, sessionCookieOptions(context));
    return c.redirect(`${base}/`, 303);
  });
  return app;
}
