// A simulated Android phone: adds the object behind a save link, hears what changes, and shows it.
// The stand-in is its Google. Each function changes the phone in its argument.
import { DeviceError } from '../device-error.ts';
import type { AndroidPhone, HeldCard } from './android-state.ts';
import type { StandInResource } from './check-body.ts';
import { nameOf, type ShownField, shownFields } from './shown-object.ts';

type Body = Readonly<Record<string, unknown>>;

export interface CardChange {
  readonly key: string;
  readonly label: string;
  /** Null: the text was not there. */
  readonly before: string | null;
  /** Null: the text is gone. */
  readonly after: string | null;
}

export interface CardReport {
  readonly objectId: string;
  readonly name: string;
  readonly outcome: 'saved' | 'updated' | 'removed';
  readonly state: string;
  readonly fields: readonly CardChange[];
  /** Texts on the lock screen. */
  readonly notifications: readonly string[];
}

interface News {
  readonly version: number;
  readonly objects: readonly { resource: StandInResource; object: Body; class: Body }[];
  readonly notices: readonly { number: number; objectId: string; text: string }[];
}

/** How long the phone waits for an answer, which is longer than the stand-in waits for news. */
const TIMEOUT_MS = 40_000;
const MOST_REDIRECTS = 5;
const USER_AGENT = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

/**
 * Adds the card behind a link: a save link, or a link of a server that leads to one. Fails with a
 * DeviceError when the link leads nowhere else or Google refuses.
 */
export async function save(phone: AndroidPhone, link: string): Promise<readonly CardReport[]> {
  const saveLink = await follow(link);
  const answer = await ask(saveLink, 'POST', { phone: phone.id });
  const { objects } = answer as Pick<News, 'objects'>;
  const { origin } = new URL(saveLink);
  const reports = objects.map(({ resource, object, class: ofClass }) => {
    const card: HeldCard = { google: origin, resource, object: { ...object }, class: { ...ofClass } };
    phone.cards = [...phone.cards.filter((held) => held.object.id !== object.id), card];
    return reportOf(card, 'saved');
  });
  await hear(phone, origin, false);
  return reports;
}

/** Hears what changed since the last time. `waits`: for the next change, at most 25 seconds. */
export async function update(phone: AndroidPhone, waits: boolean): Promise<readonly CardReport[]> {
  const reports: CardReport[] = [];
  for (const google of new Set(phone.cards.map((card) => card.google))) {
    reports.push(...(await hear(phone, google, waits)));
  }
  return reports;
}

/** Deletes a card of an object's id. Fails with a DeviceError when the phone has no such card. */
export async function remove(phone: AndroidPhone, objectId: string): Promise<readonly CardReport[]> {
  const card = phone.cards.find(({ object }) => object.id === objectId);
  if (card === undefined) throw new DeviceError(`This phone has no card with the object id ${objectId}`);
  await ask(`${card.google}/stand-in/phones/${phone.id}/objects/${encodeURIComponent(objectId)}`, 'DELETE');
  phone.cards = phone.cards.filter((held) => held !== card);
  return [reportOf(card, 'removed')];
}

async function hear(phone: AndroidPhone, google: string, waits: boolean): Promise<readonly CardReport[]> {
  const known = phone.heard[google] ?? { version: -1, notice: 0 };
  const query = new URLSearchParams({ after: String(known.notice), ...(waits && { version: String(known.version) }) });
  const news = (await ask(`${google}/stand-in/phones/${phone.id}?${query}`, 'GET')) as News;
  phone.heard[google] = { version: news.version, notice: news.notices.at(-1)?.number ?? known.notice };
  const reports: CardReport[] = [];
  for (const { object, class: ofClass } of news.objects) {
    const card = phone.cards.find((held) => held.object.id === object.id);
    if (card === undefined) continue;
    const before = shownFields(card.object, card.class);
    const { state } = card.object;
    Object.assign(card, { object, class: ofClass });
    const fields = changesOf(before, shownFields(object, ofClass));
    const notifications = news.notices.filter(({ objectId }) => objectId === object.id).map(({ text }) => text);
    if (fields.length + notifications.length > 0 || state !== object.state) {
      reports.push({ ...reportOf(card, 'updated'), fields, notifications });
    }
  }
  return reports;
}

function reportOf(card: HeldCard, outcome: CardReport['outcome']): CardReport {
  const { resource, object, class: ofClass } = card;
  const name = nameOf(resource as StandInResource, object, ofClass);
  return {
    objectId: String(object.id),
    name,
    outcome,
    state: String(object.state ?? 'ACTIVE'),
    fields: [],
    notifications: [],
  };
}

function changesOf(before: readonly ShownField[], after: readonly ShownField[]): CardChange[] {
  const [was, is] = [before, after].map((fields) => new Map(fields.map((field) => [field.key, field])));
  return [...new Set([...was!.keys(), ...is!.keys()])].flatMap((key) => {
    const [old, now] = [was!.get(key), is!.get(key)];
    if (old?.value === now?.value) return [];
    return [{ key, label: now?.label ?? old?.label ?? '', before: old?.value ?? null, after: now?.value ?? null }];
  });
}

/** The save link that a link leads to, by redirects. */
async function follow(link: string): Promise<string> {
  let at = link;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    if (!URL.canParse(at) || !/^https?:$/.test(new URL(at).protocol)) {
      throw new DeviceError(`${at} is no link: it has to begin with https:// or http://`);
    }
    if (new URL(at).pathname.startsWith('/gp/v/save/')) return at;
    const answer = await fetched(at, { redirect: 'manual', headers: { 'user-agent': USER_AGENT } });
    const next = answer.headers.get('location');
    if (next === null) throw new DeviceError(`The link was answered with ${answer.status} and leads to no save link`);
    at = new URL(next, at).href;
  }
  throw new DeviceError(`${link} leads on more than ${MOST_REDIRECTS} times`);
}

async function ask(url: string, method: string, body?: unknown): Promise<unknown> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': USER_AGENT };
  const answer = await fetched(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (answer.status === 200) return JSON.parse(text);
  throw new DeviceError(`Google answered with ${answer.status}: ${messageOf(text)}`);
}

async function fetched(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: Error) => {
    throw new DeviceError(
      `${new URL(url).origin} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message;
  } catch {
    return text.slice(0, 200);
  }
}
