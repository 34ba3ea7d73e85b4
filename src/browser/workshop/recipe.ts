// Shows what a recipe does while its questions are answered. Without this script the button beside
// the questions shows the same.

const form = document.querySelector<HTMLFormElement>('form[data-recipe]');
let asked: AbortController | null = null;

/** The parts of the page that depend on the answers, drawn by the server. */
async function refresh(answers: HTMLFormElement): Promise<void> {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(answers)) {
    if (typeof value === 'string' && name !== 'revision' && name !== 'seen') query.append(name, value);
  }
  const answer = await fetch(`${answers.action}?${query}`, { signal: asked.signal });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll<HTMLElement>('[data-recipe-part]')) {
    const next = page.querySelector(`[data-recipe-part="${part.dataset.recipePart}"]`);
    // A button that has the focus stays: it means the same.
    if (next !== null && !part.contains(document.activeElement)) part.replaceChildren(...next.childNodes);
    else if (next !== null) copySeen(next, part);
  }
}

function copySeen(from: Element, to: Element): void {
  const [next, present] = [from, to].map((part) => part.querySelector<HTMLInputElement>('input[name="seen"]'));
  if (next && present) present.value = next.value;
}

form?.addEventListener('change', () => {
  refresh(form).catch((error: unknown) => {
    // A newer answer has made this one void, or the server is away: the button still shows it.
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
  });
});

export {};
