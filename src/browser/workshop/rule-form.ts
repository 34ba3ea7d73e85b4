// Keeps the form of a rule up to date while it is filled in: a chosen verb shows its inputs, and the
// sentence below says what the rule reads like. Without this script buttons do the same.

const form = document.querySelector<HTMLFormElement>('[data-rule-form]');
const inner = form?.querySelector<HTMLElement>('[data-rule-inner]') ?? null;

/** How long nobody must have typed before the sentence is asked for, in ms. */
const PAUSE = 300;
let waiting: number | undefined;
let asked = 0;

/** Asks the server for the form as it would be after a button; null: it did not answer, or too late. */
async function ask(button: string): Promise<DocumentFragment | null> {
  const address = form?.dataset.ruleForm;
  if (form === null || address === undefined) return null;
  const turn = ++asked;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
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

/** Puts the whole form in place, and the focus back where it was, or on the new part. */
async function replace(button: string): Promise<void> {
  clearTimeout(waiting);
  const focused = document.activeElement?.id ?? '';
  const before = new Set([...(inner?.querySelectorAll('[id]') ?? [])].map(({ id }) => id));
  const fresh = await ask(button);
  if (fresh === null || inner === null) return;
  inner.replaceChildren(fresh);
  const added = [...inner.querySelectorAll<HTMLElement>('select[id], input[id], textarea[id]')].find(
    ({ id }) => !before.has(id),
  );
  const isAdding = button.startsWith('add-') || button.startsWith('as-');
  const next = (isAdding ? added : null) ?? document.getElementById(focused) ?? inner.querySelector('select');
  next?.focus();
  document.dispatchEvent(new CustomEvent('rule-form-replaced'));
}

/** Puts the sentence alone in place, so that typing goes on undisturbed. */
async function reread(): Promise<void> {
  const fresh = await ask('show');
  const reads = fresh?.querySelector('[data-reads]');
  if (reads) inner?.querySelector('[data-reads]')?.replaceChildren(...reads.childNodes);
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
