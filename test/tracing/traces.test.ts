// From a request to the collector: spans of the request, of operations, the store and the jobs that
// follow, in one trace, and without anything that nobody may read there.
import { afterEach, expect, test, vi } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { startService } from '../fixtures/http/served.ts';
import { openMailingApp } from '../fixtures/mail/mail-server.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp, type TestOptions } from '../fixtures/open-app.ts';
import { type CollectedSpan, startCollector, wayTo } from '../fixtures/tracing/collector.ts';

afterEach(() => vi.unstubAllEnvs());

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
/** The last digit: the caller records its trace. */
const traceparent = (trace = TRACE, flags = '01') => `00-${trace}-${CALLER}-${flags}`;

async function opened<T extends TestApp = TestApp>(
  open: (options: TestOptions) => Promise<T> = openTestApp as (options: TestOptions) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
) {
  const collector = await startCollector();
  afterTest(() => collector.close());
  const t = await open({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...env } });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await t.close();
    isOpen = false;
  };
  afterTest(close);
  const scan = (pass: string, headers: Record<string, string> = {}) =>
    t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 }, headers);
  return { t, collector, close, scan };
}

/** Spans of a trace, by the names on the way to each. */
const waysIn = (spans: readonly CollectedSpan[], traceId = TRACE) =>
  spans.filter((span) => span.traceId === traceId).map((span) => wayTo(span, spans).join(' > '));

test('a scan is one trace from the caller down to the commit, and on to the push that follows', async () => {
  const { t, collector, close, scan } = await opened();
  const pass = await t.install(await t.pass(await t.template(pointsTemplate())));
  await scan(pass, { traceparent: traceparent() });
  await t.deliver();
  const { version } = await t.app.context.installation.look();
  await close();
  const SCAN = 'POST trackPassAccess';
  const STORED = `${SCAN} > trackPassAccess > runEvent > store.changePass`;
  expect(waysIn(collector.spans).sort()).toEqual(
    expect.arrayContaining([
      SCAN,
      `${SCAN} > trackPassAccess`,
      `${SCAN} > trackPassAccess > runEvent`,
      STORED,
      `${STORED} > commit`,
      `${STORED} > job push_pass`,
      `${STORED} > job push_pass > store.pushTargets`,
      `${STORED} > job push_pass > store.recordPushes`,
      `${STORED} > job push_pass > store.recordPushes > commit`,
    ]),
  );
  const named = (name: string) => collector.spans.find((span) => span.traceId === TRACE && span.name === name)!;
  expect(named(SCAN)).toMatchObject({
    parentSpanId: CALLER,
    kind: 2,
    status: 0,
    fields: {
      'http.request.method': 'POST',
      'http.route': 'trackPassAccess',
      'http.response.status_code': 200,
      'passwright.surface': 'passsource',
    },
  });
  expect(named('runEvent').fields).toEqual({ 'passwright.access_type': 'scan' });
  expect(named('store.changePass')).toMatchObject({
    kind: 3,
    fields: { 'db.system.name': 'sqlite', 'db.operation.name': 'changePass', 'passwright.outcome': 'fired' },
  });
  expect(named('commit').fields).toEqual({ 'passwright.changes': 1 });
  expect(named('commit').duration).toBeGreaterThan(0);
  expect(named('job push_pass')).toMatchObject({ kind: 5, fields: { 'passwright.attempts': 0 } });
  expect(named(SCAN).resource).toMatchObject({ 'service.name': 'passwright', 'service.version': version });
});

test('the log has the id of the trace in the lines of a request and of a job', async () => {
  const { t, scan } = await opened();
  const pass = await t.install(await t.pass(await t.template(pointsTemplate())));
  await scan(pass, { traceparent: traceparent() });
  const lines = t.logged.filter(([fields]) => fields.traceId === TRACE);
  expect(lines).toMatchObject([[{ function: 'trackPassAccess', status: 200 }, 'request']]);
  // A job that nobody can store: its error says which trace it belongs to.
  const { store } = t.app.context;
  const broken = vi.spyOn(store, 'recordPushes').mockRejectedValue(new Error('disk I/O error'));
  await t.deliver();
  broken.mockRestore();
  const failed = t.logged.filter(([, message]) => message === 'a job failed');
  expect(failed).toHaveLength(1);
  expect(failed[0]![0]).toMatchObject({ traceId: TRACE, job: 'push_pass' });
});

