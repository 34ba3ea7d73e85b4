// The simulator: what it shows of a try, that a try leaves nothing behind, and that its address holds
// everything.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '../fixtures/http/people.ts';
import { NAME, POINTS, stampCard } from '../fixtures/http/stamp-card.ts';
import { stored } from '../fixtures/http/stored.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';

let t: TestApp;
let owner: OwnersBrowser;
let card: string;
let ada: string;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
  card = await t.template(stampCard(), { templateName: 'Bonus card' });
  ada = await t.install(await t.pass(card, { [NAME]: 'Ada', [POINTS]: 9 }));
});
afterAll(() => t.close());

const page = (query: string | Record<string, string> = '', language = 'en') =>
  owner.page(`/cards/${card}/try?${new URLSearchParams(query)}`, language);
const scan = (hashedSerialNumber: string) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber, accessType: 7 });

describe('a try', () => {
  test('says what would happen: the change, the till, the lock screen, the phones, the steps', async () => {
    const before = stored(t);
    const text = textOf(await page({ event: 'onScan', pass: ada }));
    expect(text).toContain('POINTS 9 → 10');
    expect(text).toContain('POINTS: 9 → 10');
    expect(text).toContain('YOUR CARD: 9 of 10 → 10 of 10');
    expect(text).toContain('The till shows Free coffee, Ada!');
    expect(text).toContain('The lock screen says You now have 10 points');
    expect(text).toContain('1 phone would be told: Phone phone ');
    expect(text).toMatch(/POINTS was 10/);
    expect(text).toContain('Nothing was stored, sent or pushed.');
    expect(stored(t)).toEqual(before);
    const german = textOf(await page({ event: 'onScan', pass: ada }, 'de'));
    expect(german).toContain('Die Kasse zeigt Free coffee, Ada!');
    expect(german).toContain('1 Telefon würde benachrichtigt:');
  });

  test('starts with a new card that is scanned once', async () => {
    const text = textOf(await page());
    expect(text).toContain('POINTS 0 → 1');
    expect(text).toContain('No phone has this card, so none would be told.');
    expect(text).toContain('The till shows No text of its own.');
  });

  test('runs several times in a row, and shows each by itself', async () => {
    const query = { event: 'onScan', n: '10' };
    const all = textOf(await page(query));
    expect(all).toContain('YOUR CARD: 0 of 10 → 10 of 10');
    expect(all).toContain('10. POINTS 9 → 10');
    expect(all).toContain('Free coffee, Guest!');
    const ninth = textOf(await page({ ...query, step: '9' }));
    expect(ninth).toContain('YOUR CARD: 8 of 10 → 9 of 10');
    expect(ninth).toContain('The till shows No text of its own.');
    expect(ninth).toContain('All together');
  });

  test('goes step by step', async () => {
    const query = { event: 'onScan', pass: ada };
    const start = textOf(await page({ ...query, step: '1.0' }));
    expect(start).toContain('After step 0 of 4');
    expect(start).toContain('The card looks as before.');
    const second = textOf(await page({ ...query, step: '1.2' }));
    expect(second).toContain('After step 2 of 4');
    expect(second).toContain('POINTS: 9 → 10');
    expect(second).not.toContain('the colour of the card changes');
    const end = textOf(await page({ ...query, step: '1.4' }));
    expect(end).toContain('the colour of the card changes');
    // A step that there is not is the nearest one.
    expect(textOf(await page({ ...query, step: '7.99' }))).toContain('After step 4 of 4');
  });

  test('sets values and the clock first', async () => {
    const text = textOf(
      await page({ event: 'onScan', [`set.${POINTS}`]: '41', [`set.${NAME}`]: 'Grace', at: '2030-01-02T03:04' }),
    );
    expect(text).toContain('POINTS 41 → 42');
    expect(text).toContain('Free coffee, Grace!');
    const timed = await t.template(
      stampCard(10, { triggers: { onScan: [{ action: 'PSActionSetValue', targetPath: NAME, value: '{timestamp}' }] } }),
    );
    await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'Europe/Berlin' });
    const then = textOf(await owner.page(`/cards/${timed}/try?event=onScan&at=2030-01-02T03%3A04`));
    expect(then).toContain('2:04');
    await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'UTC' });
  });

  test('tells every event, and a card that is made', async () => {
    const made = await t.template(
      stampCard(10, { triggers: { onCreate: [{ action: 'PSActionSetValue', targetPath: NAME, value: 'Welcome' }] } }),
    );
    const text = textOf(await owner.page(`/cards/${made}/try?event=onCreate&n=3`));
    expect(text).toContain('NAME: Guest → Welcome');
    // What its making changed is there before other events.
    const html = await owner.page(`/cards/${made}/try?event=onScan`);
    expect(html).toContain('value="Welcome"');
    for (const event of ['onCheck', 'onInstall', 'onRegister', 'onEdit', 'onDeviceUpdate', 'onDelete']) {
      expect(textOf(await page({ event })), event).toMatch(/this card has no rule for this/i);
    }
  });

  test('shows requests that it does not send, without secrets', async () => {
    const telling = await t.template(
      stampCard(10, {
        triggers: {
          onScan: [
            {
              action: 'PSActionURL',
              url: 'https://shop.example/points?of={clientHash}',
              method: 'POST',
              headers: { Authorization: 'Bearer topsecret', 'X-Shop': 'bakery' },
              body: { points: `{${POINTS}}` },
            },
          ],
        },
      }),
    );
    const html = await owner.page(`/cards/${telling}/try?event=onScan`);
    const text = textOf(html);
    expect(text).toContain('POST https://shop.example/points?of={clientHash}');
    expect(text).toMatch(/authorization: \(hidden\)/i);
    expect(text).toMatch(/x-shop: bakery/i);
    expect(text).toContain('{"points":"0"}');
    expect(text).toContain('Not sent, because this is a try.');
    expect(html).not.toContain('topsecret');
    expect(html).not.toContain(t.clientHash);
  });

  test('runs rules that are paused, and says so', async () => {
    const paused = await t.template(stampCard(), { triggersPaused: true });
    const text = textOf(await owner.page(`/cards/${paused}/try?event=onScan`));
    expect(text).toContain('The rules of this card are paused, so a real event would run none.');
    expect(text).toContain('POINTS 0 → 1');
  });

  test('stops where a rule says so', async () => {
    const stopping = await t.template(
      stampCard(10, {
        triggers: {
          onScan: [
            {
              action: 'PSActionSetValue',
              targetPath: 'psTriggerError',
              value: 'Twice a day is enough',
              PSConditions: 'scanned',
            },
          ],
        },
      }),
    );
    const text = textOf(await owner.page(`/cards/${stopping}/try?event=onScan&n=2`));
    expect(text).toContain('A rule stops it with this message: Twice a day is enough');
  });

  test('ends together where the events cost more than one may', async () => {
    const large = `${'x'.repeat(2000)}`;
    const costly = await t.template(
      stampCard(10, {
        additional: { long: large, all: '{long}'.repeat(20), note: '' },
        triggers: { onScan: Array(4).fill({ action: 'PSActionSetValue', targetPath: 'note', value: '{all}' }) },
      }),
    );
    const text = textOf(await owner.page(`/cards/${costly}/try?event=onScan&n=20`));
    expect(text).toMatch(/Only the first \d+ of 20 are shown/);
  });
});

