// Lists the last scans of this device, newest first.
import { element } from './element.ts';
import type { View } from './result.ts';

export interface Recent {
  readonly tone: View['tone'];
  readonly title: string;
  readonly text: string;
  /** In ms since 1970. */
  readonly time: number;
}

const KEY = 'passwright-scanner-recent';
const MOST = 20;

export function addRecent(entry: Recent): void {
  localStorage.setItem(KEY, JSON.stringify([entry, ...readRecent()].slice(0, MOST)));
  showRecent();
}

export function showRecent(): void {
  const entries = readRecent();
  element('recent-none', HTMLElement).hidden = entries.length > 0;
  element('recent', HTMLElement).replaceChildren(...entries.map(itemOf));
}

function itemOf({ tone, title, text, time }: Recent): HTMLLIElement {
  const item = document.createElement('li');
  item.dataset.tone = tone;
  const name = document.createElement('strong');
  name.textContent = title;
  const what = document.createElement('span');
  what.textContent = text;
  const when = document.createElement('time');
  const date = new Date(time);
  when.dateTime = date.toISOString();
  when.textContent = date.toLocaleTimeString(document.documentElement.lang);
  item.append(name, when, what);
  return item;
}

function readRecent(): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}
