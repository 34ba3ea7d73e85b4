// A database that goes away: every surface says so in its own words, jobs wait, and the log has one
// line for the time it was away.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownerCookie, tillDevice } from '../fixtures/http/people.ts';
import { enqueuePassLink } from '../fixtures/mail/enqueue-pass-link.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { token } from '../fixtures/passkit/tokens.ts';
import { type StoreFault, storeFault } from '../fixtures/store-fault.ts';

let t: TestApp;
let database: StoreFault;
let pass: string;
beforeEach(async () => {
  database = storeFault();
  t = await openTestApp({ injected: { faults: database.around, every: () => () => {} } });
  pass = await t.install(await t.pass(await t.template(pointsTemplate())));
});
afterEach(() => t.close());

const scan = () => t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
const messages = (level: RegExp) => t.logged.map(([, message]) => message).filter((message) => level.test(message));

interface Asked {
  readonly path: string;
  readonly init?: RequestInit;
  /** What the answer is in this surface's own form. */
  readonly says: unknown;
}
const MESSAGE = 'The database does not answer now. Try again in a moment.';

/** Surface -> a request of it. */
async function requests(): Promise<Readonly<Record<string, Asked>>> {
  const [pass2u, passkit, till] = [await t.apiKey('pass2u'), await t.apiKey('passkit'), await tillDevice(t)];
  const cookie = ownerCookie(t);
  const { serialNumber } = (await t.app.context.store.passByHash(pass))!.pass;
  const passType = '/pass.dev.passwright/';
  const ofApi = { success: false, code: 'store_unavailable', message: MESSAGE, retryAfter: 2 };
  const page = expect.stringMatching(/Please wait[\s\S]*The server cannot answer now\.[\s\S]*2 seconds/);
  return {
    passsource: {
      path: `/api/trackPassAccess.php?clientHash=${t.clientHash}&hashedSerialNumber=${pass}&accessType=7`,
      says: ofApi,
    },
    pass2u: {
      path: `/v2/models/1/passes/${pass}`,
      init: { headers: { 'x-api-key': pass2u.key } },
      says: { message: MESSAGE },
    },
    passkit: {
      path: '/v2/passbookCsrs',
      init: { method: 'POST', headers: { authorization: `PKAuth ${token(passkit, t.now())}` } },
      says: { error: 'store_unavailable', message: MESSAGE },
    },
    wallet: {
      path: `/wallet/v1/devices/phone/registrations${passType}${serialNumber}`,
      init: { method: 'POST', body: '{"pushToken":"00"}', headers: { authorization: 'ApplePass x' } },
      says: { message: MESSAGE },
    },
    'the list of a phone': {
      path: '/wallet/v1/devices/phone/registrations/pass.dev.passwright',
      says: { message: MESSAGE },
    },
    'a pass page': { path: `/d/${pass}`, says: page },
    'a form': { path: `/pass/register.php?hashedSerialNumber=${pass}`, says: page },
    "the owner's pages": { path: '/cards', init: { headers: { cookie } }, says: page },
    'a page with a brand': { path: `/login?clientId=${t.owner.id}`, says: page },
    'a till': {
      path: '/scanner/track',
      init: {
        method: 'POST',
        headers: { cookie: till.cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ hashedSerialNumber: pass, accessType: 7 }),
      },
      says: ofApi,
    },
  };
}

test('every surface answers 503 in its own form, and as before once the database is back', async () => {
  const asked = Object.entries(await requests());
  const ask = ({ path, init }: Asked) => t.fetch(path, init);
  const before = await Promise.all(asked.map(async ([, one]) => (await ask(one)).status));
  expect(before.filter((status) => status >= 500)).toEqual([]);
  t.logged.length = 0;
  database.leave();
  for (const [name, one] of asked) {
    const response = await ask(one);
    expect([name, response.status, response.headers.get('retry-after')]).toEqual([name, 503, '2']);
    const text = await response.text();
    expect(text).not.toContain('10.0.0.7');
    expect(typeof one.says === 'object' && !text.startsWith('<') ? JSON.parse(text) : text, name).toEqual(one.says);
  }
  database.comeBack();
  await t.app.context.store.probe();
  for (const [index, [name, one]] of asked.entries())
    expect([name, (await ask(one)).status]).toEqual([name, before[index]]);
  expect(messages(/^(the database|request failed)/)).toEqual(['the database is away', 'the database is back']);
});

test('readiness fails meanwhile, and says nothing of the address; the process stays healthy', async () => {
  const ready = async () => {
    const response = await t.fetch('/readyz');
    return [response.status, await response.text()] as const;
  };
  expect((await ready())[0]).toBe(200);
  database.leave();
  const [status, text] = await ready();
  expect(status).toBe(503);
  expect(JSON.parse(text).checks.database).toEqual({ status: 'failed', message: MESSAGE });
  expect(text).not.toContain('10.0.0.7');
  expect((await t.fetch('/healthz')).status).toBe(200);
  database.comeBack();
  expect((await ready())[0]).toBe(200);
  // The probe that found the database back is worth a line, and no second one.
  await ready();
  expect(messages(/^the database/)).toEqual(['the database is away', 'the database is back']);
});

test('nothing of a scan that was answered 503 is stored, and the next one counts', async () => {
  const before = (await t.events(pass)).length;
  database.leave((method) => method === 'changePass');
  expect(await scan()).toMatchObject({ success: false, code: 'store_unavailable' });
  database.comeBack();
  expect((await t.events(pass)).length).toBe(before);
  expect(await scan()).toMatchObject({ success: true });
  expect((await t.events(pass)).length).toBe(before + 1);
});

describe('jobs', () => {
  test('wait without a counted try, and without a line for each', async () => {
    await scan();
    await enqueuePassLink(t.app.context, pass, 'ada@example.com');
    const waiting = await t.jobs();
    expect(waiting).toMatchObject([{ kind: 'push_pass', attempts: 0 }]);
    t.logged.length = 0;
    database.leave();
    for (let poll = 0; poll < 5; poll++) await t.deliver();
    expect(messages(/./)).toEqual(['the database is away']);
    database.comeBack();
    expect(await t.jobs()).toEqual(waiting);
    await t.app.context.store.probe();
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
  });

  test('a mail whose pass cannot be read is as good as before', async () => {
    await enqueuePassLink(t.app.context, pass, 'ada@example.com');
    database.leave((method) => method === 'passByHash');
    await t.deliver();
    expect(await t.app.context.store.claimMails(10, t.now())).toMatchObject([{ attempts: 0, lastError: null }]);
  });

  test('what was sent is not sent again when its result could not be stored', async () => {
    await scan();
    database.leave((method) => method === 'recordPushes');
    for (let poll = 0; poll < 3; poll++) await t.deliver();
    expect(database.failed()).toBe(3);
    database.comeBack();
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
  });
});
