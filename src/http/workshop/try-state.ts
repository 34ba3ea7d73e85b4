// Reads the address of a try.

import type { TryInput } from '../../operations/events/try-rules.ts';
import { MOST_TIMES } from '../../rules/checks/check.ts';
import { SCAN } from '../../rules/passes/facts.ts';
import { happeningNamed, nameOfHappening } from '../../rules/schedules/due.ts';
import { momentAt } from '../../rules/values/zone-days.ts';
import { SET, type TryState, WAS } from '../../ui/workshop/try-address.ts';

/** The longest text of a parameter that is no value, in characters. */
const LONGEST_PARAMETER = 300;

/** A number or time of the address that cannot be used, by the name of its parameter. */
export type StateFault = 'n' | 'at';

/** What a try's address says, and what of it cannot be used. */
export interface ReadState {
  readonly state: TryState;
  readonly faults: readonly StateFault[];
  readonly input: TryInput;
}

/** `zone`: the account's, on whose clocks the time of a try is. */
export function readTry(parameters: URLSearchParams, templateHash: string, zone: string): ReadState {
  const text = (name: string) => (parameters.get(name) ?? '').trim().slice(0, LONGEST_PARAMETER);
  const happening = happeningNamed(text('event')) ?? { accessType: SCAN, key: null };
  const rules = text('rules');
  // The form sends who was chosen; a link names the run alone.
  const chosen = text('pass');
  const isPast = text('run') !== '' && (chosen === 'past' || !parameters.has('pass'));
  const state: TryState = {
    event: nameOfHappening(happening),
    n: text('n') === '' ? '1' : text('n'),
    pass: chosen === 'past' ? '' : chosen,
    run: isPast ? text('run') : '',
    rules: rules === 'draft' || rules === 'published' ? rules : '',
    at: text('at'),
    set: setIn(parameters),
    step: text('step'),
    found: text('found'),
  };
  const times = /^\d{1,3}$/.test(state.n) ? Number(state.n) : 0;
  const isCounted = times >= 1 && times <= MOST_TIMES;
  const at = state.at === '' ? null : momentAt(state.at, zone);
  const isTimed = state.at === '' || at !== null;
  return {
    state,
    faults: [...(isCounted ? [] : (['n'] as const)), ...(isTimed ? [] : (['at'] as const))],
    input: {
      templateHash,
      rules: state.rules === '' ? null : state.rules,
      ...happening,
      times: isCounted ? times : 1,
      pass: state.pass === '' ? null : state.pass,
      run: /^\d{1,15}$/.test(state.run) ? Number(state.run) : null,
      set: state.set,
      at,
    },
  };
}

/**
 * The values that were typed. A form sends all its values, those of whoever was chosen before too, so
 * that only what differs from what it showed counts. Of two values of one name the last counts: a box
 * that is not ticked sends one before.
 */
function setIn(parameters: URLSearchParams): TryState['set'] {
  const set: Record<string, string | string[]> = {};
  for (const [name, value] of parameters) {
    if (!name.startsWith(SET)) continue;
    const path = name.slice(SET.length).replace(/\[\]$/, '');
    const before = set[path];
    if (name.endsWith('[]')) set[path] = [...(Array.isArray(before) ? before : []), value];
    else set[path] = value;
  }
  const isShown = ([path, value]: [string, string | string[]]) => {
    const shown = parameters.get(`${WAS}${path}`);
    // A list without a tick sends an empty text.
    return shown === textOf(value) || (value === '' && shown === '[]');
  };
  return Object.fromEntries(Object.entries(set).filter((entry) => !isShown(entry)));
}

/** A value in the form in which the page showed it, with the line ends of a page. */
function textOf(value: string | readonly string[]): string {
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : JSON.stringify(value);
}

/** `2.3` -> the first three steps of the second event. */
export function spanIn({ step }: TryState): { readonly run: number | null; readonly actions: number | null } {
  const found = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(step);
  if (found === null) return { run: null, actions: null };
  return { run: Number(found[1]), actions: found[2] === undefined ? null : Number(found[2]) };
}
