// The dashboard, the alert rules and the scrape configuration of examples/observability/: each metric,
// label and value that they name is in the /metrics of an app that has done all kinds of work.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { newServiceAccount } from '../../src/device/google/service-account.ts';
import { startGoogleStandIn } from '../../src/device/google/stand-in.ts';
import { packageRoot } from '../../src/examples.ts';
import { pointsTemplate, START } from '../fixtures/open-app.ts';
import { openPushingApp } from '../fixtures/wallet/apns.ts';

const folder = join(packageRoot(), 'examples', 'observability');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const TOKEN = 'a token for metrics';
const ISSUER = '3388000000000000001';

/** Name of a series -> label -> values. */
type Series = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function seriesIn(text: string): Series {
  const series = new Map<string, Map<string, Set<string>>>();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-z_]\w*)(?:\{(.*)\})? \S+$/i.exec(line) ?? [];
    if (name === undefined) continue;
    const own = series.get(name) ?? new Map<string, Set<string>>();
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      own.set(label, (own.get(label) ?? new Set()).add(value));
    }
    series.set(name, own);
  }
  return series;
}

/** Labels that Prometheus adds when it scrapes. */
const SCRAPED = ['instance', 'job'];

/** What is wrong with an expression, and with the labels that its texts show. */
function faultsOf(expression: string, shown: readonly string[], series: Series): string[] {
  const faults: string[] = [];
  const found = new Set<string>();
  // Prometheus makes `up` itself.
  const known = (name: string) => (name === 'up' ? new Map<string, Set<string>>() : series.get(name));
  for (const [, name = '', matchers = ''] of expression.matchAll(
    /\b(up|(?:passwright|nodejs|process)_\w+)\b(?:\{([^}]*)\})?/g,
  )) {
    const labels = known(name);
    if (labels === undefined) {
      faults.push(`${name} is no metric`);
      continue;
    }
    for (const label of labels.keys()) found.add(label);
    for (const [, label = '', sign = '', value = ''] of matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)) {
      if (SCRAPED.includes(label)) continue;
      const values = labels.get(label);
      if (values === undefined) faults.push(`${name} has no label ${label}`);
      const named = sign.endsWith('~') ? value.split('|') : [value];
      for (const each of named) {
        const isThere = [...(values ?? [])].some((one) => new RegExp(`^(?:${each})$`).test(one));
        if (values !== undefined && !isThere && !NOT_HERE.has(`${label} ${each}`)) {
          faults.push(`${name} has no ${label} ${each}`);
        }
      }
    }
  }
  const grouped = [...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/\s*,\s*/));
  for (const label of grouped) {
    if (!found.has(label) && !SCRAPED.includes(label)) faults.push(`nothing has the label ${label}`);
  }
  for (const label of shown) {
    const remains = grouped.length === 0 ? [...found, ...SCRAPED] : grouped;
    if (!remains.includes(label)) faults.push(`the label ${label} does not remain`);
  }
  return faults;
}

/** Values that an app which is well does not have. */
const NOT_HERE = new Set(['status 5..']);

let series: Series;
beforeAll(async () => {
  const account = newServiceAccount();
  const standIn = await startGoogleStandIn({ issuerId: ISSUER, account, port: 0, now: () => START });
  const t = await openPushingApp({ env: { METRICS_TOKEN: TOKEN, ...standIn.settings } });
  const [clientEmail, privateKey, privateKeyId] = [account.client_email, account.private_key, account.private_key_id];
  const check = (issuerId: string) => t.app.context.google.check({ issuerId, clientEmail, privateKey, privateKeyId });
  expect([(await check(ISSUER)).verdict, (await check(`${ISSUER}0`)).verdict]).toEqual(['done', 'refused']);
  await standIn.close();
  expect((await check(ISSUER)).verdict).toBe('unavailable');
  const template = await t.template(pointsTemplate());
  const pass = await t.install(await t.pass(template));
  const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  for (const answer of [
    { status: 200 },
    { status: 400, reason: 'DeviceTokenNotForTopic' },
    { status: 503, reason: 'Shutdown' },
  ]) {
    t.apns.answer(answer);
    await scan();
    await t.deliver();
    t.advance(60 * 60 * 1000);
  }
  const failing = { action: 'PSActionURL', url: 'http://10.0.0.1/' };
  const refused = await t.pass(await t.template(pointsTemplate({ triggers: { onScan: failing } })));
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: refused, accessType: 7 });
  await t.call('trackPassAccess', { clientHash: 'wrong', hashedSerialNumber: pass, accessType: 7 });
  await t.file(pass);
  await t.fetch('/wallet/v1/passes/pass.dev.passwright/none');
  await t.fetch('/wallet/v1/log', { method: 'POST', body: '{"logs":["hello"]}' });
  await t.fetch('/v2/passbookCsrs', { method: 'POST' });
  await t.fetch('/v2/models/1/passes/none', { headers: { 'x-api-key': 'wrong' } });
  const { store } = t.app.context;
  const { id: _, ...development } = (await store.certificateFor(0, null, t.now()))!;
  await store.createCertificate({ ...development, accountId: t.owner.id, publicId: 'own' });
  const response = await t.fetch('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } });
  series = seriesIn(await response.text());
  await t.close();
});

