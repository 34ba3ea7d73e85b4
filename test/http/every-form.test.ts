// Every form of the owner's pages as a browser without script sends it: found on the pages that
// rights-table.ts lists, sent as it stands by each of its buttons. A form without a row fails, and so
// does one that only a script would show.
import { DomUtils, parseDocument } from 'htmlparser2';
import { afterAll, expect, test } from 'vitest';
import { type BusyWorkshop, busyWorkshop, OTHERS, pathOf } from '../fixtures/http/busy-workshop.ts';
import { type Button, type PageForm, readPage, sentBy } from '../fixtures/http/page-forms.ts';
import { type OwnersBrowser, ownersBrowser, textOf } from '../fixtures/http/workshop.ts';
import { EXPRESSION, type Things } from '../fixtures/http/workshop-things.ts';
import { openTestApp, type TestApp } from '../fixtures/open-app.ts';
import { GALLERY } from '../fixtures/pages/gallery.ts';
import { ELSEWHERE, OF_BATCH, OF_MAILS, OUTCOMES } from './every-form-table.ts';
import { TABLE } from './rights-table.ts';

/** Pages of people who are not logged in yet. */
const SIGNED_OUT = ['GET /login', 'GET /join/:code'];

type Visitor = Pick<OwnersBrowser, 'get' | 'post'>;

interface Shop extends BusyWorkshop {
  readonly t: TestApp;
  readonly owner: Visitor;
  readonly stranger: Visitor;
}

let shop: Shop | null = null;
afterAll(() => shop?.t.close());

async function openShop(): Promise<Shop> {
  await shop?.t.close();
  const t = await openTestApp();
  const { things, instead } = await busyWorkshop(t);
  const certificate = await ownCertificate(t);
  const silent = await t.template(GALLERY.long!);
  shop = {
    ...{ t, owner: await ownersBrowser(t), stranger: strangerTo(t), things },
    instead: { ...instead, [OWN_CERTIFICATE]: { ...things, certificate }, [NO_NEWS]: { ...things, card: silent } },
  };
  return shop;
}

const OWN_CERTIFICATE = 'GET /settings/certificate/:certificate/remove';

async function ownCertificate({ app, owner, now }: TestApp): Promise<string> {
  const { store } = app.context;
  const { id: _, ...development } = (await store.certificateFor(owner.id, null, now()))!;
  const own = { accountId: owner.id, passTypeIdentifier: 'pass.de.lindner', publicId: 'own' };
  return String((await store.createCertificate({ ...development, ...own })).id);
}

function strangerTo(t: TestApp): Visitor {
  const headers = { 'accept-language': 'en', 'sec-fetch-site': 'same-origin' };
  return {
    get: (path) => t.fetch(path, { headers }),
    post: (path, fields) => t.fetch(path, { method: 'POST', headers, body: fields as URLSearchParams | FormData }),
  };
}

/** The same routes in another state, with other forms: a job is chosen, a card has no news yet. */
const MORE_PAGES = ['GET /cards/new?job=points', 'GET /cards/:card/news of a card without news'];
const NO_NEWS = MORE_PAGES[1]!;

const visitorOf = ({ owner, stranger }: Shop, page: string) => (SIGNED_OUT.includes(page) ? stranger : owner);

const ROUTES = Object.keys(TABLE);
const PAGES = [...ROUTES.filter((route) => route.startsWith('GET ') && OTHERS[route] === undefined), ...MORE_PAGES];
/** What takes its page away comes last, so that few shops have to be opened. */
const LAST = /^POST (?:\/logout|.*\/(?:delete|remove|discard|publish|restore|undo|invalidate|renew|end))\b/;

