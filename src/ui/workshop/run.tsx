// One run: first the sentence that says what happened or why nothing changed, then the steps with
// the values that were seen. Also what would happen if the event came again.
import type { Retried, ShownRun } from '../../operations/events/show-run.ts';
import type { Step } from '../../rules/sentences/runs.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import type { JsonValue } from '../../rules/values/values.ts';
import { PushDoctor } from '../push-doctor.tsx';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { TillName } from './runs.tsx';

interface RunProps {
  readonly base: string;
  readonly texts: Texts;
  /** The account's time zone. */
  readonly zone: string;
  readonly run: ShownRun;
  /** Whether the person may open cards and the list of runs. */
  readonly maySee: boolean;
  readonly mayOpenVersions: boolean;
}

export function RunPage({ base, texts, zone, run, maySee, mayOpenVersions }: RunProps) {
  const { runs: words, tag } = texts;
  const { customer, card } = run;
  return (
    <div class="stack">
      <header class="runHead">
        {maySee && (
          <p class="quiet">
            <a href={`${base}/runs`}>‹ {words.back}</a>
          </p>
        )}
        <h1 dir="auto">{runTitle(run, texts)}</h1>
        <p class="quiet">
          <bdi>{card.name}</bdi> · <Moment at={run.time} tag={tag} zone={zone} />
          <TillName till={run.till} />
        </p>
        {run.sentence !== null && (
          <p class="verdict" dir="auto">
            {run.sentence}
          </p>
        )}
        {!run.logged && <p class="quiet">{words.notLogged}</p>}
        <p class="runActions">
          {run.isRepeatable && (
            <a class="button" href={`${base}/runs/${run.id}/again`}>
              {words.again}
            </a>
          )}
          {customer !== null && (
            <a class="button plain" href={`${base}/customers/${customer.hash}`}>
              {words.toCustomer}
            </a>
          )}
          {maySee && (
            <a class="button plain" href={`${base}/cards/${card.hash}`}>
              {words.toCard}
            </a>
          )}
        </p>
      </header>
      <section class="panel" aria-labelledby="steps">
        <h2 id="steps">{words.steps}</h2>
        <ul class="checks">
          <li class="isGood">
            {words.arrived} <Moment at={run.time} tag={tag} zone={zone} />
          </li>
          <li class="isGood">
            {words.isYours}: <bdi>{card.name}</bdi>
            {run.version !== null && (
              <>
                ,{' '}
                {mayOpenVersions ? (
                  <a href={`${base}/cards/${card.hash}/versions/${run.version}`}>{words.version(run.version)}</a>
                ) : (
                  words.version(run.version)
                )}
              </>
            )}
          </li>
          <StepItems steps={run.steps} texts={texts} />
          {run.omitted > 0 && <li>{texts.sentences.omitted(run.omitted)}</li>}
          {run.steps.length === 0 && <li>{run.trace === null ? words.noTrace : words.noSteps}</li>}
        </ul>
      </section>
      {run.diagnosis !== null && <PushDoctor diagnosis={run.diagnosis} texts={texts} zone={zone} />}
      {run.trace !== null && <ForPrograms trace={run.trace} words={words} />}
    </div>
  );
}

/** What happened, and to whom. */
export function runTitle({ event, customer }: Pick<ShownRun, 'event' | 'customer'>, { runs, editor }: Texts): string {
  return runs.of(editor.events[event], customer?.name ?? runs.allPhones);
}

/** The rules of a run or a try, each with what its condition saw and what its steps did. */
export function StepItems({ steps, texts }: { steps: readonly Step[]; texts: Texts }) {
  const { runs: words, sentences } = texts;
  return (
    <>
      {steps.map(({ title, condition, verdict, paused, seen, lines }, position) => (
        <li key={position} class={classOf(verdict, lines)}>
          <p>
            <strong class="title" dir="auto">
              {title}
            </strong>{' '}
            <span dir="auto">{condition === null ? sentences.always : sentences.onlyIf(condition)}</span>
          </p>
          {seen.length > 0 && (
            <p class="quiet" dir="auto">
              {words.saw} {seen.join('; ')}
            </p>
          )}
          {!verdict && lines.length === 0 && <p>{paused ? sentences.isPaused : sentences.leftOut}</p>}
          {lines.map(({ text, isFault, detail }) => (
            <p key={text} class={isFault ? 'isFault' : undefined} dir="auto">
              {text}
              {detail !== null && (
                <>
                  {' '}
                  <span class="quiet" lang="en">
                    {detail}
                  </span>
                </>
              )}
            </p>
          ))}
        </li>
      ))}
    </>
  );
}

function classOf(verdict: boolean, lines: Step['lines']): string {
  if (lines.some(({ isFault }) => isFault)) return 'isBad';
  return verdict ? 'isGood' : 'isLeftOut';
}

/** The trace as JSON. */
export function ForPrograms({ trace, words }: { trace: JsonValue; words: Texts['runs'] }) {
  return (
    <details class="panel programs">
      <summary>{words.forPrograms}</summary>
      <pre dir="ltr">{jsonOf(trace, 2)}</pre>
    </details>
  );
}

interface AgainProps {
  readonly base: string;
  readonly texts: Texts;
  readonly retried: Retried;
}

export function AgainPage({ base, texts, retried }: AgainProps) {
  const { runs: words } = texts;
  const { run, sentence, steps, trace, isPaused } = retried;
  return (
    <div class="stack">
      <header class="runHead">
        <p class="quiet">
          <a href={`${base}/runs/${run.id}`}>‹ {words.backToRun}</a>
        </p>
        <h1>{words.againTitle}</h1>
        <p class="quiet" dir="auto">
          {runTitle(run, texts)}
        </p>
        <p class="verdict" dir="auto">
          {sentence ?? words.againSame}
        </p>
        {isPaused && <p>{words.againPaused}</p>}
        <p class="quiet">{words.againNothing}</p>
      </header>
      <section class="panel" aria-labelledby="steps">
        <h2 id="steps">{words.steps}</h2>
        <ul class="checks">
          <StepItems steps={steps} texts={texts} />
          {steps.length === 0 && <li>{words.noSteps}</li>}
        </ul>
      </section>
      <ForPrograms trace={trace} words={words} />
    </div>
  );
}
