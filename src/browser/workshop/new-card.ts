// Shows a new card's colour and the shop's name on the drawn example while they are chosen. Without
// this script the card shows them once it is made.

const form = document.querySelector<HTMLFormElement>('[data-new-card]');
const front = document.querySelector<HTMLElement>('[data-drawing] .pass');

/** How bright a colour of the form #rrggbb is, from 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function showColour(hex: string): void {
  if (front === null || !/^#[0-9a-f]{6}$/i.test(hex)) return;
  // White has a contrast of 4.5 below the first brightness, and nearly black above the second one.
  const brightness = luminance(hex);
  const text = brightness < 0.1833 ? 'rgb(255, 255, 255)' : brightness < 0.2065 ? 'rgb(0, 0, 0)' : 'rgb(20, 20, 20)';
  front.style.setProperty('--background', hex);
  front.style.setProperty('--foreground', text);
  front.style.setProperty('--label', text);
}

form?.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  if (target.name === 'colour') showColour(target.value);
  const name = front?.querySelector('.logoText');
  if (target.name === 'shop' && name) name.textContent = target.value;
});

export {};
