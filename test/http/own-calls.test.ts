// Calls of the server by itself: how deep a chain of them is comes in at every door, nobody else can say it, and no loop of
// them goes on.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Depth, ownCall } from '../../src/operations/depth.ts';
import { DEPTH_HEADER } from '../../src/ports/outbound.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { type Seen, type Service, serveTestApp, startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPassKit } from '../fixtures/passkit/client.ts';
import { holding, phoneOf } from '../fixtures/wallet/phone.ts';

const ADD = { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 };
const url = (text: string, more: JsonObject = {}): JsonObject => ({ action: 'PSActionURL', url: text, ...more });

describe('the depth at each door', () => {
  let t: TestApp;
  let templateHash: string;
  beforeEach(async () => {
    t = await openTestApp();
    const events = ['onCreate', 'onInstall', 'onDeviceUpdate', 'onRegister', 'onDelete', 'onScan', 'onEdit'];
    const triggers = Object.fromEntries(events.map((event) => [event, url('{rootPath}/healthz')]));
    templateHash = await t.template(pointsTemplate({ triggers }));
  });
  afterEach(() => t.close());

  /** As a URL action sends it in a run that a call of the depth before caused. */
  const header = (depth: number) => ownCall(t.app.context, (depth - 1) as Depth).header;
  const newPass = () => t.pass(templateHash);
  const json = (body: unknown, headers: Record<string, string> = {}) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const login = async () => {
    const response = await t.fetch('/api/login.php', { method: 'POST', body: new URLSearchParams(OWNER) });
    return response.headers.get('set-cookie')!.split(';')[0]!;
  };

  const DOORS: Record<string, () => Promise<[path: string, init: RequestInit & { headers?: Record<string, string> }]>> =
    {
      trackPassAccess: async () => [
        '/api/trackPassAccess.php',
        json({ clientHash: t.clientHash, hashedSerialNumber: await newPass(), accessType: 7 }),
      ],
      createPassFromTemplateFields: async () => [
        '/api/createPassFromTemplateFields.php',
        json({ clientHash: t.clientHash, templateHash }),
      ],
      'the scanner': async () => [
        '/scanner/track',
        json({ hashedSerialNumber: await newPass(), accessType: 7 }, { cookie: await login() }),
      ],
      'the link that makes a pass': async () => [`/pass/create.php?templateHash=${templateHash}`, {}],
      'the registration form': async () => {
        const form = { psForm: '0', psForm_0_submit: '1', psForm_0_structure_secondaryFields_name_value: 'Ada' };
        const body = new URLSearchParams({ ...form, hashedSerialNumber: await newPass() });
        return ['/pass/register.php', { method: 'POST', body }];
      },
      'the editor': async () => {
        const target = { clientHash: t.clientHash, hashedSerialNumber: await newPass() };
        return ['/pass/editor.php', { method: 'POST', body: new URLSearchParams({ ...target, note: 'edited' }) }];
      },
      Pass2U: async () => {
        const { key } = await t.apiKey('pass2u');
        const { template } = (await t.app.context.store.templateByHash(templateHash))!;
        return [`/v2/models/${template.id}/passes`, json({}, { 'x-api-key': key })];
      },
      'a phone that adds a pass': async () => {
        const { type, serialNumber, token: held } = await holding(t, await newPass());
        const path = `/wallet/v1/devices/phone/registrations/${type}/${serialNumber}`;
        return [path, json({ pushToken: 'ab'.repeat(32) }, { authorization: `ApplePass ${held}` })];
      },
      'a phone that fetches a pass': async () => {
        const { type, serialNumber, token: held } = await holding(t, await newPass());
        t.advance(11 * 60 * 1000);
        return [`/wallet/v1/passes/${type}/${serialNumber}`, { headers: { authorization: `ApplePass ${held}` } }];
      },
      'a phone that removes a pass': async () => {
        const held = await holding(t, await newPass());
        await phoneOf(t, 'phone').register(held);
        const path = `/wallet/v1/devices/phone/registrations/${held.type}/${held.serialNumber}`;
        return [path, { method: 'DELETE', headers: { authorization: `ApplePass ${held.token}` } }];
      },
    };

  test.each(Object.entries(DOORS))('%s: the triggers that it runs are one deeper', async (_, door) => {
    const [path, init] = await door();
    const before = stored(t).events!.length;
    const response = await t.fetch(path, { ...init, headers: { ...init.headers, [DEPTH_HEADER]: header(2) } });
    expect(response.status).toBeLessThan(400);
    const events = stored(t).events!.slice(before);
    expect(events).toHaveLength(1);
    // At depth 3 a request to ourselves is refused, so nothing was sent.
    expect(JSON.stringify(events)).toContain('it was refused so that a loop ends');
  });

  test('PassKit: the same', async () => {
    const p = await openPassKit();
    try {
      await p.campaign();
      await p.template();
      const hash = await p.hashOf('templateName');
      const { passConstructor } = await p.t.call('templateInfo', { clientHash: p.t.clientHash, templateHash: hash });
      const triggers = { onCreate: url('{rootPath}/healthz') };
      await p.t.template({ ...passConstructor, triggers }, { templateHash: hash, templateName: 'templateName' });
      const before = stored(p.t).events!.length;
      const headers = {
        'content-type': 'application/json',
        [DEPTH_HEADER]: ownCall(p.t.app.context, 1 as Depth).header,
      };
      const body = JSON.stringify({ templateName: 'templateName' });
      expect((await p.send('/passes', { method: 'POST', headers, body })).status).toBe(200);
      expect(JSON.stringify(stored(p.t).events!.slice(before))).toContain('it was refused so that a loop ends');
    } finally {
      await p.t.close();
    }
  });

  test('at depth 3 no route does anything', async () => {
    const routes = t.app.server.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'));
    expect(routes.length).toBeGreaterThan(60);
    const before = stored(t);
    for (const { method, path } of routes) {
      const filled = path.replace(/:\w+(?:\{[^/]*\})?/g, 'x');
      const { status } = await t.fetch(filled, { method, headers: { [DEPTH_HEADER]: header(3) } });
      expect(status, `${method} ${path}`).toBe(508);
    }
    expect(stored(t)).toEqual(before);
    const api = await t.fetch('/api/trackPassAccess.php', { method: 'POST', headers: { [DEPTH_HEADER]: header(3) } });
    expect(await api.json()).toMatchObject({ success: false, code: 'depth_exceeded' });
  });

  test('a header that the server did not sign, or long ago, says nothing: the call is as deep as any other', async () => {
    const signed = header(3);
    const [, expiresAt, signature] = signed.split('.');
    const other = {
      settings: { ...t.app.context.settings, secret: 'another secret '.repeat(3) },
      clock: t.app.context.clock,
    };
    const forged = {
      'a number': '3',
      'a large one': '999',
      'no number': 'deep',
      nothing: '',
      'another depth': `1.${expiresAt}.${signature}`,
      'a later end': `3.${Number(expiresAt) + 1}.${signature}`,
      'no signature': `3.${expiresAt}.${'0'.repeat(64)}`,
      'signed elsewhere': ownCall(other, 2 as Depth).header,
      twice: `${signed}, ${signed}`,
    };
    t.advance(60 * 1000);
    for (const [name, value] of Object.entries({ ...forged, 'signed a minute ago': signed })) {
      const parameters = { clientHash: t.clientHash, hashedSerialNumber: await newPass(), accessType: 7 };
      const before = stored(t).events!.length;
      const answer = await t.call('trackPassAccess', parameters, { [DEPTH_HEADER]: value });
      expect(answer, name).toMatchObject({ success: true });
      expect(JSON.stringify(stored(t).events!.slice(before)), name).not.toContain('a loop ends');
    }
  });
});

