// All routes in one place, and what every request gets: an id, a log line, headers, and an answer
// when something breaks.
import { Hono } from 'hono';
import { AppError, shownError } from '../errors.ts';
import { CREATION_LIMIT, createCreationThrottle } from '../operations/access/creation-throttle.ts';
import { createGuessThrottle } from '../operations/access/guess-throttle.ts';
import type { Context } from '../operations/context.ts';
import { en } from '../ui/texts/en/index.ts';
import { browserFileRoutes } from './browser-files.ts';
import { brandByClientId } from './client-brand.ts';
import { measureDepth } from './depth.ts';
import { documentRoutes } from './documents.tsx';
import { everyRequest } from './every-request.ts';
import { helpRoutes } from './help/router.tsx';
import { imageRoutes } from './images.ts';
import { assistantRoutes } from './mcp/router.ts';
import { type Monitoring, monitoringRoutes } from './monitoring.ts';
import { assetRoutes } from './pages/assets.ts';
import { cardRoutes } from './pages/card.tsx';
import { createRoutes } from './pages/create.tsx';
import { downloadRoutes } from './pages/download.tsx';
import { errorPage } from './pages/errors.tsx';
import { linkRoutes } from './pages/links.tsx';
import { registerRoutes } from './pages/register.tsx';
import { scannerRoutes } from './pages/scanner.tsx';
import { scannerCallRoutes } from './pages/scanner-calls.ts';
import { tillSetupRoutes } from './pages/till-setup.tsx';
import { answerFailure } from './passsource/answers.ts';
import { passsourceRoutes } from './passsource/router.ts';
import { rememberedRoutes } from './remembered-routes.ts';
import { pageContext, withinRequest } from './request-context.ts';
import { loggedPath } from './request-log.ts';
import { traceRequests } from './request-span.ts';
import { v2Failure, v2Routes } from './v2.ts';
import { walletRoutes } from './wallet/router.ts';
import { failurePage } from './workshop/error-page.tsx';
import { workshopRoutes } from './workshop/router.ts';

/** `creationLimit`: see Config. */
export function createServer(context: Context, monitoring: Monitoring, creationLimit = CREATION_LIMIT): Hono {
  const app = new Hono({ router: rememberedRoutes() });
  const { metrics, tracing } = monitoring;
  // Goes first, so that the log line of a request has the trace's id.
  if (tracing !== null) app.use(traceRequests(tracing));
  app.use(everyRequest(context, metrics));
  app.use(measureDepth(context));
  app.use(brandByClientId(context));
  const { limits } = context;
  const throttle = createGuessThrottle(limits, 'login');
  const creations = createCreationThrottle(limits, creationLimit);
  const routes = new Hono();
  // These make a context for each request. Pages share one, because a page asks much of its context.
  routes.route('/', monitoringRoutes(context, monitoring));
  routes.route('/', passsourceRoutes(context, throttle, creations));
  routes.route('/', walletRoutes(context, metrics));
  routes.route('/', v2Routes(context));
  if (context.settings.assistants) routes.route('/', assistantRoutes(context));
  routes.use(withinRequest(context));
  const pages = pageContext(context);
  routes.route('/', createRoutes(pages, creations));
  routes.route('/', linkRoutes(pages, creations));
  const passcodes = createGuessThrottle(limits, 'passcode');
  routes.route('/', downloadRoutes(pages, passcodes));
  routes.route('/', cardRoutes(pages, passcodes));
  routes.route('/', registerRoutes(pages, creations));
  routes.route('/', workshopRoutes(pages, throttle));
  routes.route('/', scannerRoutes(pages));
  routes.route('/', scannerCallRoutes(pages));
  routes.route('/', tillSetupRoutes(pages, createGuessThrottle(limits, 'till')));
  routes.route('/', documentRoutes(pages));
  routes.route('/', helpRoutes(pages));
  routes.route('/', imageRoutes(pages));
  routes.route('/', assetRoutes());
  routes.route('/', browserFileRoutes());
  // Serve the path of ROOT_URL as well: some proxies pass the path on, others cut it off.
  const prefix = new URL(context.settings.rootUrl).pathname;
  if (prefix !== '/') app.route(prefix, routes);
  app.route('/', routes);
  app.notFound((c) => failurePage(context, c, { status: 404, say: (texts) => texts.noPage }));
  app.onError((thrown, c) => {
    const error = shownError(thrown);
    // The API's routes answer their own errors; this error came before any of them ran.
    if (error instanceof AppError && c.req.path.includes('/api/')) return answerFailure(c, error);
    if (error instanceof AppError) return failurePage(context, c, error);
    const id = c.get('requestId');
    context.log.error({ requestId: id, path: loggedPath(c.req.path), err: error }, 'request failed');
    const message = en.errors.internal(id);
    if (c.get('surface') !== undefined) return v2Failure(c, new AppError('internal', { message }));
    if (c.req.path.includes('/api/')) return c.json({ success: false, message, code: 'internal', requestId: id }, 500);
    return errorPage(context, c, { status: 500, say: (texts) => texts.internal(id) });
  });
  return app;
}
