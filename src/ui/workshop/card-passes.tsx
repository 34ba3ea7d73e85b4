// The lists behind the numbers of a card: its passes in one state, newest first, page by page.
import type { PassesInState, PassState } from '../../operations/passes/passes-in-state.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface PassListProps {
  readonly list: PassesInState;
  readonly state: PassState;
  /** The lists that there are, in their order. */
  readonly states: readonly PassState[];
  readonly texts: Texts;
  /** The server's base path, and the address of the card's pages. */
  readonly base: string;
  readonly address: string;
  readonly zone: string;
  /** Whether newer pages come before this one. */
  readonly isLater: boolean;
}

export function PassList({ list, state, states, texts, base, address, zone, isLater }: PassListProps) {
  const { overview: words, tag } = texts;
  const { passes, next, counts } = list;
  const number = new Intl.NumberFormat(tag);
  const here = `${address}/passes?with=${state}`;
  return (
    <section aria-labelledby="list">
      <h2 id="list">{words.listTitle[state]}</h2>
      <nav class="choices" aria-label={words.listChoice}>
        {states.map((each) => (
          <a key={each} href={`${address}/passes?with=${each}`} aria-current={each === state ? 'page' : undefined}>
            {words.states[each]} ({number.format(counts[each])})
          </a>
        ))}
      </nav>
      {passes.length === 0 ? (
        <p class="panel">{words.listEmpty}</p>
      ) : (
        <ul class="rows listed">
          {passes.map(({ hash, name, createdAt, at }) => (
            <li key={hash}>
              <a href={`${base}/customers/${hash}`} dir="auto">
                {name || words.unnamed}
              </a>{' '}
              <span class="quiet">
                {words.madeAt} <Moment at={createdAt} tag={tag} zone={zone} />
                {at !== null && state in words.stateAt && (
                  <>
                    {' · '}
                    {words.stateAt[state as keyof typeof words.stateAt]} <Moment at={at} tag={tag} zone={zone} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {(next !== null || isLater) && (
        <nav class="pager" aria-label={words.listTitle[state]}>
          {isLater ? <a href={here}>{words.first}</a> : <span />}
          {next !== null && (
            <a href={`${here}&before=${next}`} rel="next">
              {words.older}
            </a>
          )}
        </nav>
      )}
    </section>
  );
}
