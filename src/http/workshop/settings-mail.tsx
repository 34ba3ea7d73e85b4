// Serves /settings/mail: the mail server, a test mail with what the server answered, the language of
// mails and how they look.
import { Hono, type Context as HonoContext } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import { changeAccountSettings } from '../../operations/accounts/account-settings.ts';
import { brandOf } from '../../operations/accounts/brand.ts';
import type { Context } from '../../operations/context.ts';
import {
  canMail,
  type MailServerInput,
  type MailSetup,
  mailSetup,
  removeMailServer,
  sendTestMail,
  setMailServer,
} from '../../operations/server/mail-server.ts';
import { renderPassLink } from '../../ui/pass-link-mail.tsx';
import { renderTestMail } from '../../ui/settings-mails.ts';
import { LANGUAGES, textsFor } from '../../ui/texts/language.ts';
import { MailPage, type TestResult } from '../../ui/workshop/settings-mail.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { textsOf } from '../frame.tsx';
import { pagePolicy } from '../page-policy.ts';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { textIn } from './form-texts.ts';
import { answerQuestion, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight } from './signed-in.tsx';

const PAGE = '/settings/mail';

interface Shown {
  readonly fault?: Fault;
  /** What was typed. */
  readonly form?: MailServerInput;
  readonly test?: TestResult;
}

export function settingsMailRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const owner = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) => forRight(context, 'mail', handle);

  const show = async (c: HonoContext, caller: Caller, { fault, form, test }: Shown) => {
    const texts = textsOf(c);
    const setup = await mailSetup(context, caller);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsMail.title,
      status: fault === undefined ? 200 : 400,
      body: (
        <MailPage
          base={base}
          texts={texts}
          setup={setup}
          form={form ?? formOf(setup)}
          email={caller.email}
          language={caller.account.language}
          canMail={await canMail(context)}
          notice={fault === undefined && test === undefined ? noticeOf(c, texts) : null}
          fault={fault ?? null}
          test={test ?? null}
        />
      ),
    });
  };

  app.get(
    PAGE,
    owner((c, caller) => show(c, caller, {})),
  );
  app.post(
    PAGE,
    owner(async (c, caller) => {
      const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const form: MailServerInput = {
        host: textIn(given, 'host'),
        port: textIn(given, 'port'),
        security: textIn(given, 'security'),
        user: textIn(given, 'user'),
        password: textIn(given, 'password'),
        from: textIn(given, 'from'),
      };
      try {
        await setMailServer(context, caller, form);
      } catch (error) {
        return show(c, caller, { fault: faultOf(error, textsOf(c)), form });
      }
      return c.redirect(donePath(context, PAGE, 'saved'), 303);
    }),
  );
  // Answers the page itself: the mail server's answer fits no address, and a mail sent twice does no
  // harm.
  app.post(
    `${PAGE}/test`,
    owner(async (c, caller) => {
      const { name, language } = caller.account;
      const content = renderTestMail(name, language === null ? textsOf(c) : textsFor(language));
      const result = await sendTestMail(context, caller, content);
      const isSent = result.verdict === 'delivered';
      return show(c, caller, { test: isSent ? { isSent } : { isSent, answer: result.reason } });
    }),
  );
  app.post(
    `${PAGE}/language`,
    owner(async (c, caller) => {
      const language = textIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY), 'language');
      const tags = LANGUAGES.map(({ tag }) => tag);
      try {
        await changeAccountSettings(context, caller, { language: language === '' ? null : language }, tags);
      } catch (error) {
        return show(c, caller, { fault: faultOf(error, textsOf(c)) });
      }
      return c.redirect(donePath(context, PAGE, 'saved'), 303);
    }),
  );
  app.get(
    `${PAGE}/preview`,
    owner(async (c, { account }) => {
      const texts = account.language === null ? textsOf(c) : textsFor(account.language);
      const description = texts.settingsMail.exampleCard;
      const link = `${context.settings.rootUrl}/`;
      const { name } = account;
      const brand = brandOf(context, account);
      const letter = { senderName: name, organisation: name, description, link, google: null, brand };
      const { html } = renderPassLink({ ...letter, language: account.language }, texts);
      return c.body(html, 200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'private, no-store',
        'content-security-policy': pagePolicy(),
      });
    }),
  );
  app.get(
    `${PAGE}/remove`,
    owner((c, caller) => {
      const { removeTitle, removeText, remove } = textsOf(c).settingsMail;
      const question = { title: removeTitle, text: removeText, yes: remove, action: `${PAGE}/remove`, back: PAGE };
      return answerQuestion(context, c, caller, question);
    }),
  );
  app.post(
    `${PAGE}/remove`,
    owner(async (c, caller) => {
      await removeMailServer(context, caller);
      return c.redirect(donePath(context, PAGE, 'removed'), 303);
    }),
  );
  return app;
}

/** The form of the stored server; without one, what most providers want. */
function formOf({ stored }: MailSetup): MailServerInput {
  if (stored === null) return { host: '', port: '587', security: 'starttls', user: '', password: '', from: '' };
  const { host, port, security, user, from } = stored;
  return { host, port: String(port), security, user, password: '', from };
}
