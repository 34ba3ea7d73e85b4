// /pass/editor.php over HTTP: who may, what a saved form writes, what onEdit does with it, and what nobody may see.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../src/operations/access/login.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';
import { editorOf, inputsOf } from '../fixtures/http/editor-form.ts';
import { startService } from '../fixtures/http/served.ts';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let sessionCookie: string;
const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const ORIGIN = 'http://passes.test';

beforeAll(async () => {
  t = await openTestApp();
  sessionCookie = await cookieOf('owner@example.com');
});
afterAll(() => t.close());

const cookieOf = async (email: string) =>
  `passwright_session=${openSession(t.app.context, (await t.app.context.store.accountByEmail(email))!)}`;
const passOf = async (parts: JsonObject = {}, fields: Record<string, unknown> = {}) =>
  t.pass(await t.template(pointsTemplate(parts)), fields);
const editable = (paths: string, more: JsonObject = {}, triggers: JsonObject = {}) => ({
  additional: { note: '', psEditorPaths: paths, ...more },
  triggers,
});
const { send, save, open: openPage, overridesOf } = editorOf(() => t);

const open = (query: Record<string, string>, headers: Record<string, string> = {}, path = '/pass/editor.php') =>
  t.fetch(`${path}?${new URLSearchParams(query)}`, { headers });

