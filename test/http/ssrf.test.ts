// No template reaches what is private: URL actions and image URLs, by every spelling, through names and redirects. A canary
// listens on every local address and must see nothing.
import type { lookup as dnsLookup } from 'node:dns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { names } from '../fixtures/outbound/servers.ts';
import { noise } from '../fixtures/pass/pictures.ts';

let t: TestApp & { root: string };
let canary: Service;
/** Allowed by OUTBOUND_ALLOW; it redirects wherever its query says. */
let friend: Service;
let png: Buffer;

const NAMES: Record<string, readonly string[]> = {
  'inside.test': ['127.0.0.1'],
  'inside6.test': ['::1'],
  'mixed.test': ['93.184.215.14', '127.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'ten.test': ['10.1.2.3'],
  'friend.test': ['127.0.0.1'],
};

beforeAll(async () => {
  png = await noise(29, 29);
  canary = await startService();
  friend = await startService(({ url }, response) => {
    const to = new URL(url, 'http://x').searchParams.get('to');
    if (to !== null) return response.writeHead(302, { location: to }).end();
    return response.end(png);
  });
  t = await serveTestApp({
    // The range opens the canary's port for names, so that only the address that a name leads to keeps it closed.
    env: { OUTBOUND_ALLOW: `friend.test:${friend.port}, [::1]:${friend.port}, 93.184.215.0/24:${canary.port}` },
    injected: { lookup: names(NAMES) as typeof dnsLookup },
  });
});
afterAll(async () => {
  await t.close();
  await canary.close();
  await friend.close();
});

const call = (name: string, parameters: Record<string, unknown> = {}) =>
  t.call(name, { clientHash: t.clientHash, ...parameters });

const PRIVATE = [
  '127.0.0.1',
  '127.1.2.3',
  'localhost',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '0.0.0.0',
  '0',
  '169.254.169.254',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '[fd00::1]',
  '[fe80::1]',
  '[64:ff9b::7f00:1]',
  'inside.test',
  'inside6.test',
  'mixed.test',
  'mapped.test',
  'metadata.test',
  'ten.test',
  'inside.test.',
];

/** On the canary's port and on the default port. */
const addresses = (host: string) => [`http://${host}:${canary.port}/secret`, `http://${host}/secret`];
const scanWith = async (url: string, more: Record<string, string> = {}) => {
  const triggers = {
    onScan: [
      { action: 'PSActionURL', url, ...more },
      { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 },
    ],
  };
  const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ triggers })));
  const answer = await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
  const { tracking } = await call('passTracking', { hashedSerialNumber, trace: true });
  return { answer, action: tracking.at(-1).trace.actions[0], hashedSerialNumber };
};
const REFUSED = /not public|not a public address|not open to requests/;

