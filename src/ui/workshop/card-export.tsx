// The files of a card's export.
import type { ExportFiles } from '../../operations/templates/export-files.ts';
import type { Texts } from '../texts/en/index.ts';

interface ExportListProps {
  readonly files: ExportFiles;
  readonly texts: Texts['overview'];
  readonly address: string;
}

export function ExportList({ files: { columns, passes, files, next, previous }, texts, address }: ExportListProps) {
  return (
    <section aria-labelledby="export">
      <h2 id="export">{texts.export}</h2>
      <p>
        {texts.exportColumns} <code>{columns.paths.join(', ')}</code>
      </p>
      {!columns.areChosen && <p class="quiet">{texts.exportAll}</p>}
      <p class="quiet">{passes === 0 ? texts.exportEmpty : texts.exportParts}</p>
      <ul class="rows">
        {files.map(({ link, first, last }) => (
          <li key={first}>
            <a href={link} download="">
              {last === 0 ? texts.export : texts.exportPart(first, last)}
            </a>
          </li>
        ))}
      </ul>
      {(next !== null || previous !== null) && (
        <nav class="pager" aria-label={texts.export}>
          {previous === null ? <span /> : <a href={`${address}/export?start=${previous}`}>{texts.newer}</a>}
          {next !== null && <a href={`${address}/export?start=${next}`}>{texts.older}</a>}
        </nav>
      )}
    </section>
  );
}
