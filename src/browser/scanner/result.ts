// Shows the result of a scan over the whole page. The result closes after five seconds unless
// somebody touches it.
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
  /** A page to show in place of the rest, if it allows framing. */
  readonly displayURL?: string | undefined;
  readonly informationURL?: string | undefined;
  /** Whether the result stays until somebody closes it. */
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
  // Stay when the user steps to a link by keyboard. Letters alone come from a hand scanner.
  section.addEventListener('focusin', ({ target }) => {
    if (target !== section) stay();
  });
  section.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  // A touch inside the frame reaches this page only as a loss of focus.
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
      // Show pages of this server as a link only, because they refuse framing. All other pages have
      // another origin, so they reach nothing of this page, and need no sandbox, which would remove
      // their own cookies and storage.
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
