// Shows what lock screens will say while the news is typed.

for (const shown of document.querySelectorAll<HTMLElement>('[data-lock-screen]')) {
  const { lockScreen, of } = shown.dataset;
  const field = of === undefined ? null : document.getElementById(of);
  if (lockScreen === undefined) continue;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;
  field.addEventListener('input', () => {
    shown.textContent = lockScreen.replaceAll('%@', () => field.value);
  });
}

export {};
