// One customer's page over HTTP: correct with a reason, undo, mail the link, make invalid, delete, and
// what is written down of each.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EDIT, SCAN } from '../../src/rules/passes/facts.ts';
import { inputsOf } from '../fixtures/http/editor-form.ts';
import { person, sendForm } from '../fixtures/http/people.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const POINTS = 'structure_headerFields_points_value';
const NAME = 'structure_secondaryFields_name_value';

let t: TestApp;
let owner: OwnersBrowser;
let card = '';
let pass = '';

beforeEach(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
  card = await t.template(pointsTemplate(), { templateName: 'Bonuskarte' });
  pass = await t.pass(card, { [NAME]: 'Ada Byron' });
});
afterEach(() => t.close());

const page = (query = '') => owner.page(`/customers/${pass}${query}`);
const scan = (more = {}) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: SCAN, ...more });
const stored = async () => (await t.app.context.store.passByHash(pass))!.pass;
const audit = async () => t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 20 });
/** Fills the page's form as a browser has it, and sends it. */
async function save(fields: Record<string, string>) {
  const shown = inputsOf(await page());
  const named = Object.entries(shown).filter(([name]) => name !== 'event');
  return owner.post(`/customers/${pass}`, { ...Object.fromEntries(named), ...fields });
}

async function undo() {
  const { event } = inputsOf(await page());
  return owner.post(`/customers/${pass}/undo`, { event: event! });
}

describe('the page', () => {
  test('shows the card, its values under their labels, its phones and its history', async () => {
    await t.install(pass);
    await scan();
    const text = textOf(await page());
    expect(text).toContain('Ada Byron');
    expect(text).toContain('Card: Bonuskarte');
    expect(text).toContain('Save and tell 1 phone');
    expect(text).toContain('On a phone since');
    expect(text).toMatch(/Scanned .*POINTS.*0.*1/);
    expect(text).toContain('Created');
    expect(text).not.toContain('structure_headerFields');
    const { id } = (await t.events(pass)).at(-1)!;
    expect(await page()).toContain(`href="/runs/${id}"`);
  });

  test('has a history of pages', async () => {
    for (let time = 0; time < 30; time++) await scan();
    const html = await page();
    const older = /href="([^"]*before=\d+)#history"/.exec(html)![1]!;
    const count = (text: string) => [...text.matchAll(/href="\/runs\/(\d+)"/g)].map(([, id]) => id);
    const [newest, rest] = [count(html), count(await owner.page(older))];
    expect(newest).toHaveLength(25);
    expect(rest).toHaveLength(6);
    expect(new Set([...newest, ...rest]).size).toBe(31);
  });

  test('a pass that is not there, and a login', async () => {
    expect((await owner.get('/customers/nobody')).status).toBe(404);
    expect((await t.fetch(`/customers/${pass}`)).status).toBe(303);
    expect((await t.fetch(`/customers/${pass}`, { method: 'POST', body: new URLSearchParams({}) })).status).toBe(303);
  });
});

