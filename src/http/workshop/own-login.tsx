// Serves /join/{code}, where an invited person joins, and /settings/me, where a person changes the own
// name, language and password.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { join, openInvitation } from '../../operations/people/join.ts';
import { changeOwnLogin, changeOwnPassword } from '../../operations/people/own-login.ts';
import { OWNER_LANGUAGES } from '../../ui/texts/language.ts';
import { type FormFault, JoinPage, OwnLoginPage } from '../../ui/workshop/own-login.tsx';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, ownersPage, textsOf } from '../frame.tsx';
import { ownForms } from '../own-forms.ts';
import { basePath } from '../pages/assets.ts';
import { pageStatus, showExactErrors } from '../pages/errors.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { startSession } from '../session.ts';
import { faultSentence } from './fault-words.ts';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** `throttle` counts wrong passwords. */
export function ownLoginRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const { rootUrl } = context.settings;
  const base = basePath(rootUrl);

  const joinPage = async (c: HonoContext, name: string, error: AppError | null) => {
    const code = c.req.param('code') ?? '';
    const { invitation, account } = await openInvitation(context, code);
    brandPage(context, c, account);
    const texts = textsOf(c);
    return answerPage(context, c, {
      title: texts.people.joinTitle(account.name),
      status: error === null ? 200 : pageStatus(error),
      body: (
        <JoinPage
          texts={texts}
          account={account.name}
          email={invitation.email}
          role={invitation.role}
          action={`${base}/join/${encodeURIComponent(code)}`}
          name={name}
          fault={error && faultOf(c, error)}
        />
      ),
    });
  };

  app.get('/join/:code', ownersPage, (c) => {
    showExactErrors(c);
    return joinPage(c, '', null);
  });

  app.post('/join/:code', ownersPage, ownForms(rootUrl), async (c) => {
    showExactErrors(c);
    const { name, password } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    const typed = { name: String(name ?? ''), password: String(password ?? '') };
    try {
      // The pages go on in the language that the person joined in.
      const language = textsOf(c).tag;
      const caller = await join(context, c.req.param('code'), { ...typed, language });
      startSession(context, c, caller);
      return c.redirect(`${base}/`, 303);
    } catch (error) {
      if (!(error instanceof AppError) || error.field === undefined) throw error;
      return joinPage(c, typed.name, error);
    }
  });

  const me = async (c: HonoContext, caller: Caller, done: string | null, error: AppError | null) => {
    const texts = textsOf(c);
    const { saved, passwordSaved, meTitle } = texts.people;
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: meTitle,
      status: error === null ? 200 : pageStatus(error),
      body: (
        <OwnLoginPage
          base={base}
          texts={texts}
          email={caller.email}
          role={caller.role}
          member={caller.member ?? null}
          languages={OWNER_LANGUAGES.map(({ tag }) => [tag, nameOfLanguage(tag)])}
          notice={done === 'saved' ? saved : done === 'password' ? passwordSaved : null}
          fault={error && faultOf(c, error)}
        />
      ),
    });
  };

  app.get(
    '/settings/me',
    forRight(context, 'scan', (c, caller) => me(c, caller, c.req.query('done') ?? null, null)),
  );

  /** Runs a form of the page, and shows the page again with what is wrong. */
  const changing = (path: string, done: string, change: (c: HonoContext, caller: Caller) => Promise<Caller>) =>
    app.post(
      path,
      forRight(context, 'scan', async (c, caller) => {
        try {
          // Another password ends all sessions of the person, this one too.
          startSession(context, c, await change(c, caller));
          return c.redirect(`${pagePath(context, '/settings/me')}?done=${done}`, 303);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          if (error.field === undefined && error.code !== 'login_throttled') throw error;
          return me(c, caller, null, error);
        }
      }),
    );

  changing('/settings/me', 'saved', async (c, caller) => {
    const { name, language } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    const chosen = OWNER_LANGUAGES.find(({ tag }) => tag === language)?.tag ?? null;
    return changeOwnLogin(context, caller, { name: String(name ?? ''), language: chosen });
  });

  changing('/settings/me/password', 'password', async (c, caller) => {
    const { present, password } = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
    const typed = { present: String(present ?? ''), password: String(password ?? '') };
    return changeOwnPassword(context, throttle, caller, { ...typed, address: addressOf(c) });
  });
  return app;
}

function faultOf(c: HonoContext, error: AppError): FormFault {
  const texts = textsOf(c);
  return { field: error.field ?? 'present', message: faultSentence(error, texts, texts.people.faults) };
}

/** The name of a language in that language. */
function nameOfLanguage(tag: string): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}