describe('URL actions', () => {
  test.each(PRIVATE)('%s', async (host) => {
    for (const url of addresses(host)) {
      const { answer, action } = await scanWith(url);
      expect(answer).toMatchObject({ success: true, updated: true });
      expect(action, url).toMatchObject({ error: expect.stringMatching(REFUSED) });
      expect(action.request.status).toBeUndefined();
    }
    expect(canary.connections()).toBe(0);
  });

  test.each(PRIVATE)('a redirect to %s', async (host) => {
    for (const to of addresses(host)) {
      const seen = friend.seen.length;
      const { action } = await scanWith(`http://friend.test:${friend.port}/?to=${encodeURIComponent(to)}`);
      expect(action, to).toMatchObject({ error: expect.stringMatching(REFUSED) });
      expect(friend.seen.length).toBe(seen + 1);
    }
    expect(canary.connections()).toBe(0);
  });

  test('a magic string that names the host', async () => {
    const triggers = { onScan: { action: 'PSActionURL', url: '{note}' } };
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ triggers })), {
      note: `http://127.0.0.1:${canary.port}/`,
    });
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    expect(canary.connections()).toBe(0);
  });

  test.each([
    ['file:///etc/passwd', /http and https/],
    ['ftp://friend.test/', /http and https/],
    ['http://user:secret@friend.test/', /user name or a password/],
    [`http://93.184.215.14:6379/`, /Port 6379/],
  ])('%s', async (to, words) => {
    const url = `http://friend.test:${friend.port}/?to=${encodeURIComponent(to)}`;
    expect((await scanWith(url)).action.error).toMatch(words);
  });

  test('redirects in a circle end', async () => {
    const url = `http://friend.test:${friend.port}/`;
    const circle = `${url}?to=${encodeURIComponent(`${url}?to=${encodeURIComponent(`${url}?to=${encodeURIComponent(`${url}?to=${encodeURIComponent(url)}`)}`)}`)}`;
    expect((await scanWith(circle)).action.error).toMatch(/after 3 redirects/);
  });

  test('a service that redirects to our own API does not make us call ourselves', async () => {
    const { hashedSerialNumber } = await scanWith('{rootPath}/healthz');
    const own = `${t.root}/api/updatePassFields.php?clientHash=${t.clientHash}&hashedSerialNumber=${hashedSerialNumber}&note=x`;
    const { action } = await scanWith(`http://friend.test:${friend.port}/?to=${encodeURIComponent(own)}`);
    expect(action.error).toMatch(/redirects back to this server/);
    const { userFields } = await call('passInfo', { hashedSerialNumber });
    expect(userFields.note).toBeUndefined();
  });

  test('rootPath and OUTBOUND_ALLOW are reachable', async () => {
    expect((await scanWith('{rootPath}/healthz')).action.request.status).toBe(200);
    expect((await scanWith(`http://friend.test:${friend.port}/`)).action.request.status).toBe(200);
    expect((await scanWith(`http://[::1]:${friend.port}/`)).action.request.status).toBe(200);
  });

  test('our own address by another name or port is not ours', async () => {
    const { port } = new URL(t.root);
    for (const url of [`http://localhost:${port}/healthz`, `http://127.1.1.1:${port}/healthz`]) {
      expect((await scanWith(url)).action.error, url).toMatch(REFUSED);
    }
  });
});

describe('image URLs', () => {
  const images = (url: string) => [
    () =>
      call('insertUpdateTemplate', {
        templateName: 'x',
        passConstructor: { ...pointsTemplate(), images: { icon: url } },
      }),
    async (templateHash: string) => call('uploadTemplateImages', { templateHash, icon: url }),
    async (templateHash: string) => call('createPassFromTemplateFields', { templateHash, images_logo: url }),
    async (templateHash: string) => t.call('createPassFromTemplateFields', { templateHash, images_strip: url }),
  ];

  test.each(PRIVATE)('%s', async (host) => {
    const strip = { PSValue: '', PSEditable: true };
    const templateHash = await t.template({ ...pointsTemplate(), images: { strip } });
    for (const target of addresses(host)) {
      for (const url of [target, `http://friend.test:${friend.port}/?to=${encodeURIComponent(target)}`]) {
        const before = stored(t);
        for (const request of images(url)) {
          const answer = await request(templateHash);
          expect(answer, url).toMatchObject({ success: false, code: 'image_unreachable' });
          expect(answer.message).toMatch(REFUSED);
          expect(answer.message).toContain(answer.field);
        }
        // As its owner: links of holders are throttled, and there are many here.
        const query = new URLSearchParams({ clientHash: t.clientHash, templateHash, images_strip: url });
        expect((await t.fetch(`/pass/create.php?${query}`)).status).toBe(400);
        expect(stored(t)).toEqual(before);
      }
    }
    expect(canary.connections()).toBe(0);
  });

  test('a trigger that sets an image', async () => {
    const triggers = {
      onScan: { action: 'PSActionSetValue', targetPath: 'images_logo', value: `http://127.0.0.1:${canary.port}/` },
    };
    const hashedSerialNumber = await t.pass(await t.template(pointsTemplate({ triggers })));
    await call('trackPassAccess', { hashedSerialNumber, accessType: 7 });
    const { tracking } = await call('passTracking', { hashedSerialNumber, trace: true });
    expect(tracking.at(-1).trace.actions[0].error).toMatch(REFUSED);
    expect((await call('passInfo', { hashedSerialNumber })).userFields).toEqual({});
    expect(canary.connections()).toBe(0);
  });

  test('OUTBOUND_ALLOW is reachable, also through a redirect within it', async () => {
    const url = `http://friend.test:${friend.port}/`;
    for (const icon of [url, `${url}?to=${encodeURIComponent(url)}`]) {
      const templateHash = await t.template(pointsTemplate());
      expect(await call('uploadTemplateImages', { templateHash, icon })).toEqual({ success: true });
    }
  });
});
