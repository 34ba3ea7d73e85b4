// Runs the scanner's page, from a code that was read to the server's answer. Clock and keys come
// from here alone.
import { type Camera, startCamera } from './camera.ts';
import { element } from './element.ts';
import { listenToFind } from './find.ts';
import { listenToHandScanner } from './keyboard.ts';
import { createPanel } from './panel.ts';
import { createQueue } from './queue.ts';
import { addRecent, markUndone, offerUndo, showRecent } from './recent.ts';
import { createRepeats } from './repeats.ts';
import { createResult, type View } from './result.ts';
import { configurationIn, configurationOfAddress, readSettings, webAddress } from './settings.ts';
import { createSignals } from './signals.ts';
import { askWho, callServer, readPersonsRights, readTill, type ScanRights, type Till, UNDO_FOR } from './till.ts';
import { type Answer, CHECK, type Outcome, SCAN, type Track, track } from './track.ts';
import type { Words } from './words.ts';

/**
 * How often to send waiting scans again, in ms: browsers also fire `online` for a network without
 * internet.
 */
const TRY_EVERY = 15_000;
/** How often a till says that it is there, in ms. */
const REPORT_EVERY = 60_000;

const main = element('scanner', HTMLElement);
const base = main.dataset.base ?? '';
const words: Words = JSON.parse(main.dataset.words ?? '{}');

const panel = createPanel(words, readSettings(), () => {
  showHands();
  void showAccount();
});
const signals = createSignals(() => panel.settings().sound);
const result = createResult(words);
const isAnother = createRepeats();
const queue = createQueue((entry) => track(base, panel.settings().clientHash, entry), {
  settled: (entry, outcome) =>
    remember(viewOf(entry, outcome), entry.text, outcome.kind === 'answered' ? outcome.answer : {}),
  changed: () => showWaiting(),
});
let camera: Camera | null = null;
/** The till that this device is; null: none. */
let till: Till | null = null;
/** What whoever scans may do besides; null: nobody is known, or a clientHash scans. */
let rights: ScanRights | null = null;
/** Whether this device is a till that was locked out. */
let isLocked = false;
/** How many waiting scans the server knows of. */
let reported = -1;

function read(text: string, source: 'camera' | 'hand'): void {
  // The page says why, and has nothing to scan with.
  if (isLocked) return;
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
  const configuration = till === null ? configurationIn(text) : null;
  const { mode, url } = panel.settings();
  if (configuration !== null) panel.propose(configuration);
  else if (mode === 'data') show({ tone: 'plain', title: words.data, text, stays: true }, text);
  else if (mode === 'url') show(customView(url, text), text);
  else if (mode === 'check') void send({ key: newKey(), text, accessType: CHECK });
  else void send({ key: newKey(), text, accessType: SCAN, ...(rights === null ? {} : { amount: takeAmount() }) });
}

async function send(entry: Track): Promise<void> {
  main.dataset.asks = 'yes';
  // Send a check now or never: its answer is of no use later.
  const isCheck = entry.accessType === CHECK;
  const outcome = await (isCheck ? track(base, panel.settings().clientHash, entry) : queue.send(entry));
  delete main.dataset.asks;
  show(viewOf(entry, outcome), entry.text, outcome.kind === 'answered' ? outcome.answer : {});
  if (outcome.kind === 'stranger' && outcome.code === 'till_locked') void showAccount();
  if (outcome.kind === 'answered' && queue.waiting() > 0) void flush();
}

async function flush(): Promise<void> {
  const end = await queue.flush();
  showWaiting(end === 'stranger' && queue.waiting() > 0);
}

function viewOf({ accessType, text: code, amount = 1 }: Track, outcome: Outcome): View {
  if (outcome.kind === 'unreachable') {
    if (accessType === CHECK) return { tone: 'bad', title: words.offline, text: words.checkOffline };
    return { tone: 'kept', title: words.kept, text: words.keptWhy };
  }
  if (outcome.kind === 'answered') {
    const { updated, scanText, scanColor, description, displayURL, informationURL, problem } = outcome.answer;
    // A scan is meant to change something, such as to take a ticket; a check is not.
    const undo = undoOf(code, outcome.answer);
    if (accessType === SCAN && updated === false) return { ...unchangedView(outcome.answer), undo };
    const title = scanText || (accessType === CHECK ? words.checked : words.scanned);
    return { tone: 'good', title, colour: scanColor, text: problem ?? description, displayURL, informationURL, undo };
  }
  const failure = words.failures[outcome.code] ?? outcome.message;
  // A run that psTriggerError stopped has the answer's fields too.
  const { informationURL, counted = 0 } = outcome.kind === 'refused' ? outcome.answer : {};
  const some = words.someCounted.replace('{counted}', String(counted)).replace('{amount}', String(amount));
  return { tone: 'bad', title: words.refused, text: counted > 0 ? `${some}\n${failure}` : failure, informationURL };
}

/** What takes a scan back; undefined: nothing does. */
function undoOf(text: string, { undo }: Answer): (() => void) | undefined {
  return rights?.mayUndo === true && undo !== undefined ? () => void takeBack({ text, event: undo }) : undefined;
}

