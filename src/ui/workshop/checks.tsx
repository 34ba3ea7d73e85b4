// The pages of a card's checks: their list with what each says now, a new one, and its end.
import type { Child } from 'hono/jsx';
import type { CheckDraft } from '../../operations/templates/checks.ts';
import type { ShownCheck } from '../../operations/templates/stored-checks.ts';
import type { Check } from '../../rules/checks/check.ts';
import { TRIGGER_OF } from '../../rules/passes/facts.ts';
import { readKey } from '../../rules/schedules/due.ts';
import { type Names, valueWords } from '../../rules/sentences/names.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { differenceWords, expectationLines, lockScreenWords, tillWords } from './check-words.ts';
import { TextField } from './text-field.tsx';

interface ChecksProps {
  /** The card's address. */
  readonly address: string;
  readonly texts: Texts;
  readonly names: Names;
  readonly checks: readonly ShownCheck[];
  readonly isOfDraft: boolean;
  readonly mayChange: boolean;
}

export function ChecksPage({ address, texts, names, checks, isOfDraft, mayChange }: ChecksProps) {
  const { checks: words } = texts;
  return (
    <div class="stack">
      <header>
        <h2>{words.title}</h2>
        <p>{words.intro}</p>
        <p>
          <a class={checks.length === 0 ? 'button' : 'button plain'} href={`${address}/try`}>
            {words.toTry}
          </a>
        </p>
      </header>
      {checks.length === 0 ? (
        <p class="panel">{words.none}</p>
      ) : (
        <section aria-label={words.title}>
          <CheckSummary checks={checks} words={words} />
          <p class="quiet">{isOfDraft ? words.ofDraft : words.ofPublished}</p>
          <CheckRows {...{ address, texts, names, checks, mayChange }} />
        </section>
      )}
    </div>
  );
}

/** How many checks pass, in a sentence; the page that publishes says it too. */
export function CheckSummary({ checks, words }: { checks: readonly ShownCheck[]; words: Texts['checks'] }) {
  const passed = checks.filter(({ differences }) => differences.length === 0).length;
  return (
    <p role="status">
      <strong>{words.summary(passed, checks.length)}</strong>
    </p>
  );
}

type RowsProps = Omit<ChecksProps, 'isOfDraft'>;

