// The start page of people who are logged in: the way to the scanner, the first steps of a new
// owner, and the parts that change while the page is open.
import type { Today } from '../../operations/today/today.ts';
import type { Texts } from '../texts/en/index.ts';
import { LIVE_PARTS, Part } from './today-parts.tsx';

interface TodayProps {
  readonly base: string;
  readonly texts: Texts;
  readonly today: Today;
  /** The script that keeps the parts up to date; null: the person sees none of them. */
  readonly script: string | null;
}

export function TodayPage({ base, texts, today, script }: TodayProps) {
  const { today: words, tag } = texts;
  const { zone, now, steps, firstCard, news } = today;
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
  const day = { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone } as const;
  return (
    <>
      <header class="bar">
        <h1>
          {words.title}, <time datetime={date}>{new Intl.DateTimeFormat(tag, day).format(now)}</time>
        </h1>
        <a class="button" href={`${base}/scanner`}>
          {words.openScanner}
        </a>
      </header>
      {steps !== null && <FirstStepList base={base} words={words} steps={steps} firstCard={firstCard} />}
      {news === null ? (
        <p class="panel">
          {words.forCounters} <a href={`${base}/customers`}>{words.findCustomer}</a>
        </p>
      ) : (
        <div class="stack" data-live={`${base}/today/live`}>
          {LIVE_PARTS.map((name) => (
            <Part name={name} base={base} texts={texts} news={news} zone={zone} />
          ))}
        </div>
      )}
      {script !== null && <script type="module" src={script} />}
    </>
  );
}

interface StepsProps {
  readonly base: string;
  readonly words: Texts['today'];
  readonly steps: NonNullable<Today['steps']>;
  readonly firstCard: string | null;
}

function FirstStepList({ base, words, steps, firstCard }: StepsProps) {
  const { ownCard, certificate, onPhone } = words.steps;
  const phone = firstCard === null ? `${base}/cards` : `${base}/cards/${firstCard}/test`;
  return (
    <section class="panel firstSteps" aria-labelledby="first-steps">
      <div class="bar">
        <h2 id="first-steps">{words.toDo}</h2>
        <form method="post" action={`${base}/today/steps/hide`}>
          <button type="submit" class="button text">
            {words.hideSteps}
          </button>
        </form>
      </div>
      <ol>
        <Step href={`${base}/cards/new`} {...ownCard} isDone={steps.ownCard} done={words.done} />
        <Step href={`${base}/settings/certificate`} {...certificate} isDone={steps.certificate} done={words.done} />
        <Step href={phone} {...onPhone} isDone={steps.onPhone} done={words.done} />
      </ol>
    </section>
  );
}

interface StepProps {
  readonly href: string;
  readonly name: string;
  readonly text: string;
  readonly isDone: boolean;
  readonly done: string;
}

function Step({ href, name, text, isDone, done }: StepProps) {
  return (
    <li class={isDone ? 'isDone' : undefined}>
      {isDone ? (
        <span>
          {name} <span class="quiet">✓ {done}</span>
        </span>
      ) : (
        <>
          <a href={href}>{name}</a> <span class="quiet">{text}</span>
        </>
      )}
    </li>
  );
}
