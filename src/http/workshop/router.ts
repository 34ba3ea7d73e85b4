// Mounts the owner's pages, each from its own file. The first matching route wins.
import { Hono } from 'hono';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import type { Context } from '../../operations/context.ts';
import { auditRoutes } from './audit.tsx';
import { cardCodeRoutes } from './card-code.tsx';
import { cardCopyRoutes } from './card-copy.tsx';
import { cardDeleteRoutes } from './card-delete.tsx';
import { overviewRoutes } from './card-overview.tsx';
import { cardTestRoutes } from './card-test.tsx';
import { cardsRoutes } from './cards.tsx';
import { customerRoutes } from './customer.tsx';
import { customersRoutes } from './customers.tsx';
import { exportRoutes } from './export.ts';
import { loginRoutes } from './login.tsx';
import { newCardRoutes } from './new-card.tsx';
import { newsRoutes } from './news.tsx';
import { ownLoginRoutes } from './own-login.tsx';
import { editorRoutes } from './pass-editor.tsx';
import { peopleRoutes } from './people.tsx';
import { runRoutes } from './runs.tsx';
import { sendRoutes } from './send.tsx';
import { settingsRoutes } from './settings.ts';
import { tillRoutes } from './tills.tsx';
import { todayRoutes } from './today.tsx';
import { todayLiveRoutes } from './today-live.tsx';

/** `throttle` counts wrong passwords, together with those of the API. */
export function workshopRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  app.route('/', editorRoutes(context));
  app.route('/', customersRoutes(context));
  app.route('/', customerRoutes(context));
  app.route('/', exportRoutes(context));
  app.route('/', loginRoutes(context, throttle));
  app.route('/', todayRoutes(context));
  app.route('/', todayLiveRoutes(context));
  app.route('/', cardsRoutes(context));
  app.route('/', newCardRoutes(context));
  app.route('/', cardCopyRoutes(context));
  app.route('/', cardDeleteRoutes(context));
  app.route('/', cardTestRoutes(context));
  app.route('/', cardCodeRoutes(context));
  app.route('/', auditRoutes(context));
  app.route('/', ownLoginRoutes(context, throttle));
  app.route('/', peopleRoutes(context));
  app.route('/', tillRoutes(context));
  app.route('/', newsRoutes(context));
  app.route('/', overviewRoutes(context));
  app.route('/', runRoutes(context));
  app.route('/', sendRoutes(context));
  app.route('/', settingsRoutes(context, throttle));
  return app;
}
