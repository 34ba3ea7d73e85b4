// A card's history: the list of its versions, one version beside another one, and the question before
// a version takes the place of a draft.
import type { PassView } from '../../operations/files/view-pass.ts';
import type { ListedVersion, ShownVersion, VersionList } from '../../operations/templates/versions.ts';
import type { Difference } from '../../rules/sentences/difference.ts';
import type { Line, LineChanges, LineRow } from '../../rules/values/line-changes.ts';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';
import { BriefDifferences, Differences } from './differences.tsx';
import { Moment } from './moment.tsx';

interface PageProps {
  /** The address of the card's pages. */
  readonly address: string;
  readonly texts: Texts;
  readonly nameOf: (author: string | null) => string;
  readonly zone: string;
}

interface VersionsProps extends PageProps {
  readonly list: VersionList;
  readonly isFirstPage: boolean;
  /** What was just done, in a sentence; null: nothing. */
  readonly done: string | null;
}

/** Differences that the list shows of each version. */
const SHOWN = 5;

export function VersionsPage(props: VersionsProps) {
  const { address, texts, list, isFirstPage, done } = props;
  const { versions: words } = texts;
  return (
    <div class="stack">
      {done !== null && (
        <p class="notice" role="status">
          {done}
        </p>
      )}
      <h2>{words.title}</h2>
      <ol class="rows versions" reversed>
        {list.versions.map((version) => (
          <VersionItem key={version.version} {...props} version={version} />
        ))}
      </ol>
      {(list.next !== null || !isFirstPage) && (
        <nav class="pager" aria-label={words.title}>
          {isFirstPage ? <span /> : <a href={`${address}/versions`}>{words.newest}</a>}
          {list.next !== null && <a href={`${address}/versions?before=${list.next}`}>{words.older}</a>}
        </nav>
      )}
    </div>
  );
}

function VersionItem(props: VersionsProps & { readonly version: ListedVersion }) {
  const { address, texts, version } = props;
  const { versions: words } = texts;
  const { differences, isCurrent } = version;
  return (
    <li>
      <p class="versionHead">
        <a href={`${address}/versions/${version.version}`}>
          <strong>{words.number(version.version)}</strong>
        </a>
        {isCurrent && <span class="badge">{words.isCurrent}</span>}
      </p>
      <Made {...props} version={version} />
      {differences === null && <p>{words.first}</p>}
      {differences !== null && differences.length === 0 && <p>{words.same}</p>}
      {differences !== null && differences.length > 0 && (
        <BriefDifferences differences={differences} texts={texts} most={SHOWN} />
      )}
    </li>
  );
}

type MadeProps = PageProps & { readonly version: Pick<ListedVersion, 'createdAt' | 'author' | 'note'> };

/** When the version was made, by whom and why. */
function Made({ texts, zone, nameOf, version: { createdAt, author, note } }: MadeProps) {
  const { versions: words, tag } = texts;
  return (
    <>
      <p class="quiet">
        <Moment at={createdAt} tag={tag} zone={zone} />,{' '}
        <bdi>{author === null ? words.nobody : words.by(nameOf(author))}</bdi>
      </p>
      {note !== null && (
        <p class="note" dir="auto">
          {note}
        </p>
      )}
    </>
  );
}

interface VersionProps extends PageProps {
  readonly shown: ShownVersion;
  /** What a form sends back, see OpenDraft. */
  readonly revision: string;
  readonly hasDraft: boolean;
  readonly pictureOf: (hash: string) => string;
}

export function VersionPage(props: VersionProps) {
  const { address, texts, shown } = props;
  const { versions: words } = texts;
  const { version, other, differences, lines } = shown;
  return (
    <div class="stack">
      <p class="quiet">
        <a href={`${address}/versions`}>‹ {words.all}</a>
      </p>
      <header>
        <h2>{words.number(version.version)}</h2>
        <Made {...props} version={version} />
      </header>
      <BringBack {...props} />
      {other === null ? (
        <p class="panel">{words.first}</p>
      ) : (
        <section class="panel" aria-labelledby="differences">
          <h2 id="differences">
            {words.compared(Math.min(other.version, version.version), Math.max(other.version, version.version))}
          </h2>
          {differences.length === 0 ? (
            <p>{words.alike}</p>
          ) : (
            <Differences differences={differences} texts={texts} pictureOf={props.pictureOf} />
          )}
        </section>
      )}
      <CompareForm {...props} />
      {lines !== null && differences.length > 0 && <SideBySide lines={lines} {...props} />}
    </div>
  );
}

interface DrawnProps {
  readonly view: PassView | null;
  readonly texts: Texts;
  /** What the drawing shows, above it. */
  readonly caption: string;
}

