// Copies the text of a button that has one to the clipboard, and says so. The buttons are hidden until
// this script shows them, because without it they would do nothing.

/** How long a button says that it copied, in ms. */
const SAID_FOR = 2000;

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const { copy, copied } = button.dataset;
  // Browsers offer no clipboard to pages over plain http of another machine.
  if (copy === undefined || copied === undefined || navigator.clipboard === undefined) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(copy);
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = words;
    }, SAID_FOR);
  });
}

export {};
