// Keeps Today up to date while the page is in sight: the server sends the parts that have changed.
// Without this script a reload shows the same.
import { renewPart } from './parts.ts';

const region = document.querySelector<HTMLElement>('[data-live]');
let stream: EventSource | null = null;

function show(name: string, html: string): void {
  const part = region?.querySelector<HTMLElement>(`[data-part="${CSS.escape(name)}"]`);
  if (part) renewPart(part, new DOMParser().parseFromString(html, 'text/html').body.childNodes);
}

/** A browser gives a stream up that a busy server refused. In ms. */
const TRY_AGAIN = 30_000;

function open(address: string): void {
  const opened = new EventSource(address);
  stream = opened;
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => watch(address), TRY_AGAIN);
  });
  opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
    for (const [name, html] of Object.entries(JSON.parse(data) as Record<string, string>)) show(name, html);
  });
}

/** A page that nobody sees holds no connection: browsers have six of them for a server. */
function watch(address: string): void {
  if (document.visibilityState === 'visible') {
    if (stream === null || stream.readyState === EventSource.CLOSED) open(address);
    return;
  }
  stream?.close();
  stream = null;
}

const address = region?.dataset.live;
if (address !== undefined) {
  document.addEventListener('visibilitychange', () => watch(address));
  // A page that comes back from the browser's memory has lost its connection.
  window.addEventListener('pageshow', () => watch(address));
  window.addEventListener('pagehide', () => {
    stream?.close();
    stream = null;
  });
  watch(address);
}