describe('correcting', () => {
  test('writes what was changed, says why in the history and in the audit log, and tells the phone', async () => {
    await t.install(pass);
    const response = await save({ [POINTS]: '3', psReason: 'forgot at the till' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`/customers/${pass}?done=saved`);
    expect((await stored()).overrides[POINTS]).toBe(3);
    expect((await t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
    const text = textOf(await page('?done=saved'));
    expect(text).toContain('Saved. 1 phone is being told.');
    expect(text).toContain('forgot at the till');
    expect(text).toContain(`by ${t.owner.email}`);
    expect(text).toMatch(/POINTS goes back from .*3.* to .*0/);
    const [act] = await audit();
    expect(act).toMatchObject({
      who: t.owner.email,
      what: 'customer.correct',
      subject: expect.stringContaining('Bonuskarte'),
    });
    expect(Object.values(act!.after as object)).toEqual(['3', 'forgot at the till']);
    expect(JSON.stringify(act)).not.toContain('Ada');
  });

  test('a button counts without a script and saves nothing', async () => {
    const shown = inputsOf(await page());
    const response = await owner.post(`/customers/${pass}`, { ...shown, [`step:${POINTS}`]: '1', psReason: 'why' });
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(inputsOf(html)).toMatchObject({ [POINTS]: '1', [`was:${POINTS}`]: '0', psReason: 'why' });
    expect((await stored()).overrides[POINTS]).toBeUndefined();
  });

  test('a form with a fault is shown again with what was typed, and nothing is written', async () => {
    const long = await save({ psReason: 'x'.repeat(300_000) });
    expect([long.status, (await long.text()).length < 100_000]).toEqual([400, true]);
    const response = await save({ [POINTS]: 'many', [NAME]: 'Grace', psReason: 'because' });
    expect(response.status).toBe(400);
    const html = await response.text();
    expect(textOf(html)).toContain('must be a number, such as 2.5');
    expect(inputsOf(html)).toMatchObject({ [POINTS]: 'many', [NAME]: 'Grace', psReason: 'because' });
    expect((await stored()).overrides).toEqual({ [NAME]: 'Ada Byron' });
    expect(await audit()).toEqual([]);
  });

  test('a scan made meanwhile is not overwritten', async () => {
    const shown = inputsOf(await page());
    await scan();
    const response = await owner.post(`/customers/${pass}`, { ...shown, [POINTS]: '5' });
    expect(response.status).toBe(400);
    expect(textOf(await response.text())).toContain('was changed by somebody else meanwhile and is 1 now');
    expect((await stored()).overrides[POINTS]).toBe(1);
  });

  test('a reason that is too long is named, and nothing is written', async () => {
    const response = await save({ [POINTS]: '9', psReason: 'x'.repeat(201) });
    expect(response.status).toBe(400);
    expect(textOf(await response.text())).toContain('at most 200 characters');
    expect((await stored()).overrides[POINTS]).toBeUndefined();
  });

  test('the same form twice saves once', async () => {
    const shown = inputsOf(await page());
    for (let time = 0; time < 2; time++) await owner.post(`/customers/${pass}`, { ...shown, [POINTS]: '7' });
    expect((await t.events(pass)).filter(({ accessType }) => accessType === EDIT)).toHaveLength(1);
  });

  test('a form of another site is refused', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' };
    for (const path of ['', '/undo', '/delete', '/invalidate', '/mail']) {
      const response = await owner.post(`/customers/${pass}${path}`, { [POINTS]: '9', event: '1' }, headers);
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect((await stored()).overrides).toEqual({ [NAME]: 'Ada Byron' });
  });

  test("a stopped edit says the trigger's words, and the act is written down", async () => {
    const stopping = pointsTemplate({
      triggers: { onEdit: { action: 'PSActionSetValue', targetPath: 'psTriggerError', value: 'No edits today' } },
    });
    await t.template(stopping, { templateHash: card, templateName: 'Bonuskarte' });
    const response = await save({ [POINTS]: '4' });
    expect(response.status).toBe(400);
    expect(textOf(await response.text())).toContain('No edits today');
    expect((await audit()).map(({ what }) => what)).toEqual(['customer.correct']);
  });
});

describe('taking back', () => {
  test('a scan: values, access, visits, numbers and the till know nothing of it any more', async () => {
    await t.install(pass);
    const before = await stored();
    await scan();
    await t.deliver();
    expect((await stored()).overrides[POINTS]).toBe(1);
    const tag = (await stored()).updateTag;
    const response = await undo();
    expect(response.headers.get('location')).toBe(`/customers/${pass}?done=undone`);
    const after = await stored();
    expect({ ...after, updateTag: 0, lastModified: 0, updatedAt: 0 }).toEqual({
      ...before,
      updateTag: 0,
      lastModified: 0,
      updatedAt: 0,
    });
    expect(after.updateTag).toBeGreaterThan(tag);
    expect((await t.jobs()).map(({ kind }) => kind)).toEqual(['push_pass']);
    const check = { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: SCAN };
    expect(await t.call('checkPassAccess', check)).toMatchObject({ check: false });
    const { tracking } = await t.call('passTracking', { clientHash: t.clientHash, hashedSerialNumber: pass });
    expect(tracking.map(({ accessType }: { accessType: number }) => accessType)).not.toContain(SCAN);
    const text = textOf(await page('?done=undone'));
    expect(text).toContain('The card is as it was before.');
    expect(text).toContain('This was taken back later.');
    expect(text).toContain('Take the last event back');
    expect((await audit()).map(({ what }) => what)).toEqual(['customer.undo']);
    expect(textOf(await owner.page('/customers?visit=never'))).toContain('Ada Byron');
  });

  test('once only, and no event but the last', async () => {
    await scan();
    const { event } = inputsOf(await page());
    t.advance(1000);
    await scan();
    const stale = await owner.post(`/customers/${pass}/undo`, { event: event! });
    expect(stale.status).toBe(409);
    expect(textOf(await stale.text())).toContain('This cannot be taken back');
    expect((await stored()).overrides[POINTS]).toBe(2);
    const last = inputsOf(await page()).event!;
    expect((await undo()).status).toBe(303);
    expect((await owner.post(`/customers/${pass}/undo`, { event: last })).status).toBe(409);
    expect((await stored()).overrides[POINTS]).toBe(1);
    expect(inputsOf(await page()).event).toBeUndefined();
  });

  test('an edit, and a registration', async () => {
    await save({ [POINTS]: '8', [NAME]: 'Grace' });
    await undo();
    expect((await stored()).overrides).toEqual({ [NAME]: 'Ada Byron' });
    expect(textOf(await owner.page('/customers?q=ada'))).toContain('Ada Byron');
    await t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType: 4 });
    await undo();
    expect((await stored()).access[4]).toBeUndefined();
  });

  test('not a scan that told another program', async () => {
    const told = pointsTemplate({
      triggers: { onScan: { action: 'PSActionURL', url: 'http://shop.invalid/' } },
    });
    await t.template(told, { templateHash: card, templateName: 'Bonuskarte' });
    await scan();
    expect(inputsOf(await page()).event).toBeUndefined();
  });
});

describe('a person at the counter', () => {
  test('looks, takes back the scans of the last ten minutes, and changes nothing else', async () => {
    const { cookie } = await person(t, 'counter');
    const look = async () => (await t.fetch(`/customers/${pass}`, { headers: { cookie } })).text();
    const takeBack = (event: string) => sendForm(t, `/customers/${pass}/undo`, cookie, { event });
    await scan();
    const html = await look();
    expect(textOf(html)).toContain('Ada Byron');
    expect(textOf(html)).toMatch(/POINTS 1/);
    expect(inputsOf(html)[POINTS]).toBeUndefined();
    expect(html).not.toContain('/delete"');
    expect(html).not.toContain('href="/runs/');
    const { event } = inputsOf(html);
    expect((await sendForm(t, `/customers/${pass}`, cookie, { [POINTS]: '9', psSave: '1' })).status).toBe(403);
    expect((await takeBack(event!)).status).toBe(303);
    expect((await stored()).overrides[POINTS]).toBeUndefined();

    await scan();
    const late = inputsOf(await look()).event!;
    t.advance(10 * 60 * 1000 + 1);
    expect(inputsOf(await look()).event).toBeUndefined();
    expect((await takeBack(late)).status).toBe(403);
    await save({ [POINTS]: '5' });
    expect(inputsOf(await look()).event).toBeUndefined();
    const { event: edited } = inputsOf(await page());
    expect((await takeBack(edited!)).status).toBe(403);
    expect((await stored()).overrides[POINTS]).toBe(5);
    const [act] = (await audit()).toReversed();
    expect(act).toMatchObject({ what: 'customer.undo', who: expect.stringContaining('counter') });
  });
});

describe('the link, the end and the deletion', () => {
  test('mails the link, and remembers the address', async () => {
    expect(textOf(await owner.page(`/customers/${pass}/mail`))).toContain('Mail the link');
    const wrong = await owner.post(`/customers/${pass}/mail`, { address: 'nobody' });
    expect(wrong.status).toBe(400);
    expect(inputsOf(await wrong.text()).address).toBe('nobody');
    const response = await owner.post(`/customers/${pass}/mail`, { address: 'ada@example.com' });
    expect(response.headers.get('location')).toBe(`/customers/${pass}?done=mailed`);
    expect((await t.app.context.store.claimMails(10, t.now())).map(({ recipient }) => recipient)).toEqual([
      'ada@example.com',
    ]);
    expect(inputsOf(await owner.page(`/customers/${pass}/mail`)).address).toBe('ada@example.com');
    expect((await audit()).map(({ what }) => what)).toEqual(['customer.mail']);
  });

  test('makes a card invalid for good, after asking', async () => {
    await t.install(pass);
    expect(textOf(await owner.page(`/customers/${pass}/invalidate`))).toContain('This cannot be undone');
    expect((await stored()).invalidatedAt).toBeNull();
    expect((await owner.post(`/customers/${pass}/invalidate`, {})).status).toBe(303);
    expect((await stored()).invalidatedAt).not.toBeNull();
    const html = await page('?done=invalid');
    expect(textOf(html)).toContain('This card was made invalid');
    expect(inputsOf(html)[POINTS]).toBeUndefined();
    expect((await save({ [POINTS]: '3' })).status).toBe(409);
    expect((await audit()).map(({ what }) => what)).toEqual(['customer.invalidate']);
    expect(textOf(await owner.page('/customers'))).toContain('invalid');
  });

  test('deletes after saying what goes', async () => {
    await t.install(pass);
    const asked = textOf(await owner.page(`/customers/${pass}/delete`));
    expect(asked).toContain('1 phone has it and gets a void card in its place');
    expect(await t.app.context.store.passByHash(pass)).not.toBeNull();
    const response = await owner.post(`/customers/${pass}/delete`, {});
    expect(response.headers.get('location')).toBe('/customers?done=deleted');
    expect(await t.app.context.store.passByHash(pass)).toBeNull();
    expect(textOf(await owner.page('/customers?done=deleted&q=ada'))).toContain('The card was deleted.');
    const log = await audit();
    expect(log.map(({ what }) => what)).toEqual(['customer.delete']);
    expect(JSON.stringify(log)).not.toContain('Ada');
  });

  test('no act on a pass of another account', async () => {
    await t.account('other@example.com');
    const other = await ownersBrowser(t, { email: 'other@example.com', password: 'correct horse' });
    for (const path of ['', '/mail', '/invalidate', '/delete']) {
      expect([path, (await other.get(`/customers/${pass}${path}`)).status]).toEqual([path, 403]);
      const fields = { [POINTS]: '9', address: 'x@example.com', psSave: '1' };
      expect([path, (await other.post(`/customers/${pass}${path}`, fields)).status]).toEqual([path, 403]);
    }
    expect((await other.post(`/customers/${pass}/undo`, { event: '1' })).status).toBe(403);
    expect((await stored()).overrides).toEqual({ [NAME]: 'Ada Byron' });
  });
});
