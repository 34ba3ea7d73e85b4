// Serves /settings/webhooks/{webhook}: its messages, and what somebody may do with it.
import { Hono, type Context as HonoContext } from 'hono';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { listDeliveries, sendTestMessage } from '../../operations/webhooks/deliveries.ts';
import {
  changeWebhook,
  pauseWebhook,
  removeWebhook,
  requireWebhook,
  resumeWebhook,
  rotateSecret,
} from '../../operations/webhooks/manage-webhooks.ts';
import { WebhookPage } from '../../ui/workshop/settings-webhook.tsx';
import { webhookName } from '../../ui/workshop/settings-webhooks.tsx';
import { textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { answerQuestion, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { showSecret, showWebhookForm, WEBHOOKS_PAGE, webhookFormIn } from './settings-webhooks.tsx';
import { answerWorkshop, forRight } from './signed-in.tsx';

const PAGE = `${WEBHOOKS_PAGE}/:webhook`;

export function settingsWebhookRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const developer = (handle: (c: HonoContext, caller: Caller, id: number) => Promise<Response>) =>
    forRight(context, 'keys', (c, caller) => handle(c, caller, Number(c.req.param('webhook'))));
  const done = (c: HonoContext, id: number, what: 'saved' | 'sent') =>
    c.redirect(donePath(context, `${WEBHOOKS_PAGE}/${id}`, what), 303);

  app.get(
    PAGE,
    developer(async (c, caller, id) => {
      const texts = textsOf(c);
      const before = Number(c.req.query('before'));
      const { webhook, messages, next } = await listDeliveries(context, caller, id, before > 0 ? before : null);
      const { templateHash } = webhook;
      const card = templateHash === null ? null : await context.store.templateByHash(templateHash);
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: webhook.kind === 'actions' ? texts.settingsWebhooks.actionsSent : webhookName(webhook),
        body: (
          <WebhookPage
            base={base}
            texts={texts}
            zone={zoneOf(caller.account)}
            webhook={webhook}
            card={templateHash === null ? null : (card?.template.name ?? templateHash)}
            messages={messages}
            next={next}
            notice={noticeOf(c, texts)}
            fault={null}
          />
        ),
      });
    }),
  );

  app.get(
    `${PAGE}/change`,
    developer(async (c, caller, id) => {
      const { url, description, events, templateHash, condition } = await requireWebhook(context, caller, id);
      const form = { url, description, events, templateHash: templateHash ?? '', condition: condition ?? '' };
      return showWebhookForm(context, c, caller, { id, form, fault: null });
    }),
  );
  app.post(
    `${PAGE}/change`,
    developer(async (c, caller, id) => {
      const form = webhookFormIn(await readParameters(c.req.raw, LARGEST_TEXT_BODY));
      try {
        await changeWebhook(context, caller, id, form);
      } catch (error) {
        return showWebhookForm(context, c, caller, { id, form, fault: faultOf(error, textsOf(c)) });
      }
      return done(c, id, 'saved');
    }),
  );

  app.post(
    `${PAGE}/test`,
    developer(async (c, caller, id) => {
      await sendTestMessage(context, caller, id);
      return done(c, id, 'sent');
    }),
  );
  app.post(
    `${PAGE}/pause`,
    developer(async (c, caller, id) => {
      await pauseWebhook(context, caller, id);
      return done(c, id, 'saved');
    }),
  );
  app.post(
    `${PAGE}/resume`,
    developer(async (c, caller, id) => {
      await resumeWebhook(context, caller, id);
      return done(c, id, 'saved');
    }),
  );
  app.post(
    `${PAGE}/rotate`,
    developer(async (c, caller, id) => showSecret(context, c, caller, await rotateSecret(context, caller, id))),
  );

  app.get(
    `${PAGE}/remove`,
    developer(async (c, caller, id) => {
      const { remove, removeText, removeTitle } = textsOf(c).settingsWebhooks;
      const title = removeTitle(webhookName(await requireWebhook(context, caller, id)));
      const back = `${WEBHOOKS_PAGE}/${id}`;
      return answerQuestion(context, c, caller, {
        title,
        text: removeText,
        yes: remove,
        action: `${back}/remove`,
        back,
      });
    }),
  );
  app.post(
    `${PAGE}/remove`,
    developer(async (c, caller, id) => {
      await removeWebhook(context, caller, id);
      return c.redirect(donePath(context, WEBHOOKS_PAGE, 'removed'), 303);
    }),
  );
  return app;
}
