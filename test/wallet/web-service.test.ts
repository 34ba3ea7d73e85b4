// Apple's Wallet web service: who is answered what, and the four bugs that such servers are known for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stored } from '../fixtures/http/stored.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPackage, verifyPackage } from '../fixtures/pass/open-package.ts';
import { type Held, holding, phoneOf } from '../fixtures/wallet/phone.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const newPass = async () => t.pass(await t.template(pointsTemplate()));
const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });

describe('every endpoint, by who asks', () => {
  /** A claim made wrong in one way. */
  const asks: Record<string, (held: Held, other: Held) => { held: Held; authorization: string | null }> = {
    'the right token': (held) => ({ held, authorization: `ApplePass ${held.token}` }),
    'a wrong token': (held) => ({ held, authorization: `ApplePass ${held.token.slice(0, -1)}!` }),
    "another pass's token": (held, other) => ({ held, authorization: `ApplePass ${other.token}` }),
    'no token': (held) => ({ held, authorization: null }),
    'an empty header': (held) => ({ held, authorization: '' }),
    'the scheme alone': (held) => ({ held, authorization: 'ApplePass' }),
    'another scheme': (held) => ({ held, authorization: `Bearer ${held.token}` }),
    'two tokens': (held) => ({ held, authorization: `ApplePass ${held.token} ${held.token}` }),
    'an unknown serial number': (held) => ({
      held: { ...held, serialNumber: 'unknown' },
      authorization: `ApplePass ${held.token}`,
    }),
    'another pass type': (held) => ({
      held: { ...held, type: 'pass.com.example.other' },
      authorization: `ApplePass ${held.token}`,
    }),
  };
  const rows = Object.keys(asks);
  const headersOf = (authorization: string | null): Record<string, string> =>
    authorization === null ? {} : { authorization };

  async function ask(name: string, method: string, path: (held: Held) => string, body?: string) {
    const hash = await newPass();
    const [mine, other] = [await holding(t, hash), await holding(t, await newPass())];
    // So that there is something to delete and to list.
    const { device } = phoneOf(t, `asks-${mine.serialNumber}`);
    if (method !== 'POST') await phoneOf(t, device).register(mine);
    const before = stored(t);
    const { held, authorization } = asks[name]!(mine, other);
    const url = path(held).replace('{device}', device);
    const response = await t.fetch(url, { method, headers: headersOf(authorization), ...(body ? { body } : {}) });
    return { response, before, after: stored(t) };
  }
  const registration = ({ type, serialNumber }: Held) =>
    `/wallet/v1/devices/{device}/registrations/${type}/${serialNumber}`;
  const passOf = ({ type, serialNumber }: Held) => `/wallet/v1/passes/${type}/${serialNumber}`;

  test.each(rows)('register, unregister and pass: %s', async (name) => {
    const isRight = name === 'the right token';
    const body = JSON.stringify({ pushToken: 'ab'.repeat(32) });
    const endpoints = [
      ['POST', registration, 201, body],
      ['DELETE', registration, 200],
      ['GET', passOf, 200],
      ['HEAD', passOf, 200],
    ] as const;
    for (const [method, path, status, given] of endpoints) {
      const { response, before, after } = await ask(name, method, path, given);
      expect(response.status, method).toBe(isRight ? status : 401);
      const text = await response.text();
      expect(text).not.toMatch(/\bat .*\.ts|Error:/);
      if (isRight) continue;
      expect(after, `${method} stores nothing`).toEqual(before);
      if (method !== 'HEAD') expect(JSON.parse(text)).toEqual({ message: expect.stringContaining('no such pass') });
    }
  });

  test('the list needs no token, and says nothing of passes of another type or device', async () => {
    const held = await holding(t, await newPass());
    const phone = phoneOf(t, 'lister');
    expect((await phone.list(held.type)).status).toBe(204);
    await phone.register(held);
    expect(await phone.list(held.type)).toMatchObject({ status: 200, serialNumbers: [held.serialNumber] });
    expect((await phone.list('pass.com.example.other')).status).toBe(204);
    expect((await phoneOf(t, 'stranger').list(held.type)).status).toBe(204);
    // A tag that is none of ours: better told twice than never.
    for (const since of ['', 'yesterday', '-1', '1e9', "0' OR 1=1"]) {
      expect(await phone.list(held.type, since), since).toMatchObject({ serialNumbers: [held.serialNumber] });
    }
    // Larger than any tag of ours: of another server, from which the pass has moved in.
    expect(await phone.list(held.type, '999999999999999')).toMatchObject({ serialNumbers: [held.serialNumber] });
  });

  test.each([
    ['no body', ''],
    ['no JSON', 'pushToken=abc'],
    ['no token', '{}'],
    ['an empty token', '{"pushToken":""}'],
    ['a number', '{"pushToken":7}'],
    ['a token that would leave its place in a URL', '{"pushToken":"../../x?y"}'],
    ['too long a token', `{"pushToken":"${'a'.repeat(256)}"}`],
    ['a list', '[]'],
  ])('a registration with %s is refused in words, and nothing is stored', async (_, body) => {
    const held = await holding(t, await newPass());
    const before = stored(t);
    const response = await t.fetch(`/wallet/v1/devices/d/registrations/${held.type}/${held.serialNumber}`, {
      method: 'POST',
      headers: { authorization: `ApplePass ${held.token}` },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.stringMatching(/JSON|pushToken/) });
    expect(stored(t)).toEqual(before);
  });

  test('logs of devices are kept in the log, one line a request, cut where they are long', async () => {
    const send = (body: string) => t.fetch('/wallet/v1/log', { method: 'POST', body });
    const long = 'x'.repeat(5000);
    expect((await send(JSON.stringify({ logs: ['first', long] }))).status).toBe(200);
    // Some send the bare list.
    expect((await send('["second"]')).status).toBe(200);
    const reports = t.logged.filter(([, message]) => message === 'a device reports').map(([{ device }]) => device);
    expect(reports).toEqual([['first', 'x'.repeat(1000)], ['second']]);
    for (const body of ['', '{}', '{"logs":"x"}', '{"logs":[1]}']) expect((await send(body)).status, body).toBe(400);
    expect((await send(`["${'x'.repeat(70_000)}"]`)).status).toBe(413);
  });

  test('what one address reports takes a bounded part of the log, and the rest is counted', async () => {
    const noisy = await openTestApp({ env: { METRICS_TOKEN: 'reads metrics' } });
    try {
      const send = (messages: readonly string[]) =>
        noisy.fetch('/wallet/v1/log', { method: 'POST', body: JSON.stringify(messages) });
      const reports = () => noisy.logged.filter(([, message]) => message === 'a device reports');
      await send(Array.from({ length: 100 }, () => ''));
      expect(reports()).toEqual([]);
      await send(Array.from({ length: 50 }, () => 'y'.repeat(900)));
      expect(reports()).toMatchObject([[{ device: Array(4).fill('y'.repeat(900)), omitted: 46 }, expect.anything()]]);
      for (let count = 0; count < 100; count++) expect((await send(['z'])).status).toBe(200);
      expect(reports()).toHaveLength(29);
      const metrics = await noisy.fetch('/metrics', { headers: { authorization: 'Bearer reads metrics' } });
      const text = await metrics.text();
      expect(text).toContain('passwright_device_messages_total{result="logged"} 32');
      expect(text).toContain('passwright_device_messages_total{result="omitted"} 218');
    } finally {
      await noisy.close();
    }
  });
});

