// The address of a try, which holds everything that is tried, so that it can be sent to somebody.

/** What a try's address says, as it was typed; empty texts for what it does not say. */
export interface TryState {
  /** The name of an event, or the key of a schedule or wait. */
  readonly event: string;
  readonly n: string;
  /** The hashedSerialNumber of the customer's pass. */
  readonly pass: string;
  readonly run: string;
  readonly rules: '' | 'draft' | 'published';
  /** On the clocks of the account, such as `2026-11-29T14:05`. */
  readonly at: string;
  /** API path -> the typed text, or the ticked options. */
  readonly set: Readonly<Record<string, string | readonly string[]>>;
  /** `2`: the second event; `2.3`: its first three steps. */
  readonly step: string;
  /** What a customer was searched by. */
  readonly found: string;
}

/** What stands before the API paths of values in a try's address. */
export const SET = 'set.';
/** What stands before the API paths of the values that a form showed. */
export const WAS = 'was.';

/** The parameters of the state, without those that say nothing. */
export function tryParameters(state: TryState): URLSearchParams {
  const { event, n, pass, run, rules, at, set, step, found } = state;
  const parameters = new URLSearchParams();
  const say = (name: string, value: string, nothing = '') => {
    if (value !== nothing) parameters.append(name, value);
  };
  say('event', event);
  say('n', n, '1');
  say('pass', pass);
  say('run', run);
  say('rules', rules);
  say('at', at);
  for (const [path, value] of Object.entries(set)) {
    if (typeof value === 'string') parameters.append(`${SET}${path}`, value);
    else if (value.length === 0) parameters.append(`${SET}${path}`, '');
    else for (const option of value) parameters.append(`${SET}${path}[]`, option);
  }
  say('step', step);
  say('found', found);
  return parameters;
}
