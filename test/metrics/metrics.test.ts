// What /metrics says of work that is done, refused and waiting, and of what will end.
import { afterEach, expect, test } from 'vitest';
import { serverMeasures } from '../../src/operations/server/server-measures.ts';
import { openTestApp, pointsTemplate, type TestApp, type TestOptions } from '../fixtures/open-app.ts';
import { openPushingApp } from '../fixtures/wallet/apns.ts';

const DAY = 24 * 60 * 60 * 1000;
let open: TestApp[] = [];
afterEach(async () => {
  for (const t of open) await t.close();
  open = [];
});

async function opened<T extends TestApp>(opening: Promise<T>): Promise<T> {
  const t = await opening;
  open.push(t);
  return t;
}
const app = (options?: TestOptions) => opened(openTestApp(options));

/** Name and labels -> value. */
async function metricsOf({ app: { context, monitoring } }: TestApp): Promise<Record<string, number>> {
  const { text } = await monitoring.metrics.expose(await serverMeasures(context));
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => /^(.+) (\S+)$/.exec(line)!).map(([, name = '', value]) => [name, Number(value)]),
  );
}
const scan = (t: TestApp, pass: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });

test('pushes by what APNs answered, and what became of the device', async () => {
  const t = await opened(openPushingApp());
  const pass = await t.install(await t.pass(await t.template(pointsTemplate())));
  const answers = [
    [{ status: 200 }, 'delivered', 'told'],
    [{ status: 429, reason: 'TooManyRequests' }, 'busy', 'later'],
    [{ status: 400, reason: 'DeviceTokenNotForTopic' }, 'refused', 'told'],
    [{ status: 503, reason: 'Shutdown' }, 'unavailable', 'waiting'],
    [{ status: 410, reason: 'Unregistered' }, 'gone', 'gone'],
  ] as const;
  for (const [answer, verdict, fate] of answers) {
    const before = await metricsOf(t);
    t.apns.answer(answer);
    await scan(t, pass);
    await t.deliver();
    const after = await metricsOf(t);
    const pushes = `passwright_push_duration_seconds_count{verdict="${verdict}",status="${answer.status}"}`;
    expect(after[pushes] ?? 0, verdict).toBeGreaterThan(before[pushes] ?? 0);
    const outcomes = `passwright_push_outcomes_total{fate="${fate}"}`;
    expect(after[outcomes]! - before[outcomes]!, fate).toBeGreaterThan(0);
    // Far enough for a push that was put off.
    t.advance(60 * 60 * 1000);
  }
});

test('the age of the oldest due job of each kind; a job for a later time is none', async () => {
  const t = await app({ env: { APNS_HOST: '127.0.0.1', APNS_PORT: '9' } });
  const template = await t.template(pointsTemplate({ expirationDate: '2026-03-08T12:00:00Z' }));
  const pass = await t.install(await t.pass(template));
  await scan(t, pass);
  t.advance(90_000);
  await scan(t, await t.install(await t.pass(template)));
  const { version, kind } = await t.app.context.installation.look();
  expect(await metricsOf(t)).toMatchObject({
    'passwright_oldest_due_job_seconds{kind="push_pass"}': 90,
    'passwright_oldest_due_job_seconds{kind="expire_template"}': 0,
    'passwright_oldest_due_job_seconds{kind="mail"}': 0,
    'passwright_jobs_waiting{kind="push_pass"}': 2,
    [`passwright_build_info{version="${version}",node="${process.version}",installed="${kind}"}`]: 1,
  });
  t.advance(DAY);
  await t.call('createPassFromTemplateFields', {
    clientHash: t.clientHash,
    templateHash: template,
    recoveryEmail: 'ada@example.com',
  });
  t.advance(30_000);
  const later = await metricsOf(t);
  expect(later['passwright_oldest_due_job_seconds{kind="mail"}']).toBe(30);
  expect(later['passwright_oldest_due_job_seconds{kind="push_pass"}']).toBe(90 + 30 + DAY / 1000);
});