describe('the form', () => {
  test('leads to an address that says no more than it must', async () => {
    const sent = {
      [`was.${POINTS}`]: '9',
      [`was.${NAME}`]: 'Guest',
      form: '1',
      event: 'onScan',
      n: '1',
      pass: ada,
      at: '',
      q: '',
      [`set.${POINTS}`]: '9',
      [`set.${NAME}`]: 'Grace',
    };
    const answer = await owner.get(`/cards/${card}/try?${new URLSearchParams(sent)}`);
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location')!, 'http://passes.test');
    expect([...location.searchParams]).toEqual([
      ['event', 'onScan'],
      ['pass', ada],
      [`set.${NAME}`, 'Grace'],
    ]);
    expect(textOf(await owner.page(location.pathname + location.search))).toContain('Free coffee, Grace!');
  });

  test('finds a customer, and names the others that were found', async () => {
    const another = await t.pass(card, { [NAME]: 'Ada Byron' });
    const found = await owner.get(`/cards/${card}/try?form=1&event=onScan&n=1&pass=&q=ada`);
    expect(found.status).toBe(303);
    const location = found.headers.get('location')!;
    const html = await owner.page(location);
    expect(textOf(html)).toContain('Also found for “ada”:');
    const hashes = [ada, another];
    const chosen = new URL(location, 'http://passes.test').searchParams.get('pass')!;
    expect(hashes).toContain(chosen);
    expect(html).toContain(`pass=${hashes.find((hash) => hash !== chosen)}`);
    expect(textOf(await page({ form: '1', q: 'nobody' }))).toContain('Nobody with this card was found for “nobody”.');
  });

  test.each([
    [{ n: '0' }, 'Type a whole number from 1 to 20.'],
    [{ n: '21' }, 'Type a whole number from 1 to 20.'],
    [{ n: 'x' }, 'Type a whole number from 1 to 20.'],
    [{ at: 'tomorrow' }, 'Type a date and a time, such as 2026-12-24 18:00.'],
    [{ [`set.${POINTS}`]: 'many' }, 'POINTS must be a number, such as 2.5.'],
    [{ 'set.nowhere': '1' }, 'This template has no API path &quot;nowhere&quot;.'],
    [{ [`set.${NAME}`]: 'x'.repeat(1001) }, 'a value to try has at most 1000 characters.'],
  ])('shows a mistake beside what was typed: %j', async (query, message) => {
    const answer = await owner.get(`/cards/${card}/try?${new URLSearchParams(query as Record<string, string>)}`);
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain(message);
    expect(html).toContain('Nothing was tried.');
    for (const typed of Object.values(query).filter((value) => value.length < 50 && value !== '1')) {
      expect(html).toContain(`value="${typed}"`);
    }
  });

  test('is of this card alone', async () => {
    const other = await t.pass(await t.template(stampCard()));
    expect((await owner.get(`/cards/${card}/try?pass=${other}`)).status).toBe(404);
    expect((await owner.get(`/cards/${card}/try?pass=nobody`)).status).toBe(404);
    expect((await owner.get(`/cards/${card}/try?run=99999`)).status).toBe(404);
  });
});

