// The page that publishes a draft, and the page that throws it away.
import type { PublishView, Spoken } from '../../operations/templates/publish-view.ts';
import type { ShownCheck } from '../../operations/templates/stored-checks.ts';
import { namesIn } from '../../rules/sentences/names.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { CheckRows, CheckSummary } from './checks.tsx';
import { Differences } from './differences.tsx';

/** What was typed into a form that published nothing. */
export interface TypedPublish {
  readonly note: string;
  readonly notice: boolean;
  readonly replace: boolean;
}

interface PublishProps {
  readonly address: string;
  readonly texts: Texts;
  readonly view: PublishView;
  readonly nameOf: (author: string | null) => string;
  /** The most characters of a note. */
  readonly longestNote: number;
  readonly typed: TypedPublish;
  /** Why nothing was published; `field` is the id of the input at fault. Null: nothing was tried. */
  readonly problem: { readonly message: string; readonly field: string | null } | null;
  /** What was just done, in a sentence; null: nothing. */
  readonly done: string | null;
  readonly pictureOf: (hash: string) => string;
  /** The checks of the card, run with the draft. */
  readonly checks: readonly ShownCheck[];
}

export function PublishPage(props: PublishProps) {
  const { address, texts, view, problem, done } = props;
  const { versions: words } = texts;
  const { open, differences, diagnostics } = view;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  if (open.draft === null) {
    return (
      <section class="stack">
        <h2>{words.publishTitle}</h2>
        <p class="panel">{words.noDraft}</p>
      </section>
    );
  }
  return (
    <div class="stack">
      <h2>{words.publishTitle}</h2>
      {done !== null && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      {problem !== null && (
        <Problems
          problem={problem.field === null ? problem.message : null}
          faulty={problem.field === null ? [] : [{ target: problem.field, fault: problem.message }]}
          texts={texts.form}
        />
      )}
      <MeanwhilePart {...props} />
      <section class="panel" aria-labelledby="changes">
        <h2 id="changes">{words.changes}</h2>
        {differences.length === 0 ? (
          <p>{words.noChanges}</p>
        ) : (
          <Differences differences={differences} texts={texts} pictureOf={props.pictureOf} />
        )}
      </section>
      <Found title={words.errors} found={errors} isWrong />
      <Found title={words.warnings} found={warnings} isWrong={false} />
      <Checked {...props} />
      {errors.length === 0 && <PublishForm {...props} />}
      <p>
        <a href={`${address}/discard`}>{words.discard}</a>
      </p>
    </div>
  );
}

/** What the card's checks say of the draft. */
function Checked({ address, texts, view: { program }, checks }: PublishProps) {
  if (checks.length === 0 || program === null) return null;
  const failing = checks.filter(({ differences }) => differences.length > 0);
  return (
    <section class="panel" aria-labelledby="checks">
      <h2 id="checks">{texts.checks.title}</h2>
      <CheckSummary checks={checks} words={texts.checks} />
      {failing.length > 0 && (
        <CheckRows
          {...{ address, texts }}
          names={namesIn(program, texts.sentences)}
          checks={failing}
          mayChange={false}
        />
      )}
      <p>
        <a href={`${address}/checks`}>{texts.checks.all}</a>
      </p>
    </section>
  );
}

/** What others have published since the draft began. */
function MeanwhilePart({ address, texts, view, nameOf, pictureOf }: PublishProps) {
  const { versions: words } = texts;
  const { meanwhile, open } = view;
  if (meanwhile === null) return null;
  const { version, differences, conflicts } = meanwhile;
  return (
    <section class="panel meanwhile">
      <p>
        <strong>{words.meanwhile(version.version, nameOf(version.author))}</strong>
      </p>
      <Differences differences={differences} texts={texts} pictureOf={pictureOf} />
      {conflicts.length > 0 && (
        <p>
          {words.conflicts} <bdi>{conflicts.join(', ')}</bdi>
        </p>
      )}
      <form method="post" action={`${address}/publish/renew`}>
        <input type="hidden" name="revision" value={open.revision} />
        <p class="quiet">{words.renewText}</p>
        <button type="submit" class="button plain">
          {words.renew}
        </button>
      </form>
    </section>
  );
}

interface FoundProps {
  readonly title: string;
  readonly found: readonly { readonly path: string; readonly message: string }[];
  readonly isWrong: boolean;
}

/** What the compiler says of the draft; it speaks English. */
function Found({ title, found, isWrong }: FoundProps) {
  if (found.length === 0) return null;
  return (
    <section class={isWrong ? 'panel found isWrong' : 'panel found'}>
      <h2>{title}</h2>
      <ul>
        {found.map(({ path, message }) => (
          <li>
            {path !== '' && <code>{path}</code>} <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PublishForm({ address, texts, view, typed, longestNote, checks }: PublishProps) {
  const { versions: words } = texts;
  const { open, onPhones, spoken, meanwhile } = view;
  return (
    <form method="post" action={`${address}/publish`} class="form">
      <input type="hidden" name="revision" value={open.revision} />
      <input type="hidden" name="seen" value={open.snapshot.template.version} />
      <fieldset class="choiceList">
        <legend>{words.phones}</legend>
        <label class="choice">
          <input type="radio" name="notice" value="0" checked={!typed.notice} />
          <span>
            <strong>{words.quiet}</strong>
            <span class="quiet">{words.quietText}</span>
          </span>
        </label>
        <label class="choice">
          <input type="radio" name="notice" value="1" checked={typed.notice} />
          <span>
            <strong>{words.notice}</strong>
            <span class="quiet">{words.noticeText(onPhones)}</span>
          </span>
        </label>
      </fieldset>
      <LockScreens spoken={spoken} texts={texts} />
      {meanwhile !== null && (
        <label class="choice">
          <input type="checkbox" name="replace" id="replace" value="1" checked={typed.replace} />
          <span>{words.replace(meanwhile.version.version)}</span>
        </label>
      )}
      {checks.some(({ differences }) => differences.length > 0) && (
        <label class="choice">
          <input type="checkbox" name="overrule" id="overrule" value="1" />
          <span>{texts.checks.overrule}</span>
        </label>
      )}
      <div class="field">
        <label for="note">{words.note}</label>
        <input
          id="note"
          name="note"
          maxlength={longestNote}
          value={typed.note}
          dir="auto"
          aria-describedby="noteHint"
        />
        <p class="quiet" id="noteHint">
          {words.noteHint}
        </p>
      </div>
      <button type="submit" class="button">
        {words.publish(onPhones)}
      </button>
    </form>
  );
}

function LockScreens({ spoken, texts }: { readonly spoken: readonly Spoken[]; readonly texts: Texts }) {
  const { versions: words } = texts;
  if (spoken.length === 0) return <p class="quiet">{words.silent}</p>;
  return (
    <div class="lockScreen">
      <p class="quiet">{words.spoken}</p>
      {spoken.map(({ path, message, ownValues }) => (
        <div key={path}>
          <p class="bubble" dir="auto">
            {message}
          </p>
          {ownValues > 0 && <p class="quiet">{words.ownValues(ownValues)}</p>}
        </div>
      ))}
    </div>
  );
}

interface DiscardProps {
  readonly address: string;
  readonly texts: Texts;
  readonly open: PublishView['open'];
  /** From what is published to the draft. */
  readonly differences: PublishView['differences'];
  readonly pictureOf: (hash: string) => string;
}

export function DiscardPage({ address, texts, open, differences, pictureOf }: DiscardProps) {
  const { versions: words } = texts;
  if (open.draft === null) return <p class="panel">{words.noDraft}</p>;
  return (
    <section class="panel" aria-labelledby="discard">
      <h2 id="discard">{words.discardTitle}</h2>
      <p>{words.discardText}</p>
      <Differences differences={differences} texts={texts} pictureOf={pictureOf} />
      <form method="post" action={`${address}/discard`}>
        <input type="hidden" name="revision" value={open.revision} />
        <p class="actions">
          <button type="submit" class="button danger">
            {words.discardAct}
          </button>
          <a class="button text" href={`${address}/publish`}>
            {words.keep}
          </a>
        </p>
      </form>
    </section>
  );
}
