// /pass/register.php: every kind of field, prefilled and sent; who gets a form, a redirect, a pass; onRegister and its error.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../src/examples.ts';
import {
  cardWith,
  editable,
  faultsIn,
  overridesOf,
  passIn,
  read,
  sendForm,
  valueIn,
} from '../fixtures/http/register-forms.ts';
import { stored } from '../fixtures/http/stored.ts';
import { passJsonOf } from '../fixtures/http/verified.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ examples: await readExamples() });
});
afterAll(() => t.close());

const NAME = 'structure_secondaryFields_name_value';
const get = (query: Record<string, string>, headers: Record<string, string> = {}, path = '/pass/register.php') =>
  t.fetch(`${path}?${new URLSearchParams(query)}`, { headers });
const pageOf = async (query: Record<string, string>) => {
  const response = await get(query);
  expect(response.status).toBe(200);
  return response.text();
};
const counts = () => {
  const { passes, events, jobs } = stored(t);
  return [passes!.length, events!.length, jobs!.length];
};
const exampleHash = (name: string) => t.app.first!.templates.find((item) => item.name === name)!.hash;

/** One of each kind. */
const EVERYTHING = {
  nick: editable('{Ada}', 'Nickname'),
  size: editable('M', 'Size', {
    PSAttributeType: 'PSAttributeTypeDropdown',
    PSOptions: { Small: 'S', Medium: 'M', 'Two sizes up': 2 },
  }),
  topics: editable('', 'Topics', {
    PSAttributeType: 'PSAttributeTypeMultiselect',
    PSOptions: { News: 'news', Sport: 'sport', 'Food, drink': 'food, drink' },
  }),
  agree: editable(false, 'I agree', { PSAttributeType: 'PSAttributeTypeCheckbox', PSValidation: 'VTrue' }),
  letter: editable('no', 'Newsletter', {
    PSAttributeType: 'PSAttributeTypeCheckbox',
    PSOptions: { Yes: 'yes', No: 'no' },
  }),
  colour: editable('white', 'Colour', { PSAttributeType: 'PSAttributeTypeColor' }),
  guests: editable(2, 'Guests', { PSAttributeType: 'PSAttributeTypeStepper', PSStepAmount: 0.5 }),
  day: editable('', 'Day', { PSAttributeType: 'PSAttributeTypeDate' }),
  plain: { PSValue: '', PSEditable: true },
  hidden: 'mine',
};
const FILLED = {
  nick: 'Grace',
  size: '2',
  topics: ['food, drink', 'news'],
  agree: 'true',
  letter: 'true',
  colour: '#ff8800',
  guests: '3.5',
  day: '2026-04-01',
  plain: 'x',
  hidden: 'stolen',
};

