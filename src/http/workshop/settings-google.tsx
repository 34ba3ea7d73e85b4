// Serves /settings/google: the issuer at Google Wallet and its service account, with what Google
// answers. The key is never shown again.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import {
  checkGoogleSettings,
  type GoogleAnswer,
  googleSetup,
  removeGoogle,
  setGoogle,
} from '../../operations/google/settings.ts';
import { GooglePage } from '../../ui/workshop/settings-google.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { fileIn, textIn } from './form-texts.ts';
import { answerQuestion, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const PAGE = '/settings/google';

interface Shown {
  readonly fault?: Fault;
  /** The issuer's number as it was typed. */
  readonly issuerId?: string;
  /** What Google has just answered. */
  readonly checked?: GoogleAnswer;
}

export function settingsGoogleRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const owner = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) =>
    forRight(context, 'certificate', handle);

  const show = async (c: HonoContext, caller: Caller, { fault, issuerId, checked }: Shown) => {
    const texts = textsOf(c);
    const setup = await googleSetup(context, caller);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsGoogle.title,
      status: fault === undefined ? 200 : 400,
      body: (
        <GooglePage
          base={base}
          texts={texts}
          zone={zoneOf(caller.account)}
          setup={setup}
          issuerId={issuerId ?? setup.shown?.issuerId ?? ''}
          notice={fault === undefined && checked === undefined ? noticeOf(c, texts) : null}
          fault={fault ?? null}
          checked={checked ?? null}
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
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const issuerId = textIn(form, 'issuerId');
      const file = fileIn(form, 'file');
      const key = file === undefined ? textIn(form, 'key') : Buffer.from(file).toString('utf8');
      try {
        await setGoogle(context, caller, { issuerId, key });
      } catch (error) {
        return show(c, caller, { fault: faultOf(error, textsOf(c)), issuerId });
      }
      return c.redirect(donePath(context, PAGE, 'saved'), 303);
    }),
  );
  // Answers the page itself: Google's answer fits no address, and to ask twice does no harm.
  app.post(
    `${PAGE}/check`,
    owner(async (c, caller) => {
      try {
        return await show(c, caller, { checked: await checkGoogleSettings(context, caller) });
      } catch (error) {
        // Somebody has removed the issuer meanwhile.
        if (!(error instanceof AppError) || error.code !== 'google_missing') throw error;
        return c.redirect(pagePath(context, PAGE), 303);
      }
    }),
  );
  app.get(
    `${PAGE}/remove`,
    owner((c, caller) => {
      const { removeTitle, removeText, remove } = textsOf(c).settingsGoogle;
      const question = { title: removeTitle, text: removeText, yes: remove, action: `${PAGE}/remove`, back: PAGE };
      return answerQuestion(context, c, caller, question);
    }),
  );
  app.post(
    `${PAGE}/remove`,
    owner(async (c, caller) => {
      await removeGoogle(context, caller);
      return c.redirect(donePath(context, PAGE, 'removed'), 303);
    }),
  );
  return app;
}
