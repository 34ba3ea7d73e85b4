// /healthz, /readyz and /metrics: what they say of a server that is well and of one that is not, and who may read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerWithoutApp } from '../../src/http/monitoring.ts';
import { createServer } from '../../src/http/server.ts';
import { readiness } from '../../src/operations/server/readiness.ts';
import type { Store } from '../../src/ports/store/store.ts';
import { serveTestApp } from '../fixtures/http/served.ts';
import { openTestApp, pointsTemplate } from '../fixtures/open-app.ts';

type Served = Awaited<ReturnType<typeof serveTestApp>>;
let t: Served;
beforeAll(async () => {
  t = await serveTestApp();
});
afterAll(() => t.close());

/** Through the socket, so from 127.0.0.1. */
const read = (path: string, headers: Record<string, string> = {}, of: Served = t) => fetch(of.root + path, { headers });

/** Name and labels -> value, of a text in Prometheus' format. */
async function metrics(of: Served = t): Promise<Record<string, number>> {
  const response = await read('/metrics', {}, of);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => /^(.+) (\S+)$/.exec(line)!).map(([, name, value]) => [name, Number(value)]),
  );
}

describe('/healthz and /readyz', () => {
  test('a server that is well', async () => {
    expect(await (await read('/healthz')).text()).toBe('ok');
    // The answer to a question of `passwright doctor` depends on the secret key, and on the question.
    const proof = async (question: string) => (await read(`/healthz?installation=${question}`)).text();
    expect(await proof('a-question-of-doctor')).toMatch(/^ok [\w-]{43}$/);
    expect(await proof('a-question-of-doctor')).not.toBe(await proof('another-question-of-it'));
    expect(await proof('short')).toBe('ok');
    const response = await read('/readyz');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      status: 'ready',
      checks: {
        database: { status: 'ok' },
        migrations: { status: 'ok' },
        signing: { status: 'ok' },
        certificates: { status: 'ok' },
        mail: { status: 'ok' },
      },
    });
  });

  const cases: readonly (readonly [name: string, broken: Partial<Store>, failed: Record<string, RegExp>])[] = [
    [
      'a full disk',
      { probe: () => Promise.reject(new Error('database or disk is full')) },
      { database: /disk is full/, migrations: /disk is full/ },
    ],
    [
      'a database of an older version',
      { probe: async () => ({ migrationsMissing: 2 }) },
      { migrations: /lacks 2 migrations/ },
    ],
    ['no certificate', { certificateFor: async () => null }, { signing: /^1 of 1 accounts have no certificate/ }],
  ];
  test.each(cases)('%s: 503 and why, and it stays alive', async (_, broken, failed) => {
    const context = { ...t.app.context, store: { ...t.app.context.store, ...broken } };
    const server = createServer(context, t.app.monitoring);
    const response = await server.request('http://passes.test/readyz');
    expect(response.status).toBe(503);
    const { status, checks } = (await response.json()) as any;
    expect(status).toBe('not ready');
    const wrong = Object.entries<any>(checks).filter(([, check]) => check.status === 'failed');
    expect(wrong.map(([name]) => name)).toEqual(Object.keys(failed));
    for (const [name, { message }] of wrong) expect(message).toMatch(failed[name]!);
    expect((await server.request('http://passes.test/healthz')).status).toBe(200);
  });

  test('a server stays ready on tables that a newer version has extended', async () => {
    const store = { ...t.app.context.store, probe: async () => ({ migrationsMissing: -1 }) };
    const server = createServer({ ...t.app.context, store }, t.app.monitoring);
    expect((await server.request('http://passes.test/readyz')).status).toBe(200);
  });

  test('a certificate that ends soon is a warning, and the server stays ready', async () => {
    const { context } = t.app;
    const development = (await context.store.certificateFor(0, null, t.now()))!;
    const certificates = async () => [{ ...development, accountId: 1, notAfter: t.now() + 24 * 60 * 60 * 1000 }];
    const { status, checks } = await readiness({ ...context, store: { ...context.store, certificates } });
    expect(status).toBe('ready');
    expect(checks.certificates).toEqual({ status: 'warning', message: '1 certificates end soon or have ended.' });
  });

  test('a database that never answers is given up', async () => {
    const { context } = t.app;
    const store = { ...context.store, probe: () => new Promise<never>(() => {}) };
    expect(await readiness({ ...context, store }, 5)).toMatchObject({
      status: 'not ready',
      checks: {
        database: { status: 'failed', message: 'There was no answer within 5 ms.' },
        signing: { status: 'ok' },
      },
    });
  });

  test('before the app is open and while it stops, the server answers by itself', async () => {
    const ask = (phase: 'starting' | 'running' | 'stopping', path: string) =>
      answerWithoutApp(phase, new Request(`http://passes.test${path}`));
    for (const phase of ['starting', 'stopping'] as const) {
      for (const base of ['', '/below']) {
        expect(ask(phase, `${base}/healthz`)?.status).toBe(200);
        const response = ask(phase, `${base}/readyz?x=1`)!;
        expect(response.status).toBe(503);
        expect(await response.json()).toEqual({ status: phase, checks: {} });
      }
      expect(ask(phase, '/api/trackPassAccess.php')).toBeNull();
    }
    expect(ask('running', '/readyz')).toBeNull();
  });
});

