// /pass/create.php, the page behind creation links: all its parameters, and who gets a file, a page, a hash or nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf, verified } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp;
let service: Service;
let templateHash: string;
const NAME = 'structure_secondaryFields_name_value';
const TYPE = 'application/vnd.apple.pkpass';
const AGENTS = {
  iPhone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  iPod: 'Mozilla/5.0 (iPod touch; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/604.1.34 (KHTML, like Gecko) Version/11.0 Mobile/15A5341f Safari/604.1',
  Mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  Android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36',
};

beforeAll(async () => {
  const png = await noise(800, 300);
  service = await startService((_, response) => response.end(png));
  t = await openTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
  const images = { strip: { PSValue: '', PSEditable: true } };
  templateHash = await t.template({ ...pointsTemplate(), images }, { templateName: 'Café "Bäckerei"' });
});
afterAll(async () => {
  await t.close();
  await service.close();
});

const visit = (given: Record<string, string>, agent: string = AGENTS.Mac, path = '/pass/create.php', method = 'GET') =>
  t.fetch(`${path}?${new URLSearchParams(given)}`, { method, headers: { 'user-agent': agent } });
const newest = () => stored(t).passes!.at(-1) as { hash: string; overrides: string };
const overridesOf = async (pass: string) => (await t.app.context.store.passByHash(pass))!.pass.overrides;

describe.each(['/pass/create.php', '/create.php'])('%s', (path) => {
  test('a page with the pass drawn, and the download link in p.downloadButton', async () => {
    for (const agent of [AGENTS.Mac, AGENTS.Android, 'curl/8.5.0']) {
      const before = stored(t);
      const response = await visit({ templateHash, [NAME]: 'Ada & <b>Co</b>' }, agent, path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html/);
      expect(response.headers.get('cache-control')).toContain('no-store');
      const { passes, events, jobs } = stored(t);
      expect(passes).toHaveLength(before.passes!.length + 1);
      expect(events).toHaveLength(before.events!.length + 1);
      expect(jobs).toEqual(before.jobs);
      const page = await response.text();
      expect(page).toContain('Ada &amp; &lt;b&gt;Co&lt;/b&gt;');
      const link = /<p class="downloadButton">\s*<a [^>]*href="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&');
      expect(link).toBe(`/pass/create.php?hashedSerialNumber=${newest().hash}&download=true`);
      const file = await t.fetch(link, { headers: { 'user-agent': agent } });
      const { passJson } = await verified(t, new Uint8Array(await file.arrayBuffer()));
      expect(passJson.storeCard.secondaryFields[0].value).toBe('Ada & <b>Co</b>');
      expect(stored(t).passes).toHaveLength(passes!.length);
    }
  });

  test('an iPhone or iPod gets the .pkpass at once', async () => {
    for (const agent of [AGENTS.iPhone, AGENTS.iPod]) {
      // Chrome on iPhones asks for a file twice: the second time it is the same pass.
      const made = await visit({ templateHash, [NAME]: 'Ada' }, agent, path);
      expect([made.status, made.headers.get('location')]).toEqual([
        302,
        `/pass/create.php?hashedSerialNumber=${newest().hash}`,
      ]);
      const before = stored(t);
      const follow = () => t.fetch(made.headers.get('location')!, { headers: { 'user-agent': agent } });
      await follow();
      const response = await follow();
      expect(stored(t)).toEqual(before);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(TYPE);
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.pkpass"$/);
      expect(response.headers.get('last-modified')).toBe(new Date(t.now()).toUTCString());
      const { passJson } = await verified(t, new Uint8Array(await response.arrayBuffer()));
      expect(passJson.storeCard.secondaryFields[0].value).toBe('Ada');
      expect(passJson.barcode.message).toBe(newest().hash);
    }
  });

  test('generate=true answers the hash as text, download=true the file, whoever asks', async () => {
    for (const agent of Object.values(AGENTS)) {
      const generated = await visit({ templateHash, generate: 'true' }, agent, path);
      expect(generated.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(await generated.text()).toBe(newest().hash);
      const answer = await visit({ templateHash, download: 'true' }, agent, path);
      const location = answer.headers.get('location');
      expect(location !== null).toBe([AGENTS.iPhone, AGENTS.iPod].includes(agent));
      const downloaded = location === null ? answer : await t.fetch(location, { headers: { 'user-agent': agent } });
      expect(downloaded.headers.get('content-type')).toBe(TYPE);
      const { passJson } = await verified(t, new Uint8Array(await downloaded.arrayBuffer()));
      expect(passJson.barcode.message).toBe(newest().hash);
    }
  });

  test('with the clientHash any path is set, without it the editable ones', async () => {
    const fields = { [NAME]: 'Ada', note: 'mine', storeCard_headerFields_points_value: '7' };
    await visit({ templateHash, ...fields, clientHash: t.clientHash, generate: 'true' }, AGENTS.Mac, path);
    const { storeCard_headerFields_points_value: points, ...others } = fields;
    const all = { ...others, structure_headerFields_points_value: Number(points) };
    expect(JSON.parse(newest().overrides)).toEqual(all);
    await visit({ templateHash, ...fields, generate: 'true' }, AGENTS.Mac, path);
    expect(JSON.parse(newest().overrides)).toEqual({ [NAME]: 'Ada' });
  });

  test('POST and JSON work as well', async () => {
    const given = { templateHash, [NAME]: 'Posted', generate: true };
    for (const body of [JSON.stringify(given), new URLSearchParams({ JSON: JSON.stringify(given) })]) {
      const response = await t.fetch(path, { method: 'POST', body });
      expect(await overridesOf(await response.text())).toEqual({ [NAME]: 'Posted' });
    }
  });

  test('hashedSerialNumber shows the pass, in each of its spellings', async () => {
    const pass = await t.pass(templateHash, { [NAME]: 'Shown' });
    const before = stored(t);
    for (const written of [pass, `${pass},`, `${pass}&`, `http://passes.test${path}?hashedSerialNumber=${pass},`]) {
      const response = await visit({ hashedSerialNumber: written }, AGENTS.Mac, path);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('Shown');
      expect(await (await visit({ hashedSerialNumber: written, generate: 'true' })).text()).toBe(pass);
    }
    const file = await visit({ hashedSerialNumber: pass }, AGENTS.iPhone, path);
    await verified(t, new Uint8Array(await file.arrayBuffer()));
    expect(stored(t)).toEqual(before);
  });

  test('with templateHash and paths it updates the pass, pushes it, and runs no trigger', async () => {
    const pass = await t.install(await t.pass(templateHash));
    const jobs = (await t.jobs()).length;
    t.advance(1000);
    const given = { hashedSerialNumber: pass, templateHash, [NAME]: 'Grace', note: 'not mine' };
    const response = await visit(given, AGENTS.Mac, path);
    expect(await response.text()).toContain('Grace');
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Grace' });
    expect(await t.jobs()).toHaveLength(jobs + 1);
    expect((await t.events(pass)).map(({ accessType }) => accessType)).toEqual([1]);
    await visit({ ...given, clientHash: t.clientHash }, AGENTS.Mac, path);
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Grace', note: 'not mine' });
    const before = stored(t);
    await visit({ hashedSerialNumber: pass, templateHash }, AGENTS.Mac, path);
    expect(stored(t)).toEqual(before);
    await visit({ hashedSerialNumber: pass, [NAME]: 'No template named', note: 'not mine' }, AGENTS.Mac, path);
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'No template named', note: 'not mine' });
  });
});