test('limits that were reached', async () => {
  const t = await app({ env: { CREATION_LIMIT: '1' } });
  const template = await t.template(pointsTemplate());
  const make = () => t.call('createPassFromTemplateFields', { templateHash: template });
  await make();
  await make();
  for (let tries = 0; tries < 12; tries++) await t.call('login', { email: 'a@b.example', password: 'wrong' });
  await t.fetch('/api/trackPassAccess.php', { method: 'POST', body: 'x'.repeat(300 * 1024) });
  for (let reports = 0; reports < 31; reports++) {
    await t.fetch('/wallet/v1/log', { method: 'POST', body: '{"logs":["hello"]}' });
  }
  const reached = Object.entries(await metricsOf(t)).filter(([name]) => name.startsWith('passwright_limits_reached'));
  expect(Object.fromEntries(reached.map(([name, count]) => [/limit="(\w+)"/.exec(name)![1], count]))).toEqual({
    creations: 1,
    guesses_network: 0,
    guesses_target: 2,
    guesses_strangers: 0,
    quota_passes: 0,
    quota_pictures: 0,
    api_calls: 0,
    trigger_requests: 0,
    device_reports: 1,
    body: 1,
    google_requests: 0,
  });
});

test('signing and compiling are timed, and counted as often as they happen', async () => {
  const t = await app();
  const pass = await t.pass(await t.template(pointsTemplate()));
  await t.file(pass);
  await t.file(pass);
  const found = await metricsOf(t);
  expect(found).toMatchObject({
    'passwright_work_duration_seconds_count{work="signPass"}': 1,
    'passwright_work_duration_seconds_count{work="compileTemplate"}': 1,
  });
  expect(found['passwright_work_duration_seconds_sum{work="signPass"}']).toBeGreaterThan(0);
});

test('when the first certificate ends, unless a renewal signs already', async () => {
  const t = await app();
  const { store } = t.app.context;
  const EXPIRY = 'passwright_certificate_expiry_timestamp_seconds';
  expect(await metricsOf(t)).not.toHaveProperty(EXPIRY);
  const { id: _, ...development } = (await store.certificateFor(0, null, t.now()))!;
  const own = (publicId: string, days: number, passTypeIdentifier = 'pass.corner') =>
    store.createCertificate({
      ...development,
      accountId: t.owner.id,
      publicId,
      passTypeIdentifier,
      notAfter: t.now() + days * DAY,
    });
  await own('old', 3);
  expect((await metricsOf(t))[EXPIRY]).toBe(t.now() / 1000 + 3 * (DAY / 1000));
  await own('other', 50, 'pass.other');
  await own('renewal', 300);
  expect((await metricsOf(t))[EXPIRY]).toBe(t.now() / 1000 + 50 * (DAY / 1000));
});

test('the last backup, the disk, and what /readyz says', async () => {
  const t = await app();
  const before = await metricsOf(t);
  expect(before).toMatchObject({
    passwright_last_backup_timestamp_seconds: 0,
    passwright_ready: 1,
    passwright_migrations_missing: 0,
    'passwright_readiness_check{check="database",status="ok"}': 1,
    'passwright_readiness_check{check="database",status="failed"}': 0,
  });
  expect(before.passwright_disk_free_bytes).toBeGreaterThan(0);
  expect(before.passwright_disk_size_bytes).toBeGreaterThan(before.passwright_disk_free_bytes!);
  expect(before.passwright_database_size_bytes).toBeGreaterThan(100_000);
  const at = t.now();
  await t.app.context.store.recordBackup({ time: at, bytes: 1, file: 'passwright.sqlite' });
  t.advance(DAY);
  expect((await metricsOf(t)).passwright_last_backup_timestamp_seconds).toBe(at / 1000);
});

test('what the database does not answer is left out, and the rest is there', async () => {
  const t = await app();
  const { context, monitoring } = t.app;
  const broken = () => Promise.reject(new Error('disk I/O error'));
  const store = { ...context.store, countJobs: broken, waitingJobs: broken, probe: broken, lastBackup: broken };
  const measures = await serverMeasures({ ...context, store });
  expect(measures).toMatchObject({
    waitingJobs: undefined,
    oldestDue: undefined,
    isReady: false,
    migrationsMissing: undefined,
    lastBackup: undefined,
  });
  const never = { ...context.store, countJobs: () => new Promise<never>(() => {}) };
  expect((await serverMeasures({ ...context, store: never }, 5)).waitingJobs).toBeUndefined();
  await metricsOf(t);
  const { text } = await monitoring.metrics.expose(measures);
  for (const name of [
    'jobs_waiting',
    'oldest_due_job_seconds',
    'last_backup_timestamp_seconds',
    'migrations_missing',
  ]) {
    expect(text).not.toMatch(new RegExp(`^passwright_${name}[ {]`, 'm'));
  }
  expect(text).toMatch(/^passwright_ready 0$/m);
  expect(text).toMatch(/^passwright_build_info\{/m);
});