test('scans of one commit each have the commit in their trace', async () => {
  const { t, collector, close, scan } = await opened();
  const template = await t.template(pointsTemplate());
  const passes = [await t.pass(template), await t.pass(template), await t.pass(template)];
  const traces = passes.map((_, index) => TRACE.replace(/^../, `1${index}`));
  await Promise.all(passes.map((pass, index) => scan(pass, { traceparent: traceparent(traces[index]!) })));
  await close();
  for (const trace of traces) {
    const commits = collector.spans.filter((span) => span.traceId === trace && span.name === 'commit');
    expect(commits).toHaveLength(1);
    expect(wayTo(commits[0]!, collector.spans)).toContain('store.changePass');
  }
  const together = collector.spans.filter(({ name, traceId }) => name === 'commit' && traces.includes(traceId));
  expect(Math.max(...together.map(({ fields }) => Number(fields['passwright.changes'])))).toBeGreaterThan(1);
});

test('a mail and a batch belong to the requests that caused them; a job without a cause has its own trace', async () => {
  const { t, collector, close } = await opened(openMailingApp);
  const template = await t.template(pointsTemplate());
  const file = 'structure_secondaryFields_name_value,recoveryEmail\nAda,ada@example.com\n';
  const batch = { clientHash: t.clientHash, templateHash: template, mode: 'passes', file };
  await t.call('batchCreate', batch, { traceparent: traceparent() });
  await t.deliver();
  await t.call(
    'createPassFromTemplateFields',
    { clientHash: t.clientHash, templateHash: template, recoveryEmail: 'bob@example.com' },
    { traceparent: traceparent(TRACE.replace('0a', '0b')) },
  );
  const pass = await t.install(await t.pass(template));
  await t.app.context.store.changePass(pass, () => ({ touchedAt: t.now(), push: true, result: null }));
  await t.deliver();
  await close();
  const jobs = collector.spans.filter(({ kind }) => kind === 5);
  const ways = jobs.map((job) => [job.traceId === TRACE, ...wayTo(job, collector.spans)].join(' '));
  expect(ways).toContainEqual(expect.stringMatching(/^true POST batchCreate .*job make_batch$/));
  expect(ways).toContain('false job push_pass');
  const sends = collector.spans.filter(({ name }) => name === 'mail.send');
  expect(sends.length).toBe(t.smtp.received.length);
});

test('no span names a pass, a person, a secret or an address', async () => {
  const service = await startService();
  afterTest(() => service.close());
  const { t, collector, close, scan } = await opened(openMailingApp, { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` });
  const url = `http://127.0.0.1:${service.port}/told?secret=hush`;
  const template = await t.template(
    pointsTemplate({ triggers: { onScan: { action: 'PSActionURL', url, requestMethod: 'GET' } } }),
  );
  await t.call('login', OWNER);
  const made = await t.call('createPassFromTemplateFields', {
    clientHash: t.clientHash,
    templateHash: template,
    recoveryEmail: 'ada@example.com',
    structure_secondaryFields_name_value: 'Ada Lovelace',
  });
  const pass = made.hashedSerialNumber;
  await scan(pass);
  await t.fetch(`/pass/create.php?hashedSerialNumber=${pass}&download=true`, { headers: { 'user-agent': 'iPhone' } });
  await t.fetch(`/pass/register.php?hashedSerialNumber=${pass}`);
  const { serialNumber, authenticationToken } = (await t.app.context.store.passByHash(pass))!.pass;
  const wallet = `/wallet/v1/devices/a-device/registrations/pass.dev.passwright/${serialNumber}`;
  const registered = await t.fetch(wallet, {
    method: 'POST',
    headers: { authorization: `ApplePass ${authenticationToken}`, 'content-type': 'application/json' },
    body: '{"pushToken":"feedfacefeedface"}',
  });
  expect(registered.status).toBe(201);
  await scan(pass);
  await t.deliver();
  await scan('n'.repeat(32));
  await close();
  expect(service.seen.length).toBeGreaterThan(0);
  const names = new Set(collector.spans.map(({ name }) => name));
  for (const name of ['outbound.request', 'mail.send', 'signPass', 'registerDevice', 'GET /pass/register.php']) {
    expect(names).toContain(name);
  }
  const sent = collector.sent.join('\n');
  const secrets = [
    pass,
    template,
    serialNumber,
    authenticationToken,
    t.clientHash,
    'feedface',
    'a-device',
    'hush',
    'told',
  ];
  for (const secret of [...secrets, OWNER.email, OWNER.password, 'ada@example.com', 'Lovelace', '127.0.0.1', 'nnnn']) {
    expect(sent, secret).not.toContain(secret);
  }
});

test('a server error is a failure; what a caller did wrong is none, and has its code', async () => {
  const { t, collector, close, scan } = await opened();
  const pass = await t.pass(await t.template(pointsTemplate()));
  await scan('absent', { traceparent: traceparent() });
  const { store } = t.app.context;
  const broken = vi.spyOn(store, 'changePass').mockRejectedValue(new Error('disk I/O error'));
  await t.fetch('/api/trackPassAccess.php', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: traceparent(TRACE.replace('0a', '0b')) },
    body: JSON.stringify({ clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 }),
  });
  broken.mockRestore();
  await close();
  const ofTrace = (trace: string) => collector.spans.filter(({ traceId }) => traceId === trace);
  expect(ofTrace(TRACE).filter(({ status }) => status === 2)).toEqual([]);
  const request = ofTrace(TRACE).find(({ kind }) => kind === 2)!;
  expect(request.fields).toMatchObject({ 'error.type': 'pass_not_found' });
  const failed = ofTrace(TRACE.replace('0a', '0b'));
  expect(failed.find(({ kind }) => kind === 2)).toMatchObject({
    status: 2,
    fields: { 'http.response.status_code': 500 },
  });
  expect(failed.find(({ name }) => name === 'runEvent')).toMatchObject({
    status: 2,
    fields: { 'error.type': 'Error' },
  });
});