/** Takes a scan back, and shows what became of that. */
async function takeBack({ text, event }: { readonly text: string; readonly event: number }): Promise<void> {
  let view: View;
  try {
    const answer = await callServer(base, 'undo', { hashedSerialNumber: text, event });
    const description = String(answer.description ?? '');
    if (answer.success === true) {
      markUndone(event, words.undone);
      view = { tone: 'unchanged', title: words.undone, text: description };
    } else {
      view = { tone: 'bad', title: words.refused, text: words.failures[String(answer.code)] ?? String(answer.message) };
    }
  } catch {
    view = { tone: 'bad', title: words.offline, text: words.undoOffline };
  }
  result.show(view);
}

/** How many scans the next one counts for; the one after it counts for one again. */
function takeAmount(): number {
  const chosen = document.querySelector<HTMLInputElement>('#amounts input:checked');
  const first = document.querySelector<HTMLInputElement>('#amounts input');
  if (first !== null) first.checked = true;
  return Number(chosen?.value ?? 1);
}

/** Neither green nor the owner's colour: what a scan should have done was not done. */
function unchangedView({ scanText, description, unchanged, displayURL, informationURL, problem }: Answer): View {
  const text = [...new Set([scanText, description, problem])].filter(Boolean).join('\n');
  const reasons = unchanged === undefined ? [] : [unchanged.message, ...(unchanged.error ? [unchanged.error] : [])];
  return { tone: 'unchanged', title: words.unchanged, text, reasons, displayURL, informationURL };
}

function customView(url: string, message: string): View {
  const address = webAddress(url);
  if (address === null) return { tone: 'bad', title: words.refused, text: words.noUrl };
  address.searchParams.set('message', message);
  return { tone: 'plain', title: words.scanned, text: message, displayURL: address.href, stays: true };
}

function show(view: View, text: string, answer: Answer = {}): void {
  result.show(view);
  if (view.tone === 'bad') signals.bad();
  else if (view.tone === 'unchanged') signals.unchanged();
  else signals.good();
  remember(view, text, answer);
}

function remember({ tone, title, text }: View, code: string, { undo }: Answer = {}): void {
  const taken = undo === undefined ? {} : { undo: { text: code, event: undo } };
  addRecent({ tone, title, text: text || code, time: Date.now(), ...taken });
}

function showWaiting(isStranger = false): void {
  const count = queue.waiting();
  const waiting = element('waiting', HTMLElement);
  waiting.hidden = count === 0;
  waiting.textContent = count === 1 ? words.oneWaits : words.manyWait.replace('{count}', String(count));
  if (isStranger) waiting.textContent += ` ${words.signInToSend}`;
  if (count !== reported) void report();
}

/** Tells the server that this till is there, and how many scans wait on it. */
async function report(): Promise<void> {
  if (till === null) return;
  const waiting = queue.waiting();
  try {
    const answer = await callServer(base, 'seen', { waiting });
    reported = waiting;
    if (answer.locked === true) await showAccount();
  } catch {
    // Without a network, the next try tells it.
  }
}

/** Makes the page that of a till, of a person with these rights, or of everybody else. */
function setScanner(given: Till | null, ofPerson: ScanRights | null): void {
  till = given;
  rights = till ?? ofPerson;
  panel.setTill(till !== null);
  element('home', HTMLElement).hidden = till !== null;
  showHands();
}

/** Shows the amount, the look-up and the undo to those who may use them. */
function showHands(): void {
  // A check counts nothing, and other modes ask this server nothing.
  element('amounts', HTMLElement).hidden = rights === null || panel.settings().mode !== 'scan';
  element('find', HTMLElement).hidden = rights?.mayFind !== true;
  offerUndo(
    rights?.mayUndo === true
      ? { label: words.undo, lasts: UNDO_FOR, now: Date.now, pressed: (undo) => void takeBack(undo) }
      : null,
  );
}

/** Shows who scans: a till, the account of the clientHash, that of the session, or nobody yet. */
async function showAccount(): Promise<void> {
  const account = element('account', HTMLElement);
  const signIn = element('sign-in', HTMLElement);
  if (till === null && panel.settings().clientHash !== '') {
    signIn.hidden = true;
    account.textContent = words.usesClientHash;
    setScanner(null, null);
    return;
  }
  try {
    const who = await askWho(base);
    setScanner(who.kind === 'till' ? who.till : null, who.kind === 'person' ? who.rights : null);
    isLocked = who.kind === 'locked';
    main.dataset.who = who.kind;
    if (isLocked && camera !== null) await turnCamera(false);
    signIn.hidden = who.kind !== 'nobody';
    account.textContent =
      who.kind === 'till'
        ? words.till.replace('{name}', who.till.name)
        : who.kind === 'person'
          ? `${words.signedInAs} ${who.email}`
          : who.kind === 'locked'
            ? words.lockedOut
            : words.signedOut;
    void report();
  } catch {
    account.textContent =
      till === null ? words.offline : `${words.till.replace('{name}', till.name)} · ${words.offline}`;
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
  if (isLocked) {
    camera?.stop();
    camera = null;
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

listenToFind(base, words, (code) => read(code, 'hand'));

setScanner(readTill(), panel.settings().clientHash === '' ? readPersonsRights() : null);
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
setInterval(() => void report(), REPORT_EVERY);
void flush();
if (panel.settings().camera) void turnCamera(true);
else element('camera-switch', HTMLButtonElement).textContent = words.cameraStart;
// Only secure contexts have a serviceWorker.
void navigator.serviceWorker?.register(`${base}/scanner/service-worker.js`, { scope: `${base}/scanner` });
