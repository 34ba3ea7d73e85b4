// The list of customers: the search box with its filters, and the cards that were found.
import type { CustomerList, CustomerRow, CustomerSearch, Visit } from '../../operations/customers/list-customers.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

interface CustomersProps {
  readonly list: CustomerList;
  readonly search: CustomerSearch;
  readonly visits: readonly Visit[];
  readonly texts: Texts;
  readonly base: string;
  /** The address of this list, and whether it is that of one card, which then is not chosen here. */
  readonly address: string;
  readonly isOfCard: boolean;
  readonly zone: string;
  /** Whether a card was just deleted. */
  readonly isDeleted: boolean;
}

export function Customers(props: CustomersProps) {
  const { list, search, texts, address, isOfCard, isDeleted } = props;
  const { customers: words } = texts;
  const { rows, isTooShort, isExportable, card } = list;
  const isFiltered = search.query.trim() !== '' || search.phone !== null || search.visit !== null;
  const isByVisit = search.visit !== null && search.visit !== 'never' && search.query.trim() === '';
  return (
    <div class="stack customerList">
      {isOfCard ? <h2>{words.title}</h2> : <h1>{words.title}</h1>}
      {isDeleted && (
        <p class="notice" role="status">
          {words.deleted}
        </p>
      )}
      {isOfCard && isExportable && (
        <p>
          <a href={`${props.base}/cards/${card!.template.hash}/segments`}>{texts.segments.title}</a>
        </p>
      )}
      <SearchForm {...props} />
      {isTooShort ? (
        <p class="panel" role="status">
          {words.tooShort}
        </p>
      ) : rows.length === 0 ? (
        <Nobody {...props} isFiltered={isFiltered} />
      ) : (
        <section aria-label={words.results}>
          <p class="quiet listHead">
            <span>{isByVisit ? words.latestFirst : words.newestFirst}</span>
            {isExportable && <a href={`${props.base}/cards/${card!.template.hash}/export`}>{words.export}</a>}
          </p>
          <ul class="rows">
            {rows.map((row) => (
              <Row key={row.hash} row={row} {...props} />
            ))}
          </ul>
        </section>
      )}
      <Pager address={address} search={search} isOfCard={isOfCard} list={list} texts={words} />
    </div>
  );
}

function SearchForm({ list, search, visits, texts: { customers: words }, address, isOfCard }: CustomersProps) {
  const { cards, card } = list;
  const isOther = card !== null && !cards.some(({ hash }) => hash === card.template.hash);
  const choices = isOther ? [card.template, ...cards] : cards;
  return (
    <search>
      <form method="get" action={address} class="form searchForm">
        <div class="field searchBox">
          <label for="q">{words.searchLabel}</label>
          <div class="searchLine">
            <input id="q" type="search" name="q" value={search.query} autocomplete="off" dir="auto" maxlength={200} />
            <button type="submit" class="button">
              {words.search}
            </button>
          </div>
        </div>
        {!isOfCard && (
          <div class="field ofCards">
            <label for="card">{words.card}</label>
            <select id="card" name="card">
              <option value="">{words.everyCard}</option>
              {choices.map(({ hash, name }) => (
                <option key={hash} value={hash} selected={hash === search.card}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="phone">{words.phone}</label>
          <select id="phone" name="phone">
            <option value="">{words.phones.any}</option>
            {(['yes', 'no'] as const).map((each) => (
              <option key={each} value={each} selected={each === search.phone}>
                {words.phones[each]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="visit">{words.visit}</label>
          <select id="visit" name="visit">
            <option value="">{words.anyVisit}</option>
            {visits.map((each) => (
              <option key={each} value={each} selected={each === search.visit}>
                {words.visits[each]}
              </option>
            ))}
          </select>
        </div>
      </form>
    </search>
  );
}

function Row({ row, texts: { customers: words, tag }, base, isOfCard, zone }: CustomersProps & { row: CustomerRow }) {
  const { hash, name, card, onPhone, isInvalid, isTest, visitedAt } = row;
  return (
    <li class="customerRow">
      <a href={`${base}/customers/${hash}`}>
        <bdi>{name}</bdi>
      </a>
      {!isOfCard && (
        <span class="quiet">
          <bdi>{card}</bdi>
        </span>
      )}
      <span class="quiet">
        {onPhone ? words.onPhone : words.offPhone}
        {isInvalid && <strong> · {words.invalid}</strong>}
        {isTest && <strong> · {words.test}</strong>}
      </span>
      <span class="quiet">
        {visitedAt === null ? (
          words.neverVisited
        ) : (
          <>
            {words.visitedAt} <Moment at={visitedAt} tag={tag} zone={zone} />
          </>
        )}
      </span>
    </li>
  );
}

/** A sentence in place of an empty list, with what to do. */
function Nobody({
  list,
  search,
  texts: { customers: words },
  base,
  isFiltered,
}: CustomersProps & { isFiltered: boolean }) {
  if (list.next !== null) return <p class="panel">{words.nothingOnPage}</p>;
  if (isFiltered || search.after !== null) return <p class="panel">{words.nothingFound}</p>;
  return (
    <section class="panel">
      <p>{words.none}</p>
      <a href={`${base}/cards`}>{words.toCards}</a>
    </section>
  );
}

interface PagerProps extends Pick<CustomersProps, 'address' | 'search' | 'isOfCard' | 'list'> {
  readonly texts: Texts['customers'];
}

function Pager({ address, search, isOfCard, list: { next, rows }, texts }: PagerProps) {
  if (next === null && search.after === null) return null;
  const link = (after: string | null) => {
    const { query, card, phone, visit } = search;
    const given = { q: query, card: isOfCard ? null : card, phone, visit, after };
    const entries = Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]);
    return `${address}?${new URLSearchParams(entries)}`;
  };
  return (
    <nav class="pager" aria-label={texts.results}>
      {search.after === null ? <span /> : <a href={link(null)}>{texts.first}</a>}
      {next !== null && (
        <a href={link(next)} rel="next">
          {rows.length === 0 ? texts.searchOn : texts.next}
        </a>
      )}
    </nav>
  );
}