/** The drawing of a version or of a draft, in the place of the card's. */
export function DrawnVersion({ view, texts, caption }: DrawnProps) {
  return (
    <figure class="drawnVersion">
      <figcaption>{caption}</figcaption>
      {view === null ? <p class="panel quiet">{texts.versions.notDrawn}</p> : <PassCard view={view} texts={texts} />}
    </figure>
  );
}

function BringBack({ address, texts, shown, revision, hasDraft }: VersionProps) {
  const { versions: words } = texts;
  const { version, snapshot } = shown;
  if (version.version === snapshot.template.version && !hasDraft) return <p class="quiet">{words.isPublished}</p>;
  const restore = `${address}/versions/${version.version}/restore`;
  if (hasDraft) {
    return (
      <p>
        <a class="button" href={restore}>
          {words.bringBack}
        </a>
      </p>
    );
  }
  return (
    <form method="post" action={restore}>
      <input type="hidden" name="revision" value={revision} />
      <button type="submit" class="button">
        {words.bringBack}
      </button>
    </form>
  );
}

function CompareForm({ address, texts, shown }: VersionProps) {
  const { versions: words } = texts;
  const { version, other, snapshot } = shown;
  const newest = snapshot.template.version;
  if (newest === 1) return null;
  return (
    <form method="get" action={`${address}/versions/${version.version}`} class="compareForm">
      <label for="with">{words.compareWith}</label>
      <input
        id="with"
        name="with"
        type="number"
        inputmode="numeric"
        min="1"
        max={String(newest)}
        step="1"
        required
        value={other?.version ?? newest}
      />
      <button type="submit" class="button plain">
        {words.compare}
      </button>
    </form>
  );
}

/** The rows of two texts; on a phone what goes stands above what comes. */
function SideBySide({ lines, texts, shown }: VersionProps & { readonly lines: LineChanges }) {
  const { versions: words } = texts;
  const numbers = [shown.version.version, shown.other?.version ?? 0].sort((one, other) => one - other);
  return (
    <details class="panel sideBySide">
      <summary>{words.json}</summary>
      <div class="tableBox" dir="ltr">
        <table class="lines">
          <colgroup>
            <col class="lineNumber" />
            <col />
            <col class="lineNumber" />
            <col />
          </colgroup>
          <thead>
            <tr>
              {numbers.map((number) => (
                <th key={number} scope="col" colspan={2}>
                  {words.number(number)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.rows.map((row) => (
              <Row row={row} words={words} />
            ))}
          </tbody>
        </table>
      </div>
      {lines.omitted > 0 && <p>{words.omitted(lines.omitted)}</p>}
    </details>
  );
}

function Row({ row, words }: { readonly row: LineRow; readonly words: Texts['versions'] }) {
  if (row.kind === 'folded') {
    return (
      <tr class="folded">
        <td colspan={4}>{words.folded(row.count)}</td>
      </tr>
    );
  }
  const isChanged = row.kind === 'changed';
  return (
    <tr class={isChanged ? 'isChanged' : undefined}>
      <Cell line={row.before} name="before" mark={isChanged ? '−' : ''} />
      <Cell line={row.after} name="after" mark={isChanged ? '+' : ''} />
    </tr>
  );
}

interface CellProps {
  readonly line: Line | null;
  readonly name: 'before' | 'after';
  readonly mark: string;
}

function Cell({ line, name, mark }: CellProps) {
  const state = line === null ? ' isAbsent' : '';
  return (
    <>
      <td class={`number ${name}${state}`}>{line === null ? '' : `${mark}${line.number}`}</td>
      <td class={`text ${name}${state}`}>
        <code>{line?.text ?? ''}</code>
      </td>
    </>
  );
}

interface ReplaceProps {
  readonly address: string;
  readonly texts: Texts;
  readonly number: number;
  readonly revision: string;
  /** What the draft changes. */
  readonly differences: readonly Difference[];
}

/** Asks before a version takes the place of the draft. */
export function ReplaceDraft({ address, texts, number, revision, differences }: ReplaceProps) {
  const { versions: words } = texts;
  const page = `${address}/versions/${number}`;
  return (
    <section class="panel" aria-labelledby="replace">
      <h2 id="replace">{words.replaceTitle(number)}</h2>
      <p>{words.replaceText}</p>
      <Differences differences={differences} texts={texts} />
      <form method="post" action={`${page}/restore`}>
        <input type="hidden" name="revision" value={revision} />
        <p class="actions">
          <button type="submit" class="button danger">
            {words.replaceAct}
          </button>
          <a class="button text" href={page}>
            {words.cancel}
          </a>
        </p>
      </form>
    </section>
  );
}