/** The pattern of a route that answers an address. */
function routeOf(method: string, path: string): string {
  const fits = ROUTES.filter((route) => {
    const [of, pattern] = route.split(' ') as [string, string];
    const parts = pattern.replace(EXPRESSION, '').split('/');
    const given = path.split('/');
    return (
      of === method &&
      parts.length === given.length &&
      parts.every((part, at) => part.startsWith(':') || part === given[at])
    );
  });
  // One without parameters is meant where there is one.
  const [best] = fits.sort((one, other) => one.split(':').length - other.split(':').length);
  if (best === undefined) throw new Error(`no route for ${method} ${path}`);
  return best;
}

interface Found {
  readonly page: string;
  readonly route: string;
  readonly name: string;
}

interface Opened {
  readonly path: string;
  readonly forms: readonly { readonly form: PageForm; readonly route: string; readonly names: readonly string[] }[];
  readonly html: string;
}

async function open(shop: Shop, page: string): Promise<Opened> {
  const { things, instead } = shop;
  const [route, query] = page.split(' of ')[0]!.split('?') as [string, string?];
  const path = pathOf(route, { ...things, ...instead[page] }) + (query === undefined ? '' : `?${query}`);
  const answer = await visitorOf(shop, page).get(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  const html = await answer.text();
  const forms = readPage(html).forms.filter(({ attributes }) => attributes.method?.toLowerCase() === 'post');
  return {
    path,
    html,
    forms: forms.map((form) => {
      const action = new URL(form.attributes.action || path, 'https://shop.example');
      const route = routeOf('POST', action.pathname);
      const buttons = form.buttons.filter(({ gets }) => !gets);
      return { form: { ...form, buttons }, route, names: buttons.map((button) => `${route} · ${buttonIn(button)}`) };
    }),
  };
}

/** Words of a button without the names of this shop's things; a value that says what the button does. */
function buttonIn({ words, name, value }: Button): string {
  const act = name === null || !/^[a-z-]+$/.test(value) ? '' : ` [${name}=${value}]`;
  return words.replace(/\d+/g, '0') + act;
}

/** Where an answer leads, or what its page says is wrong. */
async function outcomeOf(answer: Response, { things, instead }: Shop): Promise<string> {
  const { status, headers } = answer;
  if (status === 303) return `to ${nameless(headers.get('location')!, [things, ...Object.values(instead)])}`;
  const html = await answer.text();
  const document = parseDocument(html);
  const alerts = DomUtils.getElements({ role: 'alert' }, document, true);
  const [said] = [...alerts, ...DomUtils.getElementsByTagName('h1', document)].map((each) =>
    DomUtils.textContent(each).replace(/\s+/g, ' ').trim(),
  );
  return `${status} ${said ?? textOf(html).slice(0, 80)}`;
}

function nameless(location: string, all: readonly Things[]): string {
  const parts = decodeURIComponent(location).split(/([/?=&#])/);
  const names = new Map(all.flatMap((things) => Object.entries(things).map(([name, thing]) => [thing, `:${name}`])));
  return parts
    .map((part) =>
      part.length > 8 ? (names.get(part) ?? part.replace(/^[\w-]{16,}$/, ':other')) : part.replace(/\d+/g, '0'),
    )
    .join('');
}

async function send(by: Visitor, path: string, form: PageForm, button: Button): Promise<Response> {
  const sent = sentBy(form);
  if (button.name !== null) sent.append(button.name, button.value);
  const action = form.attributes.action || path;
  if (form.attributes.enctype !== 'multipart/form-data') return by.post(action, sent);
  const data = new FormData();
  for (const [name, value] of sent) data.append(name, value);
  return by.post(action, data);
}

type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

function outerOf(element: Element): Element[] {
  const { parent } = element;
  return parent !== null && DomUtils.isTag(parent) ? [parent, ...outerOf(parent)] : [];
}

/** What only a script would show: inputs and buttons that are hidden, or in a template. */
function hiddenIn(html: string): string[] {
  const document = parseDocument(html);
  const forms = DomUtils.getElementsByTagName('form', document).filter(
    ({ attribs }) => attribs.method?.toLowerCase() === 'post',
  );
  return forms.flatMap((form) => {
    const inside = DomUtils.getElementsByTagName(
      (name) => ['input', 'select', 'textarea', 'button'].includes(name),
      form,
    );
    const shown = inside.filter((element) => {
      if (element.attribs.type === 'hidden') return false;
      const around = [element, ...outerOf(element)];
      return !around.some(({ name, attribs }) => name === 'template' || attribs.hidden !== undefined);
    });
    const sends = shown.filter(({ name, attribs }) => name === 'button' && attribs.type !== 'button');
    const unseen = inside.filter(
      (element) => element.attribs.type !== 'hidden' && element.name !== 'button' && !shown.includes(element),
    );
    return [
      ...(sends.length === 0 ? [`${form.attribs.action}: no button sends it`] : []),
      ...unseen.map(({ attribs }) => `${form.attribs.action}: nobody sees ${attribs.name}`),
    ];
  });
}

test('each address that takes a form is sent one here, or in the test that the table names', () => {
  const here = new Set([...Object.keys(OUTCOMES).map((name) => name.split(' · ')[0]!), ...OF_BATCH, ...OF_MAILS]);
  const taking = ROUTES.filter((route) => route.startsWith('POST '));
  expect(taking.filter((route) => !here.has(route)).sort()).toEqual(Object.keys(ELSEWHERE).sort());
});

test('every form does what it says without a script, or says why not', { timeout: 600_000 }, async () => {
  await openShop();
  const found = new Map<string, Found>();
  const unseen: string[] = [];
  for (const page of PAGES) {
    const { forms, html } = await open(shop!, page);
    unseen.push(...hiddenIn(html).map((what) => `${page}: ${what}`));
    for (const { route, names } of forms)
      for (const name of names) if (!found.has(name)) found.set(name, { page, route, name });
  }
  expect(unseen).toEqual([]);
  const outcomes: Record<string, string> = {};
  const order = [...found.values()].sort((one, other) => Number(LAST.test(one.route)) - Number(LAST.test(other.route)));
  for (const { page, name } of order) {
    const pick = async () => {
      const opened = await open(shop!, page).catch(() => null);
      const fit = opened?.forms.find(({ names }) => names.includes(name));
      return fit === undefined ? null : { path: opened!.path, ...fit };
    };
    let fit = await pick();
    if (fit === null) {
      await openShop();
      fit = await pick();
    }
    if (fit === null) throw new Error(`${page} of a new shop has no ${name}`);
    const answer = await send(visitorOf(shop!, page), fit.path, fit.form, fit.form.buttons[fit.names.indexOf(name)]!);
    outcomes[name] = await outcomeOf(answer, shop!);
  }
  expect(outcomes).toEqual(OUTCOMES);
});

test('a spreadsheet is started, stopped and resumed, and its mails are stopped', { timeout: 600_000 }, async () => {
  const opened = await openShop();
  const { owner, things } = opened;
  const press = async (path: string, route: string) => {
    const html = await (await owner.get(path)).text();
    const form = readPage(html).forms.find(({ attributes: { method, action = path } }) => {
      return method === 'post' && routeOf('POST', new URL(action, `https://shop.example${path}`).pathname) === route;
    });
    if (form === undefined) throw new Error(`${path} has no form for ${route}: ${textOf(html)}`);
    const { status } = await send(owner, path, form, form.buttons[0]!);
    expect([route, status]).toEqual([route, 303]);
  };
  const upload = new FormData();
  upload.append('mode', 'passes');
  upload.append('file', new Blob(['Name,Points\nAda,1\nGrace,2\n']), 'customers.csv');
  const answer = await owner.post(`/cards/${things.card}/send/spreadsheet`, upload);
  const page = answer.headers.get('location')!.replace(/\/columns$/, '');
  await press(`${page}/columns`, 'POST /send/:batch/columns');
  for (const route of OF_BATCH) await press(page, route);
  await press(`/send/${things.batch}/mail`, OF_MAILS[0]!);
  await press(`/send/${things.batch}`, OF_MAILS[1]!);
});
