// Mounts the owner's pages, each from its own file. The first matching route wins.
import { Hono } from 'hono';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { overviewRoutes } from './card-overview.tsx';
import { exportRoutes } from './export.ts';
import { homeRoutes } from './home.tsx';
import { newsRoutes } from './news.tsx';
import { editorRoutes } from './pass-editor.tsx';
import { runRoutes } from './runs.tsx';
import { sendRoutes } from './send.tsx';

/** `throttle` counts wrong passwords, together with those of the API. */
export function workshopRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.route('/', editorRoutes(context));
  app.route('/', exportRoutes(context));
  app.route('/', homeRoutes(context, throttle));
  app.route('/', newsRoutes(context));
  app.route('/', overviewRoutes(context));
  app.route('/', runRoutes(context));
  app.route('/', sendRoutes(context));
  return app;
}