describe('who may', () => {
  test.each(['/pass/editor.php', '/editor.php'])(
    '%s: with the clientHash of the owner or of its manager, or a session',
    async (path) => {
      const pass = await passOf();
      const query = { hashedSerialNumber: pass };
      const answer = async (more: Record<string, string>, headers = {}) =>
        (await open({ ...query, ...more }, headers, path)).status;
      expect(await answer({ clientHash: t.clientHash })).toBe(200);
      expect(await answer({}, { cookie: sessionCookie })).toBe(200);
      expect(await answer({ clientHash: 'outdated' }, { cookie: sessionCookie })).toBe(200);
      expect(await answer({})).toBe(401);
      expect(await answer({ clientHash: `${t.clientHash}0` })).toBe(401);
      const stranger = await t.account(`stranger${path.length}@example.com`);
      expect(await answer({ clientHash: stranger.clientHash })).toBe(403);
      expect(await answer({}, { cookie: await cookieOf(stranger.account.email) })).toBe(403);
    },
  );

  test('the account that manages the owner, without seeing the owner’s clientHash', async () => {
    const managed = await t.account('managed@example.com', 'owner@example.com');
    const call = (name: string, parameters: object) => t.call(name, { clientHash: managed.clientHash, ...parameters });
    const passConstructor = pointsTemplate();
    const { templateHash } = await call('insertUpdateTemplate', { templateName: 'Managed', passConstructor });
    const { hashedSerialNumber } = await call('createPassFromTemplateFields', {
      templateHash,
      [NAME]: `leaked ${managed.clientHash}`,
    });
    const response = await open({ hashedSerialNumber, clientHash: t.clientHash });
    const html = await response.text();
    expect([response.status, html.includes(managed.clientHash)]).toEqual([200, false]);
    await save(hashedSerialNumber, { ...inputsOf(html), [POINTS]: '3' });
    expect(await overridesOf(hashedSerialNumber)).toEqual({ [NAME]: `leaked ${managed.clientHash}`, [POINTS]: 3 });
  });

  test('everybody else gets a page with the way to the login form, and changes nothing', async () => {
    const pass = await passOf();
    const before = stored(t);
    const response = await send({ hashedSerialNumber: pass, [POINTS]: '9' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(
      `<a class="button" href="/?next=%2Fpass%2Feditor.php%3FhashedSerialNumber%3D${pass}">Log in</a>`,
    );
    const { clientHash } = await t.account('other@example.com');
    const after = stored(t);
    expect((await send({ hashedSerialNumber: pass, clientHash, [POINTS]: '9' })).status).toBe(403);
    expect(stored(t)).toEqual(after);
    expect(after.passes).toEqual(before.passes);
  });

  test('a session’s form is taken from this site only', async () => {
    const pass = await passOf();
    const form = { hashedSerialNumber: pass, [POINTS]: '9' };
    for (const headers of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      {},
    ]) {
      expect((await send(form, { cookie: sessionCookie, ...(headers as Record<string, string>) })).status).toBe(403);
      // A wrong clientHash is no way around it.
      const guessed = { ...form, clientHash: 'wrong' };
      expect((await send(guessed, { cookie: sessionCookie, ...(headers as Record<string, string>) })).status).toBe(403);
    }
    expect(await overridesOf(pass)).toEqual({});
    expect((await send(form, { cookie: sessionCookie, origin: ORIGIN })).status).toBe(200);
    expect(await overridesOf(pass)).toEqual({ [POINTS]: 9 });
  });

  test('a pass that is not there, and a link without one', async () => {
    expect((await open({ hashedSerialNumber: 'none', clientHash: t.clientHash })).status).toBe(404);
    expect((await open({ clientHash: t.clientHash })).status).toBe(400);
  });
});

test('the clientHash stays in one hidden input: not in title, text, links or what the page loads', async () => {
  const pass = await passOf({}, { note: `{clientHash} ${t.clientHash}`, [NAME]: 'Ada' });
  const response = await open({ hashedSerialNumber: pass, clientHash: t.clientHash });
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toContain('no-store');
  const html = await response.text();
  expect(html.split(t.clientHash)).toHaveLength(2);
  expect(html).toContain(`<input type="hidden" name="clientHash" value="${t.clientHash}"/>`);
  expect([...html.matchAll(/(?:src|href|action)="([^"]+)"/g)].map(([, address]) => address)).not.toContainEqual(
    expect.stringMatching(/^(?:https?:)?\/\//),
  );
  const bySession = await open({ hashedSerialNumber: pass }, { cookie: sessionCookie });
  expect(bySession.headers.get('referrer-policy')).toBe('same-origin');
  expect(await bySession.text()).not.toContain(t.clientHash);
});

describe('the form', () => {
  test('psEditorPaths in their order, spaces and all; a path that the template lacks is told', async () => {
    const pass = await passOf(editable(` note , ${POINTS},,nope,storeCard_secondaryFields_name_value`));
    const html = await openPage(pass);
    expect(Object.keys(inputsOf(html)).filter((name) => /^[a-z]+$|^structure/.test(name))).toEqual([
      'note',
      POINTS,
      NAME,
    ]);
    expect(html).toContain('psEditorPaths names what this template does not have: nope');
    expect(html).toContain('Your name</bdi></label>');
    expect(html).toContain('On the pass: <bdi>POINTS</bdi>');
  });

  test('without psEditorPaths the fields that an owner corrects, in the template’s order', async () => {
    const structure = {
      ...(pointsTemplate().structure as object),
      backFields: [
        { key: 'secretless', label: 'Back', value: '{note}' },
        { key: 'register', label: 'Register', value: 'Here: {psRegisterURL}' },
        { key: 'page', label: 'Page', value: 'http://passes.test/pass/register.php?templateHash=x' },
        { key: 'shop', label: 'Shop', value: 'https://example.com/{unknown}' },
        { key: 'member', label: 'Member', value: { PSValue: '{note}', PSEditable: true } },
      ],
    };
    const pass = await passOf({ structure });
    const html = await openPage(pass);
    const fields = [POINTS, NAME, 'structure_secondaryFields_seen_value'];
    const back = ['structure_backFields_shop_value', 'structure_backFields_member_value'];
    const namesIn = (text: string) =>
      [...text.matchAll(/<(?:input|textarea)[^>]*? name="(structure_[^"]*)"/g)].map(([, name]) => name);
    expect(namesIn(html)).toEqual([...fields, ...back]);
    expect(inputsOf(html)).toMatchObject({ [POINTS]: '0', [NAME]: 'Guest' });
    // A pass with a text of its own there has something to correct.
    const own = 'structure_backFields_secretless_value';
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: pass, [own]: 'Nuts' });
    expect(namesIn(await openPage(pass))).toEqual([...fields, own, ...back]);
  });

  test('psPassDescription is the heading', async () => {
    const pass = await passOf(
      { additional: { note: '', psPassDescription: `{${NAME}} has {${POINTS}}` } },
      { [NAME]: 'Ada' },
    );
    const html = await openPage(pass);
    expect(html).toMatch(/<h1[^>]*>Ada has 0<\/h1>/);
    expect(html).toContain('<title>Ada has 0 · Edit</title>');
  });

  test('in German for who reads German', async () => {
    const query = { hashedSerialNumber: await passOf(), clientHash: t.clientHash };
    const html = await (await open(query, { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' })).text();
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('Speichern</button>');
  });
});

describe('saving', () => {
  test('writes what was changed, logs onEdit with its trace, and pushes, once', async () => {
    const triggers = {
      onEdit: { action: 'PSActionSetValue', targetPath: 'note', value: `{${POINTS}} given to {${NAME}}` },
    };
    const pass = await t.install(await passOf({ triggers }));
    const before = { events: (await t.events(pass)).length, jobs: (await t.jobs()).length };
    const html = await openPage(pass);
    t.advance(1000);
    const saved = await save(pass, { ...inputsOf(html), [POINTS]: '12', [NAME]: 'Ada' });
    expect([saved.status, saved.html]).toEqual([200, expect.stringContaining('role="status"')]);
    expect(saved.html).toContain('its devices are told');
    expect(await overridesOf(pass)).toEqual({ [POINTS]: 12, [NAME]: 'Ada', note: '12 given to Ada' });
    const events = (await t.events(pass)).slice(before.events);
    expect(events).toMatchObject([{ accessType: 8, outcome: 'fired', logged: true }]);
    expect((await t.jobs()).length).toBe(before.jobs + 1);
    // The history tells it in words.
    expect(saved.html).toContain('Note nothing → “12 given to Ada”.');
    expect(saved.html).toContain('rule 1: always');
  });

  test('sent again, as by reloading the answer, it changes nothing more', async () => {
    const triggers = { onEdit: { action: 'PSActionIncrementValue', targetPath: 'counter', amount: 1 } };
    const pass = await passOf({ triggers });
    const form = {
      ...inputsOf(await openPage(pass)),
      [NAME]: 'Ada',
    };
    const answers = [await save(pass, form), await save(pass, form)];
    expect(answers.map(({ html }) => html.includes('its devices are told'))).toEqual([true, true]);
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada', counter: 1 });
    // Going back in the browser and saving other values is another edit.
    await save(pass, { ...form, [`was:${NAME}`]: 'Ada', [NAME]: 'Grace' });
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Grace', counter: 2 });
  });

  test('nothing changed: the edit is logged, nothing is written or pushed', async () => {
    const pass = await passOf();
    const form = inputsOf(await openPage(pass));
    const jobs = (await t.jobs()).length;
    const { html } = await save(pass, form);
    expect(html).toContain('Nothing on the pass changed');
    expect([await overridesOf(pass), (await t.jobs()).length]).toEqual([{}, jobs]);
    expect((await t.events(pass)).at(-1)).toMatchObject({ accessType: 8, outcome: 'skipped' });
  });

  test('a scan that came in between is not undone; the same value changed by both is asked about', async () => {
    const triggers = { onScan: { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1 } };
    const pass = await passOf({ triggers });
    const form = inputsOf(await openPage(pass));
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 7 });
    await save(pass, { ...form, [NAME]: 'Ada' });
    expect(await overridesOf(pass)).toEqual({ [POINTS]: 1, [NAME]: 'Ada' });
    const events = (await t.events(pass)).length;
    const refused = await save(pass, { ...form, [NAME]: 'Ada', [POINTS]: '5' });
    expect([refused.status, refused.html]).toEqual([
      400,
      expect.stringContaining('is 1 now. Look at it and save again.'),
    ]);
    expect([(await t.events(pass)).length, (await overridesOf(pass))[POINTS]]).toEqual([events, 1]);
    expect(inputsOf(refused.html)).toMatchObject({ [POINTS]: '5', [`was:${POINTS}`]: '1' });
    await save(pass, inputsOf(refused.html));
    expect((await overridesOf(pass))[POINTS]).toBe(5);
  });

  test('a program may send fields alone, without what the form showed', async () => {
    const pass = await passOf();
    await save(pass, { [NAME]: 'Ada', note: 'x' });
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada', note: 'x' });
  });

  test('psTriggerError stands above the form, the input is kept, the edit is not logged', async () => {
    const triggers = {
      onEdit: {
        action: 'PSActionSetValue',
        targetPath: 'psTriggerError',
        value: 'No <b>more</b> than 10',
        PSConditions: `{${POINTS}} > 10`,
      },
    };
    const pass = await passOf({ triggers });
    const form = inputsOf(await openPage(pass));
    const { status, html } = await save(pass, { ...form, [POINTS]: '11' });
    expect(status).toBe(400);
    expect(html).toMatch(/role="alert"[^>]*><p dir="auto">No &lt;b&gt;more&lt;\/b&gt; than 10<\/p>/);
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('<form'));
    expect(inputsOf(html)[POINTS]).toBe('11');
    expect((await t.events(pass)).at(-1)).toMatchObject({ accessType: 8, outcome: 'stopped', logged: false });
    const again = await save(pass, { ...inputsOf(html), [POINTS]: '9' });
    expect([again.status, (await overridesOf(pass))[POINTS]]).toEqual([200, 9]);
  });

  test('a value that does not fit is told beside its field; nothing of the form is written', async () => {
    const pass = await passOf(
      editable('counter,note', {
        counter: { PSValue: 1, PSAttributeType: 'PSAttributeTypeStepper', PSLabel: 'Counter' },
      }),
    );
    const events = (await t.events(pass)).length;
    const { status, html } = await save(pass, { counter: 'many', note: 'kept in the form' });
    expect(status).toBe(400);
    expect(html).toMatch(/id="field-0-fault"[^>]*>Counter must be a number, such as 2.5\./);
    expect(inputsOf(html)).toMatchObject({ counter: 'many', note: 'kept in the form' });
    expect([await overridesOf(pass), (await t.events(pass)).length]).toEqual([{}, events]);
    for (const [path, code] of [
      ['nite', 'no API path'],
      ['serialNumber', 'set by the server'],
    ]) {
      expect((await save(pass, { [path!]: 'x' })).html).toContain(code);
    }
  });

  test('triggers that are paused do not run, and the page says so', async () => {
    const triggers = { onEdit: { action: 'PSActionSetValue', targetPath: 'note', value: 'ran' } };
    const templateHash = await t.template(pointsTemplate({ triggers }), { triggersPaused: true });
    const pass = await t.pass(templateHash);
    const { html } = await save(pass, { [NAME]: 'Ada' });
    expect(html).toContain('triggers of this template are paused');
    expect(await overridesOf(pass)).toEqual({ [NAME]: 'Ada' });
  });

  test('a service that onEdit calls sees what was written, and what it changes is pushed along', async () => {
    const seen: string[] = [];
    const service = await startService(async (request, response) => {
      seen.push(request.url!);
      const pass = new URL(request.url!, 'http://x').searchParams.get('pass')!;
      await u.call('updatePassFields', { clientHash: u.clientHash, hashedSerialNumber: pass, note: 'by the service' });
      response.end();
    });
    const u = await openTestApp({ env: { OUTBOUND_ALLOW: `127.0.0.1:${service.port}` } });
    const url = `http://127.0.0.1:${service.port}/?name={${NAME}}&pass={hashedSerialNumber}`;
    const triggers = { onEdit: { action: 'PSActionURL', url } };
    const pass = await u.install(await u.pass(await u.template(pointsTemplate({ triggers }))));
    const editor = editorOf(() => u);
    const { html } = await editor.save(pass, { [NAME]: 'Ada' });
    expect(seen).toEqual([`/?name=Ada&pass=${pass}`]);
    expect(html).toContain('its devices are told');
    expect(await editor.overridesOf(pass)).toEqual({ [NAME]: 'Ada', note: 'by the service' });
    expect(await u.jobs()).toHaveLength(1);
    await u.close();
    await service.close();
  });
});

test('the devices that hold the pass, and what became of their last push', async () => {
  const pass = await passOf();
  expect(await openPage(pass)).toContain('No phone has this pass yet.');
  const { pass: row } = (await t.app.context.store.passByHash(pass))!;
  const { passTypeIdentifier } = await passJsonOf(t, pass);
  const path = `/wallet/v1/devices/abcdef0123456789/registrations/${passTypeIdentifier}/${row.serialNumber}`;
  const registered = await t.fetch(path, {
    method: 'POST',
    headers: { authorization: `ApplePass ${row.authenticationToken}` },
    body: JSON.stringify({ pushToken: 'c0ffee' }),
  });
  expect(registered.status).toBe(201);
  const html = await openPage(pass);
  expect(html).toMatch(/<code>abcdef01<\/code>.*not pushed to yet/);
  expect(html).toContain('Added to a device</strong>');
  expect(html).not.toContain('c0ffee');
  await save(pass, { [NAME]: 'Ada' });
  await t.deliver();
  expect(await openPage(pass)).toMatch(/last push <time[^>]*>[^<]*<\/time>: Not pushed: the development certificate/);
});
