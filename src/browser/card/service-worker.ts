// Stores one card with the files that its page loads, so that the card opens without a network. The
// server writes CARD into this script. Only the card's own page and what that page loads go through
// here; the newest page from the server always goes before the stored one.

interface LifecycleEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LifecycleEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

declare const CARD: { readonly page: string; readonly files: readonly string[] };
declare const skipWaiting: () => Promise<void>;
declare const clients: { claim(): Promise<void> };

const NAME = `passwright-card ${CARD.page}`;
/** How long a bad network may take until the stored page is shown, in ms. */
const PATIENCE = 4000;
/** What a page loads; pages and other requests go to the server. */
const LOADED = new Set(['image', 'style', 'script', 'manifest']);

addEventListener('install', (event) => {
  const store = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll(CARD.files.map((address) => new Request(address)));
    const page = await fetch(CARD.page);
    if (isCard(page)) await keep(page);
    await skipWaiting();
  };
  (event as LifecycleEvent).waitUntil(store());
});

addEventListener('activate', (event) => {
  (event as LifecycleEvent).waitUntil(clients.claim());
});

addEventListener('fetch', (event) => {
  const asked = event as FetchEvent;
  const { request } = asked;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname === CARD.page) asked.respondWith(pageFor(asked));
  else if (LOADED.has(request.destination)) asked.respondWith(loaded(request));
});

async function loaded(request: Request): Promise<Response> {
  return (await (await caches.open(NAME)).match(request)) ?? fetch(request);
}

/** The page of the server; where that does not come, the stored one. */
async function pageFor(event: FetchEvent): Promise<Response> {
  const coming = fetch(event.request);
  const kept = coming.then(async (response) => {
    // A deleted card is not shown any more.
    if (response.status === 404 || response.status === 410) await caches.delete(NAME);
    else if (isCard(response)) await keep(response.clone());
  });
  event.waitUntil(kept.catch(() => {}));
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null));
  const response = await Promise.race([coming, late]).catch(() => null);
  if (response !== null && response.status < 500) return response;
  return (await stored()) ?? response ?? coming;
}

/** The stored page, which says of itself that it comes from the device. */
async function stored(): Promise<Response | null> {
  const found = await (await caches.open(NAME)).match(CARD.page);
  if (found === undefined) return null;
  const text = (await found.text()).replace('data-from="server"', 'data-from="device"');
  return new Response(text, { headers: found.headers });
}

/** The form that asks for a passcode has no such name, and is not stored. */
function isCard(response: Response): boolean {
  return response.ok && !response.redirected && response.headers.get('x-passwright-card') === 'yes';
}

/** Stores a page and the pictures on it, and deletes what the page no longer loads. */
async function keep(response: Response): Promise<void> {
  const cache = await caches.open(NAME);
  const parts = (await response.clone().text()).split('src="').slice(1);
  const pictures = parts.map((part) => part.slice(0, part.indexOf('"'))).filter((address) => address.startsWith('/'));
  const wanted = new Set([...CARD.files, ...pictures].map((address) => new URL(address, location.href).href));
  for (const address of wanted) {
    if ((await cache.match(address)) !== undefined) continue;
    const picture = await fetch(address);
    if (picture.ok) await cache.put(address, picture);
  }
  await cache.put(CARD.page, response);
  const page = new URL(CARD.page, location.href).href;
  for (const { url } of await cache.keys()) if (url !== page && !wanted.has(url)) await cache.delete(url);
}

export {};
