// What a scan came to, over the whole page; gone after five seconds, unless somebody touches it.
import { paint } from './colours.ts';
import { element } from './element.ts';
import { webAddress } from './settings.ts';
import type { Words } from './words.ts';

const RETURN_AFTER = 5000;

export interface View {
  readonly tone: 'good' | 'bad' | 'kept' | 'plain';
  readonly title: string;
  readonly colour?: string | undefined;
  readonly text?: string | undefined;
  /** Shown in the page in place of the rest, where it lets itself be shown. */
  readonly displayURL?: string | undefined;
  readonly informationURL?: string | undefined;
  /** Until somebody closes it. */
  readonly stays?: boolean;
}

export interface Result {
  show(view: View): void;
  isOpen(): boolean;
}

export function createResult(words: Words): Result {
  const section = element('result', HTMLElement);
  const title = element('result-title', HTMLElement);
  const text = element('result-text', HTMLElement);
  const frame = element('result-frame', HTMLIFrameElement);
  const page = element('result-page', HTMLAnchorElement);
  const information = element('result-information', HTMLAnchorElement);
  const note = element('result-note', HTMLElement);
  const next = element('result-next', HTMLButtonElement);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(timer);
    section.hidden = true;
    frame.removeAttribute('src');
  };
  const stay = () => {
    clearTimeout(timer);
    note.textContent = words.stays;
  };
  section.addEventListener('pointerdown', stay);
  // Whoever steps to a link by keyboard. Letters alone are a hand scanner's.
  section.addEventListener('focusin', ({ target }) => {
    if (target !== section) stay();
  });
  section.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  // A touch inside the frame reaches this page only as the loss of the focus.
  window.addEventListener('blur', () => {
    if (document.activeElement === frame) stay();
  });
  next.addEventListener('click', close);

  return {
    isOpen: () => !section.hidden,
    show(view) {
      clearTimeout(timer);
      section.dataset.tone = view.tone;
      title.textContent = view.title;
      text.textContent = view.text ?? '';
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
      section.hidden = false;
      paint(section, view.colour);
      section.focus();
      if (!view.stays) timer = setTimeout(close, RETURN_AFTER);
    },
  };
}

function link(anchor: HTMLAnchorElement, address: URL | null): void {
  anchor.hidden = address === null;
  if (address === null) anchor.removeAttribute('href');
  else anchor.href = address.href;
}