test('images by URL', async () => {
  const url = `http://127.0.0.1:${service.port}/strip.png`;
  const made = await visit({ templateHash, images_strip: url, download: 'true' }, AGENTS.iPhone);
  const response = await t.fetch(made.headers.get('location')!, { headers: { 'user-agent': AGENTS.iPhone } });
  const { files } = await verified(t, new Uint8Array(await response.arrayBuffer()));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['strip.png', 'strip@2x.png']));
});

describe('who makes no pass', () => {
  const ROBOTS = [
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Twitterbot/1.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0 A',
    'TelegramBot (like TwitterBot)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
  ];
  test.each(ROBOTS)('%s', async (agent) => {
    const pass = await t.pass(templateHash, { [NAME]: 'Ada' });
    const before = stored(t);
    const response = await visit({ templateHash }, agent);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('Café');
    const update = await visit({ templateHash, hashedSerialNumber: pass, [NAME]: 'Robot' }, agent);
    expect(update.status).toBe(200);
    expect(stored(t)).toEqual(before);
    // Where the link is a program's, a program calls, whatever it calls itself.
    for (const more of [{ generate: 'true' }, { download: 'true' }, { clientHash: t.clientHash, note: 'x' }]) {
      const made = stored(t).passes!.length;
      expect((await visit({ templateHash, ...more }, agent)).status).toBe(200);
      expect(stored(t).passes).toHaveLength(made + 1);
    }
  });

  test.each(Object.entries(AGENTS))('HEAD by %s', async (_, agent) => {
    const pass = await t.pass(templateHash);
    const before = stored(t);
    for (const given of [{ templateHash }, { templateHash, hashedSerialNumber: pass, [NAME]: 'x' }]) {
      const response = await visit({ ...given, generate: 'true' }, agent, '/pass/create.php', 'HEAD');
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('');
    }
    expect(stored(t)).toEqual(before);
  });

  test.each([
    'curl/8.5.0',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
    'Wget/1.21',
    'python-requests/2.32',
    'GuzzleHttp/7',
    'PostmanRuntime/7.43',
    'axios/1.9',
    'node',
    '',
  ])('"%s" is no robot: somebody wrote it to make passes', async (agent) => {
    const response = await visit({ templateHash, generate: 'true' }, agent);
    expect(await response.text()).toBe(newest().hash);
  });
});

