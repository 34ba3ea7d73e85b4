// A card's overview, which is the guide's template portal: numbers with the lists behind them, days,
// sources, the push to all phones, export in parts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUSH } from '../../src/rules/passes/facts.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const NAME = 'structure_secondaryFields_name_value';
let t: TestApp;
let owner: OwnersBrowser;
beforeAll(async () => {
  t = await openTestApp();
  owner = await ownersBrowser(t);
  await t.app.context.store.changeAccount(t.owner.id, { timeZone: 'Europe/Berlin' });
});
afterAll(() => t.close());

const card = (additional = {}) =>
  t.template(pointsTemplate({ additional: { psPassDescription: `Card of {${NAME}}`, ...additional } }));
const track = (pass: string, accessType: number) =>
  t.call('trackPassAccess', { clientHash: t.clientHash, hashedSerialNumber: pass, accessType });
/** The numbers on top of the page, by the state in each link. */
const numbersIn = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/passes\?with=(\w+)"><strong>([^<]*)<\/strong>/g)].map(([, state, count]) => [state, count]),
  );
const namesIn = (html: string) =>
  [...html.matchAll(/\/customers\/[\w-]+" dir="auto">([^<]*)</g)].map(([, name]) => name);

describe('the portal', () => {
  test('its address, which allTemplates answers, leads to the overview after a login', async () => {
    const hash = await card();
    const { templates } = await t.call('allTemplates', { clientHash: t.clientHash });
    const { url } = templates.find(({ templateHash }: { templateHash: string }) => templateHash === hash);
    expect(url).toBe(`http://passes.test/portal.php?templateHash=${hash}`);
    const signedOut = await t.fetch(`/portal.php?templateHash=${hash}`);
    expect([signedOut.status, signedOut.headers.get('location')]).toEqual([303, `/cards/${hash}`]);
    const asked = await t.fetch(`/cards/${hash}`);
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/?next=%2Fcards%2F${hash}`]);
    expect((await t.fetch('/portal.php')).headers.get('location')).toBe('/cards');
    expect((await owner.get('/cards/0123456789abcdef')).status).toBe(404);
  });

  test('each number counts cards and leads to their list, named by psPassDescription', async () => {
    const hash = await card();
    const passes = [];
    for (const name of ['Ada', 'Bob', 'Cleo', 'Dan']) passes.push(await t.pass(hash, { [NAME]: name }));
    const [ada, bob, cleo] = passes as [string, string, string];
    for (const pass of [ada, bob]) for (let again = 0; again < 2; again++) await track(pass, 7);
    await track(bob, 2);
    await track(bob, 6);
    await track(cleo, 4);
    await t.install(ada);
    const page = await owner.page(`/cards/${hash}`);
    const numbers = { created: '4', installed: '1', onPhones: '1', scanned: '2', registered: '1', deleted: '1' };
    expect(numbersIn(page)).toEqual(numbers);
    const lists = {
      created: ['Card of Dan', 'Card of Cleo', 'Card of Bob', 'Card of Ada'],
      installed: ['Card of Bob'],
      onPhones: ['Card of Ada'],
      scanned: ['Card of Bob', 'Card of Ada'],
      registered: ['Card of Cleo'],
      deleted: ['Card of Bob'],
    };
    for (const [state, names] of Object.entries(lists)) {
      const list = await owner.page(`/cards/${hash}/passes?with=${state}`);
      expect([state, namesIn(list)]).toEqual([state, names]);
      if (state !== 'created') expect(Number(numbers[state as keyof typeof numbers])).toBe(names.length);
    }
    expect(await owner.page(`/cards/${hash}/passes?with=scanned`)).toContain(`href="/customers/${ada}"`);
    expect((await owner.get(`/cards/${hash}/passes?with=everything`)).status).toBe(400);
    expect(textOf(await owner.page(`/cards/${await card()}/passes?with=scanned`))).toContain(
      'No card is in this list yet.',
    );
  });

  test('long lists go on from page to page', async () => {
    const hash = await card();
    await Promise.all(Array.from({ length: 51 }, (_, index) => t.pass(hash, { [NAME]: `N${index}` })));
    const first = await owner.page(`/cards/${hash}/passes`);
    expect(namesIn(first)).toHaveLength(50);
    const next = /href="([^"]*before=\d+)"/.exec(first)![1]!.replaceAll('&amp;', '&');
    const second = await owner.page(next);
    expect(namesIn(second)).toHaveLength(1);
    expect(new Set([...namesIn(first), ...namesIn(second)]).size).toBe(51);
    expect(second).not.toContain('before=');
    expect(textOf(second)).toContain('To the newest');
  });

  test('days are those of the account’s time zone, and the table says what the chart shows', async () => {
    const hash = await card();
    const pass = await t.pass(hash);
    // The clock of tests stands at noon; half past eleven at night in London is the next day in Berlin.
    const day = new Date(t.now()).toISOString().slice(0, 10);
    t.advance(Date.parse(`${day}T23:30:00Z`) - t.now());
    await track(pass, 7);
    const page = await owner.page(`/cards/${hash}`);
    const rows = [...page.matchAll(/<time dateTime="([^"]*)"[^>]*>[^<]*<\/time><\/th>((?:<td>[^<]*<\/td>)*)/gi)].map(
      ([, date, cells]) => [date, ...[...cells!.matchAll(/<td>([^<]*)</g)].map(([, cell]) => cell)],
    );
    const tomorrow = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    expect(rows).toHaveLength(30);
    // Scans, new cards, added, removed.
    expect(rows.slice(0, 2)).toEqual([
      [tomorrow, '1', '0', '0', '0'],
      [day, '0', '1', '0', '0'],
    ]);
    expect(textOf(page)).toContain('Days begin at midnight in Europe/Berlin.');
    expect(page).toContain('aria-label="Scans: 1 in all, 1 on the busiest day"');
    const longer = await owner.page(`/cards/${hash}?days=90`);
    expect(longer.match(/<tr>/g)).toHaveLength(91);
  });

  test('sources are counted', async () => {
    const hash = await card();
    const { template } = (await t.app.context.store.templateByHash(hash))!;
    for (const [name, source] of [
      ['s1', 'flyer'],
      ['s2', '<b>web</b>'],
      ['s3', 'flyer'],
    ] as const) {
      const create = {
        serialNumber: name,
        hash: name.repeat(16),
        authenticationToken: 't',
        overrides: {},
        createdAt: t.now(),
      };
      await t.app.context.store.createPass(template.hash, () => ({ create, source, result: null }));
    }
    const page = await owner.page(`/cards/${hash}`);
    expect(textOf(page)).toContain('Where the cards came from');
    expect(page).toMatch(/flyer<\/th><td>2<\/td>.*&lt;b&gt;web&lt;\/b&gt;<\/th><td>1<\/td>/s);
    expect(textOf(await owner.page(`/cards/${await card()}`))).not.toContain('Where the cards came from');
  });

  test('Update all logs one event and tells the phones', async () => {
    const hash = await card();
    await t.install(await t.pass(hash));
    const sent = await owner.post(`/cards/${hash}/update`, {});
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/cards/${hash}#push`]);
    const { template } = (await t.app.context.store.templateByHash(hash))!;
    expect(await t.app.context.store.lastOfTemplate(template.id, PUSH)).toBe(t.now());
    expect(await owner.page(`/cards/${hash}`)).toContain(`data-push="/cards/${hash}/push"`);
    await t.deliver();
    expect(textOf(await owner.page(`/cards/${hash}`))).toContain('All phones that had the card were told (');
    const [entry] = await t.app.context.store.auditOf(t.owner.id, { before: Number.MAX_SAFE_INTEGER, count: 1 });
    expect(entry).toMatchObject({ what: 'card.update_all', who: t.owner.email });
  });

  test('a card that nobody has says what to do', async () => {
    const page = textOf(await owner.page(`/cards/${await card()}`));
    expect(page).toContain('Nobody has this card yet.');
    expect(page).toContain('No phone has this card');
    expect(textOf(await owner.page(`/cards/${await card()}`, 'de'))).toContain('Noch hat niemand diese Karte.');
  });
});

