// Every page of the owner that rights-table.ts lists, in a browser: on a phone in German and light, on
// a desktop in English and dark; and each page of a card whose texts are long. A new page is looked at
// as soon as it has its row there. SHEET=<folder> keeps a picture of each.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
import { addressOf, type Things, workshopThings } from '../fixtures/http/workshop-things.ts';
import { pointsTemplate, type TestApp } from '../fixtures/open-app.ts';
import {
  DESKTOP,
  layoutShift,
  MARK_ALONE,
  openPages,
  type Pages,
  PHONE,
  type WatchedPage,
  WITHOUT_BROWSER,
} from '../fixtures/pages/browser.ts';
import { looksWrong, unfold } from '../fixtures/pages/faults.ts';
import { GALLERY } from '../fixtures/pages/gallery.ts';
import { logIn } from '../fixtures/pages/log-in.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { TABLE } from '../http/rights-table.ts';

const NEWS = 'structure_backFields_news_value';
const NAME = 'structure_secondaryFields_name_value';

/** What a page may weigh besides its images, in bytes. */
const HEAVIEST = 150 * 1024;

/** Pages that may weigh more: the editor of JSON alone, which nobody else loads, takes 130 KB. */
const HEAVIER: Readonly<Record<string, number>> = { 'GET /cards/:card/code': 220 * 1024 };

/** Routes that answer no page to the owner. */
const OTHERS: Readonly<Record<string, 'file' | 'redirect' | 'part' | 'stream'>> = {
  'GET /batch/export.php': 'file',
  'GET /batch/result.php': 'file',
  'GET /cards/:card/code/template.json': 'file',
  'GET /cards/:card/push': 'part',
  'GET /cards/:card/send/example.csv': 'file',
  'GET /cards/:card/send/poster.pdf': 'file',
  'GET /cards/:card/send/qr.png': 'file',
  'GET /cards/:card/send/qr.svg': 'file',
  'GET /portal.php': 'redirect',
  'GET /runs/:run/again': 'redirect',
  'GET /send/:batch/result.csv': 'file',
  'GET /send/:batch/wrong.csv': 'file',
  'GET /settings/audit/export.csv': 'file',
  'GET /settings/certificate/request': 'file',
  'GET /settings/mail/preview': 'part',
  'GET /settings/server/backup/:backup': 'file',
  'GET /today/live': 'stream',
};

/** What pages ask for in their query. */
const QUERIES: Readonly<Record<string, string>> = {
  'GET /cards/:card/design/field': '?group=headerFields&key=points',
  'GET /cards/:card/design/languages/remove': '?language=de',
  'GET /cards/:card/design/pictures/crop': '?name=logo',
  'GET /cards/:card/design/remove': '?group=headerFields&key=points',
  'GET /cards/:card/design/rename': '?path=structure_headerFields_points',
  'GET /cards/:card/design/value': '?key=note',
};

/** Pages about something that the card with long texts does not have. */
const OF_FIRST_CARD: ReadonlySet<string> = new Set([
  ...Object.keys(QUERIES),
  'GET /cards/:card/checks/:check/delete',
  'GET /cards/:card/discard',
  'GET /cards/:card/publish',
  'GET /cards/:card/rules/:home/:number',
  'GET /cards/:card/rules/:home/:number/delete',
]);

/** Pages of people who are not logged in yet. */
const SIGNED_OUT = ['GET /login', 'GET /join/:code'];

const ROUTES = Object.keys(TABLE).filter((route) => route.startsWith('GET '));
const PAGES = ROUTES.filter((route) => OTHERS[route] === undefined);
const OF_CARD = PAGES.filter((route) => route.startsWith('GET /cards/:card') && !OF_FIRST_CARD.has(route));
const OWN_CERTIFICATE = 'GET /settings/certificate/:certificate/remove';

const pathOf = (route: string, things: Things) =>
  addressOf(route.slice('GET '.length), things) + (QUERIES[route] ?? '');

