// Stores the scanner's page and all files that it loads, so that the scanner opens without a
// network. Each version of the files has a script of its own (the server writes SHELL into it), and
// a new script deletes the old files.

interface LifecycleEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

declare const SHELL: { readonly version: string; readonly page: string; readonly files: readonly string[] };
declare const skipWaiting: () => Promise<void>;
declare const clients: { claim(): Promise<void> };

const PREFIX = 'passwright-scanner ';
const NAME = PREFIX + SHELL.version;

addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([SHELL.page, ...SHELL.files].map((address) => new Request(address, { cache: 'reload' })));
    await skipWaiting();
  };
  (event as LifecycleEvent).waitUntil(keep());
});

addEventListener('activate', (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  };
  (event as LifecycleEvent).waitUntil(tidy());
});

addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  const address = pathname === SHELL.page ? pathname : pathname + search;
  if (address !== SHELL.page && !SHELL.files.includes(address)) return;
  const answer = async () => (await (await caches.open(NAME)).match(address)) ?? fetch(request);
  (event as FetchEvent).respondWith(answer());
});
