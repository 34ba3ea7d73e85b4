// Looks up customers by name, for a phone that is out of power. Only those who may have the form.
import { element } from './element.ts';
import { callServer } from './till.ts';
import type { Words } from './words.ts';

/** A customer whom the server found. */
interface Found {
  readonly hashedSerialNumber: string;
  readonly name: string;
  readonly card: string;
  /** The last characters of the pass's code, which tell people of one name apart. */
  readonly ending: string;
}

/** `chosen` gets the code of the customer's pass. */
export function listenToFind(base: string, words: Words, chosen: (code: string) => void): void {
  const form = element('find', HTMLFormElement);
  const field = element('find-text', HTMLInputElement);
  const note = element('find-note', HTMLElement);
  const list = element('found', HTMLElement);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    list.replaceChildren();
    note.textContent = words.finding;
    try {
      const answer = await callServer(base, 'find', { text });
      if (answer.success !== true) {
        note.textContent = words.failures[String(answer.code)] ?? String(answer.message);
        return;
      }
      const found = answer.found as readonly Found[];
      note.textContent = found.length === 0 ? words.foundNone : answer.more === true ? words.foundMany : '';
      list.replaceChildren(...found.map(itemOf));
    } catch {
      note.textContent = words.findOffline;
    }
  });

  function itemOf({ hashedSerialNumber, name, card, ending }: Found): HTMLLIElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button plain';
    button.dir = 'auto';
    button.textContent = name;
    const more = document.createElement('span');
    more.dir = 'auto';
    more.textContent = `${card} · …${ending}`;
    button.append(more);
    button.addEventListener('click', () => {
      list.replaceChildren();
      field.value = '';
      chosen(hashedSerialNumber);
    });
    item.append(button);
    return item;
  }
}
