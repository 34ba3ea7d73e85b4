// Serves the login form, and logs people in and out.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { mayDo } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { hashedSerialNumberIn } from '../../operations/access/hashed-serial-number.ts';
import { login } from '../../operations/access/login.ts';
import type { Context } from '../../operations/context.ts';
import { durationIn } from '../../ui/duration.ts';
import { LoginForm } from '../../ui/workshop/login.tsx';
import { addressOf } from '../caller.ts';
import { brandByNumber } from '../client-brand.ts';
import { answerPage, brandOfPage, brandPage, openOwnersPage, textsOf, titled } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, secondsToWait } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { returnPage } from '../return-page.ts';
import { endSession, sessionCaller, startSession } from '../session.ts';

/** A login that was refused, and what was typed. */
interface Failed {
  readonly error: AppError;
  readonly email: string;
}

interface Asked {
  /** The page to show after the login; null: the start page. */
  readonly next: string | null;
  /** The account whose brand the form has; null: that of `next`, or none. */
  readonly clientId: string | null;
}

/** Answers the login form; the start page shows it to people who are not logged in. */
export async function loginPage(
  context: Context,
  c: HonoContext,
  { next, clientId }: Asked,
  failed: Failed | null = null,
): Promise<Response> {
  openOwnersPage(c);
  const { tag, login: texts, errors } = textsOf(c);
  const wait = failed === null ? null : secondsToWait(failed.error);
  if (failed !== null) setRetryAfter(c, failed.error);
  const named = clientId ?? brandInLink(context, next);
  if (named !== null) await brandByNumber(context, c, named);
  await brandByPass(context, c, next);
  return answerPage(context, c, {
    title: titled(c, texts.title),
    status: failed === null ? 200 : pageStatus(failed.error),
    isStorable: true,
    body: (
      <LoginForm
        base={basePath(context.settings.rootUrl)}
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
        clientId={clientId}
      />
    ),
  });
}

/** What a request for the login form asks for. */
export function askedLogin({ settings }: Context, c: HonoContext): Asked {
  return { next: returnPage(settings.rootUrl, c.req.query('next')), clientId: c.req.query('clientId') ?? null };
}

function brandInLink({ settings }: Context, next: string | null): string | null {
  return next === null ? null : new URL(next, settings.rootUrl).searchParams.get('clientId');
}

/** Gives the login page the branding of the pass in `next`. */
async function brandByPass(context: Context, c: HonoContext, next: string | null): Promise<void> {
  const hash = next === null ? null : new URL(next, context.settings.rootUrl).searchParams.get('hashedSerialNumber');
  const found = hash === null ? null : await context.store.passByHash(hashedSerialNumberIn(hash));
  if (found) brandPage(context, c, found.owner);
}

export function loginRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);
  const ownForm = ownForms(rootUrl);

  app.get('/login', async (c) => {
    const asked = askedLogin(context, c);
    if ((await sessionCaller(context, c)) !== null) return c.redirect(asked.next ?? `${base}/`, 303);
    return loginPage(context, c, asked);
  });

  app.post('/login', ownForm, async (c) => {
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
      // Whoever works at the counter starts with the scanner.
      return c.redirect(next ?? `${base}${mayDo(caller, 'see') ? '/' : '/scanner'}`, 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const clientId = typeof form.clientId === 'string' ? form.clientId : null;
      return loginPage(context, c, { next, clientId }, { error, email });
    }
  });

  app.post('/logout', ownForm, async (c) => {
    await endSession(context, c);
    return c.redirect(`${base}/`, 303);
  });
  return app;
}
