// The page of a card's schedules: when each runs and what it does, its next and last times, and whom one
// would reach today.
import type { Child } from 'hono/jsx';
import type { CardSchedules, ShownSchedule } from '../../operations/schedules/card-schedules.ts';
import type { ScheduleDryRun } from '../../operations/schedules/dry-run-schedule.ts';
import { keyOfSchedule } from '../../rules/schedules/due.ts';
import type { WhyNot } from '../../rules/schedules/why-not.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { ScheduleSentences } from './schedule-words.tsx';

interface SchedulesProps {
  readonly card: CardSchedules;
  readonly texts: Texts;
  /** The address of the card's pages. */
  readonly address: string;
  /** What one would do today; null: nobody has asked. */
  readonly tried: (ScheduleDryRun & { readonly name: string }) | null;
  readonly isDone: boolean;
  /** What went wrong with a form; null: nothing. */
  readonly problem: Child | null;
}

export function SchedulesPage(props: SchedulesProps) {
  const { card, texts, address, tried, isDone, problem } = props;
  const { schedules: words } = texts;
  return (
    <div class="stack">
      {problem !== null && (
        <div class="problems" role="alert">
          {problem}
        </div>
      )}
      {isDone && (
        <p class="notice" role="status">
          {words.done}
        </p>
      )}
      <header>
        <h2>{words.title}</h2>
        <p>{words.intro}</p>
        <p>
          <a class="button" href={`${address}/schedules/new`}>
            {words.add}
          </a>
        </p>
      </header>
      {card.faults.length > 0 && (
        <div class="problems" role="alert">
          <p>{words.faulty}</p>
          <ul>
            {card.faults.map((fault) => (
              <li key={fault} lang="en">
                {fault}
              </li>
            ))}
          </ul>
        </div>
      )}
      {tried !== null && <Tried texts={texts} tried={tried} />}
      {card.schedules.length + card.broken.length === 0 ? (
        <div class="panel">
          <p>{words.none}</p>
          <p>
            <a class="button plain" href={`${address}/rules/recipes`}>
              {texts.recipes.title}
            </a>{' '}
          </p>
        </div>
      ) : (
        <ul class="rows">
          {card.schedules.map((shown) => (
            <Row key={shown.schedule.name} {...props} shown={shown} />
          ))}
          {card.broken.map(({ number, name }) => (
            <li key={number}>
              <h3 dir="auto">{name === '' ? words.unnamed(number) : name}</h3>
              <p class="error">{words.broken}</p>
              <div class="actions">
                <Links {...props} number={number} name={name === '' ? words.unnamed(number) : name} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Tried({ texts, tried }: { readonly texts: Texts; readonly tried: NonNullable<SchedulesProps['tried']> }) {
  const { schedules: words } = texts;
  const left = Object.entries(tried.leftOut) as [WhyNot['kind'], number][];
  return (
    <section class="panel" role="status">
      <p dir="auto">
        <strong>{words.wouldReach(tried.name, tried.reached, tried.looked)}</strong>
        {tried.next !== null && ` ${words.lookedAtFirst}`}
      </p>
      {tried.shown.length > 0 && (
        <ul>
          {tried.shown.map(({ hash, description }) => (
            <li key={hash} dir="auto">
              {description === '' ? hash : description}
            </li>
          ))}
        </ul>
      )}
      {left.length > 0 && (
        <p>
          {words.wouldNot}: {left.map(([kind, count]) => `${count} (${words.because[kind]})`).join(', ')}
        </p>
      )}
    </section>
  );
}

function Row(props: SchedulesProps & { readonly shown: ShownSchedule }) {
  const { card, texts, address, shown } = props;
  const { schedules: words, tag } = texts;
  const { schedule, zone, published } = shown;
  const { name, state } = schedule;
  const isActive = state === 'active';
  const other = published !== null && published.schedule.state !== state ? published.schedule.state : null;
  return (
    <li>
      <h3 dir="auto">
        {name} <span class="badge">{words.states[state]}</span>
      </h3>
      <ScheduleSentences said={shown} texts={texts} />
      {shown.lacksSegment && <p class="error">{words.segmentMissing(schedule.segment ?? '')}</p>}
      <p class="quiet">
        {words.inZone(zone)}.{published === null && ` ${words.unpublished}`}
        {other !== null && ` ${words.statePublished(words.states[other])}`}
      </p>
      {published !== null && (
        <p>
          {words.next}:{' '}
          {published.nextAt === null ? words.noNext : <Moment at={published.nextAt} tag={tag} zone={zone} />}.{' '}
          {words.last}:{' '}
          {published.last === null ? (
            words.never
          ) : (
            <>
              <Moment at={published.last.at} tag={tag} zone={zone} />,{' '}
              {words.reached(published.last.reached, published.last.leftOut)}
            </>
          )}
          .
        </p>
      )}
      <div class="actions">
        <form method="post" action={`${address}/schedules/change`}>
          <input type="hidden" name="revision" value={card.open.revision} />
          <input type="hidden" name="name" value={name} />
          <input type="hidden" name="state" value={isActive ? 'paused' : 'active'} />
          <button
            type="submit"
            class="button plain"
            aria-label={words.about(isActive ? words.pause : words.start, name)}
          >
            {isActive ? words.pause : words.start}
          </button>
        </form>
        <a
          class="button plain"
          href={`${address}/schedules?try=${encodeURIComponent(name)}`}
          aria-label={words.about(words.tryIt, name)}
        >
          {words.tryIt}
        </a>
        <a
          class="button plain"
          href={`${address}/try?${new URLSearchParams({ event: keyOfSchedule(name) })}`}
          aria-label={words.about(words.tryOne, name)}
        >
          {words.tryOne}
        </a>
        <Links {...props} number={shown.number} name={name} />
      </div>
    </li>
  );
}

function Links({ address, texts, number, name }: SchedulesProps & { readonly number: number; readonly name: string }) {
  const { rules, schedules: words } = texts;
  const own = `${address}/schedules/${number}`;
  return (
    <>
      <a class="button plain" href={own} aria-label={words.about(rules.edit, name)}>
        {rules.edit}
      </a>
      <a class="button danger" href={`${own}/delete`} aria-label={words.about(rules.remove, name)}>
        {rules.remove}
      </a>
    </>
  );
}
