// Texts with values of the card (<value-text>): each value is a chip with its label, and a menu
// inserts one at the caret. What is sent stays the text with magic strings, in the field that the
// server drew. Fields that arrive later, in a fragment, are prepared as they arrive.
import { menuButton } from './value-button.ts';
import { chipOf, contentOf, type KnownValue, REST, sampled, textOf } from './value-chips.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

function knownValues(): readonly KnownValue[] {
  return [...document.querySelectorAll<HTMLElement>('#values [data-value]')].map(({ dataset, parentElement }) => ({
    name: dataset.value ?? '',
    label: dataset.label ?? '',
    sample: dataset.sample ?? '',
    group: parentElement?.closest<HTMLElement>('[data-values]')?.dataset.values ?? '',
  }));
}

class ValueTextElement extends HTMLElement {
  connectedCallback(): void {
    const field = this.querySelector<Field>(':scope > input, :scope > textarea');
    if (field === null || this.querySelector('.valueBox') !== null) return;
    const values = knownValues();
    if (values.length > 0) prepare(this, field, values);
  }
}

/** The caret in the box that had the focus last: the menu inserts there. */
let caret: Range | null = null;

/** Puts a box with chips in the place of the field, which keeps the text that is sent. */
function prepare(around: HTMLElement, field: Field, values: readonly KnownValue[]): void {
  const box = boxFor(field);
  const sent = sentFieldOf(field);
  const { maxLength } = field;
  const hasLines = field instanceof HTMLTextAreaElement;
  const preview = around.querySelector<HTMLElement>('[data-preview]');

  const changed = () => {
    sent.value = textOf(box);
    const text = sampled(sent.value, values);
    if (preview !== null) {
      preview.hidden = text === null;
      preview.querySelector('output')!.textContent = text;
    }
    sent.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const insert = (value: KnownValue) => {
    const range = caret !== null && box.contains(caret.commonAncestorContainer) ? caret : endOf(box);
    range.deleteContents();
    const nodes = chipOf(value);
    for (const node of [...nodes].reverse()) range.insertNode(node);
    box.focus();
    range.setStartAfter(nodes.at(-1)!);
    range.collapse(true);
    select(range);
    changed();
  };

  box.replaceChildren(...contentOf(field.value, values));
  box.addEventListener('input', (event) => {
    event.stopPropagation();
    changed();
  });
  box.addEventListener('beforeinput', (event) => {
    const isLine = event.inputType === 'insertParagraph' || event.inputType === 'insertLineBreak';
    if (isLine && !hasLines) event.preventDefault();
    const added = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    const isFull = maxLength > 0 && textOf(box).length + added.length > maxLength;
    if (isFull && event.inputType.startsWith('insert') && getSelection()?.isCollapsed) event.preventDefault();
    if (event.inputType === 'deleteContentBackward' && removeChipBefore()) {
      event.preventDefault();
      changed();
    }
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || hasLines) return;
    event.preventDefault();
    sent.form?.requestSubmit();
  });
  box.addEventListener('blur', () => {
    // The event of a changed selection may come after the focus has moved on.
    caret = rangeIn(box) ?? caret;
    // Labels that were typed become chips once nobody types any more. Without one the content stays,
    // and with it the caret at which the menu inserts.
    const content = contentOf(textOf(box), values);
    const isNew = content.filter((node) => node instanceof HTMLElement).length > box.querySelectorAll('.chip').length;
    if (isNew) {
      box.replaceChildren(...content);
      caret = endOf(box);
    }
    const before = sent.value;
    sent.value = textOf(box);
    if (sent.value !== before) changed();
    sent.dispatchEvent(new Event('change', { bubbles: true }));
  });
  box.addEventListener('paste', (event) => {
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain').replace(/\r\n?/g, '\n') ?? '';
    type(
      hasLines
        ? text
        : text
            .split('\n')
            .map((line) => line.trim())
            .join(' '),
    );
  });
  for (const kind of ['copy', 'cut'] as const) {
    box.addEventListener(kind, (event) => {
      const selection = getSelection();
      if (selection === null || selection.isCollapsed) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', textOf(selection.getRangeAt(0).cloneContents()));
      if (kind === 'cut') type('');
    });
  }
  box.addEventListener('drop', (event) => event.preventDefault());
  for (const label of document.querySelectorAll<HTMLLabelElement>(`label[for="${CSS.escape(box.id)}"]`)) {
    label.addEventListener('click', () => box.focus());
  }

  // Browsers put the caret of a box that gets the focus at its beginning; people go on at the end.
  let isPointed = false;
  box.addEventListener('pointerdown', () => {
    isPointed = true;
  });
  box.addEventListener('focus', () => {
    if (!isPointed) select(endOf(box));
    isPointed = false;
  });

  field.replaceWith(box, sent);
  around.querySelector('a[data-insert]')?.replaceWith(menuButton(around, values, insert));
}

