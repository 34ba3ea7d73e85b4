// A clock that is set forward by a day and back by an hour: what was promised before still holds, and
// nothing happens twice.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownerCookie } from '../fixtures/http/people.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { heldIn, phoneOf } from '../fixtures/wallet/phone.ts';

const HOUR = 60 * 60 * 1000;
const POINTS = 'structure_headerFields_points_value';

let t: TestApp;
let template: string;
let pass: string;
beforeEach(async () => {
  t = await openTestApp();
  template = await t.template(pointsTemplate());
  pass = await t.install(await t.pass(template));
});
afterEach(() => t.close());

const scan = (key?: string) =>
  t.call(
    'trackPassAccess',
    { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 },
    key === undefined ? {} : { 'idempotency-key': key },
  );
const points = async () => (await t.app.context.store.passByHash(pass))!.pass.overrides[POINTS];

describe.each([
  ['forward by a day', 24 * HOUR],
  ['back by an hour', -HOUR],
])('set %s', (_, jump) => {
  test('whoever is logged in stays so', async () => {
    const cookie = ownerCookie(t);
    const open = async () => (await t.fetch('/cards', { headers: { cookie } })).status;
    expect(await open()).toBe(200);
    t.advance(jump);
    expect(await open()).toBe(200);
    expect(await scan()).toMatchObject({ success: true });
  });

  test('a phone sees each change, and Last-Modified never goes back', async () => {
    const phone = phoneOf(t, 'phone');
    const held = heldIn(await t.file(pass));
    await phone.register(held);
    let tag = (await phone.list(held.type)).lastUpdated;
    let modified: string | null = null;
    for (const ms of [0, jump, 0, 1000]) {
      t.advance(ms);
      await scan();
      const listed = await phone.list(held.type, tag);
      expect(listed.serialNumbers).toEqual([held.serialNumber]);
      tag = listed.lastUpdated;
      const fetched = await phone.fetch(held, modified);
      expect(fetched.status).toBe(200);
      const now = fetched.headers.get('last-modified')!;
      if (modified !== null) expect(Date.parse(now)).toBeGreaterThan(Date.parse(modified));
      modified = now;
      expect((await phone.fetch(held, modified)).status).toBe(304);
    }
  });

  test('events stand in the order in which they happened, and each scan counts', async () => {
    await scan();
    t.advance(jump);
    await scan();
    const { store } = t.app.context;
    const { id } = (await store.passByHash(pass))!.pass;
    const { events } = await store.eventsOfPass(id, { before: Number.MAX_SAFE_INTEGER, count: 10 });
    expect(events.map(({ accessType }) => accessType)).toEqual([7, 7, 1]);
    expect(Math.sign(events[0]!.time - events[1]!.time)).toBe(Math.sign(jump));
    expect(await points()).toBe(2);
  });

  test('a change afterwards is pushed', async () => {
    await scan();
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
    t.advance(jump);
    await scan();
    expect(await t.jobs()).toHaveLength(1);
    await t.deliver();
    expect(await t.jobs()).toEqual([]);
  });

  test('the next forms, links and mails work', async () => {
    t.advance(jump);
    const made = await t.fetch(`/pass/create.php?templateHash=${template}&generate=true`);
    expect(made.status).toBe(200);
    expect((await t.fetch('/readyz')).status).toBe(200);
  });
});

test.each([HOUR, -HOUR])('a scan that is repeated after a jump of %s ms counts once', async (jump) => {
  expect(await scan('key')).toMatchObject({ success: true });
  t.advance(jump);
  expect(await scan('key')).toMatchObject({ success: true });
  expect(await points()).toBe(1);
  expect((await t.events(pass)).filter(({ accessType }) => accessType === 7)).toHaveLength(1);
});

test('a pass that expired while the clock was ahead changes once more at its time, and no oftener', async () => {
  const expirationDate = new Date(t.now() + 12 * HOUR).toISOString();
  const changed = await t.call('updatePassFields', {
    clientHash: t.clientHash,
    hashedSerialNumber: pass,
    expirationDate,
  });
  expect(changed).toMatchObject({ success: true });
  await t.deliver();
  const modified = async () => (await t.app.context.store.passByHash(pass))!.pass.lastModified;
  const before = await modified();
  t.advance(24 * HOUR);
  await t.deliver();
  const ahead = await modified();
  expect(ahead).toBeGreaterThan(before);
  t.advance(-24 * HOUR);
  await t.deliver();
  t.advance(13 * HOUR);
  await t.deliver();
  await t.deliver();
  expect(await modified()).toBeGreaterThanOrEqual(ahead);
  expect(await t.jobs()).toEqual([]);
});
