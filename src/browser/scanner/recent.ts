// Lists the last scans of this device, newest first.
import { element } from './element.ts';
import type { View } from './result.ts';

export interface Recent {
  readonly tone: View['tone'];
  readonly title: string;
  readonly text: string;
  /** In ms since 1970. */
  readonly time: number;
  /** What takes the scan back; absent: nothing does. */
  readonly undo?: { readonly text: string; readonly event: number } | undefined;
}

const KEY = 'passwright-scanner-recent';
const MOST = 20;

export function addRecent(entry: Recent): void {
  localStorage.setItem(KEY, JSON.stringify([entry, ...readRecent()].slice(0, MOST)));
  showRecent();
}

/** Replaces the entry whose scan was taken back. */
export function markUndone(event: number, title: string): void {
  const entries = readRecent().map((entry) =>
    entry.undo?.event === event ? { tone: 'unchanged', title, text: entry.text, time: entry.time } : entry,
  );
  localStorage.setItem(KEY, JSON.stringify(entries));
  showRecent();
}

/** How the list lets a scan be taken back, for `lasts` ms. */
export interface UndoButtons {
  readonly label: string;
  readonly lasts: number;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly pressed: (undo: NonNullable<Recent['undo']>) => void;
}

let buttons: UndoButtons | null = null;

/** Null: no scan can be taken back here. */
export function offerUndo(given: UndoButtons | null): void {
  buttons = given;
  showRecent();
}

export function showRecent(): void {
  const entries = readRecent();
  element('recent-none', HTMLElement).hidden = entries.length > 0;
  element('recent', HTMLElement).replaceChildren(...entries.map(itemOf));
}

function itemOf({ tone, title, text, time, undo }: Recent): HTMLLIElement {
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
  if (buttons !== null && undo !== undefined && buttons.now() - time < buttons.lasts)
    item.append(undoButton(buttons, undo));
  return item;
}

function undoButton({ label, pressed }: UndoButtons, undo: NonNullable<Recent['undo']>): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button plain';
  button.textContent = label;
  button.addEventListener('click', () => pressed(undo));
  return button;
}

function readRecent(): Recent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    return [];
  }
}