const dashboard = JSON.parse(read('dashboard.json'));
const panels: readonly any[] = dashboard.panels.filter(({ type }: any) => type !== 'row');
const rules: readonly any[] = parse(read('alerts.yml')).groups.flatMap((group: any) => group.rules);

test('each panel of the dashboard asks for metrics and labels that there are', () => {
  expect(panels.length).toBeGreaterThan(20);
  const faults = panels.flatMap(({ title, targets }) =>
    targets.flatMap(({ expr, legendFormat }: any) => {
      const shown = [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label);
      return faultsOf(expr, shown, series).map((fault) => `${title}: ${fault}`);
    }),
  );
  expect(faults).toEqual([]);
});

test('each alert asks for metrics and labels that there are, and says what to do', () => {
  expect(rules.length).toBeGreaterThan(10);
  const faults = rules.flatMap(({ alert, expr, labels, annotations }) => {
    const texts = `${annotations.summary} ${annotations.description}`;
    const shown = [...texts.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
    const said = [
      ...(/^Passwright[A-Z]/.test(alert) ? [] : ['has another name']),
      ...(['page', 'ticket'].includes(labels.severity) ? [] : ['has no severity']),
      ...(annotations.description.length > 40 ? [] : ['says too little']),
    ];
    return [...said, ...faultsOf(expr, shown, series)].map((fault) => `${alert}: ${fault}`);
  });
  expect(faults).toEqual([]);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test('every metric of Passwright is on the dashboard', () => {
  const asked = panels.flatMap(({ targets }) => targets.map(({ expr }: any) => expr)).join('\n');
  const own = [...series.keys()].filter((name) => name.startsWith('passwright_'));
  expect(own.length).toBeGreaterThan(25);
  // A histogram has three series, and a panel asks for one or two of them.
  const family = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '');
  expect(own.filter((name) => !asked.includes(family(name)))).toEqual([]);
});

test('panels lie beside and below each other, and have ids of their own', () => {
  const cells = new Set<string>();
  for (const { gridPos } of dashboard.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(cells.has(`${x} ${y}`)).toBe(false);
        cells.add(`${x} ${y}`);
      }
    }
  }
  expect(new Set(dashboard.panels.map(({ id }: any) => id)).size).toBe(dashboard.panels.length);
});

test('the scrape configuration names the job that alerts name, and the rules file', () => {
  const { scrape_configs: scrapes, rule_files: files } = parse(read('prometheus.yml'));
  expect(scrapes).toMatchObject([
    { job_name: 'passwright', metrics_path: '/metrics', authorization: { type: 'Bearer' } },
  ]);
  expect(files).toEqual(['alerts.yml']);
  const jobs = rules.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]*)"/g)].map(([, job]) => job));
  expect(new Set(jobs)).toEqual(new Set(['passwright']));
});

describe('an expression that is wrong is found', () => {
  const cases: readonly (readonly [expression: string, shown: readonly string[], fault: string])[] = [
    ['passwright_reddy == 0', [], 'passwright_reddy is no metric'],
    ['passwright_jobs_waiting{sort="mail"}', [], 'passwright_jobs_waiting has no label sort'],
    ['passwright_jobs_waiting{kind="male"}', [], 'passwright_jobs_waiting has no kind male'],
    ['sum by (colour) (passwright_jobs_waiting)', [], 'nothing has the label colour'],
    ['sum by (instance) (passwright_jobs_waiting)', ['kind'], 'the label kind does not remain'],
  ];
  test.each(cases)('%s', (expression, shown, fault) => {
    expect(faultsOf(expression, shown, series)).toEqual([fault]);
  });
});

const hasPromtool = await promisify(execFile)('promtool', ['--version']).then(
  () => true,
  () => false,
);

test.skipIf(!hasPromtool)('promtool accepts the rules and the configuration', async () => {
  await promisify(execFile)('promtool', ['check', 'rules', 'alerts.yml'], { cwd: folder });
  await promisify(execFile)('promtool', ['check', 'config', '--syntax-only', 'prometheus.yml'], { cwd: folder });
});
