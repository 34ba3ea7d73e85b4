// The start page: whoever is logged in sees the account's templates and their links, everybody else the login form.
import { Hono, type Context as HonoContext } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { AppError } from '../../errors.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { hashedSerialNumberIn } from '../../operations/access/hashed-serial-number.ts';
import { login, openSession, SESSION_LIFETIME } from '../../operations/access/login.ts';
import type { Context } from '../../operations/context.ts';
import { ownTemplates } from '../../operations/templates/own-templates.ts';
import { durationIn } from '../../ui/duration.ts';
import { LoginForm, TemplateList } from '../../ui/workshop/home.tsx';
import { addressOf } from '../caller.ts';
import { answerPage, brandOfPage, brandPage, textsOf, titled } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, secondsToWait } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { returnPage } from '../return-page.ts';
import { SESSION_COOKIE, sessionAccount, sessionCookieOptions } from '../session.ts';

export function homeRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  /** The login page has the brand of the pass that somebody logs in for. */
  const brandByNext = async (c: HonoContext, next: string | null): Promise<void> => {
    const hash = next === null ? null : new URL(next, rootUrl).searchParams.get('hashedSerialNumber');
    const found = hash === null ? null : await context.store.passByHash(hashedSerialNumberIn(hash));
    if (found) brandPage(context, c, found.owner);
  };

  const loginPage = async (c: HonoContext, next: string | null, failed: { error: AppError; email: string } | null) => {
    const { tag, login: texts, errors } = textsOf(c);
    const wait = failed === null ? null : secondsToWait(failed.error);
    if (wait !== null) c.header('retry-after', String(wait));
    await brandByNext(c, next);
    return answerPage(context, c, {
      title: titled(c, texts.title),
      status: failed === null ? 200 : pageStatus(failed.error),
      isStorable: true,
      body: (
        <LoginForm
          base={base}
          named={brandOfPage(c).named}
          texts={texts}
          email={failed?.email ?? ''}
          error={
            failed === null
              ? null
              : wait === null
                ? errors.codes[failed.error.code]
                : texts.tooMany(durationIn(tag, wait))
          }
          next={next}
        />
      ),
    });
  };

  // Where routes are grouped under the path of ROOT_URL, `/` is that path without a slash at its end.
  app.on('GET', ['/', `${base}/`], async (c) => {
    const account = await sessionAccount(context, c);
    const next = returnPage(rootUrl, c.req.query('next'));
    if (account === null) return loginPage(c, next, null);
    // Somebody logged in meanwhile, in another tab.
    if (next !== null) return c.redirect(next, 303);
    const home = await ownTemplates(context, account);
    const texts = textsOf(c);
    const { named } = brandPage(context, c, account);
    return answerPage(context, c, {
      title: titled(c, texts.home.title),
      body: <TemplateList root={rootUrl} base={base} texts={texts} home={home} named={named} />,
    });
  });

  const ownForm = ownForms(rootUrl);

  app.post('/login', ownForm, async (c) => {
    const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    const email = String(form.email ?? '');
    const next = returnPage(rootUrl, form.next);
    try {
      const account = await login(context, throttle, {
        email,
        password: String(form.password ?? ''),
        address: addressOf(c),
      });
      const options = { ...sessionCookieOptions(context), maxAge: SESSION_LIFETIME / 1000 };
      setCookie(c, SESSION_COOKIE, openSession(context, account), options);
      return c.redirect(next ?? `${base}/`, 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return loginPage(c, next, { error, email });
    }
  });

  app.post('/logout', ownForm, (c) => {
    deleteCookie(c, SESSION_COOKIE, sessionCookieOptions(context));
    return c.redirect(`${base}/`, 303);
  });
  return app;
}
