// Every page of the owner that rights-table.ts lists, in a browser: on a phone in German and light, on
// a desktop in English and dark; and each page of a card whose texts are long. A new page is looked at
// as soon as it has its row there. SHEET=<folder> keeps a picture of each; SCHEMES=other makes the
// phone dark and the desktop light.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { busyWorkshop, OTHERS, pathOf, QUERIES } from '../fixtures/http/busy-workshop.ts';
import { ownersBrowser } from '../fixtures/http/workshop.ts';
import type { Things } from '../fixtures/http/workshop-things.ts';
import type { TestApp } from '../fixtures/open-app.ts';
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
import { TABLE } from '../http/rights-table.ts';

/** What a page may weigh besides its images, in bytes. */
const HEAVIEST = 150 * 1024;

/** Pages that may weigh more: the editor of JSON alone, which nobody else loads, takes 130 KB, the keys it knows 20. */
const HEAVIER: Readonly<Record<string, number>> = { 'GET /cards/:card/code': 240 * 1024 };

/** The scheme on a phone, and on a desktop. */
const LIGHT_PHONE = ['light', 'dark'] as const;
const DARK_PHONE = ['dark', 'light'] as const;

const LONG_SCHEDULE = {
  name: 'Geburtstagsüberraschungsgutscheinverteilung am frühen Morgen',
  when: { every: 'day', at: '09:00' },
  actions: {
    action: 'PSActionSetValue',
    targetPath: 'psScanText',
    value: 'Herzlichen Glückwunsch zum Geburtstag von allen in der Bäckerei Lindner',
  },
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
    ({ things, instead } = await busyWorkshop(t));
    const long = await t.template(
      { ...GALLERY.long!, schedules: [LONG_SCHEDULE] },
      { templateName: `${'Ein langer Name einer Karte '.repeat(4)}` },
    );
    ofLongCard = { ...things, card: long };
    const [onPhone, onDesktop] = process.env.SCHEMES === 'other' ? DARK_PHONE : LIGHT_PHONE;
    phone = await pages.open({ locale: 'de-DE', colorScheme: onPhone, viewport: PHONE });
    desktop = await pages.open({ locale: 'en-GB', colorScheme: onDesktop, viewport: DESKTOP });
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
