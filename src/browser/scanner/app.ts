// Runs the scanner's page, from a code that was read to the server's answer. Clock and keys come
// from here alone.
import { type Camera, startCamera } from './camera.ts';
import { element } from './element.ts';
import { listenToHandScanner } from './keyboard.ts';
import { createPanel } from './panel.ts';
import { createQueue } from './queue.ts';
import { addRecent, showRecent } from './recent.ts';
import { createRepeats } from './repeats.ts';
import { createResult, type View } from './result.ts';
import { configurationIn, configurationOfAddress, readSettings, webAddress } from './settings.ts';
import { createSignals } from './signals.ts';
import { type Answer, CHECK, type Outcome, SCAN, type Track, track } from './track.ts';
import type { Words } from './words.ts';

/**
 * How often to send waiting scans again, in ms: browsers also fire `online` for a network without
 * internet.
 */
const TRY_EVERY = 15_000;

const main = element('scanner', HTMLElement);
const base = main.dataset.base ?? '';
const words: Words = JSON.parse(main.dataset.words ?? '{}');

const panel = createPanel(words, readSettings(), () => void showAccount());
const signals = createSignals(() => panel.settings().sound);
const result = createResult(words);
const isAnother = createRepeats();
const queue = createQueue((entry) => track(base, panel.settings().clientHash, entry), {
  settled: (entry, outcome) => remember(viewOf(entry, outcome), entry.text),
  changed: () => showWaiting(),
});
let camera: Camera | null = null;

function read(text: string, source: 'camera' | 'hand'): void {
  const isNew = isAnother(text, performance.now(), source);
  // Ignore the camera while a result shows, so that the next code does not replace it unseen.
  if (source === 'camera' && (!isNew || result.isOpen())) return;
  // Say that the code counts once, because somebody scanned it a second time by hand.
  if (!isNew) {
    if (result.isOpen()) result.tellRepeat();
    else panel.tell(words.repeated);
    return;
  }
  panel.clearNotice();
  const configuration = configurationIn(text);
  const { mode, url } = panel.settings();
  if (configuration !== null) panel.propose(configuration);
  else if (mode === 'data') show({ tone: 'plain', title: words.data, text, stays: true }, text);
  else if (mode === 'url') show(customView(url, text), text);
  else void send({ key: newKey(), text, accessType: mode === 'scan' ? SCAN : CHECK });
}

async function send(entry: Track): Promise<void> {
  main.dataset.asks = 'yes';
  // Send a check now or never: its answer is of no use later.
  const isCheck = entry.accessType === CHECK;
  const outcome = await (isCheck ? track(base, panel.settings().clientHash, entry) : queue.send(entry));
  delete main.dataset.asks;
  show(viewOf(entry, outcome), entry.text);
  if (outcome.kind === 'answered' && queue.waiting() > 0) void flush();
}

async function flush(): Promise<void> {
  const end = await queue.flush();
  showWaiting(end === 'stranger' && queue.waiting() > 0);
}

function viewOf({ accessType }: Track, outcome: Outcome): View {
  if (outcome.kind === 'unreachable') {
    if (accessType === CHECK) return { tone: 'bad', title: words.offline, text: words.checkOffline };
    return { tone: 'kept', title: words.kept, text: words.keptWhy };
  }
  if (outcome.kind === 'answered') {
    const { updated, scanText, scanColor, description, displayURL, informationURL } = outcome.answer;
    // A scan is meant to change something, such as to take a ticket; a check is not.
    if (accessType === SCAN && updated === false) return unchangedView(outcome.answer);
    const title = scanText || (accessType === CHECK ? words.checked : words.scanned);
    return { tone: 'good', title, colour: scanColor, text: description, displayURL, informationURL };
  }
  const text = words.failures[outcome.code] ?? outcome.message;
  // A run that psTriggerError stopped has the answer's fields too.
  const informationURL = outcome.kind === 'refused' ? outcome.answer.informationURL : undefined;
  return { tone: 'bad', title: words.refused, text, informationURL };
}

/** Neither green nor the owner's colour: what a scan should have done was not done. */
function unchangedView({ scanText, description, unchanged, displayURL, informationURL }: Answer): View {
  const text = [...new Set([scanText, description])].filter(Boolean).join('\n');
  const reasons = unchanged === undefined ? [] : [unchanged.message, ...(unchanged.error ? [unchanged.error] : [])];
  return { tone: 'unchanged', title: words.unchanged, text, reasons, displayURL, informationURL };
}