describe('/metrics', () => {
  test('counts events, pass files, requests, failures, commits and jobs of this app alone', async () => {
    const own = await serveTestApp();
    const template = await own.template(pointsTemplate());
    const pass = await own.install(await own.pass(template));
    for (const accessType of [7, 7, 0]) {
      await own.call('trackPassAccess', { clientHash: own.clientHash, hashedSerialNumber: pass, accessType });
    }
    await own.call('trackPassAccess', { clientHash: 'wrong', hashedSerialNumber: pass, accessType: 7 });
    await own.call('updatePassesForTemplate', { clientHash: own.clientHash, templateHash: template });
    await own.file(pass);
    await own.file(pass);
    const { key } = await own.apiKey('pass2u');
    await own.fetch(`/v2/models/1/passes/${pass}`, { headers: { 'x-api-key': key } });
    await own.fetch('/v2/passbookCsrs', { method: 'POST' });
    await own.fetch('/v2/absent');
    const found = await metrics(own);
    expect(found).toMatchObject({
      'passwright_events_total{access_type="create",outcome="skipped"}': 1,
      'passwright_events_total{access_type="scan",outcome="fired"}': 2,
      'passwright_events_total{access_type="check",outcome="skipped"}': 1,
      'passwright_events_total{access_type="push",outcome="skipped"}': 1,
      'passwright_pass_files_total{result="signed"}': 1,
      'passwright_pass_files_total{result="kept"}': 2,
      'passwright_api_failures_total{code="client_hash_invalid"}': 1,
      'passwright_api_failures_total{code="token_invalid"}': 1,
      'passwright_http_request_duration_seconds_count{surface="pass2u",route="/v2/models/:modelId/passes/:passId",status="200"}': 1,
      'passwright_http_request_duration_seconds_count{surface="passkit",route="/v2/passbookCsrs",status="401"}': 1,
      'passwright_http_request_duration_seconds_count{surface="none",route="none",status="404"}': 1,
      'passwright_jobs_waiting{kind="push_pass"}': 1,
      'passwright_jobs_waiting{kind="push_template"}': 1,
      'passwright_http_request_duration_seconds_count{surface="passsource",route="trackPassAccess",status="200"}': 4,
      'passwright_http_request_duration_seconds_count{surface="pages",route="/pass/create.php",status="200"}': 2,
    });
    expect(found.passwright_write_group_size_sum).toBeGreaterThan(5);
    expect(found).toHaveProperty('process_cpu_seconds_total');
    expect(found).toHaveProperty('nodejs_eventloop_lag_p99_seconds');
    expect(await metrics()).not.toHaveProperty('passwright_events_total{access_type="scan",outcome="fired"}');
    await own.close();
  });

  test('a replayed call is no second event, and one that failed is none', async () => {
    const own = await serveTestApp();
    const pass = await own.pass(await own.template(pointsTemplate()));
    const scan = { clientHash: own.clientHash, hashedSerialNumber: pass, accessType: 7 };
    await own.call('trackPassAccess', scan, { 'idempotency-key': 'k' });
    await own.call('trackPassAccess', scan, { 'idempotency-key': 'k' });
    await own.call('trackPassAccess', { ...scan, hashedSerialNumber: 'none' });
    expect(await metrics(own)).toMatchObject({ 'passwright_events_total{access_type="scan",outcome="fired"}': 1 });
    await own.close();
  });

  test('requests that templates cause, by what came of them', async () => {
    const own = await serveTestApp();
    const image = { templateHash: await own.template(pointsTemplate()), logo: 'http://10.0.0.1/logo.png' };
    await own.call('uploadTemplateImages', { clientHash: own.clientHash, ...image });
    expect(await metrics(own)).toMatchObject({
      'passwright_outbound_request_duration_seconds_count{result="address_refused"}': 1,
    });
    await own.close();
  });

  test('when the database is out of order the other numbers are there', async () => {
    const own = await openTestApp({ env: { METRICS_TOKEN: 'token', ROOT_URL: 'http://passes.test/below' } });
    const broken = () => Promise.reject(new Error('disk I/O error'));
    const context = { ...own.app.context, store: { ...own.app.context.store, countJobs: broken } };
    const server = createServer(context, own.app.monitoring);
    await server.request('http://passes.test/below/healthz');
    const headers = { authorization: 'Bearer token' };
    const text = await (await server.request('http://passes.test/below/metrics', { headers })).text();
    expect(text).toContain('surface="monitoring",route="/below/healthz",status="200"');
    expect(text).not.toContain('passwright_jobs_waiting{');
    await own.close();
  });

  test('whatever is asked for, there are no more labels', async () => {
    const count = async () => Object.keys(await metrics()).filter((name) => name.includes('http_request')).length;
    const ask = (tag: string) =>
      Promise.all(
        [
          `/none/${tag}`,
          `/api/none${tag}.php`,
          `/api/${tag}`,
          `/images/${tag}`,
          `/assets/${tag}`,
          `/${tag}/healthz`,
        ].map((path) => read(path)),
      );
    await ask('once');
    const before = await count();
    for (let number = 0; number < 20; number++) await ask(`again-${number}`);
    expect(await count()).toBe(before);
  });

  test('is for programs on this machine, and not for whoever a proxy on it calls for', async () => {
    expect((await read('/metrics')).status).toBe(200);
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']) {
      const refused = await read('/metrics', { [name]: '127.0.0.1' });
      expect(refused.status).toBe(403);
      expect(await refused.text()).toMatch(/METRICS_TOKEN/);
    }
    // A request without a socket of ours.
    expect((await t.fetch('/metrics')).status).toBe(403);
  });

  test('with METRICS_TOKEN it is for who has the token, from anywhere', async () => {
    const own = await openTestApp({ env: { METRICS_TOKEN: 'a long token' } });
    const ask = (authorization: string) => own.fetch('/metrics', { headers: { authorization, via: 'proxy' } });
    expect((await ask('Bearer a long token')).status).toBe(200);
    for (const wrong of ['', 'Bearer', 'Bearer a long toke', 'Basic a long token']) {
      expect((await ask(wrong)).status, wrong).toBe(401);
    }
    await own.close();
  });
});