describe('a draft', () => {
  const draftOf = (passConstructor: ReturnType<typeof stampCard>, base: string) =>
    t.app.context.store.changeDraft(base, ({ template }) => ({
      draft: { baseVersion: template.version, passConstructor, editedBy: t.owner.email, editedAt: t.now() },
      result: null,
    }));

  test('is tried before it is published, and beside what is published', async () => {
    const drafted = await t.template(stampCard());
    await draftOf(stampCard(3), drafted);
    const text = textOf(await owner.page(`/cards/${drafted}/try?event=onScan&n=3`));
    expect(text).toContain('Free coffee, Guest!');
    const published = textOf(await owner.page(`/cards/${drafted}/try?event=onScan&n=3&rules=published`));
    expect(published).not.toContain('Free coffee, Guest!');
  });

  test('with mistakes says what does nothing', async () => {
    const drafted = await t.template(stampCard());
    const action = { action: 'PSActionSetValue', targetPath: 'nowhere', value: 1 };
    await draftOf(stampCard(10, { triggers: { onScan: [action] } }), drafted);
    expect(textOf(await owner.page(`/cards/${drafted}/try`))).toContain(
      'The draft has mistakes. What is wrong does nothing:',
    );
  });

  test('is tried by those who may change the card', async () => {
    const drafted = await t.template(stampCard());
    await draftOf(stampCard(3), drafted);
    const { cookie } = await person(t, 'manager');
    const path = `/cards/${drafted}/try?event=onScan&n=3&rules=draft`;
    const text = textOf(await (await t.fetch(path, { headers: { cookie } })).text());
    expect(text).toContain('YOUR CARD: 0 of 10 → 3 of 10');
    expect(text).not.toContain('Free coffee, Guest!');
    expect(text).not.toContain('Keep as a check');
  });
});

describe('a run of the past', () => {
  test('is tried again as the card was then, exactly where nothing happened since', async () => {
    const pass = await t.pass(card, { [POINTS]: 4 });
    await scan(pass);
    const run = (await t.events(pass)).at(-1)!.id;
    const again = await owner.get(`/runs/${run}/again`);
    expect(again.status).toBe(303);
    const text = textOf(await owner.page(again.headers.get('location')!));
    expect(text).toContain('POINTS 4 → 5');
    expect(text).toContain('The card is exactly as it was then.');
  });

  test('after more happened takes the values that the traces tell', async () => {
    const pass = await t.pass(card, { [NAME]: 'Eve', [POINTS]: 8 });
    t.advance(60_000);
    await scan(pass);
    const run = (await t.events(pass)).at(-1)!;
    for (let more = 0; more < 3; more++) {
      t.advance(60_000);
      await scan(pass);
    }
    const text = textOf(await page({ event: 'onScan', run: String(run.id) }));
    expect(text).toContain('POINTS 8 → 9');
    expect(text).toContain('Eve, as it was then');
    expect(text).toMatch(/Known of that moment: [^.]*POINTS[^.]*\. Every other value is as it is today\./);
    expect(text).not.toContain('typed by hand');
    await t.call('updatePassFields', { clientHash: t.clientHash, hashedSerialNumber: pass, [NAME]: 'Evelyn' });
    const edited = await owner.get(`/pass/editor.php?hashedSerialNumber=${pass}`);
    expect(edited.status).toBe(200);
  });

  test('of a rule that asks whether the card was scanned before', async () => {
    const once = await t.template(
      stampCard(10, {
        triggers: {
          onScan: [{ action: 'PSActionIncrementValue', targetPath: POINTS, amount: 1, PSConditions: '!scanned' }],
        },
      }),
    );
    const pass = await t.pass(once);
    await scan(pass);
    const first = (await t.events(pass)).at(-1)!.id;
    await scan(pass);
    expect(textOf(await owner.page(`/cards/${once}/try?event=onScan&run=${first}`))).toContain('POINTS 0 → 1');
  });
});
