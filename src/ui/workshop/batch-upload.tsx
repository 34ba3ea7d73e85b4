// The page that takes a spreadsheet for a card, or a number of cards without one.
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';
import { TableFile } from './table-file.tsx';

interface BatchUploadProps {
  readonly texts: Texts;
  /** The address of the card's page "Send". */
  readonly address: string;
  /** What was chosen before a fault. */
  readonly mode: 'links' | 'passes';
  readonly count: string;
  readonly problem: { readonly form: 'upload' | 'blank'; readonly sentence: string } | null;
}

export function BatchUpload({ texts: all, address, mode, count, problem }: BatchUploadProps) {
  const { upload, blank, title } = all.batch;
  const problemOf = (form: 'upload' | 'blank', target: string) =>
    problem?.form === form && (
      <Problems problem={null} faulty={[{ target, fault: problem.sentence }]} texts={all.form} />
    );
  return (
    <div class="stack">
      <h2>{title}</h2>
      {problemOf('upload', 'file')}
      <form method="post" action={`${address}/spreadsheet`} enctype="multipart/form-data" class="form">
        <ModeChoice texts={upload} mode={mode} />
        <TableFile texts={upload} example={`${address}/example.csv`} />
        <button type="submit" class="button">
          {upload.submit}
        </button>
      </form>
      <details open={problem?.form === 'blank'}>
        <summary>{blank.title}</summary>
        {problemOf('blank', 'count')}
        <form method="post" action={`${address}/blank`} class="form">
          <p>{blank.text}</p>
          <div class="field">
            <label for="count">{blank.count}</label>
            <input id="count" name="count" type="number" inputmode="numeric" min="1" required value={count} />
          </div>
          <button type="submit" class="button plain">
            {blank.submit}
          </button>
        </form>
      </details>
    </div>
  );
}

interface ModeChoiceProps {
  readonly texts: Texts['batch']['upload'];
  readonly mode: 'links' | 'passes';
}

export function ModeChoice({ texts, mode }: ModeChoiceProps) {
  return (
    <fieldset>
      <legend>{texts.mode}</legend>
      <Choice value="links" chosen={mode} label={texts.links} hint={texts.linksHint} />
      <Choice value="passes" chosen={mode} label={texts.passes} hint={texts.passesHint} />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly value: 'links' | 'passes';
  readonly chosen: string;
  readonly label: string;
  readonly hint: string;
}

function Choice({ value, chosen, label, hint }: ChoiceProps) {
  return (
    <>
      <label class="tick">
        <input type="radio" name="mode" value={value} checked={value === chosen} aria-describedby={`${value}-hint`} />
        {label}
      </label>
      <p class="hint choiceHint" id={`${value}-hint`}>
        {hint}
      </p>
    </>
  );
}
