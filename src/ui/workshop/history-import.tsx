// The page that imports what happened to the passes of a card before, and what came of a file.
import type { HistoryReport } from '../../operations/history/import-history.ts';
import { IMPORTED_TYPES } from '../../rules/history/rows.ts';
import { ACCESS_NAME, type AccessType, SCAN, TRIGGER_OF } from '../../rules/passes/facts.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { FaultTable } from './batch-faults.tsx';
import { Tick } from './settings-parts.tsx';
import { TableFile } from './table-file.tsx';

interface HistoryFormProps {
  readonly texts: Texts;
  /** The address of this page. */
  readonly address: string;
  /** What was chosen before a fault. */
  readonly accessType: AccessType;
  readonly push: boolean;
  readonly problem: string | null;
}

export function HistoryForm({ texts: all, address, accessType, push, problem }: HistoryFormProps) {
  const texts = all.historyImport;
  return (
    <div class="stack">
      <h2>{texts.title}</h2>
      <p>{texts.text}</p>
      {problem !== null && <Problems problem={null} faulty={[{ target: 'file', fault: problem }]} texts={all.form} />}
      <form method="post" action={address} enctype="multipart/form-data" class="form">
        <div class="field">
          <label for="event">{texts.event}</label>
          <select id="event" name="event">
            {[SCAN, ...IMPORTED_TYPES.filter((type) => type !== SCAN)].map((type) => (
              <option key={type} value={ACCESS_NAME[type]} selected={type === accessType}>
                {all.sentences.events[TRIGGER_OF[type]!]}
              </option>
            ))}
          </select>
        </div>
        <Tick name="push" label={texts.push} isTicked={push} />
        <TableFile texts={texts} example={`${address}/example.csv`}>
          <ul>
            {Object.entries(texts.meanings).map(([role, meaning]) => (
              <li>
                <code>{headingOf(role, texts.path)}</code>: {meaning}
              </li>
            ))}
          </ul>
        </TableFile>
        <button type="submit" class="button">
          {texts.submit}
        </button>
      </form>
    </div>
  );
}

/** What the heading of a column is, by what the column is for. `path`: the word for an API path. */
function headingOf(role: string, path: string): string {
  if (role === 'path') return path;
  if (role === 'add') return `add:${path}`;
  return role === 'none' ? '-' : role;
}

interface HistoryDoneProps {
  readonly texts: Texts;
  readonly address: string;
  readonly report: HistoryReport;
}

export function HistoryDone({ texts: all, address, report }: HistoryDoneProps) {
  const texts = all.historyImport;
  const { added, known, wrong, told, headings } = report;
  return (
    <div class="stack">
      <h2>{texts.done}</h2>
      <p role="status">{texts.added(added)}</p>
      {known > 0 && <p>{texts.known(known)}</p>}
      {wrong > 0 && (
        <>
          <p>{texts.wrong(wrong)}</p>
          {wrong > told.length && <p>{texts.first(told.length)}</p>}
          <FaultTable texts={all} headings={headings} rows={told} />
        </>
      )}
      <p>
        <a href={address} class="button plain">
          {texts.again}
        </a>
      </p>
    </div>
  );
}

interface HistorySectionProps {
  readonly texts: Texts['historyImport'];
  readonly address: string;
}

/** The section of a card's page "Send" that leads here. */
export function HistorySection({ texts, address }: HistorySectionProps) {
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">{texts.title}</h2>
      <p>{texts.section}</p>
      <p>
        <a href={address} class="button plain">
          {texts.start}
        </a>
      </p>
    </section>
  );
}
