// Shows the result of a scan over the whole page, as a modal dialog: the focus stays inside until
// the dialog closes. The dialog closes after five seconds unless somebody touches it.
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
  /** The reason why nothing changed, for the owner; one line each. */
  readonly reasons?: readonly string[] | undefined;
  /** A page to show in place of the rest, if it allows framing. */
  readonly displayURL?: string | undefined;
  readonly informationURL?: string | undefined;
  /** Takes the scan back; absent: nothing does. */
  readonly undo?: (() => void) | undefined;
  /** Whether the result stays until somebody closes it. */
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
  const undo = element('result-undo', HTMLButtonElement);
  let takeBack: (() => void) | undefined;
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
  // Stay when the user steps to a link by keyboard. Letters alone come from a hand scanner.
  dialog.addEventListener('focusin', ({ target }) => {
    if (target !== dialog) stay();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') stepInside(event, dialog);
  });
  // A touch inside the frame reaches this page only as a loss of focus.
  window.addEventListener('blur', () => {
    if (document.activeElement === frame) stay();
  });
  next.addEventListener('click', close);
  undo.addEventListener('click', () => takeBack?.());

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
      const shown = webAddress(view.displayURL);
      // Show pages of this server as a link only, because they refuse framing. All other pages have
      // another origin, so they reach nothing of this page, and need no sandbox, which would remove
      // their own cookies and storage.
      const isFramed = shown !== null && shown.origin !== location.origin;
      frame.hidden = !isFramed;
      if (isFramed) frame.src = shown.href;
      else frame.removeAttribute('src');
      link(page, shown);
      link(information, webAddress(view.informationURL));
      takeBack = view.undo;
      undo.hidden = takeBack === undefined;
      // Modal: what lies behind takes no focus and is not read out.
      if (!dialog.open) dialog.showModal();
      paint(dialog, view.colour);
      // A reader says the title of what has the focus, and no button is pressed by a hand scanner's Enter.
      dialog.focus();
      // Set the note after the focus, because a focus that moves means somebody who reads.
      note.textContent = view.stays ? words.stays : words.returns;
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