describe('the export', () => {
  test('is a list of files of up to 1000 passes, with start', async () => {
    const hash = await card({ psExportPaths: `hashedSerialNumber,${NAME}` });
    expect(await owner.page(`/cards/${hash}`)).toContain(`href="/cards/${hash}/export"`);
    const link = `http://passes.test/batch/export.php?templateHash=${hash}`;
    const linksIn = (html: string) =>
      [...html.matchAll(/href="(http[^"]*export\.php[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));
    expect(linksIn(await owner.page(`/cards/${hash}/export`))).toEqual([link]);
    const { template } = (await t.app.context.store.templateByHash(hash))!;
    const make = (index: number) => ({
      templateHash: hash,
      decide: () => {
        const name = `${template.id}-${index}`;
        const create = {
          serialNumber: name,
          hash: `export-${name}`,
          authenticationToken: 't',
          overrides: {},
          createdAt: t.now(),
        };
        return { create, result: null };
      },
    });
    await t.app.context.store.createPasses(Array.from({ length: 1001 }, (_, index) => make(index)));
    const page = await owner.page(`/cards/${hash}/export`);
    expect(linksIn(page)).toEqual([link, `${link}&start=1000`]);
    expect(textOf(page)).toContain('Cards 1 to 1,000 Cards 1,001 to 1,001');
    const file = await owner.get(`/batch/export.php?templateHash=${hash}&start=1000`);
    expect((await file.text()).trim().split('\n')).toHaveLength(2);
  });

  test('has all values where psExportPaths is missing, and says who chooses others', async () => {
    const hash = await card();
    expect(await owner.page(`/cards/${hash}`)).toContain(`href="/cards/${hash}/export"`);
    const page = textOf(await owner.page(`/cards/${hash}/export`));
    expect(page).toContain(`Columns: hashedSerialNumber, structure_headerFields_points_value, ${NAME}`);
    expect(page).toContain('Whoever edits the card as JSON chooses others in psExportPaths.');
    const file = await (await owner.get(`/batch/export.php?templateHash=${hash}`)).text();
    expect(file).toContain(`"hashedSerialNumber","structure_headerFields_points_value","${NAME}"`);
    expect(file).not.toContain('psPortalUpdatePaths');
  });
});