test('the first use of a template compiles it in a span, and the store did not fail', async () => {
  const { t, collector, close } = await opened();
  const made = { clientHash: t.clientHash, templateHash: await t.template(pointsTemplate()) };
  await t.call('createPassFromTemplateFields', made, { traceparent: traceparent() });
  await close();
  const spans = collector.spans.filter(({ traceId }) => traceId === TRACE);
  expect(spans.find(({ name }) => name === 'compileTemplate')?.fields).toEqual({
    'passwright.template': expect.any(Number),
    'passwright.version': 1,
  });
  expect(spans.filter(({ status }) => status === 2)).toEqual([]);
});

test('probes are not traced, and the sampler of OTEL_TRACES_SAMPLER and the caller decides', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'parentbased_always_off');
  const { t, collector, close, scan } = await opened();
  const pass = await t.pass(await t.template(pointsTemplate()));
  await scan(pass);
  await scan(pass, { traceparent: traceparent(TRACE, '00') });
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    await t.fetch(path, { headers: { traceparent: traceparent() } });
  }
  await scan(pass, { traceparent: traceparent(TRACE.replace('0a', '0b')) });
  await close();
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE.replace('0a', '0b')]));
});

test("OpenTelemetry's own settings name the service and add headers", async () => {
  vi.stubEnv('OTEL_SERVICE_NAME', 'corner-bakery');
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-team=till');
  const { t, collector, close } = await opened();
  await t.fetch('/pass/create.php');
  await close();
  expect(collector.spans[0]!.resource).toMatchObject({
    'service.name': 'corner-bakery',
    'deployment.environment.name': 'test',
  });
  expect(collector.requests[0]).toMatchObject({ url: '/v1/traces', headers: { 'x-team': 'till' } });
});

test('a collector that refuses harms no answer; the log says so once, and the metrics count', async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '1');
  const { t, collector, close, scan } = await opened();
  collector.answer(400);
  const pass = await t.pass(await t.template(pointsTemplate()));
  expect(await scan(pass)).toMatchObject({ success: true });
  await vi.waitUntil(() => collector.requests.length > 0, { timeout: 60_000 });
  expect(await scan(pass)).toMatchObject({ success: true });
  await close();
  const told = t.logged.filter(([, message]) => message === 'traces could not be sent');
  expect(told).toHaveLength(1);
  const { text } = await t.app.monitoring.metrics.expose({ passFiles: { signed: 0, kept: 0 } });
  expect(Number(/passwright_trace_spans_total\{result="failed"\} (\d+)/.exec(text)?.[1])).toBeGreaterThan(1);
});
