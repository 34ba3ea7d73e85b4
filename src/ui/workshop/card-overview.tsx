// A card's overview: its numbers, each with the list behind it, the ways to give the card away, its
// news, its days, its sources, and what its owner does with all of it.
import type { Child } from 'hono/jsx';
import type { ListedRun } from '../../operations/events/list-runs.ts';
import type { PassState } from '../../operations/passes/passes-in-state.ts';
import type { CardOverview } from '../../operations/templates/card-overview.ts';
import type { GiveAway } from '../../operations/templates/give-away.ts';
import type { Texts } from '../texts/en/index.ts';
import { CardActions } from './card-whole.tsx';
import { Copy } from './copy-button.tsx';
import { DayChart } from './day-chart.tsx';
import { PushStatus } from './push-progress.tsx';
import { RunRows } from './runs.tsx';

interface OverviewProps {
  readonly overview: CardOverview;
  /** The numbers, in their order. */
  readonly states: readonly PassState[];
  readonly texts: Texts;
  /** The address of the card's pages. */
  readonly address: string;
  readonly give: GiveAway;
  /** The lengths of the chart that there are, and the present one, in days. */
  readonly spans: readonly number[];
  readonly span: number;
  /** The form of the card's news; null: it has none, or several texts, or the person may not. */
  readonly news: Child | null;
  readonly base: string;
  /** The last runs. */
  readonly runs: readonly ListedRun[];
  readonly may: { readonly send: boolean; readonly news: boolean; readonly pause: boolean; readonly rules: boolean };
}

export function Overview(props: OverviewProps) {
  const { overview, texts, address, give, news, may } = props;
  const { overview: words } = texts;
  const { template } = overview.snapshot;
  return (
    <div class="stack">
      <Numbers {...props} />
      {overview.counts.created === 0 && (
        <section class="panel">
          <h2>{words.noPasses}</h2>
          <p>{words.noPassesText}</p>
        </section>
      )}
      {news}
      {may.send && (
        <section class="panel" aria-labelledby="give">
          <h2 id="give">{words.giveAway}</h2>
          <p>{words.giveAwayText}</p>
          <Copy text={give.link} label={words.copy} done={words.copied} />
          <p>
            <a href={`${address}/send`} class={news === null ? 'button' : 'button plain'}>
              {words.moreWays}
            </a>
          </p>
        </section>
      )}
      <Days {...props} />
      <LastRuns {...props} />
      <div class="pairs">
        <Sources overview={overview} texts={texts} />
        {may.pause && (
          <section class="panel" aria-labelledby="rules">
            <h2 id="rules">{words.rules}</h2>
            <p>{template.triggersPaused ? words.rulesPaused : words.rulesRun}</p>
            <form method="post" action={`${address}/pause`}>
              <input type="hidden" name="paused" value={String(!template.triggersPaused)} />
              <button type="submit" class="button plain">
                {template.triggersPaused ? words.run : words.pause}
              </button>
            </form>
          </section>
        )}
        {may.news && <Update {...props} />}
        <section class="panel" aria-labelledby="export">
          <h2 id="export">{words.export}</h2>
          <p>{words.exportText}</p>
          <p>
            <a href={`${address}/export`} class="button plain">
              {words.export}
            </a>
          </p>
        </section>
        <CardActions address={address} texts={texts} may={may} />
      </div>
    </div>
  );
}

function Numbers({ overview: { counts }, states, texts: { overview: words, tag }, address }: OverviewProps) {
  const number = new Intl.NumberFormat(tag);
  return (
    <section aria-label={words.numbers}>
      <ul class="numbers ofCardNumbers">
        {states.map((state) => (
          <li key={state}>
            <a href={`${address}/passes?with=${state}`}>
              <strong>{number.format(counts[state])}</strong>
              {words.states[state]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Days({ overview: { days, zone }, texts, spans, span }: OverviewProps) {
  const { overview: words } = texts;
  return (
    <section class="panel" aria-labelledby="days">
      <h2 id="days">{words.chart}</h2>
      <nav class="choices" aria-label={words.chartSpans}>
        {spans.map((count) => (
          <a key={count} href={`?days=${count}#days`} aria-current={count === span ? 'true' : undefined}>
            {words.days(count)}
          </a>
        ))}
      </nav>
      <DayChart days={days} texts={texts} />
      <p class="quiet">{words.chartZone(zone)}</p>
    </section>
  );
}

function LastRuns({ base, runs, texts, overview }: OverviewProps) {
  const { overview: words } = texts;
  return (
    <section aria-labelledby="runs">
      <div class="bar">
        <h2 id="runs">{words.runs}</h2>
        {runs.length > 0 && <a href={`${base}/runs?card=${overview.snapshot.template.hash}`}>{words.allRuns}</a>}
      </div>
      {runs.length === 0 ? (
        <p class="quiet">{words.noRuns}</p>
      ) : (
        <RunRows base={base} texts={texts} zone={overview.zone} runs={runs} />
      )}
    </section>
  );
}

function Sources({ overview, texts: { overview: words, tag } }: Pick<OverviewProps, 'overview' | 'texts'>) {
  const { sources, otherSources } = overview;
  if (sources.length === 0) return null;
  const number = new Intl.NumberFormat(tag);
  const rows = otherSources === 0 ? sources : [...sources, { source: words.otherSources, created: otherSources }];
  return (
    <section class="panel" aria-labelledby="sources">
      <h2 id="sources">{words.sources}</h2>
      <p class="quiet">{words.sourcesText}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.source}</th>
            <th scope="col">{words.cards}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, created }) => (
            <tr key={source}>
              <th scope="row" dir="auto">
                {source}
              </th>
              <td>{number.format(created)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Update({ overview: { counts, push, zone }, texts, address }: OverviewProps) {
  const { overview: words } = texts;
  return (
    <section class="panel" aria-labelledby="update">
      <h2 id="update">{words.update}</h2>
      <p>{words.updateText(counts.onPhones)}</p>
      <form method="post" action={`${address}/update`}>
        <button type="submit" class="button plain">
          {words.updateAll}
        </button>
      </form>
      <PushStatus push={push} texts={texts} zone={zone} address={`${address}/push`} />
    </section>
  );
}
