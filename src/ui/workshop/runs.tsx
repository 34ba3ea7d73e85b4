// The list of runs: what happened to the cards, newest first, each in one sentence.
import type { ListedRun, RunList, RunResult, RunTill } from '../../operations/events/list-runs.ts';
import { EVENT_NAME } from '../../rules/passes/facts.ts';
import type { ShortTime } from '../short-time.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

/** What the list is narrowed to; empty texts for anything. */
export interface ShownFilter {
  readonly card: string;
  readonly event: string;
  readonly result: string;
  readonly till: string;
}

interface RunsProps {
  readonly base: string;
  readonly texts: Texts;
  /** The account's time zone. */
  readonly zone: string;
  readonly list: RunList;
  readonly filter: ShownFilter;
  readonly cards: readonly { readonly hash: string; readonly name: string }[];
  readonly tills: readonly RunTill[];
  /** Whether the page shows the newest runs. */
  readonly isNewest: boolean;
}

const EVENTS = Object.values(EVENT_NAME);
const RESULTS: readonly RunResult[] = ['changed', 'unchanged', 'failed', 'stopped'];

export function RunsPage({ base, texts, zone, list, filter, cards, tills, isNewest }: RunsProps) {
  const { runs: words } = texts;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  const address = (more: Record<string, string>) => {
    const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '');
    const query = new URLSearchParams(given).toString();
    return `${base}/runs${query === '' ? '' : `?${query}`}`;
  };
  return (
    <div class="stack">
      <h1>{words.title}</h1>
      <form method="get" action={`${base}/runs`} class="form filter" aria-label={words.filter}>
        <Choice
          name="card"
          label={words.card}
          any={words.allCards}
          chosen={filter.card}
          options={cards.map(({ hash, name }) => [hash, name])}
        />
        <Choice
          name="event"
          label={words.event}
          any={words.allEvents}
          chosen={filter.event}
          options={EVENTS.map((event) => [event, texts.editor.events[event]])}
        />
        <Choice
          name="result"
          label={words.result}
          any={words.allResults}
          chosen={filter.result}
          options={RESULTS.map((result) => [result, words.results[result]])}
        />
        {tills.length > 0 && (
          <Choice
            name="till"
            label={words.till}
            any={words.allTills}
            chosen={filter.till}
            options={tills.map(({ id, name }) => [String(id), name])}
          />
        )}
        <button type="submit" class="button plain">
          {words.apply}
        </button>
      </form>
      {list.runs.length === 0 ? (
        <p class="panel">{emptyWords(words, isFiltered, list.next !== null)}</p>
      ) : (
        <RunRows base={base} texts={texts} zone={zone} runs={list.runs} />
      )}
      {(list.next !== null || !isNewest) && (
        <p class="pager">
          {isNewest ? <span /> : <a href={address({})}>‹ {words.newest}</a>}
          {list.next !== null && <a href={address({ before: String(list.next) })}>{words.older} ›</a>}
        </p>
      )}
      <Lost words={words} tills={tills} />
    </div>
  );
}

function emptyWords(words: Texts['runs'], isFiltered: boolean, hasOlder: boolean): string {
  if (hasOlder) return words.noneHere;
  return isFiltered ? words.noneOfKind : words.none;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly any: string;
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Choice({ name, label, any, chosen, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        <option value="">{any}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen} dir="auto">
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface RowsProps {
  readonly base: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly runs: readonly ListedRun[];
  /** How the times are written; absent: with their date. */
  readonly clock?: ShortTime;
}

/** Runs in lines that lead to their pages; other pages of the owner show them too. */
export function RunRows({ runs, ...props }: RowsProps) {
  return (
    <ul class="rows runs">
      {runs.map((run) => (
        <RunRow key={run.id} run={run} {...props} />
      ))}
    </ul>
  );
}

/** A line of such a list. */
export function RunRow({ base, texts, zone, run, clock }: Omit<RowsProps, 'runs'> & { readonly run: ListedRun }) {
  return (
    <li>
      <a href={`${base}/runs/${run.id}`}>
        <span class="quiet">
          {clock === undefined || run.isImported ? (
            <Moment at={run.time} tag={texts.tag} zone={zone} />
          ) : (
            <time datetime={new Date(run.time).toISOString()}>{clock(run.time)}</time>
          )}
          {run.isImported && ` · ${texts.runs.imported}`}
          <TillName till={run.till} />
        </span>
        <span>
          <span class="customer" dir="auto">
            {run.customer?.name ?? texts.runs.allPhones}
          </span>{' '}
          <span class="quiet" dir="auto">
            {run.card.name} · {texts.editor.events[run.event]}
          </span>
        </span>
        {run.sentence !== null && (
          <span class={run.outcome === 'error' ? 'said isFault' : 'said'} dir="auto">
            {run.sentence}
          </span>
        )}
      </a>
    </li>
  );
}

export function TillName({ till }: { till: string | null }) {
  return till === null ? null : (
    <>
      {' · '}
      <bdi>{till}</bdi>
    </>
  );
}

/** What to look at when a scan is missing from the list. */
function Lost({ words, tills }: { words: Texts['runs']; tills: readonly RunTill[] }) {
  const waiting = tills.filter((till) => till.waiting > 0);
  return (
    <details class="panel lost">
      <summary>{words.lost}</summary>
      <ul>
        {words.lostTexts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {waiting.length === 0 ? (
        <p>{words.noTillWaits}</p>
      ) : (
        <>
          <p>{words.lostTills}</p>
          <ul>
            {waiting.map(({ id, name, waiting: count }) => (
              <li key={id}>
                <bdi>{name}</bdi>: {words.waits(count)}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
