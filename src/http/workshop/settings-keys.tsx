// Serves /settings/keys: the clientHash, API keys, and the addresses of the APIs.
import { Hono, type Context as HonoContext } from 'hono';
import { type Caller, mayDo } from '../../operations/access/caller.ts';
import { listKeys, makeKey, requireKey, revokeKey } from '../../operations/access/manage-keys.ts';
import { ASSISTANT_ROLES } from '../../operations/access/roles.ts';
import { openSealedKey, sealKey, UNSHOWN_FOR } from '../../operations/access/unshown-key.ts';
import { changeAccountSettings, renewClientHash, shownClientHash } from '../../operations/accounts/account-settings.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { COOKIE_PREFIX } from '../../rules/triggers/own-cookies.ts';
import { KeysPage } from '../../ui/workshop/settings-keys.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { clearCookie, readCookie, writeCookie } from '../cookies.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { copyScript } from './copy-script.tsx';
import { textIn } from './form-texts.ts';
import { answerQuestion, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

const PAGE = '/settings/keys';
const KEY_COOKIE = `${COOKIE_PREFIX}key`;

export function settingsKeysRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const developer = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) =>
    forRight(context, 'keys', handle);

  const show = async (c: HonoContext, caller: Caller, fault: Fault | null) => {
    const texts = textsOf(c);
    const { account } = caller;
    const ticket = c.req.query('made');
    const sealed = readCookie(context, c, KEY_COOKIE);
    const made = ticket === undefined ? null : (openSealedKey(context, account, ticket, sealed) ?? 'gone');
    if (sealed !== undefined) clearCookie(context, c, KEY_COOKIE);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsKeys.title,
      status: fault === null ? 200 : 400,
      head: await copyScript(context),
      body: (
        <KeysPage
          base={base}
          texts={texts}
          zone={zoneOf(account)}
          rootUrl={context.settings.rootUrl}
          assistants={context.settings.assistants ? ASSISTANT_ROLES : []}
          clientHash={shownClientHash(context, caller)}
          keys={await listKeys(context, caller)}
          made={made}
          lenient={mayDo(caller, 'people') ? account.lenientTokens : null}
          notice={fault === null ? noticeOf(c, texts) : null}
          fault={fault}
        />
      ),
    });
  };

  app.get(
    PAGE,
    developer((c, caller) => show(c, caller, null)),
  );
  app.post(
    PAGE,
    developer(async (c, caller) => {
      const surface = textIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY), 'surface');
      try {
        const role = ASSISTANT_ROLES.find((each) => each === surface);
        const ofOthers = surface === 'pass2u' ? 'pass2u' : 'passkit';
        const made = await makeKey(context, caller, role === undefined ? ofOthers : 'mcp', role);
        const ticket = Buffer.from(context.ids.bytes(16)).toString('hex');
        const sealed = sealKey(context, caller.account, ticket, made);
        writeCookie(context, c, KEY_COOKIE, sealed, UNSHOWN_FOR);
        return c.redirect(pagePath(context, `${PAGE}?made=${ticket}`), 303);
      } catch (error) {
        return show(c, caller, faultOf(error, textsOf(c)));
      }
    }),
  );
  app.post(
    `${PAGE}/lenient`,
    forRight(context, 'people', async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const lenientTokens = textIn(form, 'lenientTokens') === 'true';
      await changeAccountSettings(context, caller, { lenientTokens }, []);
      return c.redirect(donePath(context, PAGE, 'saved'), 303);
    }),
  );

  app.get(
    `${PAGE}/renew`,
    developer(async (c, caller) => {
      const { renewTitle, renewText, renewYes } = textsOf(c).settingsKeys;
      const question = { title: renewTitle, text: renewText, yes: renewYes, action: `${PAGE}/renew`, back: PAGE };
      return answerQuestion(context, c, caller, question);
    }),
  );
  app.post(
    `${PAGE}/renew`,
    developer(async (c, caller) => {
      await renewClientHash(context, caller);
      return c.redirect(donePath(context, PAGE, 'renewed'), 303);
    }),
  );
  app.get(
    `${PAGE}/:key/revoke`,
    developer(async (c, caller) => {
      const { id, name } = await requireKey(context, caller, Number(c.req.param('key')));
      const { revokeTitle, revokeText, revoke } = textsOf(c).settingsKeys;
      return answerQuestion(context, c, caller, {
        title: revokeTitle(name),
        text: revokeText,
        yes: revoke,
        action: `${PAGE}/${id}/revoke`,
        back: PAGE,
      });
    }),
  );
  app.post(
    `${PAGE}/:key/revoke`,
    developer(async (c, caller) => {
      await revokeKey(context, caller, Number(c.req.param('key')));
      return c.redirect(donePath(context, PAGE, 'revoked'), 303);
    }),
  );
  return app;
}
