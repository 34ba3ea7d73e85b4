// The page that renames the key of a field or of a hidden value: first what names it, then what a new
// key would change, then the button that does it.
import type { Child } from 'hono/jsx';
import type { KeyView } from '../../operations/templates/rename-key.ts';
import type { MentionKind } from '../../rules/design/mentions.ts';
import type { Reference } from '../../rules/design/references.ts';
import { LONGEST_NEW_KEY, type NameChange } from '../../rules/design/rename.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import type { Texts } from '../texts/en/index.ts';
import { DesignFrame, Revision } from './design-frame.tsx';
import { placeWords } from './place-words.ts';

interface RenameProps {
  readonly address: string;
  readonly texts: Texts;
  readonly view: KeyView;
  /** The key that was typed; empty: none yet. */
  readonly typed: string;
  /** What the typed key would change; null: nothing was typed, or it cannot be the key. */
  readonly changes: readonly NameChange[] | null;
  readonly fault: Child | null;
  readonly problem: Child | null;
  readonly isDone: boolean;
}

/** The most changes, and the most uses, that the page lists. */
const MOST_LISTED = 100;

export function RenamePage(props: RenameProps) {
  const { address, texts, view, typed, changes, fault, problem, isDone } = props;
  const { rename: words } = texts;
  const { program, place, path, references, customers } = view;
  const names = namesIn(program, texts.sentences);
  const named = (where: string) => placeWords(where, program.passConstructor, names, texts);
  return (
    <DesignFrame
      address={address}
      texts={texts}
      title={words.of(names.of(place.kind === 'field' ? `${path}_value` : path))}
      notice={isDone ? words.done : null}
      problem={problem}
    >
      <p>{words.text}</p>
      <dl class="facts panel">
        <dt>{words.now}</dt>
        <dd>
          <code>{place.key}</code>
        </dd>
        <dt>{words.path}</dt>
        <dd>
          <code>{path}</code>
        </dd>
      </dl>
      {customers > 0 ? (
        <p class="notice unchanged">{words.stored(customers)}</p>
      ) : (
        <form method="get" class="form">
          <input type="hidden" name="path" value={path} />
          <div class={fault === null ? 'field' : 'field faulty'}>
            <label for="key">{words.key}</label>
            <p class="hint" id="key-hint">
              {words.keyHint}
            </p>
            {fault !== null && (
              <p class="fault" id="key-fault" role="alert">
                {fault}
              </p>
            )}
            <input
              id="key"
              name="key"
              value={typed}
              maxlength={LONGEST_NEW_KEY}
              required
              dir="auto"
              autocapitalize="off"
              spellcheck={false}
              aria-invalid={fault === null ? undefined : 'true'}
              aria-describedby={fault === null ? 'key-hint' : 'key-hint key-fault'}
            />
          </div>
          <button type="submit" class={changes === null ? 'button' : 'button plain'}>
            {words.show}
          </button>
        </form>
      )}
      {changes !== null && (
        <section class="panel" aria-labelledby="changes">
          <h3 id="changes">{words.changes(changes.length)}</h3>
          <p class="quiet">{words.nothingYet}</p>
          <ul class="plainList">
            {changes.slice(0, MOST_LISTED).map((change) => (
              <Change key={change.where + change.before} change={change} texts={texts} place={named(change.where)} />
            ))}
          </ul>
          <More count={changes.length} texts={texts} />
          <form method="post">
            <Revision revision={view.open.revision} />
            <input type="hidden" name="path" value={path} />
            <input type="hidden" name="key" value={typed} />
            <button type="submit" class="button">
              {words.confirm(typed)}
            </button>
          </form>
        </section>
      )}
      {changes === null && <Uses references={references} texts={texts} named={named} />}
    </DesignFrame>
  );
}

function More({ count, texts }: { readonly count: number; readonly texts: Texts }) {
  return count > MOST_LISTED ? <p class="quiet">{texts.rename.more(count - MOST_LISTED)}</p> : null;
}

interface UsesProps {
  readonly references: readonly Reference[];
  readonly texts: Texts;
  readonly named: (where: string) => string;
}

/** What names a field or a hidden value; a page that removes one says it too. */
export function Uses({ references, texts, named }: UsesProps) {
  const { rename: words } = texts;
  return (
    <section class="panel" aria-labelledby="uses">
      <h3 id="uses">{references.length === 0 ? words.noUses : words.uses(references.length)}</h3>
      {references.length > 0 && (
        <ul class="plainList">
          {references.slice(0, MOST_LISTED).map(({ kind, where, isSecond, name }) => (
            <li key={where + name}>
              <Where place={named(where)} kind={kind} isSecond={isSecond} texts={texts} /> <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
      <More count={references.length} texts={texts} />
    </section>
  );
}

interface WhereProps {
  readonly place: string;
  readonly kind: MentionKind;
  readonly isSecond: boolean;
  readonly texts: Texts;
}

function Where({ place, kind, isSecond, texts: { rename: words } }: WhereProps) {
  return (
    <>
      <strong dir="auto">{place}</strong>{' '}
      <span class="quiet">
        {words.kinds[kind]}
        {isSecond && `, ${words.second}`}
      </span>
    </>
  );
}

/** The most characters of a text on either side of a change. */
const LONGEST_SHOWN = 300;

function Change({ change, texts, place }: { change: NameChange; texts: Texts; place: string }) {
  const { kind, isSecond, before, after } = change;
  return (
    <li>
      <Where place={place} kind={kind} isSecond={isSecond} texts={texts} />
      <p class="renamed" dir="auto">
        <del>
          <code>{cut(before)}</code>
        </del>{' '}
        {texts.rename.becomes}{' '}
        <ins>
          <code>{cut(after)}</code>
        </ins>
      </p>
    </li>
  );
}

function cut(text: string): string {
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}
