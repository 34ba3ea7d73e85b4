// The page of a card for programs: its names and addresses, its JSON, its API paths, and what is
// done with the card as a whole.
import type { Child } from 'hono/jsx';
import type { CardCode } from '../../operations/templates/card-code.ts';
import type { DraftCode } from '../../operations/templates/edit-code.ts';
import type { Texts } from '../texts/en/index.ts';

interface CardCodeProps {
  readonly base: string;
  readonly texts: Texts;
  readonly code: CardCode;
  readonly draft: DraftCode;
  /** JSON that was typed and not saved; null: there is none. */
  readonly typed: string | null;
  readonly notice: string | null;
  /** Why the JSON was not saved; null: it was, or none was sent. */
  readonly problem: Child | null;
  /** The card was just made from a file, and so many of its files were left out; null: it was not. */
  readonly imported: { readonly leftOut: number } | null;
}

export function CardCodePage(props: CardCodeProps) {
  const { base, texts, code, imported } = props;
  const { cards: words, tag } = texts;
  const { snapshot, links, warnings, exportLink } = code;
  const { template } = snapshot;
  const address = `${base}/cards/${template.hash}`;
  return (
    <div class="stack">
      {imported !== null && (
        <div class="notice" role="status">
          <p>{words.imported}</p>
          {template.triggersPaused && <p>{words.importedPaused}</p>}
          {imported.leftOut > 0 && <p>{words.leftOut(imported.leftOut)}</p>}
        </div>
      )}
      <PauseForm address={address} words={words} isPaused={template.triggersPaused} />
      {warnings.length > 0 && (
        <section class="panel" aria-labelledby="warnings">
          <h2 id="warnings">{words.warnings}</h2>
          <ul lang="en">
            {warnings.map(({ path, message }) => (
              <li>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      <dl class="facts panel">
        <dt>{words.hash}</dt>
        <dd>
          <code>{template.hash}</code>
        </dd>
        <dt>{words.id}</dt>
        <dd>
          <code>{template.id}</code>
        </dd>
        <dt>{words.version}</dt>
        <dd>{template.version.toLocaleString(tag)}</dd>
        <dt>{words.createLink}</dt>
        <dd>
          <code>{links.link}</code>
        </dd>
        {links.formLink !== null && (
          <>
            <dt>{words.formLink}</dt>
            <dd>
              <code>{links.formLink}</code>
            </dd>
          </>
        )}
        <dt>API</dt>
        <dd>
          <a href={`${base}/docs`}>{words.apiLink}</a>
        </dd>
      </dl>
      <JsonForm {...props} address={address} />
      <Paths texts={texts} code={code} />
      <section class="panel" aria-labelledby="export">
        <h2 id="export">{words.exportTitle}</h2>
        {exportLink === null ? (
          <p class="quiet">{words.noExport}</p>
        ) : (
          <>
            <p class="quiet">{words.exportText}</p>
            <p>
              <a href={exportLink}>{exportLink}</a>
            </p>
          </>
        )}
      </section>
      <p class="actions">
        <a class="button plain" href={`${address}/copy`}>
          {words.copyTitle}
        </a>{' '}
        <a class="button danger" href={`${address}/delete`}>
          {words.deleteTitle}
        </a>
      </p>
    </div>
  );
}

/** The editor is a text area without its script, and where the JSON is too long one that only shows. */
function JsonForm({
  base,
  address,
  texts,
  draft,
  typed,
  notice,
  problem,
}: CardCodeProps & { readonly address: string }) {
  const { cards: words, code: own } = texts;
  return (
    <section class="panel" aria-labelledby="json">
      <h2 id="json">{words.json}</h2>
      <p class="quiet">{words.jsonText}</p>
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {problem !== null && (
        <div class="problems" role="alert" tabindex={-1} autofocus>
          <p dir="auto">{problem}</p>
        </div>
      )}
      {draft.isCut ? (
        <>
          <pre class="codeText" tabindex={0}>
            {draft.json.slice(0, LONGEST_SHOWN)}
          </pre>
          <p class="quiet">{words.jsonCut}</p>
        </>
      ) : (
        <form method="post" action={`${address}/code`} class="jsonForm">
          <input type="hidden" name="revision" value={draft.open.revision} />
          <textarea
            name="json"
            rows={24}
            spellcheck={false}
            autocapitalize="off"
            dir="ltr"
            lang="en"
            aria-labelledby="json"
            data-json-editor={`${address}/code/check`}
            data-schema={`${base}/schemas/template.json`}
            data-finding={own.finding}
          >
            {/* HTML drops a line break at the beginning, so add one. */}
            {`\n${typed ?? draft.json}`}
          </textarea>
          <p class="quiet">{own.hint}</p>
          <button type="submit" class="button">
            {own.save}
          </button>
        </form>
      )}
      <p>
        <a class="button plain" href={`${address}/code/template.json`} download>
          {words.download}
        </a>
      </p>
    </section>
  );
}

/** The most characters of JSON that is too long to be edited. */
const LONGEST_SHOWN = 40_000;

interface PauseFormProps {
  readonly address: string;
  readonly words: Texts['cards'];
  readonly isPaused: boolean;
}

function PauseForm({ address, words, isPaused }: PauseFormProps) {
  return (
    <form method="post" action={`${address}/pause`} class="panel bar">
      <input type="hidden" name="paused" value={isPaused ? 'false' : 'true'} />
      <span>{isPaused ? words.pausedNow : words.runningNow}</span>
      <button type="submit" class="button plain">
        {isPaused ? words.run : words.pause}
      </button>
    </form>
  );
}

function Paths({ texts: { cards: words, tag }, code: { paths, pathCount } }: { texts: Texts; code: CardCode }) {
  const title = words.paths(pathCount.toLocaleString(tag));
  return (
    <section class="panel" aria-labelledby="paths">
      <h2 id="paths">{title}</h2>
      {/* The keyboard has to reach what scrolls. */}
      <section class="pathTable" tabindex={0} aria-labelledby="paths">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.path}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.mayEdit}</th>
            </tr>
          </thead>
          <tbody>
            {paths.map(({ path, value, isEditable }) => (
              <tr>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td dir="auto" translate="no">
                  {value}
                </td>
                <td>{isEditable ? words.yes : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pathCount > paths.length && (
        <p class="quiet">{words.morePaths((pathCount - paths.length).toLocaleString(tag))}</p>
      )}
    </section>
  );
}