describe('the form', () => {
  test('has a field for each editable place, in the order of the template, with the right element and value', async () => {
    const templateHash = await t.template(cardWith(EVERYTHING, { images: { thumbnail: editable('', 'Portrait') } }));
    const before = counts();
    const page = await pageOf({ templateHash });
    expect(counts()).toEqual(before);
    const labels = [...page.matchAll(/<(?:label for="field-\d+"[^>]*|legend)>(?:<input[^>]*><span>)?<bdi>([^<]*)/g)];
    expect(labels.map(([, label]) => label)).toEqual([
      ...['Nickname', 'Size', 'Topics', 'I agree', 'Newsletter', 'Colour', 'Guests', 'Day', 'plain', 'Portrait'],
    ]);
    expect(page).not.toContain('psForm_0_hidden');
    expect(valueIn(page, 'nick')).toBe('{Ada}');
    expect(page).toContain('<option value="M" selected="">Medium</option>');
    expect(page).toMatch(/<input id="field-5" name="psForm_0_colour"[^>]* type="color" value="#ffffff"/);
    expect(page).toMatch(
      /<input id="field-6" name="psForm_0_guests"[^>]* type="text" inputmode="decimal"[^>]* value="2"/,
    );
    expect(page.match(/<button type="button"[^>]* data-step="-?0\.5"/g)).toHaveLength(2);
    expect(page).toMatch(/<input id="field-7" name="psForm_0_day"[^>]* type="date" value=""/);
    expect(page).toMatch(/<input id="field-9" name="psForm_0_images_thumbnail"[^>]* type="file" accept="image\/png/);
    expect(page).toMatch(/<input type="checkbox" id="field-2-2" name="psForm_0_topics\[\]" value="food, drink"/);
  });

  test('a field lies the way its label is written', async () => {
    const templateHash = await t.template(cardWith({ name: editable('', 'الاسم'), mail: editable('', 'E-mail') }));
    const page = await (await t.fetch(`/pass/register.php?templateHash=${templateHash}`)).text();
    expect(page.match(/<div class="field text" dir="(?:rtl|ltr)">/g)).toEqual([
      '<div class="field text" dir="rtl">',
      '<div class="field text" dir="ltr">',
    ]);
  });

  test('an answer that need not be given can be taken back; one that must be cannot', async () => {
    const options = { PSAttributeType: 'PSAttributeTypeDropdown', PSOptions: { Small: 'S', Large: 'L' } };
    const templateHash = await t.template(
      cardWith({
        free: editable('S', 'Free', options),
        needed: editable('S', 'Needed', { ...options, PSValidation: 'VRequired' }),
        asked: editable('', 'Asked', { ...options, PSValidation: 'VRequired' }),
        own: editable('S', 'Own', { ...options, PSOptions: { Small: 'S', 'Neither, thanks': '' } }),
      }),
    );
    const page = await pageOf({ templateHash });
    const offered = [...page.matchAll(/<select[^>]*>(.*?)<\/select>/gs)].map(([, select]) =>
      [...select!.matchAll(/<option[^>]*>([^<]*)/g)].map(([, text]) => text),
    );
    expect(offered).toEqual([
      ['No answer', 'Small', 'Large'],
      ['Small', 'Large'],
      ['Please choose', 'Small', 'Large'],
      ['Small', 'Neither, thanks'],
    ]);
    const sent = { free: '', needed: 'L', asked: 'L', own: '' };
    const pass = passIn(await sendForm(t, { templateHash }, sent));
    expect(await overridesOf(t, pass)).toEqual(sent);
    const again = await sendForm(t, { hashedSerialNumber: pass }, { ...sent, needed: '' });
    expect([again.status, faultsIn(await again.text())]).toEqual([400, ['Please choose an answer.']]);
  });

  test('sent, it makes a pass with values of the right types, and a 302 leads to the page that thanks', async () => {
    const templateHash = await t.template(cardWith(EVERYTHING));
    const before = counts();
    const response = await sendForm(t, { templateHash }, FILLED);
    const hash = passIn(response);
    expect(counts()).toEqual([before[0]! + 1, before[1]! + 2, before[2]]);
    expect(await overridesOf(t, hash)).toEqual({
      nick: 'Grace',
      size: 2,
      topics: 'news, food, drink',
      agree: true,
      letter: 'yes',
      colour: '#ff8800',
      guests: 3.5,
      day: '2026-04-01',
      plain: 'x',
    });
    expect((await t.events(hash)).map(({ accessType }) => accessType)).toEqual([1, 4]);
    const thanks = await (await t.fetch(response.headers.get('location')!)).text();
    expect(thanks).toContain('Thank you');
    expect(thanks).toContain(`href="/pass/create.php?hashedSerialNumber=${hash}&amp;download=true"`);
    expect(thanks).toContain(`href="/pass/register.php?hashedSerialNumber=${hash}"`);

    const again = await pageOf({ hashedSerialNumber: hash });
    expect(again).toContain('<option value="2" selected="">Two sizes up</option>');
    expect([...again.matchAll(/value="([^"]*)" checked=""/g)].map(([, value]) => value)).toEqual([
      ...['news', 'food, drink', 'true', 'true'],
    ]);
    expect(valueIn(again, 'guests')).toBe('3.5');
  });

  test('what no field could have sent is refused', async () => {
    const templateHash = await t.template(cardWith(EVERYTHING));
    const before = counts();
    const wrong = {
      ...FILLED,
      size: 'XXL',
      topics: ['news', 'spam'],
      agree: '',
      colour: 'blurple',
      guests: 'many',
      day: '1.4.2026',
    };
    const response = await sendForm(t, { templateHash }, { ...wrong, plain: 'x'.repeat(10_001) });
    expect(response.status).toBe(400);
    expect(faultsIn(await response.text())).toEqual([
      'Please choose one of the answers that are offered.',
      'Please choose one of the answers that are offered.',
      'Please tick this to go on.',
      'Please choose a colour, such as #0b57d0.',
      'Please give a number.',
      'Please give a date, such as 2025-12-31.',
      'This is too long. Please use at most 10,000 characters.',
    ]);
    expect(counts()).toEqual(before);
  });

  test('left as it is, what the owner wrote with magic strings stays magic; what a holder types is literal', async () => {
    const magic = cardWith(
      { a: editable('{hashedSerialNumber}', 'A'), b: editable('', 'B') },
      { barcode: { format: 'PKBarcodeFormatQR', message: '{a} {b}' } },
    );
    const templateHash = await t.template(magic);
    const hash = passIn(await sendForm(t, { templateHash }, { a: '{hashedSerialNumber}', b: '{a}' }));
    expect((await passJsonOf(t, hash)).barcode.message).toBe(`${hash} {a}`);
    expect(valueIn(await pageOf({ hashedSerialNumber: hash }), 'b')).toBe('{a}');
    passIn(await sendForm(t, { hashedSerialNumber: hash }, { a: '{templateHash}', b: '{a}' }));
    expect((await passJsonOf(t, hash)).barcode.message).toBe('{templateHash} {a}');
  });
});

