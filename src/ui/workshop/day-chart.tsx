// The chart of a card: a row of columns for each number, one column a day, and the same as a table.
import type { CardDay } from '../../operations/templates/card-numbers.ts';
import type { Texts } from '../texts/en/index.ts';

const SERIES = ['scanned', 'made', 'installed', 'removed'] as const;

/** The size of a row in units of its own; the style sheet stretches it to the page. */
const WIDTH = 600;
const HEIGHT = 60;

interface DayChartProps {
  /** Oldest first. */
  readonly days: readonly CardDay[];
  readonly texts: Texts;
}

export function DayChart({ days, texts }: DayChartProps) {
  const { overview: words, tag } = texts;
  const [first, last] = [days[0]!, days.at(-1)!];
  const short = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const label = ({ date }: CardDay) => short.format(Date.parse(date));
  return (
    <>
      <div class="chart">
        {SERIES.map((name) => (
          <Columns key={name} name={words.series[name]} values={days.map((day) => day[name])} texts={texts} />
        ))}
        <p class="chartEnds quiet">
          <span>{label(first)}</span>
          <span>{label(last)}</span>
        </p>
      </div>
      <details>
        <summary>{words.table}</summary>
        <DayTable days={days} texts={texts} />
      </details>
    </>
  );
}

function Columns({ name, values, texts }: { name: string; values: readonly number[]; texts: Texts }) {
  const { overview: words, tag } = texts;
  const sum = values.reduce((all, value) => all + value, 0);
  const most = Math.max(...values);
  const width = WIDTH / values.length;
  const number = new Intl.NumberFormat(tag);
  const caption = (
    <>
      <span>{name}</span> <strong>{number.format(sum)}</strong>
    </>
  );
  if (sum === 0) return <p class="chartNone">{caption}</p>;
  return (
    <figure>
      <figcaption>{caption}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chartOf(name, sum, most)}
      >
        <path class="ground" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
        {values.map((value, index) => {
          if (value === 0) return null;
          // A day with one event is as visible as one with many.
          const height = Math.max(2, (value / most) * (HEIGHT - 2));
          const x = index * width + width * 0.12;
          return (
            <rect
              key={index}
              x={x.toFixed(1)}
              y={(HEIGHT - height).toFixed(1)}
              width={(width * 0.76).toFixed(1)}
              height={height.toFixed(1)}
            />
          );
        })}
      </svg>
    </figure>
  );
}

function DayTable({ days, texts: { overview: words, tag } }: DayChartProps) {
  const format = new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(tag);
  return (
    // Who has no mouse scrolls a wide table by the keys.
    <section class="tableBox" tabindex={0} aria-label={words.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            {SERIES.map((name) => (
              <th key={name} scope="col">
                {words.series[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.date}>
              <th scope="row">
                <time datetime={day.date}>{format.format(Date.parse(day.date))}</time>
              </th>
              {SERIES.map((name) => (
                <td key={name}>{number.format(day[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
