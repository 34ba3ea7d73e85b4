// Mounts the settings pages, each from its own file.
import { Hono } from 'hono';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { settingsAccountRoutes } from './settings-account.tsx';
import { settingsCertificateRoutes } from './settings-certificate.tsx';
import { settingsGoogleRoutes } from './settings-google.tsx';
import { settingsIndexRoutes } from './settings-index.tsx';
import { settingsKeysRoutes } from './settings-keys.tsx';
import { settingsLookRoutes } from './settings-look.tsx';
import { settingsMailRoutes } from './settings-mail.tsx';
import { settingsServerRoutes } from './settings-server.tsx';
import { settingsWebhookRoutes } from './settings-webhook.tsx';
import { settingsWebhooksRoutes } from './settings-webhooks.tsx';

/** `throttle` counts wrong passwords, together with those of the login. */
export function settingsRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.route('/', settingsAccountRoutes(context, throttle));
  app.route('/', settingsCertificateRoutes(context));
  app.route('/', settingsGoogleRoutes(context));
  app.route('/', settingsIndexRoutes(context));
  app.route('/', settingsKeysRoutes(context));
  app.route('/', settingsLookRoutes(context));
  app.route('/', settingsMailRoutes(context));
  app.route('/', settingsServerRoutes(context, throttle));
  // The names `new`, `actions` and `messages` must not be read as the number of a webhook.
  app.route('/', settingsWebhooksRoutes(context));
  app.route('/', settingsWebhookRoutes(context));
  return app;
}
