// Keeps the form of a rule up to date while it is filled in: a chosen verb shows its inputs, and the
// sentence below says what the rule reads like. Without this script buttons do the same.

const form = document.querySelector<HTMLFormElement>('[data-rule-form]');
const inner = form?.querySelector<HTMLElement>('[data-rule-inner]') ?? null;

/** How long nobody must have typed before the sentence is asked for, in ms. */
const PAUSE = 300;
let waiting: number | undefined;
let asked = 0;

/** What the form says now. */
function fieldsNow(): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form!)) fields.append(name, String(value));
  return fields;
}

/** Asks the server for the form as it would be after a button; null: it did not answer, or too late. */
async function ask(button: string, fields: URLSearchParams): Promise<DocumentFragment | null> {
  const address = form?.dataset.ruleForm;
  if (address === undefined) return null;
  const turn = ++asked;
  fields.set('do', button);
  try {
    const answer = await fetch(address, { method: 'POST', body: fields });
    if (!answer.ok || turn !== asked) return null;
    const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fragment = document.createDocumentFragment();
    fragment.append(...parsed.body.childNodes);
    return fragment;
  } catch {
    // Without a connection the form still works with its buttons.
    return null;
  }
}

/** A person may go on typing while the server answers: what was typed since goes into the new form. */
function carryOver(sent: URLSearchParams, fresh: DocumentFragment): void {
  for (const [name, value] of fieldsNow()) {
    if (value === sent.get(name)) continue;
    const control = fresh.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}"]`);
    if (control !== null) control.value = value;
  }
}

/** Puts the whole form in place, and the focus back where it was, or on the new part. */
async function replace(button: string): Promise<void> {
  clearTimeout(waiting);
  const before = new Set([...(inner?.querySelectorAll('[id]') ?? [])].map(({ id }) => id));
  const sent = fieldsNow();
  const fresh = await ask(button, sent);
  if (fresh === null || inner === null) return;
  const { activeElement } = document;
  const focused = activeElement?.id ?? '';
  const caret = activeElement instanceof HTMLInputElement ? activeElement.selectionStart : null;
  // The buttons that move or remove parts give the names to other parts.
  if (!button.includes(':')) carryOver(sent, fresh);
  inner.replaceChildren(fresh);
  const added = [...inner.querySelectorAll<HTMLElement>('select[id], input[id], textarea[id]')].find(
    ({ id }) => !before.has(id),
  );
  const isAdding = button.startsWith('add-') || button.startsWith('as-');
  const next = (isAdding ? added : null) ?? document.getElementById(focused) ?? inner.querySelector('select');
  next?.focus();
  if (next?.isContentEditable) getSelection()?.selectAllChildren(next);
  if (next?.isContentEditable) getSelection()?.collapseToEnd();
  if (next instanceof HTMLInputElement && next.id === focused && caret !== null) next.setSelectionRange(caret, caret);
  document.dispatchEvent(new CustomEvent('rule-form-replaced'));
}

/** Puts the sentence and what a parser says of texts in place, so that typing goes on undisturbed. */
async function reread(): Promise<void> {
  const fresh = await ask('show', fieldsNow());
  if (fresh === null) return;
  const reads = fresh.querySelector('[data-reads]');
  if (reads) inner?.querySelector('[data-reads]')?.replaceChildren(...reads.childNodes);
  for (const fault of fresh.querySelectorAll('[data-live-fault]')) {
    const isFaulty = fault.firstElementChild !== null;
    const shown = document.getElementById(fault.id);
    shown?.replaceChildren(...fault.childNodes);
    shown?.parentElement?.classList.toggle('faulty', isFaulty);
  }
}

form?.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  if (target instanceof HTMLSelectElement && target.dataset.press !== undefined) void replace('show');
  else if (target instanceof HTMLTextAreaElement && target.dataset.condition !== undefined) void replace('show');
  else if (target.dataset.live !== undefined) void reread();
});

form?.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLElement) || target.dataset.live === undefined) return;
  clearTimeout(waiting);
  waiting = window.setTimeout(() => void reread(), PAUSE);
});

form?.addEventListener('click', (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const button = target.closest<HTMLButtonElement>('button[data-press]');
  if (button === null) return;
  // Text that becomes rows may need the words of a fault, which the whole page has.
  event.preventDefault();
  void replace(button.value);
});

export {};
