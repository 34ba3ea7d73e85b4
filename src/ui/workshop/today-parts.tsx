// The parts of Today that change while the page is open: the numbers, what needs somebody, and the
// last runs. The page and its stream draw them alike.
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Need } from '../../operations/today/needs.ts';
import type { MadeBatch, TodayNews } from '../../operations/today/today.ts';
import { type ShortTime, shortTime } from '../short-time.ts';
import type { Texts } from '../texts/en/index.ts';
import { RunRow } from './runs.tsx';

export interface NewsProps {
  readonly base: string;
  readonly texts: Texts;
  readonly news: TodayNews;
  /** The account's time zone. */
  readonly zone: string;
}

/** What a part needs besides; made once for all of its rows. */
interface Drawn extends NewsProps {
  readonly clock: ShortTime;
}

export const LIVE_PARTS = ['numbers', 'needs', 'runs'] as const;
export type LivePart = (typeof LIVE_PARTS)[number];

const DRAW: Readonly<Record<LivePart, (props: Drawn) => Child>> = {
  numbers: (props) => <Numbers {...props} />,
  needs: (props) => <NeedList {...props} />,
  runs: (props) => <RunList {...props} />,
};

/** Each part as the HTML inside its element. */
export function liveParts(props: NewsProps): readonly (readonly [LivePart, string])[] {
  const drawn = withClock(props);
  return LIVE_PARTS.map((part) => [part, String(DRAW[part](drawn))] as const);
}

function withClock(props: NewsProps): Drawn {
  return { ...props, clock: shortTime(props.texts.tag, props.zone, props.news.at) };
}

/** A part of the page, which its script finds by its name. */
export function Part({ name, ...props }: NewsProps & { readonly name: LivePart }) {
  return <div data-part={name}>{DRAW[name](withClock(props))}</div>;
}

function Numbers({ base, texts: { today: texts, tag }, news: { numbers, needs } }: NewsProps) {
  const { scans, newCards, onPhones } = numbers;
  return (
    <ul class="numbers">
      <Figure href={`${base}/runs?event=onScan`} count={scans} text={texts.scans(scans)} tag={tag} />
      <Figure href={`${base}/customers`} count={newCards} text={texts.newCards(newCards)} tag={tag} />
      <Figure href={`${base}/customers?phone=yes`} count={onPhones} text={texts.onPhones} tag={tag} />
      <Figure
        href={needs.length === 0 ? null : '#needs'}
        count={needs.length}
        text={texts.needYou(needs.length)}
        tag={tag}
      />
    </ul>
  );
}

interface FigureProps {
  /** Null: there is nothing to see behind the number. */
  readonly href: string | null;
  readonly count: number;
  readonly text: string;
  readonly tag: string;
}

function Figure({ href, count, text, tag }: FigureProps) {
  const content = (
    <>
      <strong>{count.toLocaleString(tag)}</strong> {text}
    </>
  );
  return <li>{href === null ? <div>{content}</div> : <a href={href}>{content}</a>}</li>;
}

/** What is over with its cause alone. */
const LASTING: ReadonlySet<Need['kind']> = new Set(['certificate', 'google', 'google_card']);

function NeedList(props: Drawn) {
  const { base, texts, news } = props;
  const { needs, isCut } = news;
  if (needs.length === 0) return null;
  const canBeSeen = needs.some(({ kind }) => !LASTING.has(kind));
  return (
    <section class="todayPart" aria-labelledby="needs">
      <div class="bar">
        <h2 id="needs">{texts.today.needs}</h2>
        {canBeSeen && (
          <form method="post" action={`${base}/today/seen`}>
            <button type="submit" class="button text">
              {texts.today.seen}
            </button>
          </form>
        )}
      </div>
      <ul class="rows">
        {needs.map((need) => (
          <NeedRow {...props} need={need} />
        ))}
      </ul>
      {isCut && (
        <p class="quiet">
          {texts.today.moreNeeds} <a href={`${base}/runs?result=failed`}>{texts.today.allFailed}</a>
        </p>
      )}
    </section>
  );
}

