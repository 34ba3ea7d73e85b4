// The list of an account's batches, newest first.
import type { ListedBatch } from '../../operations/batches/batches.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface BatchListProps {
  readonly texts: Texts;
  readonly base: string;
  readonly batches: readonly ListedBatch[];
  /** The id below which the next page begins; null: this is the last one. */
  readonly next: number | null;
  readonly zone: string;
}

export function BatchList({ texts: { batch: texts, tag }, base, batches, next, zone }: BatchListProps) {
  const { list } = texts;
  return (
    <div class="stack">
      <h1>{list.title}</h1>
      {batches.length === 0 ? (
        <section class="panel">
          <p>{list.none}</p>
          <p>{list.how}</p>
          <p>
            <a href={`${base}/cards`} class="button">
              {list.toCards}
            </a>
          </p>
        </section>
      ) : (
        <ul class="rows">
          {batches.map(({ batch, state }) => (
            <li key={batch.hash}>
              <a href={`${base}/send/${batch.hash}`} dir="auto">
                {batch.name}
              </a>
              <p class="quiet batchLine">
                {texts.modes[batch.mode]} · {list.counts(batch.made, batch.total)} · {texts.states[state]} ·{' '}
                <Moment at={batch.createdAt} tag={tag} zone={zone} />
              </p>
            </li>
          ))}
        </ul>
      )}
      {next !== null && (
        <p class="pager">
          <a href={`?before=${next}`}>{list.older}</a>
        </p>
      )}
    </div>
  );
}
