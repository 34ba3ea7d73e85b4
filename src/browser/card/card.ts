// Keeps a card up to date while it is in sight, shows its code on the whole screen, and offers to
// install the card. Without this script the page shows the card, and a reload the newest.

interface Words {
  readonly live: string;
  readonly changed: string;
  /** With `{time}`. */
  readonly offline: string;
}
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** A browser gives a stream up that a busy server refused. In ms. */
const TRY_AGAIN = 30_000;

const main = document.querySelector<HTMLElement>('#card')!;
const state = document.querySelector<HTMLElement>('#card-state')!;
const dialog = document.querySelector<HTMLDialogElement>('#card-code')!;
const picture = document.querySelector<HTMLImageElement>('#card-code-picture')!;
const install = document.querySelector<HTMLButtonElement>('#card-install')!;
const path = main.dataset.path!;
const words = JSON.parse(main.dataset.words!) as Words;
const current = () => document.querySelector<HTMLElement>('#card-now')!;

/** When the card was last known to be as it is on the page, ms since 1970. */
let heardAt = Number(current().dataset.at);
/** The state that the server last told; null: it told none. */
let told: string | null = null;
let stream: EventSource | null = null;

function say(text: string, isOffline = false): void {
  state.textContent = text;
  state.classList.toggle('isOffline', isOffline);
}

function sayOffline(): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  say(words.offline.replace('{time}', format.format(heardAt)), true);
}

function open(): void {
  const opened = new EventSource(`${path}/events?tag=${encodeURIComponent(current().dataset.tag!)}`);
  stream = opened;
  opened.addEventListener('open', () => {
    heardAt = Date.now();
    say(words.live);
    // The page that a change asked for may have been lost.
    if (told !== null && told !== current().dataset.tag) void renew();
  });
  opened.addEventListener('changed', ({ lastEventId }) => {
    told = lastEventId;
    void renew();
  });
  opened.addEventListener('same', () => {
    heardAt = Date.now();
  });
  // The server then says that there is no such card.
  opened.addEventListener('gone', () => location.reload());
  opened.addEventListener('error', () => {
    sayOffline();
    if (opened.readyState !== EventSource.CLOSED) return;
    setTimeout(() => void renew().then(watch), TRY_AGAIN);
  });
}

/** A page that nobody sees holds no connection: browsers have six of them for a server. */
function watch(): void {
  if (document.visibilityState !== 'visible') rest();
  else if (stream === null || stream.readyState === EventSource.CLOSED) open();
}

function rest(): void {
  stream?.close();
  stream = null;
}

/** Shows the card as the server has it now. */
async function renew(): Promise<void> {
  const response = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => null);
  if (response === null || response.status >= 500) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const newer = page.querySelector<HTMLElement>('#card-now');
  // A passcode is asked for, or the card is gone.
  if (newer === null) return location.reload();
  if (page.querySelector<HTMLElement>('#card')?.dataset.from === 'device') return;
  heardAt = Number(newer.dataset.at);
  if (newer.dataset.tag === current().dataset.tag) return;
  const hadFocus = current().contains(document.activeElement);
  current().replaceWith(document.adoptNode(newer));
  document.title = page.title;
  if (hadFocus) current().querySelector<HTMLElement>('[data-enlarge]')?.focus();
  if (dialog.open && !showCode()) dialog.close();
  say(words.changed);
}

/** Puts the code of the card into the dialog; false: the card has none. */
function showCode(): boolean {
  const code = current().querySelector<HTMLImageElement>('.barcode img');
  if (code === null || current().querySelector('[data-enlarge]') === null) return false;
  picture.src = code.src;
  picture.alt = code.alt;
  picture.className = code.className;
  return true;
}

let lock: WakeLockSentinel | null = null;

/** The screen stays on while the code is shown. Browsers refuse that where the battery is low. */
async function stayAwake(): Promise<void> {
  if (!dialog.open || document.visibilityState !== 'visible') return;
  const held = await navigator.wakeLock?.request('screen').catch(() => null);
  if (dialog.open) lock = held ?? null;
  else void held?.release();
}

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element) || target.closest('#card-now [data-enlarge], #card-now .barcode') === null) return;
  if (!showCode()) return;
  dialog.showModal();
  void stayAwake();
});
picture.addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => {
  void lock?.release();
  lock = null;
});

let offer: InstallEvent | null = null;
window.addEventListener('beforeinstallprompt', (event) => {
  offer = event as InstallEvent;
  install.disabled = false;
});
install.addEventListener('click', () => {
  void offer?.prompt();
  install.disabled = true;
});

document.addEventListener('visibilitychange', () => {
  watch();
  void stayAwake();
});
// A page that comes back from the browser's memory has lost its connection.
window.addEventListener('pageshow', watch);
window.addEventListener('pagehide', rest);
window.addEventListener('offline', () => {
  rest();
  sayOffline();
});
window.addEventListener('online', watch);

main.dataset.script = '';
if (main.dataset.from === 'device') sayOffline();
watch();
// Browsers have service workers on https and on this machine alone.
navigator.serviceWorker?.register(`${path}/service-worker.js`, { scope: path }).catch(() => {});

export {};
