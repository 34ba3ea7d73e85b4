// The pages that ask before a batch mails its links, and before it is deleted.
import type { BatchPage } from '../../operations/batches/batches.ts';
import { Problems } from '../form-problems.tsx';
import type { Texts } from '../texts/en/index.ts';

interface MailAskProps {
  readonly texts: Texts;
  readonly address: string;
  readonly name: string;
  /** The mail of the first row. */
  readonly mail: { readonly recipient: string; readonly subject: string; readonly text: string };
  /** The most mails that go out. */
  readonly count: number;
  readonly rate: string;
  readonly most: number;
  readonly problem: string | null;
  readonly hasMailServer: boolean;
}

export function MailAsk({ texts: all, address, name, mail, count, rate, most, problem, hasMailServer }: MailAskProps) {
  const { mail: texts } = all.batch;
  return (
    <div class="stack">
      <h1>{texts.title}</h1>
      <p>
        <bdi>{name}</bdi>
      </p>
      <section class="panel" aria-labelledby="preview">
        <h2 id="preview">{texts.preview}</h2>
        <p class="quiet">{texts.previewText}</p>
        <dl class="batchLetter">
          <dt>{texts.to}</dt>
          <dd dir="auto">{mail.recipient}</dd>
          <dt>{texts.subject}</dt>
          <dd dir="auto">{mail.subject}</dd>
        </dl>
        <div class="batchText" dir="auto">
          {mail.text.split('\n\n').map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </div>
      </section>
      {problem !== null && <Problems problem={null} faulty={[{ target: 'rate', fault: problem }]} texts={all.form} />}
      {!hasMailServer && <p>{texts.noServer}</p>}
      <form method="post" action={`${address}/mail`} class="form">
        <div class={problem === null ? 'field' : 'field faulty'}>
          <label for="rate">{texts.rate}</label>
          <input
            id="rate"
            name="rate"
            type="number"
            inputmode="numeric"
            min="1"
            max={String(most)}
            required
            value={rate}
            aria-describedby="rate-hint"
          />
          <p class="hint" id="rate-hint">
            {texts.rateHint}
          </p>
        </div>
        <button type="submit" class="button">
          {texts.send(count)}
        </button>
      </form>
      <p>
        <a href={address}>{texts.back}</a>
      </p>
    </div>
  );
}

interface RemoveAskProps {
  readonly texts: Texts['batch'];
  readonly address: string;
  readonly batch: Pick<BatchPage['batch'], 'name' | 'mode' | 'state'>;
}

export function RemoveAsk({ texts: { remove: texts }, address, batch: { name, mode, state } }: RemoveAskProps) {
  return (
    <div class="stack">
      <h1>{texts.title}</h1>
      <p dir="auto">{texts.text(name)}</p>
      {state !== 'draft' && <p>{mode === 'links' ? texts.links : texts.passes}</p>}
      <form method="post" action={`${address}/delete`} class="batchActions">
        <button type="submit" class="button danger">
          {texts.confirm}
        </button>
        <a href={address} class="button plain">
          {texts.cancel}
        </a>
      </form>
    </div>
  );
}
