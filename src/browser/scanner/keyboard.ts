// Listens to a hand scanner, which types a code and presses Enter. It works anywhere on the page,
// except while the focus is in a field.

/** The pause between two letters, in ms, after which another code begins. */
const PAUSE = 500;

export function listenToHandScanner(heard: (text: string) => void): void {
  let text = '';
  let last = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
    if (event.timeStamp - last > PAUSE) text = '';
    if (event.key === 'Enter') {
      if (text === '') return;
      // Do not let Enter press the button that has the focus.
      event.preventDefault();
      event.stopPropagation();
      heard(text);
      text = '';
    } else if (event.key.length === 1) {
      if (event.key === ' ' && text !== '') event.preventDefault();
      text += event.key;
      last = event.timeStamp;
    }
  };
  document.addEventListener('keydown', onKey, { capture: true });
}

function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