/** What is sent in place of the field: its name and data, which scripts of the page look at. */
function sentFieldOf(field: Field): HTMLInputElement {
  const sent = document.createElement('input');
  sent.type = 'hidden';
  sent.name = field.name;
  sent.value = field.value;
  for (const { name, value } of field.attributes) if (name.startsWith('data-')) sent.setAttribute(name, value);
  return sent;
}

/** The box takes over the field's id, so that labels and links to faults lead to what is in sight. */
function boxFor(field: Field): HTMLElement {
  const box = document.createElement('div');
  box.className = 'valueBox';
  box.setAttribute('role', 'textbox');
  box.setAttribute('contenteditable', 'true');
  box.tabIndex = 0;
  box.dir = 'auto';
  box.spellcheck = true;
  if (field instanceof HTMLTextAreaElement) box.setAttribute('aria-multiline', 'true');
  if (field.required) box.setAttribute('aria-required', 'true');
  for (const name of ['aria-label', 'aria-labelledby', 'aria-describedby', 'aria-invalid', 'lang']) {
    const value = field.getAttribute(name);
    if (value !== null) box.setAttribute(name, value);
  }
  const label = field.labels?.[0];
  if (label !== undefined) {
    label.id ||= `${field.id}-label`;
    box.setAttribute('aria-labelledby', label.id);
  }
  // The box is as high as the field was, so that nothing below it moves.
  if (field.offsetHeight > 0) box.style.minHeight = `${field.offsetHeight}px`;
  box.id = field.id;
  return box;
}

/** The selection inside a box; null where it is elsewhere. */
function rangeIn(box: Element): Range | null {
  const selection = getSelection();
  if (selection === null || selection.rangeCount === 0 || !box.contains(selection.anchorNode)) return null;
  return selection.getRangeAt(0).cloneRange();
}

function endOf(box: HTMLElement): Range {
  const range = document.createRange();
  range.selectNodeContents(box);
  range.collapse(false);
  return range;
}

function select(range: Range): void {
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** Types a text at the caret, so that the browser can undo it. */
function type(text: string): void {
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

/** Removes the chip that the caret stands behind; false where there is none. */
function removeChipBefore(): boolean {
  const selection = getSelection();
  if (selection === null || !selection.isCollapsed) return false;
  const { anchorNode: node, anchorOffset: offset } = selection;
  if (!(node instanceof Text) || node.data.slice(0, offset).replaceAll(REST, '') !== '') return false;
  const chip = node.previousSibling;
  if (!(chip instanceof HTMLElement) || chip.dataset.name === undefined) return false;
  chip.remove();
  node.data = node.data.slice(offset);
  return true;
}

document.addEventListener('selectionchange', () => {
  const { activeElement } = document;
  if (activeElement?.classList.contains('valueBox') === true) caret = rangeIn(activeElement) ?? caret;
});

customElements.define('value-text', ValueTextElement);
