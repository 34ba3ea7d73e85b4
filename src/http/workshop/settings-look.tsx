// Serves /settings/look: logo and colour of the account, and whether pages show them.
import { Hono, type Context as HonoContext } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import { brandAccount, brandOf } from '../../operations/accounts/brand.ts';
import type { Context } from '../../operations/context.ts';
import { hexOfRgb } from '../../rules/values/tint.ts';
import { brandColours } from '../../ui/pass-colours.ts';
import { LookPage } from '../../ui/workshop/settings-look.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { readParameters } from '../parameters.ts';
import { fileIn, textIn } from './form-texts.ts';
import { donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight } from './signed-in.tsx';

const PAGE = '/settings/look';

export function settingsLookRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  const show = async (
    c: HonoContext,
    caller: Caller,
    form: { readonly color: string; readonly whitelabel: boolean },
    fault: Fault | null,
  ) => {
    const texts = textsOf(c);
    const { account } = caller;
    // The sample shows the look also while pages do not.
    const { logo, background } = brandOf(context, { ...account, whitelabel: true });
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsAccount.look,
      status: fault === null ? 200 : 400,
      body: (
        <LookPage
          base={base}
          texts={texts}
          color={form.color}
          whitelabel={form.whitelabel}
          logo={logo}
          colours={background === null ? null : brandColours(background)}
          name={account.name}
          notice={fault === null ? noticeOf(c, texts) : null}
          fault={fault}
        />
      ),
    });
  };

  app.get(
    PAGE,
    forRight(context, 'look', (c, caller) => {
      const { backgroundColor, whitelabel } = caller.account;
      const { background } = brandOf(context, { ...caller.account, whitelabel: true });
      return show(
        c,
        caller,
        { color: backgroundColor === null ? '' : (hexOfRgb(background ?? '') ?? ''), whitelabel },
        null,
      );
    }),
  );
  app.post(
    PAGE,
    forRight(context, 'look', async (c, caller) => {
      const given = await readParameters(c.req.raw);
      const chosen = textIn(given, 'color');
      const isNew = chosen !== textIn(given, 'shownColor') && given.shownColor !== undefined;
      const color = textIn(given, 'noColor') === 'true' && !isNew ? '' : chosen;
      const whitelabel = textIn(given, 'whitelabel') === 'true';
      const logo = fileIn(given, 'logo');
      const removes = textIn(given, 'noLogo') === 'true';
      try {
        await brandAccount(context, caller, {
          whitelabel,
          color: color === '' ? null : color,
          ...(logo !== undefined ? { logo } : removes ? { logo: null } : {}),
        });
      } catch (error) {
        return show(c, caller, { color, whitelabel }, faultOf(error, textsOf(c)));
      }
      return c.redirect(donePath(context, PAGE, 'saved'), 303);
    }),
  );
  return app;
}
