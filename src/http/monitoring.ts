// /healthz, /readyz and /metrics, for programs that watch and restart the server.
import { Hono } from 'hono';
import { sameToken } from '../operations/access/client-hash.ts';
import type { Context } from '../operations/context.ts';
import { installationProof } from '../operations/server/installation-proof.ts';
import { type Readiness, readiness } from '../operations/server/readiness.ts';
import { serverMeasures } from '../operations/server/server-measures.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Tracing } from '../ports/spans.ts';
import { isFromThisMachine } from './caller.ts';

export interface Monitoring {
  readonly metrics: Metrics;
  /**
   * The bearer token that reads /metrics from anywhere. Null: only programs on this machine read
   * it.
   */
  readonly metricsToken: string | null;
  /** Null: no traces are exported. */
  readonly tracing: Tracing | null;
}

export function monitoringRoutes(context: Context, { metrics, metricsToken }: Monitoring): Hono {
  const app = new Hono();
  // Check nothing besides the process, so that a slow disk does not cause a restart.
  app.get('/healthz', (c) => {
    // `passwright doctor` asks so whether an address leads to its own installation.
    const proof = installationProof(context.settings, c.req.query('installation') ?? '');
    return c.text(proof === null ? 'ok' : `ok ${proof}`, 200, UNCACHED);
  });

  // Whoever asks at the same time shares one answer, because nobody's probe is ever refused.
  let asking: Promise<Readiness> | null = null;
  const ask = () => {
    asking ??= readiness(context).finally(() => {
      asking = null;
    });
    return asking;
  };
  app.get('/readyz', async (c) => {
    const answer = await ask();
    return c.json(answer, answer.status === 'ready' ? 200 : 503, UNCACHED);
  });

  app.get('/metrics', async (c) => {
    const token = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const mayRead = metricsToken === null ? isFromThisMachine(c) : sameToken(token ?? '', metricsToken);
    if (!mayRead) return c.text(REFUSED, metricsToken === null ? 403 : 401);
    const { type, text } = await metrics.expose(await serverMeasures(context));
    return c.body(text, 200, { 'content-type': type, ...UNCACHED });
  });
  return app;
}

const UNCACHED = { 'cache-control': 'no-store' };
const REFUSED =
  'Metrics are read from this machine. From elsewhere: set METRICS_TOKEN, and send it as a bearer token.\n';

/** Answers a probe while the server starts and while it stops; null: the app has to answer. */
export function answerWithoutApp(phase: 'starting' | 'running' | 'stopping', request: Request): Response | null {
  if (phase === 'running') return null;
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/healthz')) return new Response('ok');
  if (pathname.endsWith('/readyz'))
    return Response.json({ status: phase, checks: {} }, { status: 503, headers: UNCACHED });
  return null;
}