function NeedRow({ base, texts, zone, clock, need }: Drawn & { readonly need: Need }) {
  const { today: words, tag } = texts;
  switch (need.kind) {
    case 'run': {
      const { id, time, card, customer, sentence, event } = need.run;
      return (
        <Row mark="failed" href={`${base}/runs/${id}`} link={words.why} about={customer?.name ?? card.name}>
          <Moment time={time} clock={clock} /> <bdi>{customer?.name ?? card.name}</bdi>:{' '}
          <bdi>{sentence ?? texts.editor.events[event]}</bdi>
        </Row>
      );
    }
    case 'mail':
      return (
        <Row
          mark="failed"
          href={need.batchHash === null ? `${base}/customers/${need.passHash}` : `${base}/send/${need.batchHash}`}
          link={words.look}
          about={need.recipient}
        >
          <Moment time={need.time} clock={clock} /> {words.mailFailed} <bdi>{need.recipient}</bdi>.
          {need.reason !== null && (
            <span class="quiet" dir="auto">
              {' '}
              {need.reason}
            </span>
          )}
        </Row>
      );
    case 'push':
      return (
        <Row mark="failed" href={`${base}/settings/certificate`} link={words.look} about={words.certificate}>
          <Moment time={need.time} clock={clock} /> {words.pushGivenUp(need.devices)}
          {need.reason !== null && (
            <span class="quiet" dir="auto">
              {' '}
              {need.reason}
            </span>
          )}
        </Row>
      );
    case 'google':
      return (
        <Row mark="failed" href={`${base}/settings/google`} link={words.look} about="Google Wallet">
          <Moment time={need.time} clock={clock} /> {words.googleRefuses}
          <span class="quiet" dir="auto">
            {' '}
            {need.reason}
          </span>
        </Row>
      );
    case 'google_card':
      return (
        <Row mark="failed" href={`${base}/cards/${need.cardHash}`} link={words.look} about={need.cardName}>
          <Moment time={need.time} clock={clock} /> <bdi>{need.cardName}</bdi>: {words.googleRefusesCard}
          <span class="quiet" dir="auto">
            {' '}
            {need.reason}
          </span>
        </Row>
      );
    case 'certificate': {
      const end = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: zone }).format(need.notAfter);
      return (
        <Row mark="warning" href={`${base}/settings/certificate`} link={words.renew} about={need.passTypeIdentifier}>
          {need.daysLeft < 0 ? words.certificateEnded(end) : words.certificateEnds(end, need.daysLeft)}{' '}
          <span class="quiet">{need.passTypeIdentifier}</span>
        </Row>
      );
    }
    default:
      return (
        <Row mark="warning" href={`${base}/cards/${need.cardHash}`} link={words.look} about={need.cardName}>
          <bdi>{need.cardName}</bdi>: {words.quietRules(need.rules.length)}
          {need.rules.slice(0, MOST_RULES).map((sentence) => (
            <span class="quiet line" dir="auto">
              {sentence}
            </span>
          ))}
        </Row>
      );
  }
}

/** The most rules of a card that the list names. */
const MOST_RULES = 3;

function RunList({ base, texts, zone, news: { runs, batches }, clock }: Drawn) {
  const { today: words } = texts;
  const lines = [
    ...runs.map((run) => ({ time: run.time, line: <RunRow key={run.id} {...{ base, texts, zone, run, clock }} /> })),
    ...batches.map((batch) => ({
      time: batch.time,
      line: <BatchRow key={batch.hash} {...{ base, texts, batch, clock }} />,
    })),
  ].sort((a, b) => b.time - a.time);
  return (
    <section class="todayPart" aria-labelledby="just-now">
      <div class="bar">
        <h2 id="just-now">{words.justNow}</h2>
        {lines.length > 0 && <a href={`${base}/runs`}>{words.allRuns}</a>}
      </div>
      {lines.length === 0 ? (
        <p class="panel quiet">{words.noRuns}</p>
      ) : (
        <ul class="rows runs">{lines.map(({ line }) => line)}</ul>
      )}
    </section>
  );
}

/** A batch in one line, however many cards it made. */
function BatchRow({ base, texts, batch, clock }: Pick<Drawn, 'base' | 'texts' | 'clock'> & { batch: MadeBatch }) {
  const { hash, name, made, time } = batch;
  return (
    <li>
      <a href={`${base}/send/${hash}`}>
        <span class="quiet">
          <Moment time={time} clock={clock} />
        </span>
        <span>
          <span class="customer">{texts.today.batchMade(made, made.toLocaleString(texts.tag))}</span>{' '}
          <span class="quiet" dir="auto">
            {name}
          </span>
        </span>
      </a>
    </li>
  );
}

interface RowProps {
  readonly mark: 'failed' | 'warning';
  readonly href: string;
  readonly link: string;
  /** What the link is about, for people who hear it alone. */
  readonly about: string;
}

function Row({ mark, href, link, about, children }: PropsWithChildren<RowProps>) {
  return (
    <li class={`todayRow ${mark}`}>
      <p>{children}</p>
      <a href={href} class="button text" aria-label={`${link}: ${about}`}>
        {link}
      </a>
    </li>
  );
}

function Moment({ time, clock }: { time: number; clock: ShortTime }) {
  return <time datetime={new Date(time).toISOString()}>{clock(time)}</time>;
}