/** Each check with what it expects, or with what is other than expected. */
export function CheckRows({ address, texts, names, checks, mayChange }: RowsProps) {
  const { checks: words } = texts;
  return (
    <ul class="rows checkRows">
      {checks.map(({ id, check, differences }) => (
        <li key={id}>
          <h3 dir="auto">{check.name}</h3>
          <p class="quiet" dir="auto">
            {eventWords(check, texts)}
          </p>
          <p class={differences.length === 0 ? 'isGood' : 'isFault'}>
            {differences.length === 0 ? `✓ ${words.passes}` : `✗ ${words.fails}`}
          </p>
          <ul dir="auto">
            {(differences.length === 0
              ? expectationLines(check.expect, names, words)
              : differences.map((difference) => differenceWords(difference, names, words))
            ).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {mayChange && (
            <p>
              <a class="button danger" href={`${address}/checks/${id}/delete`}>
                {words.delete}
              </a>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function eventWords({ accessType, key, times }: Pick<Check, 'accessType' | 'key' | 'times'>, texts: Texts): string {
  const { simulator } = texts;
  const event = TRIGGER_OF[accessType];
  const happens = event === null ? '' : simulator.events[event];
  return `${key === null ? happens : keyWords(key, simulator)}, ${texts.checks.times(times)}`;
}

function keyWords(key: string, words: Texts['simulator']): string {
  const { kind, name } = readKey(key);
  return kind === 'schedule' ? words.scheduleRuns(name) : words.waitEnds(name);
}

interface NewCheckProps {
  readonly address: string;
  readonly texts: Texts;
  readonly names: Names;
  readonly draft: CheckDraft;
  /** The parameters of the try. */
  readonly query: string;
  /** What was typed and ticked; null: nothing yet. */
  readonly sent: {
    readonly name: string;
    readonly places: readonly string[];
    readonly till: boolean;
    readonly lockScreen: boolean;
  } | null;
  readonly fault: { readonly field: string | null; readonly words: Child } | null;
}

export function NewCheck(props: NewCheckProps) {
  const { address, texts, draft, query, sent, fault, names } = props;
  const { checks: words } = texts;
  const { expect, changed, hasTill } = draft;
  const others = Object.keys(expect.values).filter((path) => !changed.includes(path));
  const ofName = fault?.field === 'name' ? fault.words : null;
  return (
    <div class="stack">
      <header>
        <h2>{words.newTitle}</h2>
        <p>{words.newIntro}</p>
        <p class="quiet">{eventWords(draft.state, texts)}</p>
      </header>
      {fault !== null && (
        <Problems
          problem={ofName === null ? fault.words : null}
          faulty={ofName === null ? [] : [{ target: 'name', fault: ofName }]}
          texts={texts.form}
          outcome={words.failed}
        />
      )}
      <form method="post" action={`${address}/checks`} class="form">
        <input type="hidden" name="try" value={query} />
        <TextField id="name" label={words.name} hint={words.nameHint} fault={ofName}>
          {(attributes) => (
            <input {...attributes} name="name" value={sent?.name ?? ''} maxlength={100} required dir="auto" />
          )}
        </TextField>
        <fieldset>
          <legend>{words.places}</legend>
          {changed.length === 0 && <p class="hint">{words.noPlaces}</p>}
          {changed.map((path) => (
            <Place {...props} key={path} path={path} isTicked={sent === null || sent.places.includes(path)} />
          ))}
          {hasTill && <Tick name="till" isTicked={sent?.till ?? true} text={tillWords(expect.till, names, words)} />}
          <Tick
            name="lockScreen"
            isTicked={sent?.lockScreen ?? true}
            text={lockScreenWords(expect.lockScreen, names, words)}
          />
          <p class="hint">{expect.changes ? words.expectsChange : words.expectsNoChange}</p>
        </fieldset>
        {others.length > 0 && (
          <details open={others.some((path) => sent?.places.includes(path))}>
            <summary>{words.otherPlaces}</summary>
            {others.map((path) => (
              <Place {...props} key={path} path={path} isTicked={sent?.places.includes(path) ?? false} />
            ))}
          </details>
        )}
        <Kept {...props} />
        <p class="actions">
          <button type="submit" class="button">
            {words.keep}
          </button>
          <a class="button text" href={`${address}/try?${query}`}>
            {words.back}
          </a>
        </p>
      </form>
    </div>
  );
}

function Place({ path, isTicked, draft, names, texts }: NewCheckProps & { path: string; isTicked: boolean }) {
  const text = texts.checks.value(names.of(path), valueWords(draft.expect.values[path] ?? null, names));
  return <Tick name="place[]" value={path} isTicked={isTicked} text={text} />;
}

function Tick({
  name,
  value = '1',
  isTicked,
  text,
}: {
  name: string;
  value?: string;
  isTicked: boolean;
  text: string;
}) {
  const id = `${name}-${value}`;
  return (
    <label for={id} class="tick">
      <input type="checkbox" id={id} name={name} value={value} checked={isTicked} />
      <span dir="auto">{text}</span>
    </label>
  );
}

/** What of the customer's card goes into the check, because whoever has the card's files can read it. */
function Kept({ draft: { state }, names, texts: { checks: words } }: NewCheckProps) {
  const values = Object.entries(state.overrides);
  return (
    <div class="hint" dir="auto">
      {values.length === 0 ? (
        <p>{words.keptNew}</p>
      ) : (
        <p>
          {words.kept}:{' '}
          {values.map(([path, value]) => words.value(names.of(path), valueWords(value, names))).join('; ')}.
        </p>
      )}
    </div>
  );
}

interface DeleteProps {
  readonly address: string;
  readonly texts: Texts;
  readonly id: number;
  readonly name: string;
}

export function DeleteCheck({ address, texts: { checks: words }, id, name }: DeleteProps) {
  return (
    <div class="stack">
      <h2>{words.deleteTitle}</h2>
      <p dir="auto">{words.deleteAbout(name)}</p>
      <form method="post" action={`${address}/checks/${id}/delete`} class="actions">
        <button type="submit" class="button danger">
          {words.delete}
        </button>
        <a class="button text" href={`${address}/checks`}>
          {words.cancel}
        </a>
      </form>
    </div>
  );
}
