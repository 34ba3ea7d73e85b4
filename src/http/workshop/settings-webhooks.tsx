// Serves /settings/webhooks: the list, a new webhook, a new secret, one message and sending it again.
import { Hono, type Context as HonoContext } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import { openSealedKey, sealKey, UNSHOWN_FOR } from '../../operations/access/unshown-key.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { actionsOf } from '../../operations/webhooks/action-requests.ts';
import { resendMessage, showDelivery } from '../../operations/webhooks/deliveries.ts';
import { addWebhook, listWebhooks, type MadeWebhook, rotateSecret } from '../../operations/webhooks/manage-webhooks.ts';
import { COOKIE_PREFIX } from '../../rules/triggers/own-cookies.ts';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { WebhookMessagePage } from '../../ui/workshop/settings-webhook.tsx';
import { type WebhookForm, WebhookFormPage, WebhooksPage, webhookName } from '../../ui/workshop/settings-webhooks.tsx';
import { clearCookie, readCookie, writeCookie } from '../cookies.ts';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { copyScript } from './copy-script.tsx';
import { textIn, textsIn } from './form-texts.ts';
import { donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

export const WEBHOOKS_PAGE = '/settings/webhooks';
const SECRET_COOKIE = `${COOKIE_PREFIX}webhook`;
const UNTYPED: WebhookForm = { url: '', description: '', events: [], templateHash: '', condition: '' };

export function settingsWebhooksRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const developer = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) =>
    forRight(context, 'keys', handle);

  app.get(
    WEBHOOKS_PAGE,
    developer(async (c, caller) => {
      const texts = textsOf(c);
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: texts.settingsWebhooks.title,
        head: await copyScript(context),
        body: (
          <WebhooksPage
            base={base}
            texts={texts}
            zone={zoneOf(caller.account)}
            webhooks={await listWebhooks(context, caller)}
            made={madeSecret(context, c, caller)}
            notice={noticeOf(c, texts)}
            fault={null}
          />
        ),
      });
    }),
  );

  app.get(
    `${WEBHOOKS_PAGE}/new`,
    developer((c, caller) => showWebhookForm(context, c, caller, { id: null, form: UNTYPED, fault: null })),
  );
  app.post(
    `${WEBHOOKS_PAGE}/new`,
    developer(async (c, caller) => {
      const form = webhookFormIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      try {
        return showSecret(context, c, caller, await addWebhook(context, caller, form));
      } catch (error) {
        return showWebhookForm(context, c, caller, { id: null, form, fault: faultOf(error, textsOf(c)) });
      }
    }),
  );
  app.post(
    `${WEBHOOKS_PAGE}/actions`,
    developer(async (c, caller) => {
      const { id } = await actionsOf(context, caller.account.id);
      return showSecret(context, c, caller, await rotateSecret(context, caller, id));
    }),
  );

  app.get(
    `${WEBHOOKS_PAGE}/messages/:message`,
    developer(async (c, caller) => {
      const texts = textsOf(c);
      const { message, attempts } = await showDelivery(context, caller, c.req.param('message')!);
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: texts.settingsWebhooks.event[message.type],
        body: (
          <WebhookMessagePage
            base={base}
            texts={texts}
            zone={zoneOf(caller.account)}
            message={message}
            attempts={attempts}
            notice={noticeOf(c, texts)}
            fault={null}
          />
        ),
      });
    }),
  );
  app.post(
    `${WEBHOOKS_PAGE}/messages/:message/resend`,
    developer(async (c, caller) => {
      const { publicId } = await resendMessage(context, caller, c.req.param('message')!);
      return c.redirect(donePath(context, `${WEBHOOKS_PAGE}/messages/${publicId}`, 'sent'), 303);
    }),
  );
  return app;
}

interface ShownForm {
  readonly id: number | null;
  readonly form: WebhookForm;
  readonly fault: Fault | null;
}

/** The form of a webhook; with a fault, the one that was refused. */
export async function showWebhookForm(
  context: Context,
  c: HonoContext,
  caller: Caller,
  { id, form, fault }: ShownForm,
): Promise<Response> {
  const texts = textsOf(c);
  const { addTitle, changeTitle } = texts.settingsWebhooks;
  return answerWorkshop(context, c, caller, {
    place: 'settings',
    title: id === null ? addTitle : changeTitle,
    status: fault === null ? 200 : 400,
    body: (
      <WebhookFormPage
        base={basePath(context.settings.rootUrl)}
        texts={texts}
        id={id}
        form={form}
        templates={await context.store.templatesOf(caller.account.id)}
        notice={null}
        fault={fault}
      />
    ),
  });
}

/** What a form of a webhook says. */
export function webhookFormIn(given: Parameters): WebhookForm {
  const { events = '' } = textsIn(given);
  return {
    url: textIn(given, 'url'),
    description: textIn(given, 'description'),
    events: events.split(',').filter((event) => event !== ''),
    templateHash: textIn(given, 'templateHash'),
    condition: textIn(given, 'condition'),
  };
}

/** Leads to the list, which shows the new secret this once; the browser carries it there. */
export function showSecret(context: Context, c: HonoContext, caller: Caller, { webhook, secret }: MadeWebhook) {
  const name = webhook.kind === 'actions' ? 'PSActionURL' : webhookName(webhook);
  const ticket = Buffer.from(context.ids.bytes(16)).toString('hex');
  const sealed = sealKey(context, caller.account, ticket, { key: name, secret });
  writeCookie(context, c, SECRET_COOKIE, sealed, UNSHOWN_FOR);
  return c.redirect(pagePath(context, `${WEBHOOKS_PAGE}?made=${ticket}`), 303);
}

function madeSecret(context: Context, c: HonoContext, { account }: Caller) {
  const ticket = c.req.query('made');
  const sealed = readCookie(context, c, SECRET_COOKIE);
  if (sealed !== undefined) clearCookie(context, c, SECRET_COOKIE);
  if (ticket === undefined) return null;
  const made = openSealedKey(context, account, ticket, sealed);
  return made?.secret === undefined ? 'gone' : { name: made.key, secret: made.secret };
}