describe('what cannot be done', () => {
  test.each<[string, () => Promise<Record<string, string>>, number]>([
    ['no hash at all', async () => ({}), 400],
    ['an unknown template', async () => ({ templateHash: 'nope' }), 404],
    ['an unknown pass', async () => ({ hashedSerialNumber: 'nope' }), 404],
    [
      'a pass of another template',
      async () => ({ templateHash, hashedSerialNumber: await t.pass(await t.template(pointsTemplate())), [NAME]: 'x' }),
      400,
    ],
    ['an unknown path with the clientHash', async () => ({ templateHash, clientHash: t.clientHash, nite: 'x' }), 400],
    ['an image that is not there', async () => ({ templateHash, images_strip: 'http://127.0.0.1:1/x.png' }), 400],
  ])('%s', async (_, given, status) => {
    const parameters = await given();
    const before = stored(t);
    for (const agent of [AGENTS.Mac, AGENTS.iPhone]) {
      const page = await visit(parameters, agent);
      expect([page.status, page.headers.get('content-type')]).toEqual([status, expect.stringMatching(/^text\/html/)]);
      const text = await visit({ ...parameters, generate: 'true' }, agent);
      expect([text.status, text.headers.get('content-type')]).toEqual([status, expect.stringMatching(/^text\/plain/)]);
    }
    expect(stored(t)).toEqual(before);
  });

  test('onCreate that is stopped: its message, and the pass stays', async () => {
    const triggers = { onCreate: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Sold out' } };
    const hash = await t.template(pointsTemplate({ triggers }));
    const response = await visit({ templateHash: hash, generate: 'true' });
    expect([response.status, await response.text()]).toEqual([400, 'Sold out']);
    expect(await (await visit({ templateHash: hash })).text()).toContain('Sold out');
  });
});

test('the file changes with the pass, its serial number and token never', async () => {
  const pass = await t.pass(templateHash);
  const before = await passJsonOf(t, pass);
  t.advance(60_000);
  await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
  const after = await passJsonOf(t, pass);
  expect(after).toMatchObject({
    serialNumber: before.serialNumber,
    authenticationToken: before.authenticationToken,
    webServiceURL: 'http://passes.test/wallet',
    passTypeIdentifier: before.passTypeIdentifier,
  });
  expect([before, after].map(({ storeCard }) => storeCard.headerFields[0].value)).toEqual([0, 1]);
  const { headers } = await visit({ hashedSerialNumber: pass, download: 'true' });
  expect(headers.get('last-modified')).toBe(new Date(t.now()).toUTCString());
});

test('too many passes from one address: a clear page and no pass, but who has an account makes as many as it takes', async () => {
  const fresh = await openTestApp({ env: { CREATION_LIMIT: '6' } });
  const templateHash = await fresh.template(pointsTemplate());
  const link = `/pass/create.php?templateHash=${templateHash}&generate=true`;
  // The doors share one count.
  for (let made = 0; made < 3; made++) {
    expect((await fresh.fetch(link)).status).toBe(200);
    expect(await fresh.call('createPassFromTemplateFields', { templateHash })).toMatchObject({ success: true });
  }
  const before = stored(fresh);
  const refused = await fresh.fetch(link.replace('&generate=true', ''));
  expect(refused.status).toBe(429);
  const page = await refused.text();
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(page).toContain(`Please wait ${seconds} second`);
  // A new link would be refused as well, and this one is good.
  expect(page).not.toContain('ask whoever sent it');
  expect(page).toContain(`href="?templateHash=${templateHash}"`);
  expect(await fresh.call('createPassFromTemplateFields', { templateHash })).toMatchObject({ code: 'rate_limited' });
  expect(stored(fresh)).toEqual(before);
  expect((await fresh.fetch(`${link}&clientHash=${fresh.clientHash}`)).status).toBe(200);
  await fresh.close();
});