describe.skipIf(WITHOUT_BROWSER)('every page of the owner', () => {
  let pages: Pages;
  let t: TestApp;
  let things: Things;
  let ofLongCard: Things;
  /** What stands for a parameter where one route needs another thing than the others. */
  let instead: Readonly<Record<string, Things>>;
  let phone: WatchedPage;
  let desktop: WatchedPage;
  let stranger: WatchedPage;

  beforeAll(async () => {
    pages = await openPages();
    ({ t } = pages);
    const card = await t.template(
      pointsTemplate({
        structure: {
          ...(pointsTemplate().structure as object),
          backFields: [{ key: 'news', label: 'Latest news', value: 'Fresh bread.', changeMessage: '%@' }],
        },
        additional: { note: '', psPortalUpdatePaths: NEWS, psPassDescription: `{${NAME}}`, psExportPaths: NAME },
        triggers: {
          onScan: [
            { action: 'PSActionIncrementValue', targetPath: 'structure_headerFields_points_value', amount: 1 },
            {
              action: 'PSActionSetValue',
              targetPath: 'backgroundColor',
              value: 'gold',
              PSConditions: `{${NAME}} = "Ada"`,
            },
          ],
        },
      }),
      { templateName: 'Bonuskarte der Bäckerei Lindner' },
    );
    things = { ...(await workshopThings(t, card)), backup: await madeBackup(t) };
    await happen(t, card, things.pass!);
    await edit(t, card);
    const long = await t.template(GALLERY.long!, { templateName: `${'Ein langer Name einer Karte '.repeat(4)}` });
    ofLongCard = { ...things, card: long };
    instead = {
      'GET /send/:batch/columns': { batch: await draftBatch(t, card) },
      'GET /tills/:till/code': { till: await newTill(t) },
    };
    phone = await pages.open({ locale: 'de-DE', colorScheme: 'light', viewport: PHONE });
    desktop = await pages.open({ locale: 'en-GB', colorScheme: 'dark', viewport: DESKTOP });
    stranger = await pages.open({ locale: 'de-DE', viewport: PHONE });
    for (const { page } of [phone, desktop]) await logIn(page, pages.root);
  });
  afterAll(() => pages?.close());

  test.each(PAGES.filter((route) => route !== OWN_CERTIFICATE))('%s', async (route) => {
    const path = pathOf(route, { ...things, ...instead[route] });
    const name = route.slice('GET /'.length).replace(/[^\w]+/g, '-') || 'today';
    if (SIGNED_OUT.includes(route)) {
      expect(await look(stranger, path, `${name}-phone`)).toEqual([]);
      return;
    }
    const most = HEAVIER[route];
    expect(await look(phone, path, `${name}-phone`, most), 'on a phone, in German').toEqual([]);
    expect(await look(desktop, path, `${name}-desktop`, most), 'on a desktop, in the dark').toEqual([]);
  });

  test.each(OF_CARD)('%s of a card with long texts', async (route) => {
    const name = route.slice('GET /'.length).replace(/[^\w]+/g, '-');
    expect(await look(phone, pathOf(route, ofLongCard), `long-${name}-phone`, HEAVIER[route])).toEqual([]);
  });

  test(`${OWN_CERTIFICATE}, of a certificate of her own`, async () => {
    const { store } = t.app.context;
    const { id: _, ...development } = (await store.certificateFor(t.owner.id, null, t.now()))!;
    const own = { accountId: t.owner.id, passTypeIdentifier: 'pass.de.lindner', publicId: 'own' };
    const { id } = await store.createCertificate({ ...development, ...own });
    const path = pathOf(OWN_CERTIFICATE, { ...things, certificate: String(id) });
    expect(await look(phone, path, 'settings-certificate-remove-phone')).toEqual([]);
    expect(await look(desktop, path, 'settings-certificate-remove-desktop')).toEqual([]);
    // Without the strip of an account that has no certificate.
    expect(await look(phone, '/settings/certificate', 'settings-certificate-own-phone')).toEqual([]);
    await store.removeCertificate(id);
  });

  test.each(Object.keys(OTHERS))('%s is no page, and answers', async (route) => {
    const { cookie, get, post } = await ownersBrowser(t);
    if (route.endsWith('certificate/request')) await post('/settings/certificate/request', {});
    const response =
      OTHERS[route] === 'stream'
        ? await t.fetch(pathOf(route, things), { headers: { cookie } })
        : await get(pathOf(route, things));
    expect(response.status).toBe(OTHERS[route] === 'redirect' ? 303 : 200);
    const type = response.headers.get('content-type') ?? '';
    if (OTHERS[route] === 'file') expect(type).not.toContain('html');
    if (OTHERS[route] === 'part') expect(type).toContain('html');
    if (OTHERS[route] === 'stream') expect(type).toContain('event-stream');
    await response.body?.cancel();
  });

  /** What is wrong with a page, a line each. */
  async function look(
    { page, complaints }: WatchedPage,
    path: string,
    picture: string,
    most = HEAVIEST,
  ): Promise<string[]> {
    complaints.splice(0);
    const answer = await page.goto(pages.root + path);
    const shift = await repeatedShift(page);
    const weight = await weightOf(page);
    await keepPicture(page, picture);
    const found = [
      ...(answer?.status() === 200 ? [] : [`status ${answer?.status()}`]),
      ...(page.url() === pages.root + path ? [] : [`leads to ${page.url()}`]),
      ...(shift > MARK_ALONE ? [`the layout shifts by ${shift}`] : []),
      ...(weight > most ? [`weighs ${Math.round(weight / 1024)} KB besides images`] : []),
    ];
    await unfold(page);
    return [...found, ...(await looksWrong(page)), ...complaints.splice(0)];
  }
});