describe('the bugs that such servers are known for', () => {
  test('registering again answers 200 and renews the push token', async () => {
    const held = await holding(t, await newPass());
    const phone = phoneOf(t, 'renewer');
    expect(await phone.register(held, 'old-token')).toBe(201);
    expect(await phone.register(held, 'new-token')).toBe(200);
    const { pass } = (await t.app.context.store.passBySerialNumber(held.type, held.serialNumber))!;
    const devices = await t.app.context.store.devicesOf(pass.id);
    expect(devices).toMatchObject([{ deviceLibraryIdentifier: 'renewer', pushToken: 'new-token' }]);
  });

  test('the tag is finer than a second, and lists only what is newer', async () => {
    const template = await t.template(pointsTemplate());
    const hashes = [await t.pass(template), await t.pass(template)];
    const phone = phoneOf(t, 'tagger');
    const [a, b] = [await holding(t, hashes[0]!), await holding(t, hashes[1]!)];
    for (const held of [a, b]) await phone.register(held);
    let { lastUpdated } = await phone.list(a.type);
    expect((await phone.list(a.type, lastUpdated)).status).toBe(204);
    // All within one millisecond of the clock.
    for (const [hash, { serialNumber }] of [
      [hashes[0]!, a],
      [hashes[1]!, b],
      [hashes[0]!, a],
    ] as const) {
      await scan(hash);
      const listed = await phone.list(a.type, lastUpdated);
      expect(listed.serialNumbers).toEqual([serialNumber]);
      lastUpdated = listed.lastUpdated;
    }
    // A change of the template is one of all its passes.
    await t.template(pointsTemplate({ logoText: 'New' }), { templateHash: template });
    const listed = await phone.list(a.type, lastUpdated);
    expect([...listed.serialNumbers].sort()).toEqual([a.serialNumber, b.serialNumber].sort());
  });

  test('a listed serial number is never answered 304, however fast changes follow each other', async () => {
    const template = await t.template(pointsTemplate());
    const hash = await t.pass(template);
    const held = await holding(t, hash);
    const phone = phoneOf(t, 'fast');
    await phone.register(held);
    const passChange = () => scan(hash);
    const templateChange = () => t.template(pointsTemplate({ logoText: String(++n) }), { templateHash: template });
    let n = 0;
    let tag = (await phone.list(held.type)).lastUpdated;
    let modified: string | null = null;
    // The clock stands still, then goes on by less than a second, by more, and back.
    const steps = [0, 0, 0, 1, 0, 400, 0, 0, 1000, 0, 5000, -3000, 0, 700, 0];
    for (const [index, ms] of steps.entries()) {
      t.advance(ms);
      const changes = [[passChange], [templateChange], [passChange, templateChange], [templateChange, passChange]];
      for (const change of changes[index % 4]!) await change();
      const listed = await phone.list(held.type, tag);
      expect(listed.serialNumbers).toEqual([held.serialNumber]);
      tag = listed.lastUpdated;
      const fetched = await phone.fetch(held, modified);
      expect(fetched.status, `step ${index}`).toBe(200);
      modified = fetched.headers.get('last-modified');
      expect((await phone.fetch(held, modified)).status, 'what did not change').toBe(304);
    }
  });

  test('Last-Modified is when the pass changed, and what is newer is given', async () => {
    const hash = await newPass();
    const held = await holding(t, hash);
    t.advance(60_000);
    await scan(hash);
    const changed = t.now();
    t.advance(3600_000);
    const response = await phoneOf(t, 'dated').fetch(held);
    const modified = response.headers.get('last-modified')!;
    expect(Date.parse(modified)).toBe(Math.floor(changed / 1000) * 1000);
    const { status } = await phoneOf(t, 'dated').fetch(held, new Date(changed - 2000).toUTCString());
    expect(status).toBe(200);
    expect((await phoneOf(t, 'dated').fetch(held, 'not a date')).status).toBe(200);
  });

  test('HEAD answers as GET, and is no event', async () => {
    const hash = await newPass();
    const held = await holding(t, hash);
    const phone = phoneOf(t, 'looker');
    const head = await phone.fetch(held, null, 'HEAD');
    const events = (await t.events(hash)).length;
    const get = await phone.fetch(held);
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'last-modified']) expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect(get.headers.get('content-type')).toBe('application/vnd.apple.pkpass');
    const modified = get.headers.get('last-modified');
    expect((await phone.fetch(held, modified, 'HEAD')).status).toBe(304);
    // Only the GET was logged.
    expect(events).toBe(1);
    expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 3]);
    verifyPackage(new Uint8Array(await get.arrayBuffer()), await t.rootPem(), t.now());
  });
});