describe('who gets what', () => {
  test.each(['/pass/register.php', '/register.php'])('%s answers', async (path) => {
    const response = await get({ templateHash: exampleHash('Bonus for registering') }, {}, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('no-store');
  });

  test('prefill by GET, POST, JSON and a form field JSON makes nothing', async () => {
    const templateHash = exampleHash('Bonus for registering');
    const before = counts();
    const json = JSON.stringify({ templateHash, [NAME]: 'Ada "{x}"' });
    const requests: RequestInit[] = [
      { method: 'POST', body: new URLSearchParams({ templateHash, [NAME]: 'Ada "{x}"' }) },
      { method: 'POST', body: json, headers: { 'content-type': 'application/json' } },
      { method: 'POST', body: json },
      { method: 'POST', body: new URLSearchParams({ JSON: json }) },
    ];
    const pages = await Promise.all(requests.map(async (init) => (await t.fetch('/pass/register.php', init)).text()));
    pages.push(await pageOf({ templateHash, [NAME]: 'Ada "{x}"' }));
    pages.push(await pageOf({ JSON: json }));
    pages.push(await pageOf({ templateHash, storeCard_secondaryFields_name_value: 'Ada "{x}"' }));
    for (const page of pages) expect(valueIn(page, NAME)).toBe('Ada "{x}"');
    expect(counts()).toEqual(before);
  });

  test('a prefilled value that is not in the form that is sent counts too, and is checked', async () => {
    const templateHash = await t.template(cardWith({ email: editable('', 'E-mail', { PSValidation: 'VEmail' }) }));
    const send = (email: string) =>
      t.fetch(`/register.php?${new URLSearchParams({ templateHash, email })}`, {
        method: 'POST',
        body: new URLSearchParams({ psForm_0_submit: 'Register' }),
      });
    expect((await send('nope')).status).toBe(400);
    expect(await overridesOf(t, passIn(await send('ada@example.com')))).toEqual({ email: 'ada@example.com' });
  });

  test('a public template by its templateId, no other', async () => {
    const templateHash = await t.template(cardWith({ note: editable('', 'Note') }), { templatePublic: true });
    const { templateId } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
    const page = await pageOf({ templateId });
    expect(page).toContain(`<input type="hidden" name="templateId" value="${templateId}"/>`);
    expect(await overridesOf(t, passIn(await sendForm(t, { templateId }, { note: 'x' })))).toEqual({ note: 'x' });
    const own = await t.template(cardWith({ note: editable('', 'Note') }));
    const info = await t.call('templateInfo', { clientHash: t.clientHash, templateHash: own });
    for (const id of [info.templateId, '0', '-1', 'x', '999999', '1e3'])
      expect((await get({ templateId: id })).status).toBe(404);
    expect((await get({})).status).toBe(400);
    expect((await get({ hashedSerialNumber: 'none' })).status).toBe(404);
  });

  test('nothing to fill in: straight to the creation page', async () => {
    const templateHash = await t.template(cardWith({ note: '' }), { templatePublic: true });
    const { templateId } = await t.call('templateInfo', { clientHash: t.clientHash, templateHash });
    const before = counts();
    for (const query of [{ templateHash }, { templateId }] as Record<string, string>[]) {
      const response = await get(query);
      expect([response.status, response.headers.get('location')]).toEqual([
        302,
        `/pass/create.php?templateHash=${templateHash}`,
      ]);
    }
    expect(counts()).toEqual(before);
    const hashedSerialNumber = await t.pass(templateHash);
    expect((await get({ hashedSerialNumber })).headers.get('location')).toBe(
      `/pass/create.php?hashedSerialNumber=${hashedSerialNumber}`,
    );
  });

  test('robots and HEAD create and change nothing', async () => {
    const templateHash = exampleHash('Bonus for registering');
    const before = stored(t);
    const bot = { 'user-agent': 'Twitterbot/1.0' };
    expect((await sendForm(t, { templateHash }, { [NAME]: 'Bot' }, bot)).status).toBe(200);
    expect((await t.fetch(`/pass/register.php?templateHash=${templateHash}`, { method: 'HEAD' })).status).toBe(200);
    const page = await (await get({ templateHash }, bot)).text();
    expect(page).toContain('<meta property="og:title" content="Points card of Salon Lumi"/>');
    expect(stored(t)).toEqual(before);
  });

  test('too many passes from one address: a clear page with the input kept, and changes still go through', async () => {
    const fresh = await openTestApp({ env: { CREATION_LIMIT: '5' } });
    const templateHash = await fresh.template(cardWith({ note: editable('', 'Note') }));
    let hash = '';
    for (let made = 0; made < 5; made++) hash = passIn(await sendForm(fresh, { templateHash }, { note: `${made}` }));
    const response = await sendForm(fresh, { templateHash }, { note: 'one more' });
    expect(response.status).toBe(429);
    const page = await response.text();
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(page).toContain(`Please wait ${seconds} second`);
    expect(valueIn(page, 'note')).toBe('one more');
    expect(stored(fresh).passes).toHaveLength(5);
    passIn(await sendForm(fresh, { hashedSerialNumber: hash }, { note: 'changed' }));
    await fresh.close();
  });
});

describe('onRegister', () => {
  test('the examples: 25 points once, membership once, messages', async () => {
    const hash = passIn(await sendForm(t, { templateHash: exampleHash('Bonus for registering') }, { [NAME]: 'Ada' }));
    const points = async () => (await passJsonOf(t, hash)).storeCard.headerFields[0].value;
    expect(await points()).toBe(25);
    passIn(await sendForm(t, { hashedSerialNumber: hash }, { [NAME]: 'Grace' }));
    expect(await points()).toBe(25);
    const { storeCard } = await passJsonOf(t, hash);
    expect(storeCard.backFields.map(({ key }: { key: string }) => key)).toEqual(['how']);

    const club = {
      structure_primaryFields_name_value: 'Ada',
      structure_secondaryFields_seat_value: 'Cox',
      email: 'a@b.co',
    };
    const first = await sendForm(t, { templateHash: exampleHash('Club membership with registration') }, club);
    expect(await (await t.fetch(first.headers.get('location')!)).text()).toContain('<p>Welcome aboard, Ada!</p>');
    const hashedSerialNumber = passIn(first);
    expect((await passJsonOf(t, hashedSerialNumber)).generic.headerFields[0].value).toBe('Member');
    const back = (await passJsonOf(t, hashedSerialNumber)).generic.backFields[0];
    for (const link of [/href="([^"]+)"/.exec(back.attributedValue)![1]!, /http\S+$/.exec(back.value)![0]]) {
      const page = await (await t.app.server.request(link)).text();
      expect(valueIn(page, 'email')).toBe('a@b.co');
      expect(page).toContain('<option value="Cox" selected="">');
    }
    const second = await sendForm(t, { hashedSerialNumber }, { ...club, email: 'c@d.co' });
    expect(await (await t.fetch(second.headers.get('location')!)).text()).toContain('Your information is up to date.');
  });

  test('runs in the commit of the fields and pushes what changed', async () => {
    const hashedSerialNumber = await t.install(await t.pass(exampleHash('Bonus for registering')));
    const before = (await t.app.context.store.passByHash(hashedSerialNumber))!.pass;
    t.advance(60_000);
    const jobs = (await t.jobs()).length;
    passIn(await sendForm(t, { hashedSerialNumber }, { [NAME]: 'Ada' }));
    const after = (await t.app.context.store.passByHash(hashedSerialNumber))!.pass;
    // One commit, one update tag.
    expect(after.updateTag).toBe(before.updateTag + 1);
    expect(after.access[4]).toEqual({ count: 1, last: t.now() });
    expect((await t.jobs()).length).toBe(jobs + 1);
  });

  const stopping = {
    action: 'PSActionSetValue',
    targetPath: 'psTriggerError',
    value: 'The code {code} is not <valid>.',
    PSConditions: '{code} = "wrong"',
  };

  test('psTriggerError stands above the form, the input is kept, the pass is not registered, and the next try is the same pass', async () => {
    const templateHash = await t.template(
      cardWith({ code: editable('', 'Code') }, { triggers: { onRegister: [stopping] } }),
    );
    const before = counts();
    const response = await sendForm(t, { templateHash }, { code: 'wrong' });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(read(page)).toContain('The code wrong is not <valid>.');
    expect(page).toContain('is not &lt;valid&gt;.');
    expect(valueIn(page, 'code')).toBe('wrong');
    const hashedSerialNumber = /name="hashedSerialNumber" value="([^"]+)"/.exec(page)![1]!;
    expect((await t.app.context.store.passByHash(hashedSerialNumber))!.pass.access[4]).toBeUndefined();
    expect(passIn(await sendForm(t, { hashedSerialNumber }, { code: 'right' }))).toBe(hashedSerialNumber);
    expect((await t.app.context.store.passByHash(hashedSerialNumber))!.pass.access[4]?.count).toBe(1);
    expect(counts()[0]).toBe(before[0]! + 1);
  });

  test('so it is when onCreate stops', async () => {
    const templateHash = await t.template(
      cardWith({ code: editable('', 'Code') }, { triggers: { onCreate: [stopping] } }),
    );
    const page = await (await sendForm(t, { templateHash }, { code: 'wrong' })).text();
    const hashedSerialNumber = /name="hashedSerialNumber" value="([^"]+)"/.exec(page)![1]!;
    expect(read(page)).toContain('The code wrong');
    expect(passIn(await sendForm(t, { hashedSerialNumber }, { code: 'right' }))).toBe(hashedSerialNumber);
  });
});