describe('loops', () => {
  let t: TestApp & { root: string };
  let service: Service;
  let onCall: (seen: Seen) => void = () => {};
  beforeAll(async () => {
    service = await startService((seen, response) => {
      response.end('ok');
      onCall(seen);
    });
    t = await serveTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
  });
  afterAll(async () => {
    await t.close();
    await service.close();
  });

  const scan = (hashedSerialNumber: string) =>
    t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
  const scans = async (hash: string) => (await t.events(hash)).filter(({ accessType }) => accessType === 7);
  const login = async () => {
    const response = await t.fetch('/api/login.php', { method: 'POST', body: new URLSearchParams(OWNER) });
    return response.headers.get('set-cookie')!.split(';')[0]!;
  };

  test('the scanner with a session: the cookie is refused where it is written, and left out where it is expanded', async () => {
    const cookie = await login();
    const track = (Cookie: string) =>
      url('{rootPath}/scanner/track', {
        method: 'POST',
        headers: { Cookie, 'content-type': 'application/json' },
        body: { hashedSerialNumber: '{hashedSerialNumber}', accessType: 7 },
      });
    for (const written of [cookie, `a=b; ${cookie}`, `__Host-${cookie}`, 'passwright_session={note}']) {
      const passConstructor = pointsTemplate({ triggers: { onScan: [ADD, track(written)] } });
      const parameters = { clientHash: t.clientHash, templateName: 'Loop', passConstructor };
      expect(await t.call('insertUpdateTemplate', parameters)).toMatchObject({
        code: 'template_invalid',
        field: 'triggers_onScan_1',
        message: expect.stringContaining('carries no cookie of this server'),
      });
    }
    const pass = await t.pass(await t.template(pointsTemplate({ triggers: { onScan: [ADD, track('{note}')] } })));
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: pass, note: `a=b; ${cookie}` });
    expect(await scan(pass)).toMatchObject({ success: true });
    const [only, ...more] = await scans(pass);
    expect(more).toEqual([]);
    expect(only!.trace).toMatchObject({ actions: [{}, { problems: ['own_cookie_left_out'] }] });
  });

  test('other cookies go where they are sent', async () => {
    const cookie = await login();
    const headers = { cookie: 'a=b; {note}; c=d' };
    const triggers = { onScan: url(`http://127.0.0.1:${service.port}/`, { headers }) };
    const pass = await t.pass(await t.template(pointsTemplate({ triggers })));
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: pass, note: cookie });
    await scan(pass);
    expect(service.seen.at(-1)!.headers.cookie).toBe('a=b; c=d');
  });

  test('a service that calls back at once and says nothing of the depth: 300 requests of a pass within a minute', async () => {
    const triggers = { onScan: url(`http://127.0.0.1:${service.port}/{hashedSerialNumber}`) };
    const templateHash = await t.template(pointsTemplate({ triggers }));
    const [pass, other] = [await t.pass(templateHash), await t.pass(templateHash)];
    const running = new Set<Promise<unknown>>();
    onCall = (seen) => {
      const called = scan(seen.url.slice(1)).finally(() => running.delete(called));
      running.add(called);
    };
    await scan(pass);
    while (running.size > 0) await Promise.all(running);
    expect(service.seen.filter((seen) => seen.url === `/${pass}`)).toHaveLength(300);
    onCall = () => {};
    const refused = (await scans(pass)).filter(({ outcome }) => outcome === 'error');
    expect(refused).toMatchObject([
      { trace: { actions: [{ error: expect.stringContaining('made 300 requests within 60 seconds') }] } },
    ]);
    // Other passes of the template go on.
    await scan(other);
    expect(service.seen.at(-1)!.url).toBe(`/${other}`);
  });
});
