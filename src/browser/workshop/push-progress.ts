// Shows how a push to all phones gets on, until it is done.

/** In ms. */
const PAUSE = 2000;

async function renew(): Promise<void> {
  const shown = document.querySelector<HTMLElement>('[data-push]');
  const address = shown?.dataset.push;
  if (!shown || address === undefined) return;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#push');
    // What stays the same is not replaced, so that screen readers do not say it again.
    if (fresh && fresh.textContent !== shown.textContent) shown.replaceWith(fresh);
  } catch {
    // The network is gone for now; ask again.
  }
  setTimeout(renew, PAUSE);
}

setTimeout(renew, PAUSE / 2);

export {};