function customView(url: string, message: string): View {
  const address = webAddress(url);
  if (address === null) return { tone: 'bad', title: words.refused, text: words.noUrl };
  address.searchParams.set('message', message);
  return { tone: 'plain', title: words.scanned, text: message, displayURL: address.href, stays: true };
}

function show(view: View, text: string): void {
  result.show(view);
  if (view.tone === 'bad') signals.bad();
  else if (view.tone === 'unchanged') signals.unchanged();
  else signals.good();
  remember(view, text);
}

function remember({ tone, title, text }: View, code: string): void {
  addRecent({ tone, title, text: text || code, time: Date.now() });
}

function showWaiting(isStranger = false): void {
  const count = queue.waiting();
  const waiting = element('waiting', HTMLElement);
  waiting.hidden = count === 0;
  waiting.textContent = count === 1 ? words.oneWaits : words.manyWait.replace('{count}', String(count));
  if (isStranger) waiting.textContent += ` ${words.signInToSend}`;
}

/** Shows who scans: the account of the clientHash, that of the session, or nobody yet. */
async function showAccount(): Promise<void> {
  const account = element('account', HTMLElement);
  const signIn = element('sign-in', HTMLElement);
  if (panel.settings().clientHash !== '') {
    signIn.hidden = true;
    account.textContent = words.usesClientHash;
    return;
  }
  try {
    const response = await fetch(`${base}/scanner/session`);
    const { email } = (await response.json()) as { email: string | null };
    signIn.hidden = email !== null;
    account.textContent = email === null ? words.signedOut : `${words.signedInAs} ${email}`;
  } catch {
    account.textContent = words.offline;
  }
}

function newKey(): string {
  // randomUUID needs a secure context, but hand scanners also work over plain http in a local
  // network.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function cameraFailure({ name }: Error): string {
  if (!isSecureContext) return words.cameraInsecure;
  return name === 'NotAllowedError' ? words.cameraRefused : words.cameraMissing;
}

async function turnCamera(on: boolean): Promise<void> {
  const note = element('camera-note', HTMLElement);
  const torch = element('torch', HTMLButtonElement);
  camera?.stop();
  camera = null;
  note.textContent = '';
  if (on) {
    try {
      camera = await startCamera(element('video', HTMLVideoElement), (text) => read(text, 'camera'));
    } catch (error) {
      note.textContent = cameraFailure(error as Error);
    }
  }
  torch.hidden = camera?.hasTorch !== true;
  torch.ariaPressed = 'false';
  main.dataset.camera = camera === null ? 'off' : 'on';
  element('camera-switch', HTMLButtonElement).textContent = camera === null ? words.cameraStart : words.cameraStop;
}

element('camera-switch', HTMLButtonElement).addEventListener('click', async () => {
  await turnCamera(camera === null);
  panel.change({ camera: camera !== null });
});
element('torch', HTMLButtonElement).addEventListener('click', async (event) => {
  const torch = event.currentTarget as HTMLButtonElement;
  const on = torch.ariaPressed !== 'true';
  await camera?.setTorch(on);
  torch.ariaPressed = String(on);
});
element('manual', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const code = element('code', HTMLInputElement);
  if (code.value.trim() !== '') read(code.value.trim(), 'hand');
  code.value = '';
});
listenToHandScanner((text) => read(text, 'hand'));

const configuration = configurationOfAddress(new URL(location.href));
if (configuration === null) void showAccount();
else {
  panel.take(configuration);
  // Remove the clientHash from the address, where others could see and copy it.
  history.replaceState(null, '', location.pathname);
}
showRecent();
showWaiting();
window.addEventListener('online', () => {
  void showAccount();
  void flush();
});
setInterval(() => {
  if (queue.waiting() > 0) void flush();
}, TRY_EVERY);
void flush();
if (panel.settings().camera) void turnCamera(true);
else element('camera-switch', HTMLButtonElement).textContent = words.cameraStart;
// Only secure contexts have a serviceWorker.
void navigator.serviceWorker?.register(`${base}/scanner/service-worker.js`, { scope: `${base}/scanner` });
