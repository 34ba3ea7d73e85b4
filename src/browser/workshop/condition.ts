// Completes what is typed into the text of a condition: the values of the card behind a `{`, and the
// words of the language. The text works without it.

const KEYWORDS = [
  ...['AND', 'OR', 'registered', 'scanned', 'installed', 'deleted', 'isEmpty', 'isSet', 'true', 'false'],
  ...['now', 'today', 'time', 'day of week', 'contains', 'in'],
  ...['minutes', 'hours', 'days', 'weeks', 'months', 'years'],
];
/** How many completions are offered. */
const SHOWN = 8;

interface Completion {
  readonly text: string;
  readonly name: string;
}

/** What may stand at the caret, and where the begun word starts. */
function completionsAt(text: string, places: readonly (readonly [path: string, name: string])[]) {
  const bracket = /\{([^{}]*)$/.exec(text);
  if (bracket !== null) {
    const begun = bracket[1]!.toLowerCase();
    const found = places.filter(([path, name]) => `${name} ${path}`.toLowerCase().includes(begun));
    return { start: bracket.index, found: found.slice(0, SHOWN).map(([path, name]) => ({ text: `{${path}}`, name })) };
  }
  let start = text.length;
  while (start > 0 && /[A-Za-z]/.test(text[start - 1]!)) start -= 1;
  const quotes = text.split('"').length - 1;
  if (start === text.length || quotes % 2 === 1) return { start, found: [] };
  const begun = text.slice(start).toLowerCase();
  const found = KEYWORDS.filter((each) => each.toLowerCase().startsWith(begun) && each.length > begun.length);
  return { start, found: found.slice(0, SHOWN).map((each) => ({ text: each, name: '' })) };
}

function setUp(area: HTMLTextAreaElement): void {
  const places = JSON.parse(area.dataset.condition ?? '[]') as [string, string][];
  const list = document.createElement('ul');
  list.className = 'completions';
  list.id = `${area.id}-completions`;
  list.setAttribute('role', 'listbox');
  list.hidden = true;
  area.after(list);
  area.setAttribute('aria-controls', list.id);
  area.setAttribute('aria-autocomplete', 'list');
  let offered: readonly Completion[] = [];
  let start = 0;
  let chosen = 0;

  const close = () => {
    list.hidden = true;
    offered = [];
    area.removeAttribute('aria-activedescendant');
  };

  const mark = () => {
    for (const [at, item] of [...list.children].entries()) {
      item.setAttribute('aria-selected', String(at === chosen));
      if (at === chosen) item.scrollIntoView({ block: 'nearest' });
    }
    area.setAttribute('aria-activedescendant', `${list.id}-${chosen}`);
  };

  const accept = (at: number) => {
    const completion = offered[at];
    if (completion === undefined) return;
    area.setRangeText(completion.text, start, area.selectionStart, 'end');
    close();
    area.dispatchEvent(new Event('input', { bubbles: true }));
    close();
  };

  const offer = () => {
    const found = completionsAt(area.value.slice(0, area.selectionStart), places);
    if (found.found.length === 0) return close();
    offered = found.found;
    start = found.start;
    chosen = 0;
    list.replaceChildren(
      ...offered.map(({ text, name }, at) => {
        const item = document.createElement('li');
        item.id = `${list.id}-${at}`;
        item.setAttribute('role', 'option');
        const shown = document.createElement('span');
        shown.textContent = name === '' ? text : name;
        item.append(shown);
        if (name !== '') {
          const path = document.createElement('small');
          path.textContent = text;
          item.append(path);
        }
        // The text must not lose the focus before the click arrives.
        item.addEventListener('mousedown', (event) => {
          event.preventDefault();
          accept(at);
        });
        return item;
      }),
    );
    list.hidden = false;
    mark();
  };

  area.addEventListener('input', (event) => {
    if (event.isTrusted) offer();
  });
  area.addEventListener('blur', close);
  area.addEventListener('keydown', (event) => {
    if (offered.length === 0) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        chosen = (chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length;
        mark();
        break;
      case 'Enter':
      case 'Tab':
        accept(chosen);
        break;
      case 'Escape':
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
}

function setUpAll(): void {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-condition]')) setUp(area);
}

document.addEventListener('rule-form-replaced', setUpAll);
setUpAll();

export {};
