// The page of a card for programs: its names and addresses, its JSON, its API paths, and what is
// done with the card as a whole.
import type { CardCode } from '../../operations/templates/card-code.ts';
import type { Texts } from '../texts/en/index.ts';

interface CardCodeProps {
  readonly base: string;
  readonly texts: Texts;
  readonly code: CardCode;
  /** The card was just made from a file, and so many of its files were left out; null: it was not. */
  readonly imported: { readonly leftOut: number } | null;
}

export function CardCodePage({ base, texts, code, imported }: CardCodeProps) {
  const { cards: words, tag } = texts;
  const { snapshot, links, json, isJsonCut, warnings, exportLink } = code;
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
      <section class="panel" aria-labelledby="json">
        <h2 id="json">{words.json}</h2>
        <p class="quiet">{words.jsonText}</p>
        <pre class="codeText" tabindex={0}>
          {json}
        </pre>
        {isJsonCut && <p class="quiet">{words.jsonCut}</p>}
        <p>
          <a class="button" href={`${address}/code/template.json`} download>
            {words.download}
          </a>
        </p>
      </section>
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

interface PauseFormProps {
  readonly address: string;
  readonly words: Texts['cards'];
  readonly isPaused: boolean;
}

export function PauseForm({ address, words, isPaused }: PauseFormProps) {
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
