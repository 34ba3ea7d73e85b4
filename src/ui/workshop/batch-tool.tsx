// The guide's Batch Create Tool: a form that takes a table whose headings are API paths.
import type { ToldFault } from '../../operations/batches/batches.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { ModeChoice } from './batch-upload.tsx';

interface BatchToolProps {
  readonly texts: Texts;
  readonly base: string;
  /** The clientHash of the link; null: somebody is logged in. */
  readonly clientHash: string | null;
  readonly mode: 'links' | 'passes';
  readonly problem: string | null;
  readonly faults: readonly ToldFault[];
}

export function BatchTool({ texts: all, base, clientHash, mode, problem, faults }: BatchToolProps) {
  const { tool, upload, check } = all.batch;
  return (
    <div class="stack">
      <h1>{tool.title}</h1>
      {problem !== null && <Problems problem={faults.length > 0 ? tool.wrong : problem} faulty={[]} texts={all.form} />}
      {faults.length > 0 && (
        <section class="batchFaults" aria-label={check.problem} tabindex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{check.row}</th>
                <th scope="col">{check.column}</th>
                <th scope="col">{check.problem}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ row, column, message }) => (
                <tr>
                  <td>{row}</td>
                  <td dir="auto">{column ?? '–'}</td>
                  <td lang="en">{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p>{tool.text}</p>
      <form method="post" action={`${base}/batch/create.php`} enctype="multipart/form-data" class="form">
        {clientHash !== null && <input type="hidden" name="clientHash" value={clientHash} />}
        <ModeChoice texts={upload} mode={mode} />
        <div class="field">
          <label for="file">{upload.file}</label>
          <input id="file" name="file" type="file" required accept=".csv,.txt,.tsv,text/csv,text/plain" />
        </div>
        <button type="submit" class="button">
          {upload.submit}
        </button>
      </form>
      {clientHash === null && (
        <p class="quiet">
          {tool.other} <a href={`${base}/cards`}>{all.batch.list.toCards}</a>
        </p>
      )}
    </div>
  );
}