/**
 * How far the layout shifts, again and again: on a busy machine a long page comes in two pieces, and its
 * end moves down with the second.
 */
async function repeatedShift(page: WatchedPage['page']): Promise<number> {
  const first = await layoutShift(page);
  if (first <= MARK_ALONE) return first;
  await page.reload();
  return Math.min(first, await layoutShift(page));
}

/** Bytes of the document and what it loads as they are sent, without images. */
function weightOf(page: WatchedPage['page']): Promise<number> {
  return page.evaluate(() => {
    const loaded = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[];
    const isImage = ({ name, initiatorType }: PerformanceResourceTiming) =>
      initiatorType === 'img' || initiatorType === 'image' || /^data:image|\.(?:png|svg|jpe?g)$/.test(name);
    const inPage = [...document.images].filter(({ src }) => src.startsWith('data:'));
    return (
      loaded.filter((entry) => !isImage(entry)).reduce((sum, entry) => sum + entry.encodedBodySize, 0) -
      inPage.reduce((sum, { src }) => sum + src.length, 0)
    );
  });
}

async function keepPicture(page: WatchedPage['page'], name: string): Promise<void> {
  const folder = process.env.SHEET;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
}

/** Something on every list: scans that did something and nothing, a phone, a push, a corrected value. */
async function happen(t: TestApp, card: string, pass: string): Promise<void> {
  const { clientHash } = t;
  await t.install(pass);
  for (let index = 0; index < 3; index++) {
    await t.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
  }
  const other = await t.pass(card, { [NAME]: 'Annegret-Wilhelmine von Donaudampfschifffahrtsgesellschaft' });
  await t.call('trackPassAccess', { clientHash, hashedSerialNumber: other, accessType: 7 });
  const { post } = await ownersBrowser(t);
  await post(`/customers/${pass}`, { [NAME]: 'Ada', psReason: 'forgot at the till', psSave: '1' });
  await post(`/cards/${card}/test`, {});
  await t.deliver();
}

/** A draft of the card, with a language and a picture. */
async function edit(t: TestApp, card: string): Promise<void> {
  const { page, post } = await ownersBrowser(t);
  const send = async (path: string, fields: Record<string, string | Blob>) => {
    const [, revision] = /name="revision" value="([^"]*)"/.exec(await page(path)) ?? [];
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, revision: revision! })) form.append(name, value);
    const { status, headers } = await post(path, form);
    if (status !== 303) throw new Error(`${path}: ${status} ${headers.get('location')}`);
  };
  await send(`/cards/${card}/design/languages`, { act: 'add', language: 'de' });
  const logo = new Blob([(await noise(480, 150)) as Uint8Array<ArrayBuffer>]);
  await send(`/cards/${card}/design/pictures`, { act: 'put', name: 'logo', file: logo });
}

async function madeBackup(t: TestApp): Promise<string> {
  const { post, page } = await ownersBrowser(t);
  await post('/settings/server/backup', {});
  const [, name] = /\/settings\/server\/backup\/([^"]+)"/.exec(await page('/settings/server')) ?? [];
  if (name === undefined) throw new Error('no backup was made');
  return name;
}

/** A spreadsheet whose columns nobody has explained yet. */
async function draftBatch(t: TestApp, card: string): Promise<string> {
  const { post } = await ownersBrowser(t);
  const form = new FormData();
  form.append('mode', 'links');
  const text = 'Vorname;E-Mail;Telefonnummer\nAda;ada@example.com;1\nGrace;grace@example.com;2\n';
  form.append('file', new Blob([text]), 'Kundenliste Frühjahr.csv');
  const { headers } = await post(`/cards/${card}/send/spreadsheet`, form);
  return /\/send\/([^/]+)\//.exec(headers.get('location') ?? '')![1]!;
}

/** A till whose code nobody has used yet. */
async function newTill(t: TestApp): Promise<string> {
  const { post } = await ownersBrowser(t);
  const fields = { name: 'Kasse am Ofen', scope: 'all', mayUndo: 'true', mayFind: 'true' };
  const { headers } = await post('/tills/new', fields);
  return /\/tills\/(\d+)\/code/.exec(headers.get('location') ?? '')![1]!;
}
