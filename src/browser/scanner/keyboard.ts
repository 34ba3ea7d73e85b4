// A hand scanner types what it reads and presses Enter. It is heard anywhere on the page, unless somebody types into a field.

/** Letters that come later than this after the one before, in ms, begin another code. */
const PAUSE = 500;

export function listenToHandScanner(heard: (text: string) => void): void {
  let text = '';
  let last = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
    if (event.timeStamp - last > PAUSE) text = '';
    if (event.key === 'Enter') {
      if (text === '') return;
      // The button that has the focus must not be pressed by it.
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
