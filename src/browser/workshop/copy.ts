// Copies texts such as links. The buttons go out of sight where the browser lets no page copy, as over
// plain http; their room stays, so that nothing moves.

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  if (clipboard === undefined) {
    button.style.visibility = 'hidden';
    continue;
  }
  const label = button.textContent;
  button.addEventListener('click', async () => {
    const { copy, copied } = button.dataset;
    if (copy === undefined || copied === undefined) return;
    try {
      await clipboard.writeText(copy);
    } catch {
      // The browser refused: the text beside the button can still be selected.
      return;
    }
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

export {};
