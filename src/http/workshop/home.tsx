// Serves the start page: the login form, and after a login the account's templates and their links.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { mayDo } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { hashedSerialNumberIn } from '../../operations/access/hashed-serial-number.ts';
import { login } from '../../operations/access/login.ts';
import type { Context } from '../../operations/context.ts';
import { ownTemplates } from '../../operations/templates/own-templates.ts';
import { durationIn } from '../../ui/duration.ts';
import { LoginForm, TemplateList } from '../../ui/workshop/home.tsx';
import { addressOf } from '../caller.ts';
import { answerPage, brandOfPage, brandPage, ownersPage, textsOf, titled } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, secondsToWait } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { returnPage } from '../return-page.ts';
import { endSession, sessionCaller, startSession } from '../session.ts';
import { answerWorkshop } from './signed-in.tsx';

export function homeRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  /** Gives the login page the branding of the pass in `next`, the page to show after the login. */
  const brandByNext = async (c: HonoContext, next: string | null): Promise<void> => {
    const hash = next === null ? null : new URL(next, rootUrl).searchParams.get('hashedSerialNumber');
    const found = hash === null ? null : await context.store.passByHash(hashedSerialNumberIn(hash));
    if (found) brandPage(context, c, found.owner);
  };

  const loginPage = async (c: HonoContext, next: string | null, failed: { error: AppError; email: string } | null) => {
    const { tag, login: texts, errors } = textsOf(c);
    const wait = failed === null ? null : secondsToWait(failed.error);
    if (failed !== null) setRetryAfter(c, failed.error);
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

  // In a group of routes under the path of ROOT_URL, `/` matches that path without its last slash.
  app.on('GET', ['/', `${base}/`], ownersPage, async (c) => {
    const caller = await sessionCaller(context, c);
    const next = returnPage(rootUrl, c.req.query('next'));
    if (caller === null) return loginPage(c, next, null);
    // The visitor has logged in meanwhile, in another tab.
    if (next !== null) return c.redirect(next, 303);
    // Whoever works at the counter starts with the scanner.
    if (!mayDo(caller, 'see')) return c.redirect(`${base}/scanner`, 303);
    const home = await ownTemplates(context, caller);
    const texts = textsOf(c);
    const { named } = brandPage(context, c, caller.account);
    return answerWorkshop(context, c, caller, {
      place: 'today',
      title: texts.home.title,
      body: <TemplateList root={rootUrl} base={base} texts={texts} home={home} named={named} />,
    });
  });

  const ownForm = ownForms(rootUrl);

  app.post('/login', ownersPage, ownForm, async (c) => {
    const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    const email = String(form.email ?? '');
    const next = returnPage(rootUrl, form.next);
    try {
      const caller = await login(context, throttle, {
        email,
        password: String(form.password ?? ''),
        address: addressOf(c),
      });
      startSession(context, c, caller);
      return c.redirect(next ?? `${base}/`, 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return loginPage(c, next, { error, email });
    }
  });

  app.post('/logout', ownForm, async (c) => {
    await endSession(context, c);
    return c.redirect(`${base}/`, 303);
  });
  return app;
}
