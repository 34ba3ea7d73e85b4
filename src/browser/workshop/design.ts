// Draws the card while its owner types, and lets fields be dragged. Without this script "Save draft"
// draws the card, and buttons move the fields.
import Sortable from 'sortablejs/modular/sortable.esm.js';
import { renewPart } from './parts.ts';

/** How long nobody types before the card is drawn, in ms. */
const PAUSE = 300;

const form = document.querySelector<HTMLFormElement>('form[data-preview]');

/** Puts each part in the place of the one with its name. */
function showParts(html: string): void {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const part of parsed.body.querySelectorAll<HTMLElement>('[data-part]')) {
    const present = document.querySelector<HTMLElement>(`[data-part="${CSS.escape(part.dataset.part ?? '')}"]`);
    if (present === null || present.innerHTML === part.innerHTML) continue;
    renewPart(present, part.childNodes);
  }
}

/** The form as it would be sent; a browser sends no files here. */
function textsOf(sent: HTMLFormElement): URLSearchParams {
  const texts = new URLSearchParams();
  for (const [name, value] of new FormData(sent)) if (typeof value === 'string') texts.append(name, value);
  return texts;
}

let asked: AbortController | null = null;

async function draw(sent: HTMLFormElement): Promise<void> {
  asked?.abort();
  const asking = new AbortController();
  asked = asking;
  try {
    const response = await fetch(sent.dataset.preview ?? '', {
      method: 'POST',
      body: textsOf(sent),
      signal: asking.signal,
    });
    if (response.ok) showParts(await response.text());
  } catch {
    // A newer drawing was asked for, or the server cannot be reached: saving will say so.
  }
}

/** Shows a picked colour as text, and a typed one in its picker. */
function pairColours(sent: HTMLFormElement): void {
  for (const picker of sent.querySelectorAll<HTMLInputElement>('input[data-picks]')) {
    const text = document.getElementById(picker.dataset.picks ?? '');
    if (!(text instanceof HTMLInputElement)) continue;
    picker.addEventListener('input', () => {
      text.value = picker.value;
    });
    text.addEventListener('input', () => {
      if (/^#[0-9a-f]{6}$/i.test(text.value)) picker.value = text.value;
    });
  }
}

/** Saves the form as if a button with this act had been pressed. */
function press(sent: HTMLFormElement, act: string): void {
  const button = document.createElement('button');
  button.type = 'submit';
  button.name = 'do';
  button.value = act;
  button.hidden = true;
  sent.append(button);
  sent.requestSubmit(button);
}

function letDrag(sent: HTMLFormElement): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const list of sent.querySelectorAll<HTMLElement>('[data-fields]')) {
    for (const grip of list.querySelectorAll<HTMLElement>('[data-grip]')) grip.hidden = false;
    Sortable.create(list, {
      group: 'fields',
      handle: '[data-grip]',
      draggable: '[data-spot]',
      animation: isStill ? 0 : 120,
      onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
        const { spot } = item.dataset;
        const { fields } = to.dataset;
        if (spot === undefined || fields === undefined || newDraggableIndex === undefined) return;
        if (from === to && oldDraggableIndex === newDraggableIndex) return;
        press(sent, `moveField.${spot}.${fields}.${newDraggableIndex}`);
      },
    });
  }
}

if (form !== null) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDirty = false;
  const soon = () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => draw(form), PAUSE);
  };
  form.addEventListener('input', soon);
  // The choice of a customer stands beside the drawing, outside the form.
  for (const element of form.elements) {
    if (!form.contains(element)) element.addEventListener('change', () => draw(form));
  }
  form.addEventListener('submit', () => {
    isDirty = false;
    // The draft that a drawing would be of is about to be another one.
    clearTimeout(timer);
    asked?.abort();
  });
  window.addEventListener('beforeunload', (event) => {
    if (isDirty) event.preventDefault();
  });
  pairColours(form);
  letDrag(form);
}
