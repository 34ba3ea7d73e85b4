// The input for a spreadsheet, with an example of one.
import type { Child } from 'hono/jsx';

interface TableFileProps {
  readonly texts: { readonly file: string; readonly fileHint: string; readonly example: string };
  /** The address of the example. */
  readonly example: string;
  /** What else is to be known of the columns. */
  readonly children?: Child;
}

export function TableFile({ texts, example, children }: TableFileProps) {
  return (
    <div class="field">
      <label for="file">{texts.file}</label>
      <input
        id="file"
        name="file"
        type="file"
        required
        accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        aria-describedby="file-hint"
      />
      <p class="hint" id="file-hint">
        {texts.fileHint} <a href={example}>{texts.example}</a>
      </p>
      {children}
    </div>
  );
}