describe('what ends', () => {
  const open = async (response: Response) => {
    const bytes = new Uint8Array(await response.arrayBuffer());
    verifyPackage(bytes, await t.rootPem(), t.now());
    return openPackage(bytes).passJson as Record<string, unknown>;
  };

  test.each(['deletePass', 'deleteTemplate'])(
    '%s: devices are given a void pass that has no address to ask',
    async (name) => {
      const templateHash = await t.template(pointsTemplate());
      const hash = await t.pass(templateHash);
      const held = await holding(t, hash);
      const [phone, second] = [phoneOf(t, `${name}-1`), phoneOf(t, `${name}-2`)];
      for (const each of [phone, second]) await each.register(held);
      const first = await phone.fetch(held);
      const { lastUpdated } = await phone.list(held.type);
      const by = name === 'deletePass' ? { hashedSerialNumber: hash } : { templateHash };
      expect(await t.call(name, { clientHash: t.clientHash, ...by })).toMatchObject({ success: true });
      expect(await t.call('passInfo', { clientHash: t.clientHash, hashedSerialNumber: hash })).toMatchObject({
        code: 'pass_not_found',
      });
      // Told by a push, listed, and never 304.
      expect((await t.jobs()).at(-1)).toMatchObject({ kind: name === 'deletePass' ? 'push_pass' : 'push_template' });
      const listed = await phone.list(held.type, lastUpdated);
      expect(listed.serialNumbers).toEqual([held.serialNumber]);
      const answer = await phone.fetch(held, first.headers.get('last-modified'));
      expect(answer.status).toBe(200);
      const passJson = await open(answer);
      expect(passJson).toMatchObject({ voided: true, serialNumber: held.serialNumber, passTypeIdentifier: held.type });
      expect(passJson).not.toHaveProperty('webServiceURL');
      expect(passJson).not.toHaveProperty('authenticationToken');
      expect((await phone.fetch(held, answer.headers.get('last-modified'))).status).toBe(304);
      expect((await phone.list(held.type, listed.lastUpdated)).status).toBe(204);
      expect((await phone.fetch({ ...held, token: 'wrong' })).status).toBe(401);
      // Nobody can take it on any more, and once the last phone lets go nothing is left of it.
      expect(await phoneOf(t, 'late').register(held)).toBe(401);
      expect([await phone.unregister(held), await second.unregister(held)]).toEqual([200, 200]);
      expect((await phone.fetch(held)).status).toBe(401);
      const left = stored(t);
      expect(left.withdrawn_passes).toEqual([]);
      expect(left.devices!.filter((row) => String(row.device_library_identifier).startsWith(name))).toEqual([]);
    },
  );

  test('a pass that is voided goes on asking, because it can become valid again', async () => {
    const hash = await newPass();
    const held = await holding(t, hash);
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, voided: true });
    const passJson = await open(await phoneOf(t, 'holder').fetch(held));
    expect(passJson).toMatchObject({ voided: true, webServiceURL: 'http://passes.test/wallet' });
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: hash, voided: false });
    expect((await open(await phoneOf(t, 'holder').fetch(held))).voided).toBe(false);
  });
});
