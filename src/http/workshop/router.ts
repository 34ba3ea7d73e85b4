// Mounts the owner's pages, each from its own file. The first matching route wins.
import { Hono } from 'hono';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { batchCreateRoutes } from './batch-create.tsx';
import { batchMailRoutes } from './batch-mails.tsx';
import { batchRoutes } from './batch-pages.tsx';
import { batchResultRoutes } from './batch-result.ts';
import { batchUploadRoutes } from './batch-upload.tsx';
import { exportRoutes } from './export.ts';
import { homeRoutes } from './home.tsx';
import { editorRoutes } from './pass-editor.tsx';

/** `throttle` counts wrong passwords, together with those of the API. */
export function workshopRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.route('/', editorRoutes(context));
  app.route('/', batchCreateRoutes(context));
  app.route('/', batchMailRoutes(context));
  app.route('/', batchResultRoutes(context));
  app.route('/', batchRoutes(context));
  app.route('/', batchUploadRoutes(context));
  app.route('/', exportRoutes(context));
  app.route('/', homeRoutes(context, throttle));
  return app;
}
