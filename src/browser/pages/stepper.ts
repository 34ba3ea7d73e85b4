// Lets the buttons of steppers count in the page. Where the text is no number, the button sends the
// form to the server, as it does without this script.

const NUMBER = /^[+-]?\d{1,12}(\.\d{1,6})?$/;

for (const button of document.querySelectorAll<HTMLButtonElement>('.steps button')) {
  button.addEventListener('click', (event) => {
    const input = button.parentElement?.querySelector<HTMLInputElement>('input[inputmode]');
    const { step } = button.dataset;
    if (!input || step === undefined) return;
    const text = input.value.trim() || '0';
    if (!NUMBER.test(text) || !NUMBER.test(step)) return;
    event.preventDefault();
    // The sum is rounded to the decimals of its parts, so that 0.1 + 0.2 is 0.3.
    const decimals = Math.max(decimalsOf(text), decimalsOf(step));
    input.value = String(Number((Number(text) + Number(step)).toFixed(decimals)));
  });
}

function decimalsOf(number: string): number {
  return (number.split('.')[1] ?? '').length;
}

export {};
