// The section of a card's page "Send" that leads to its spreadsheets.
import type { Texts } from '../texts/en/index.ts';

interface BatchSectionProps {
  readonly texts: Texts['batch'];
  readonly base: string;
  /** The card's hash. */
  readonly card: string;
}

export function BatchSection({ texts, base, card }: BatchSectionProps) {
  return (
    <section class="panel" aria-labelledby="spreadsheet">
      <h2 id="spreadsheet">{texts.title}</h2>
      <p>{texts.section}</p>
      <p class="batchActions">
        <a href={`${base}/cards/${card}/send/spreadsheet`} class="button plain">
          {texts.start}
        </a>
        <a href={`${base}/send`} class="button text">
          {texts.all}
        </a>
      </p>
    </section>
  );
}
