// What a scan came to, over the whole page, as a modal dialog: the focus stays inside until it closes. It closes after
// five seconds, unless somebody touches it.
import { paint } from './colours.ts';
import { element } from './element.ts';
import { webAddress } from './settings.ts';
import type { Words } from './words.ts';

const RETURN_AFTER = 5000;

export interface View {
  /** `unchanged`: the server took the scan, and nothing on the pass changed. */
  readonly tone: 'good' | 'bad' | 'kept' | 'plain' | 'unchanged';
  readonly title: string;
  readonly colour?: string | undefined;
  readonly text?: string | undefined;
  /** Why nothing changed, a line each, for the owner. */
  readonly reasons?: readonly string[] | undefined;
  /** Shown in the page in place of the rest, where it lets itself be shown. */
  readonly displayURL?: string | undefined;
  readonly informationURL?: string | undefined;
  /** Until somebody closes it. */
  readonly stays?: boolean;
}

export interface Result {
  show(view: View): void;
  /** Says beside the open result that the same code came again and was not counted. */
  tellRepeat(): void;
  isOpen(): boolean;
}

export function createResult(words: Words): Result {
  const dialog = element('result', HTMLDialogElement);
  const title = element('result-title', HTMLElement);
  const text = element('result-text', HTMLElement);
  const reasons = element('result-reasons', HTMLElement);
  const frame = element('result-frame', HTMLIFrameElement);
  const page = element('result-page', HTMLAnchorElement);
  const information = element('result-information', HTMLAnchorElement);
  const repeat = element('result-repeat', HTMLElement);
  const note = element('result-note', HTMLElement);
  const next = element('result-next', HTMLButtonElement);
  let timer: ReturnType<typeof setTimeout> | undefined;

  // The browser gives the focus back to what had it before.
  const close = () => dialog.close();
  const stay = () => {
    clearTimeout(timer);
    note.textContent = words.stays;
  };
  dialog.addEventListener('close', () => {
    clearTimeout(timer);
    frame.removeAttribute('src');
  });
  dialog.addEventListener('pointerdown', stay);
  // Whoever steps to a link by keyboard. Letters alone are a hand scanner's.
  dialog.addEventListener('focusin', ({ target }) => {
    if (target !== dialog) stay();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') stepInside(event, dialog);
  });
  // A touch inside the frame reaches this page only as the loss of the focus.
  window.addEventListener('blur', () => {
    if (document.activeElement === frame) stay();
  });
  next.addEventListener('click', close);

  return {
    isOpen: () => dialog.open,
    tellRepeat() {
      repeat.textContent = words.repeated;
    },
    show(view) {
      clearTimeout(timer);
      dialog.dataset.tone = view.tone;
      title.textContent = view.title;
      text.textContent = view.text ?? '';
      reasons.replaceChildren(...(view.reasons ?? []).map(paragraph));
      repeat.textContent = '';
      note.textContent = view.stays ? words.stays : words.returns;
      const shown = webAddress(view.displayURL);
      // Pages of this server refuse to be framed: they are a link alone. All others are of another origin, so they reach
      // nothing of this page, and they keep their own cookies and storage, which a sandbox would take from them.
      const isFramed = shown !== null && shown.origin !== location.origin;
      frame.hidden = !isFramed;
      if (isFramed) frame.src = shown.href;
      else frame.removeAttribute('src');
      link(page, shown);
      link(information, webAddress(view.informationURL));
      // Modal: what lies behind takes no focus and is not read out.
      if (!dialog.open) dialog.showModal();
      paint(dialog, view.colour);
      // A reader says the title of what has the focus, and no button is pressed by a hand scanner's Enter.
      dialog.focus();
      if (!view.stays) timer = setTimeout(close, RETURN_AFTER);
    },
  };
}

/** From the last stop to the first and back: browsers would go on to their own buttons and come back behind the dialog. */
function stepInside(event: KeyboardEvent, dialog: HTMLDialogElement): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>('iframe, a[href], button')].filter((stop) =>
    stop.checkVisibility(),
  );
  const [first] = stops;
  const last = stops.at(-1);
  const from = document.activeElement;
  const isAtEdge = event.shiftKey ? from === first || from === dialog : from === last;
  if (!isAtEdge || first === undefined || last === undefined) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

function paragraph(line: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.dir = 'auto';
  made.textContent = line;
  return made;
}

function link(anchor: HTMLAnchorElement, address: URL | null): void {
  anchor.hidden = address === null;
  if (address === null) anchor.removeAttribute('href');
  else anchor.href = address.href;
}
