// The owner's pages about runs: what happened in one sentence, the steps, the event tried again, and
// how far a change has come to phones.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownerOf } from '../../src/operations/access/caller.ts';
import { diagnose } from '../../src/operations/devices/push-doctor.ts';
import { listRuns } from '../../src/operations/events/list-runs.ts';
import { quietRules } from '../../src/operations/events/quiet-rules.ts';
import { DEVICE_UPDATE, SCAN } from '../../src/rules/passes/facts.ts';
import type { JsonValue } from '../../src/rules/values/values.ts';
import { en } from '../../src/ui/texts/en/index.ts';
import { person, scannerCall, tillDevice } from '../fixtures/http/people.ts';
import { OWNER, openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import { openPushingApp, type WithApns } from '../fixtures/wallet/apns.ts';
import { holding, phoneOf, tokenOf } from '../fixtures/wallet/phone.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';
const RULES = [
  { action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1, PSConditions: `{${NAME}} != "Guest"` },
  { action: 'PSActionSetValue', targetPath: 'note', value: 'Free coffee', PSConditions: `{${POINTS}} !< 10` },
];
const card = (onScan: JsonValue = RULES) =>
  pointsTemplate({
    structure: {
      headerFields: [{ key: 'points', label: 'POINTS', value: 0 }],
      secondaryFields: [{ key: 'name', label: 'NAME', value: { PSValue: 'Guest', PSEditable: true } }],
    },
    additional: { note: '', counter: 0, psPassDescription: `{${NAME}}` },
    triggers: { onScan },
  });

async function logIn(t: TestApp, { email, password } = OWNER): Promise<Record<string, string>> {
  const body = new URLSearchParams({ email, password });
  const response = await t.fetch('/login', { method: 'POST', body, headers: { origin: t.config.rootUrl } });
  return { cookie: response.headers.get('set-cookie')!.split(';')[0]! };
}

/** What a page says, without its marks. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ');

describe('the pages', () => {
  let t: TestApp;
  let session: Record<string, string>;
  beforeEach(async () => {
    t = await openTestApp();
    session = await logIn(t);
  });
  afterEach(() => t.close());

  const scan = async (hashedSerialNumber: string) => {
    t.advance(60_000);
    return t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
  };
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const response = await t.fetch(path, { headers: { ...session, ...headers } });
    return { status: response.status, html: await response.text() };
  };
  const runs = async (path = '/runs') => {
    const { html } = await open(path);
    return Array.from(html.matchAll(/href="\/runs\/(\d+)"/g), ([, id]) => Number(id));
  };

  test('an empty list says what to do; nobody sees it without a login', async () => {
    const { status, html } = await open('/runs');
    expect(status).toBe(200);
    expect(textOf(html)).toContain('Nothing has happened yet.');
    const signedOut = await t.fetch('/runs?result=failed');
    expect(signedOut.status).toBe(303);
    expect(signedOut.headers.get('location')).toContain(encodeURIComponent('/runs?result=failed'));
    expect((await t.fetch('/runs/1')).status).toBe(303);
  });

  test('each run is a sentence with the labels of the card, and its page has the steps', async () => {
    const template = await t.template(card(), { templateName: 'Bonus card' });
    const guest = await t.pass(template);
    const ada = await t.pass(template, { [NAME]: 'Ada' });
    await scan(guest);
    await scan(ada);
    const list = textOf((await open('/runs')).html);
    expect(list).toContain('Ada Bonus card · Scanned POINTS 0 → 1.');
    expect(list).toContain(
      'Guest Bonus card · Scanned Nothing changed because NAME was Guest and rule 1 wants anything but Guest.',
    );
    expect(list).not.toMatch(/structure_|PSAction/);

    const [ofAda, ofGuest] = await runs();
    const page = (await open(`/runs/${ofGuest}`)).html;
    const text = textOf(page);
    expect(text).toContain('Scanned: Guest');
    const sentence = text.indexOf('Nothing changed because NAME was Guest and rule 1 wants anything but Guest.');
    expect(sentence).toBeGreaterThan(0);
    expect(sentence).toBeLessThan(text.indexOf('Step by step'));
    expect(text).toContain('rule 1 only if NAME is not Guest Seen: NAME was Guest left out');
    expect(text).toContain('rule 2 only if POINTS is 10 or more Seen: POINTS was 0 left out');
    expect(page).toContain(`href="/customers/${guest}"`);
    expect(page).toContain(`href="/cards/${template}"`);
    // Only the trace for programs has API paths.
    expect(text.slice(0, text.indexOf('Details for programs'))).not.toContain('structure_');
    expect(text).toContain(`"targetPath": "${POINTS}"`);
    expect(textOf((await open(`/runs/${ofAda}`)).html)).toContain('No phone has this card, so none was told.');

    const german = textOf((await open(`/runs/${ofGuest}`, { 'accept-language': 'de' })).html);
    expect(german).toContain('Nichts hat sich geändert, weil NAME Guest war und Regel 1 alles außer Guest verlangt.');
  });

  test('a card that shows other fields after its first scan says so, and why no rule applied', async () => {
    const few = { action: 'PSActionSetValue', targetPath: 'note', value: 'x', PSConditions: `{${POINTS}} > 9` };
    const guest = await t.pass(await t.template(pointsTemplate({ triggers: { onScan: few } })));
    await scan(guest);
    expect(textOf((await open('/runs')).html)).toContain(
      'The card shows other fields now. No rule applied because POINTS was 0 and rule 1 wants more than 9.',
    );
  });

  test('trying it again says at the counter what would happen now, and stores nothing', async () => {
    // Whoever may open the card gets to the simulator, see try.test.ts.
    const { cookie } = await person(t, 'counter');
    const again = async (id: number | string | undefined) =>
      textOf(await (await t.fetch(`/runs/${id}/again`, { headers: { cookie } })).text());
    const template = await t.template(card());
    const guest = await t.pass(template);
    await scan(guest);
    const [run] = await runs();
    await t.call('updatePassFields', {
      clientHash: t.clientHash,
      hashedSerialNumber: guest,
      [NAME]: 'Grace',
      [POINTS]: 9,
    });
    const before = JSON.stringify([await t.app.context.store.passByHash(guest), await t.events(guest), await t.jobs()]);
    const text = await again(run);
    expect(text).toContain('POINTS 9 → 10; Note nothing → “Free coffee”.');
    expect(text).toContain('Nothing was stored, sent or pushed.');
    expect(JSON.stringify([await t.app.context.store.passByHash(guest), await t.events(guest), await t.jobs()])).toBe(
      before,
    );

    await t.call('insertUpdateTemplate', { clientHash: t.clientHash, templateHash: template, triggersPaused: true });
    await scan(guest);
    const [paused] = await runs();
    expect(textOf((await open(`/runs/${paused}`)).html)).toContain(
      'Nothing changed because the rules of this card are paused.',
    );
    const now = await again(paused);
    expect(now).toContain('The rules of this card are paused, so in truth nothing would happen.');
    expect(now).toContain('POINTS 9 → 10');
  });

  test('the list is narrowed by card and result, page by page', async () => {
    const first = await t.template(card(), { templateName: 'First' });
    const stop = { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'Closed today' };
    const second = await t.template(card(stop), { templateName: 'Second' });
    const guest = await t.pass(first);
    for (let count = 0; count < 30; count++) await scan(guest);
    await scan(await t.pass(second));
    expect(await runs()).toHaveLength(25);
    const { html } = await open('/runs');
    const older = /href="(\/runs\?before=\d+)"/.exec(html)?.[1];
    const rest = await runs(older!);
    expect(rest.length).toBe(33 - 25);
    expect(new Set([...rest, ...(await runs())]).size).toBe(33);
    expect(await runs(`/runs?card=${second}`)).toHaveLength(2);
    const stopped = textOf((await open('/runs?result=stopped')).html);
    expect(stopped).toContain('A rule stopped it with the message “Closed today”.');
    expect(stopped).not.toContain('Nothing changed because');
    expect(textOf((await open('/runs?result=failed')).html)).toContain('There is none of this kind');
    expect(await runs(`/runs?card=${first}&result=unchanged`)).toHaveLength(25);

    expect(await runs(`/runs?card=${second}&event=onCreate`)).toHaveLength(1);
    expect(await runs('/runs?event=onScan')).toHaveLength(25);
    expect((await open('/runs?event=onNothing')).status).toBe(400);
    const wrong = await open('/runs?result=good');
    expect(wrong.status).toBe(400);
    expect(textOf(wrong.html)).toContain('must be changed, unchanged, failed or stopped');
    expect((await open('/runs?before=x')).status).toBe(400);
    expect((await open('/runs?card=none')).status).toBe(404);
  });

  test('a filter that finds little looks at a limited number, and goes on', async () => {
    const template = await t.template(card());
    const guest = await t.pass(template);
    const { context } = t.app;
    const { store } = context;
    const log = (outcome: 'fired' | 'error', changed: boolean) =>
      store.changePass(guest, () => ({
        event: { accessType: SCAN, time: t.now(), outcome, logged: true, trace: null, changed },
        result: null,
      }));
    await log('error', false);
    await Promise.all(Array.from({ length: 600 }, () => log('fired', true)));
    const caller = ownerOf(t.owner);
    const list = (before?: number) =>
      listRuns(context, caller, en.sentences, { result: 'failed' }, { before, count: 10 });
    const one = await list();
    expect(one.runs).toEqual([]);
    const two = await list(one.next!);
    expect(two.runs.map(({ outcome }) => outcome)).toEqual(['error']);
    expect(textOf((await open('/runs?result=failed')).html)).toContain('Older ones may follow.');
  });

  test('a till names its runs, the list is narrowed to it, and a till with waiting scans is told', async () => {
    const guest = await t.pass(await t.template(card()), { [NAME]: 'Ada' });
    const { till, cookie } = await tillDevice(t, { name: 'By the oven' });
    await scan(guest);
    await scannerCall(t, 'track', cookie, { hashedSerialNumber: guest, accessType: 7 });
    const [ofTill] = await runs();
    const list = textOf((await open('/runs')).html);
    expect(list).toContain('· By the oven Ada');
    expect(await runs(`/runs?till=${till.id}`)).toEqual([ofTill]);
    expect(textOf((await open(`/runs/${ofTill}`)).html)).toContain('· By the oven');
    expect(list).toContain('No till has said that scans wait.');
    await t.app.context.store.noteTill(till.id, { waiting: 2 });
    expect(textOf((await open('/runs')).html)).toContain('Scans wait at these tills: By the oven : 2 scans wait');
  });

  test("a customer's page leads to how far the last change has come", async () => {
    const guest = await t.install(await t.pass(await t.template(card()), { [NAME]: 'Ada' }));
    await scan(guest);
    expect((await open(`/customers/${guest}`)).html).toContain(`href="/customers/${guest}/phones"`);
    const text = textOf((await open(`/customers/${guest}/phones`)).html);
    expect(text).toContain('‹ Ada Has the last change come to the phone?');
    expect(text).toContain('Phones refuse this card');
    expect(text).toContain('No notification text on POINTS');
    expect((await open('/customers/none/phones')).status).toBe(404);
  });

  test('at the counter a run can be opened, but not the list', async () => {
    await scan(await t.pass(await t.template(card())));
    const [run] = await runs();
    const { cookie } = await person(t, 'counter');
    expect((await t.fetch('/runs', { headers: { cookie } })).status).toBe(403);
    const response = await t.fetch(`/runs/${run}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(textOf(html)).toContain('NAME was Guest');
    expect(html).not.toMatch(/href="\/(?:runs|cards\/[^"]*)"/);
  });

  test('a run of another account, or none, is refused', async () => {
    const template = await t.template(card());
    await scan(await t.pass(template));
    const [run] = await runs();
    await t.account('other@example.com');
    const other = await logIn(t, { email: 'other@example.com', password: 'correct horse' });
    for (const path of [`/runs/${run}`, `/runs/${run}/again`]) {
      expect((await t.fetch(path, { headers: other })).status).toBe(403);
    }
    for (const path of ['/runs/999999', '/runs/x', '/runs/-1', '/runs/999999/again']) {
      expect((await open(path)).status, path).toBe(404);
    }
    const pushed = await t.call('updatePassesForTemplate', { clientHash: t.clientHash, templateHash: template });
    expect(pushed.success).toBe(true);
    const [push] = await runs();
    expect(textOf((await open(`/runs/${push}`)).html)).toContain('Pushed: All phones with the card');
    expect((await t.fetch(`/runs/${push}`, { headers: other })).status).toBe(403);
    expect((await open(`/runs/${push}/again`)).status).toBe(404);
  });

  test('a rule that has not applied for 14 days is told, and one that has is not', async () => {
    const template = await t.template(card(), { templateName: 'Bonus card' });
    const ada = await t.pass(template, { [NAME]: 'Ada' });
    const quiet = () => quietRules(t.app.context, ownerOf(t.owner), en.sentences);
    t.advance(13 * 24 * 60 * 60 * 1000);
    expect(await quiet()).toEqual([]);
    await scan(ada);
    t.advance(2 * 24 * 60 * 60 * 1000);
    expect(await quiet()).toEqual([
      {
        templateId: 1,
        hash: template,
        name: 'Bonus card',
        rules: [
          {
            event: 'onScan',
            number: 2,
            sentence: 'if POINTS is 10 or more: set Note to “Free coffee”',
            appliedAt: null,
            since: expect.any(Number),
          },
        ],
      },
    ]);
  });
});

describe('the doctor of pushes', () => {
  let t: TestApp & WithApns;
  beforeEach(async () => {
    t = await openPushingApp();
  });
  afterEach(() => t.close());

  const doctor = async (hash: string) =>
    diagnose(t.app.context, (await t.app.context.store.passByHash(hash))!, en.sentences);
  const scan = async (hashedSerialNumber: string) => {
    t.advance(60_000);
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });
  };
  const field = (changeMessage: string | undefined) => ({
    key: 'points',
    label: 'POINTS',
    value: 0,
    ...(changeMessage === undefined ? {} : { changeMessage }),
  });
  const withField = (changeMessage?: string) =>
    t.template(
      pointsTemplate({ structure: { headerFields: [field(changeMessage)], backFields: [{ key: 'b', value: 'x' }] } }),
    );

  test('follows a change from the push to the phone', async () => {
    const hash = await t.pass(await withField());
    expect(await doctor(hash)).toMatchObject({ verdict: 'no_phone', phones: [] });
    const held = await holding(t, hash);
    const phone = phoneOf(t, 'phone');
    await phone.register(held);
    await phone.fetch(held);
    expect(await doctor(hash)).toMatchObject({ phones: [{ device: 'phone', pushedAt: null, askedAt: null }] });
    await scan(hash);
    expect(await doctor(hash)).toMatchObject({ verdict: 'waiting', isWaiting: true });
    await t.deliver();
    expect(await doctor(hash)).toMatchObject({ verdict: 'not_asked', phones: [{ status: 200, pushedAt: t.now() }] });
    t.advance(20_000);
    await phone.list(held.type);
    expect(await doctor(hash)).toMatchObject({ verdict: 'not_fetched', phones: [{ askedAt: t.now() }] });
    await phone.fetch(held);
    expect(await doctor(hash)).toMatchObject({
      verdict: 'silent',
      fetchedAt: t.now(),
      fields: [{ label: 'POINTS', hasMessage: false }],
    });
  });

  test('knows which of the fields that changed has a notification text', async () => {
    const hash = await t.pass(await withField('You have %@ points'));
    const held = await holding(t, hash);
    await phoneOf(t, 'phone').register(held);
    await scan(hash);
    await t.deliver();
    await phoneOf(t, 'phone').fetch(held);
    expect(await doctor(hash)).toMatchObject({ verdict: 'fetched', fields: [{ label: 'POINTS', hasMessage: true }] });
  });

  test('says what Apple answered', async () => {
    const hash = await t.pass(await withField());
    await phoneOf(t, 'phone').register(await holding(t, hash));
    t.apns.answer({ status: 403, reason: 'Forbidden' }, tokenOf('phone'));
    await scan(hash);
    await t.deliver();
    expect(await doctor(hash)).toMatchObject({ verdict: 'refused', phones: [{ status: 403, reason: 'Forbidden' }] });
  });

  test('a device that asks without a push in between writes nothing', async () => {
    const hash = await t.pass(await withField());
    const held = await holding(t, hash);
    const phone = phoneOf(t, 'phone');
    await phone.register(held);
    await phone.list(held.type);
    const asked = t.now();
    for (let count = 0; count < 3; count++) {
      t.advance(5 * 60_000);
      await phone.list(held.type);
    }
    expect((await doctor(hash)).phones).toMatchObject([{ askedAt: asked }]);
    expect((await t.events(hash)).filter(({ accessType }) => accessType === DEVICE_UPDATE)).toEqual([]);
  });
});
