// The button with the menu of all values that a text may hold. Arrow keys and first letters move in
// the menu, Escape closes it.
import type { KnownValue } from './value-chips.ts';

/** `around`: has the button's words. `choose` gets the chosen value once the menu is closed. */
export function menuButton(
  around: HTMLElement,
  values: readonly KnownValue[],
  choose: (value: KnownValue) => void,
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button text';
  button.textContent = around.dataset.insert ?? '';
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  let menu: HTMLElement | null = null;

  const close = (isBack: boolean) => {
    const closed = menu;
    // Removing the menu takes the focus out of it, which would close it again.
    menu = null;
    closed?.remove();
    button.setAttribute('aria-expanded', 'false');
    if (isBack) button.focus();
  };
  const open = () => {
    menu = menuOf(values, button.textContent ?? '', (value) => {
      close(false);
      choose(value);
    });
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close(true);
      else if (!moveIn(menu!, event.key)) return;
      event.preventDefault();
    });
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && (menu?.contains(relatedTarget) || relatedTarget === button);
      if (!isInside) close(false);
    });
    button.parentElement!.after(menu);
    button.setAttribute('aria-expanded', 'true');
    menu.querySelector('button')?.focus();
  };
  button.addEventListener('click', () => (menu === null ? open() : close(true)));
  return button;
}

function menuOf(values: readonly KnownValue[], title: string, choose: (value: KnownValue) => void): HTMLElement {
  const menu = document.createElement('div');
  menu.className = 'valueMenu';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', title);
  for (const group of new Set(values.map((value) => value.group))) {
    const part = document.createElement('div');
    part.setAttribute('role', 'group');
    part.setAttribute('aria-label', group);
    const heading = document.createElement('p');
    heading.className = 'menuTitle';
    heading.setAttribute('aria-hidden', 'true');
    heading.textContent = group;
    part.append(heading);
    for (const value of values.filter((each) => each.group === group)) part.append(itemOf(value, choose));
    menu.append(part);
  }
  return menu;
}

function itemOf(value: KnownValue, choose: (value: KnownValue) => void): HTMLElement {
  const item = document.createElement('button');
  item.type = 'button';
  item.setAttribute('role', 'menuitem');
  item.tabIndex = -1;
  const label = document.createElement('span');
  label.dir = 'auto';
  label.textContent = value.label;
  const sample = document.createElement('small');
  sample.dir = 'auto';
  sample.textContent = value.sample;
  item.append(label, sample);
  item.addEventListener('click', () => choose(value));
  return item;
}

/** Moves the focus in a menu; false for a key that means nothing there. */
function moveIn(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLButtonElement>('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const places: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const letter = key.toLowerCase();
  const begins = ({ textContent }: HTMLElement) => textContent?.toLowerCase().startsWith(letter) === true;
  const next =
    places[key] !== undefined
      ? items[places[key]]
      : key.length === 1 && key !== ' '
        ? [...items.slice(at + 1), ...items].find(begins)
        : undefined;
  next?.focus();
  return next !== undefined;
}
