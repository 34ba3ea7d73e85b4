// A schedule in words: when it runs, for whom, and what it does.
import { WEEKDAYS } from '../../rules/schedules/schedule.ts';
import type { SaidSchedule } from '../../rules/sentences/schedules.ts';
import type { Texts } from '../texts/en/index.ts';

/** When a schedule runs, for whom, and what it does. */
export function ScheduleSentences({ said, texts }: { readonly said: SaidSchedule; readonly texts: Texts }) {
  const { condition, orders } = said;
  return (
    <>
      <p dir="auto">{[whenWords(said, texts), ...limitsOf(said, texts)].join('; ')}</p>
      {condition !== null && <p dir="auto">{texts.schedules.onlyIf(condition)}</p>}
      {said.schedule.segment !== null && <p dir="auto">{texts.schedules.inSegment(said.schedule.segment)}</p>}
      <ul dir="auto">
        {orders.map((order) => (
          <li key={order}>{order}</li>
        ))}
      </ul>
    </>
  );
}

/** `09:00` of minutes after midnight. */
function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function whenWords({ schedule: { when }, date }: SaidSchedule, { schedules: words, sentences }: Texts): string {
  if (when.kind === 'without') {
    return when.at === null ? words.withoutScan(when.days) : words.withoutScanAt(when.days, clock(when.at));
  }
  const at = clock(when.at);
  if (when.kind === 'dated') {
    const named = date ?? '';
    const said =
      when.days === 0
        ? words.onDate(named, at)
        : when.days < 0
          ? words.beforeDate(-when.days, named, at)
          : words.afterDate(when.days, named, at);
    return when.yearly ? words.eachYear(said) : said;
  }
  if (when.every === 'day') return words.everyDay(at);
  if (when.every === 'week') return words.everyWeek(sentences.weekdays[WEEKDAYS[when.on - 1]!], at);
  return when.on === 'last' ? words.lastOfMonth(at) : words.everyMonth(when.on, at);
}

function limitsOf({ schedule: { cap, quietHours, late } }: SaidSchedule, { schedules: words }: Texts): string[] {
  return [
    ...(cap === null ? [] : [words.cap(cap.times, cap.per)]),
    ...(quietHours === null ? [] : [words.quiet(clock(quietHours.from), clock(quietHours.to))]),
    ...(late === 'skip' ? [words.skipsLate] : []),
  ];
}
