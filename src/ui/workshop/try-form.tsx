// The form of the simulator: what happens, on whose card, by which rules, when, and with which values.
import type { Child } from 'hono/jsx';
import type { EditorField } from '../../operations/passes/pass-editor.ts';
import type { TriggerEvent } from '../../rules/passes/facts.ts';
import { readKey } from '../../rules/schedules/due.ts';
import { Field, targetId } from '../form-field.tsx';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { shownField } from './editor-form.tsx';
import { TextField } from './text-field.tsx';
import { SET, type TryState, tryParameters, WAS } from './try-address.ts';

/** Why nothing was tried. `field`: the parameter or API path at fault, if the form has it. */
export interface TryFault {
  readonly field: string | null;
  readonly words: Child;
}

export interface TryFormProps {
  /** The address of the page, without parameters. */
  readonly address: string;
  readonly texts: Texts;
  readonly state: TryState;
  /** The keys of the schedules and waits to choose from. */
  readonly keys: readonly string[];
  readonly mostTimes: number;
  readonly customers: readonly { readonly hash: string; readonly name: string }[];
  /** The customer of the run that is tried again; null: no run is. */
  readonly past: string | null;
  /** Those that the search found beside the chosen one. */
  readonly alsoFound: readonly { readonly hash: string; readonly name: string }[];
  /** What was searched for in vain; null: nothing. */
  readonly nobody: string | null;
  readonly hasDraft: boolean;
  readonly which: 'draft' | 'published';
  readonly values: readonly EditorField[];
  readonly fault: TryFault | null;
}

export function TryForm(props: TryFormProps) {
  const { address, texts, state, mostTimes, fault, nobody, alsoFound } = props;
  const { simulator: words } = texts;
  const { n, at, run } = state;
  return (
    <>
      {fault !== null && <Fault {...props} fault={fault} />}
      <form method="get" action={address} class="form tryForm">
        {/* Enter presses the first button of a form, which must not be that of the search. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus (tabindex), and the button is not to be read twice */}
        <button type="submit" class="onEnter" tabindex={-1} aria-hidden="true">
          {words.run}
        </button>
        <input type="hidden" name="form" value="1" />
        {run !== '' && <input type="hidden" name="run" value={run} />}
        <Happening {...props} />
        <TextField id="n" label={words.times} fault={faultOf(fault, 'n')}>
          {(attributes) => (
            <input
              {...attributes}
              name="n"
              type="number"
              min="1"
              max={String(mostTimes)}
              value={n}
              inputmode="numeric"
            />
          )}
        </TextField>
        <Customers {...props} />
        <div class="field">
          <label for="q">{words.find}</label>
          <div class="tryFind">
            <input id="q" name="q" type="search" dir="auto" maxlength={100} value={nobody ?? ''} />
            <button type="submit" class="button plain">
              {texts.customers.search}
            </button>
          </div>
          {nobody !== null && (
            <p class="hint" role="status" dir="auto">
              {words.nobody(nobody)}
            </p>
          )}
          {alsoFound.length > 0 && (
            <p class="hint" dir="auto">
              {words.found(state.found)}{' '}
              {alsoFound.map(({ hash, name }, index) => (
                <>
                  {index > 0 && ', '}
                  <a key={hash} href={`${address}?${tryParameters({ ...state, pass: hash, run: '', step: '' })}`}>
                    <bdi>{name}</bdi>
                  </a>
                </>
              ))}
            </p>
          )}
        </div>
        <Rules {...props} />
        <TextField id="at" label={words.clock} hint={words.clockHint} fault={faultOf(fault, 'at')}>
          {(attributes) => <input {...attributes} name="at" type="datetime-local" value={at} />}
        </TextField>
        <Values {...props} />
        <button type="submit" class="button">
          {words.run}
        </button>
      </form>
    </>
  );
}

/** What happens: an event, a schedule, or what waits. */
function Happening({ texts, state: { event }, keys }: TryFormProps) {
  const { simulator: words } = texts;
  const group = (label: string, kind: ReturnType<typeof readKey>['kind']) => {
    const own = keys.filter((key) => readKey(key).kind === kind);
    if (own.length === 0) return null;
    return (
      <optgroup label={label}>
        {own.map((key) => (
          <option key={key} value={key} selected={key === event} dir="auto">
            {readKey(key).name}
          </option>
        ))}
      </optgroup>
    );
  };
  return (
    <div class="field">
      <label for="event">{words.event}</label>
      <select id="event" name="event">
        {(Object.keys(words.events) as TriggerEvent[]).map((name) => (
          <option key={name} value={name} selected={name === event}>
            {words.events[name]}
          </option>
        ))}
        {group(words.schedules, 'schedule')}
        {group(words.waits, 'later')}
      </select>
    </div>
  );
}

function faultOf(fault: TryFault | null, field: string): Child | null {
  return fault?.field === field ? fault.words : null;
}

function Fault({ fault, values, texts }: TryFormProps & { fault: TryFault }) {
  const position = values.findIndex(({ path }) => path === fault.field);
  const value = values[position];
  const target =
    value !== undefined
      ? targetId(value.kind, idOf(position))
      : fault.field === 'n' || fault.field === 'at'
        ? fault.field
        : null;
  const faulty = target === null ? [] : [{ target, fault: fault.words }];
  return (
    <Problems
      problem={target === null ? fault.words : null}
      faulty={faulty}
      texts={texts.form}
      outcome={texts.simulator.failed}
    />
  );
}

function Customers({ texts, state, customers, past }: TryFormProps) {
  const { simulator: words } = texts;
  return (
    <div class="field">
      <label for="pass">{words.customer}</label>
      <select id="pass" name="pass">
        {past !== null && (
          <option value="past" selected>
            {words.asThen(past)}
          </option>
        )}
        <option value="" selected={past === null && state.pass === ''}>
          {words.newCard}
        </option>
        {customers.map(({ hash, name }) => (
          <option key={hash} value={hash} selected={past === null && hash === state.pass} dir="auto">
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Rules({ texts: { simulator: words }, hasDraft, which }: TryFormProps) {
  if (!hasDraft) return null;
  return (
    <fieldset class="field tryRules">
      <legend>{words.rules}</legend>
      {(['draft', 'published'] as const).map((name) => (
        <label key={name} for={`rules-${name}`} class="tick">
          <input type="radio" id={`rules-${name}`} name="rules" value={name} checked={name === which} />
          <span>{words.ruleChoices[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Values({ texts, values, state, fault }: TryFormProps) {
  const { simulator: words } = texts;
  if (values.length === 0) return null;
  const typed = Object.fromEntries(
    Object.entries(state.set).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const isOpen = Object.keys(typed).length > 0 || values.some(({ path }) => path === fault?.field);
  return (
    <details class="tryValues" open={isOpen}>
      <summary>{words.values}</summary>
      <p class="hint">{words.valuesHint}</p>
      {values.map((value, position) => {
        const notice = fault === null ? null : ({ kind: 'failed', message: fault.words, field: fault.field } as const);
        const field = shownField({ texts, notice, typed }, value);
        return (
          <Field
            key={value.path}
            field={{ ...field, name: `${SET}${value.path}`, stepName: null }}
            id={idOf(position)}
            texts={texts.form}
          >
            <input type="hidden" name={`${WAS}${value.path}`} value={value.text} />
          </Field>
        );
      })}
    </details>
  );
}

function idOf(position: number): string {
  return `value-${position}`;
}
