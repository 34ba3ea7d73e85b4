// /healthz, /readyz and /metrics, for whoever watches the server and whatever starts it again.
import { Hono } from 'hono';
import { sameToken } from '../operations/access/client-hash.ts';
import type { Context } from '../operations/context.ts';
import { readiness } from '../operations/server/readiness.ts';
import type { Metrics } from '../ports/metrics.ts';
import { isFromThisMachine } from './caller.ts';

export interface Monitoring {
  readonly metrics: Metrics;
  /** Who has it as a bearer token reads /metrics from anywhere. Null: programs on this machine read it, nobody else. */
  readonly metricsToken: string | null;
}

export function monitoringRoutes(context: Context, { metrics, metricsToken }: Monitoring): Hono {
  const app = new Hono();
  // The process answers; nothing more is asked, so that a slow disk does not make somebody restart it.
  app.get('/healthz', (c) => c.text('ok'));

  app.get('/readyz', async (c) => {
    const answer = await readiness(context);
    return c.json(answer, answer.status === 'ready' ? 200 : 503, UNCACHED);
  });

  app.get('/metrics', async (c) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const mayRead = metricsToken === null ? isFromThisMachine(c) : sameToken(token ?? '', metricsToken);
    if (!mayRead) return c.text(REFUSED, metricsToken === null ? 403 : 401);
    const { type, text } = await metrics.expose({
      // A database that is out of order is what the other numbers are needed for; /readyz tells of it.
      waitingJobs: await context.store.countJobs().catch(() => ({})),
      passFiles: context.files.served,
    });
    return c.body(text, 200, { 'content-type': type, ...UNCACHED });
  });
  return app;
}

const UNCACHED = { 'cache-control': 'no-store' };
const REFUSED =
  'Metrics are read from this machine. From elsewhere: set METRICS_TOKEN, and send it as a bearer token.\n';

/** What a server answers to a probe before its app is open and while it stops; null: the app has to answer. */
export function answerWithoutApp(phase: 'starting' | 'running' | 'stopping', request: Request): Response | null {
  if (phase === 'running') return null;
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/healthz')) return new Response('ok');
  if (pathname.endsWith('/readyz'))
    return Response.json({ status: phase, checks: {} }, { status: 503, headers: UNCACHED });
  return null;
}
