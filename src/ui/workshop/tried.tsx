// What a try shows: what would happen, the card before and after, the till, the lock screen, the
// phones, the steps and what would have been sent.
import type { Tried } from '../../operations/events/tried.ts';
import type { TriedRequest } from '../../operations/events/tried-request.ts';
import type { PassView } from '../../operations/files/view-pass.ts';
import type { FieldChange } from '../../rules/passes/shown-changes.ts';
import type { Names } from '../../rules/sentences/names.ts';
import { PassCard } from '../pass-card.tsx';
import type { Texts } from '../texts/en/index.ts';
import { ForPrograms, StepItems } from './run.tsx';
import { type TryState, tryParameters } from './try-address.ts';

export interface TriedProps {
  /** The address of the page, without parameters. */
  readonly address: string;
  readonly texts: Texts;
  readonly state: TryState;
  readonly tried: Tried;
  readonly names: Names;
  /** How often the event was to happen. */
  readonly times: number;
}

export function TriedResult(props: TriedProps) {
  const { texts, tried, times } = props;
  const { simulator: words } = texts;
  const { runs, run, stopped } = tried;
  const last = runs[run - 1]!;
  return (
    <section class="stack tried" aria-labelledby="result">
      <header class="runHead">
        <h3 id="result">{words.result}</h3>
        <p class="verdict" dir="auto">
          {last.sentence ?? words.nothingSaid}
        </p>
        {stopped !== null && (
          <p dir="auto">
            {words.stopped} <strong>{stopped}</strong>
          </p>
        )}
        {tried.isCut && <p class="quiet">{words.cut(runs.length, times)}</p>}
      </header>
      <Events {...props} />
      <Cards {...props} />
      <Changes {...props} />
      <Outside {...props} />
      <Steps {...props} />
      <Requests requests={tried.requests} words={words} />
      <p class="quiet">{words.nothing}</p>
      <ForPrograms trace={tried.trace} words={texts.runs} />
    </section>
  );
}

/** Links to each event of several, and to all of them. */
function Events({ address, texts: { simulator: words }, state, tried }: TriedProps) {
  if (tried.runs.length < 2) return null;
  const link = (step: string) => `${address}?${tryParameters({ ...state, step })}#result`;
  return (
    <nav aria-labelledby="each" class="panel">
      <h4 id="each">{words.each}</h4>
      <ol class="tryEvents">
        {tried.runs.map(({ sentence }, index) => (
          <li key={index}>
            <a href={link(String(index + 1))} aria-current={tried.span.run === index + 1 ? 'true' : undefined}>
              <span class="quiet">{words.number(index + 1)}</span>{' '}
              <span dir="auto">{sentence ?? words.nothingSaid}</span>
            </a>
          </li>
        ))}
      </ol>
      {tried.span.run !== null && (
        <p>
          <a href={link('')}>{words.whole}</a>
        </p>
      )}
    </nav>
  );
}

function Cards({ texts, tried: { before, after, changes } }: TriedProps) {
  const { simulator: words } = texts;
  const changed = new Set(changes?.fields.map(({ key }) => key));
  // A field that changes leads to the sentence about it, and is outlined.
  const linkOf = ({ key }: { readonly key: string }) => (changed.has(key) ? `#${changeId(key)}` : null);
  const figure = (view: PassView | null, name: string) => (
    <figure>
      <figcaption>{name}</figcaption>
      {view === null ? <p class="quiet">{words.cannotDraw}</p> : <PassCard view={view} texts={texts} linkOf={linkOf} />}
    </figure>
  );
  return (
    <div class="tryCards">
      {figure(before, words.before)}
      {figure(after, words.after)}
    </div>
  );
}

function Changes({ texts: { simulator: words }, tried: { changes }, names }: TriedProps) {
  if (changes === null) return null;
  const lines = [
    ...changes.fields.map((change) => ({ key: change.key, text: changeWords(change, words) })),
    ...changes.others.map((path) => ({ key: path, text: words.otherChange(names.of(path)) })),
  ];
  return (
    <section class="panel" aria-labelledby="changes">
      <h4 id="changes">{words.changes}</h4>
      {lines.length === 0 ? (
        <p>{words.noChanges}</p>
      ) : (
        <ul class="plainList tryChanges">
          {lines.map(({ key, text }) => (
            <li key={key} id={changeId(key)} dir="auto">
              {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Keys may hold what no address may. */
function changeId(key: string): string {
  return `change-${encodeURIComponent(key)}`;
}

function changeWords({ group, label, before, after }: FieldChange, words: Texts['simulator']): string {
  const name = label === '' ? words.unlabelled : label;
  const where = group === 'backFields' ? `${name} (${words.onBack})` : name;
  if (after === null) return words.goes(where);
  return before === null ? words.appears(where, after) : words.change(where, before, after);
}

/** The most phones to list. */
const MOST_PHONES = 10;

/** What the till, the lock screen and the phones would say. */
function Outside({ texts: { simulator: words }, tried }: TriedProps) {
  const { till, changes, isPushed, phones } = tried;
  const messages = changes?.fields.flatMap(({ message }) => (message === null ? [] : [message])) ?? [];
  return (
    <div class="tryOutside">
      {till !== null && (
        <section class="panel" aria-labelledby="till">
          <h4 id="till">{words.till}</h4>
          {till.text === '' && till.colour === '' ? (
            <p>{words.tillNothing}</p>
          ) : (
            <p class="tryTill" dir="auto">
              {till.colour !== '' && <Swatch colour={till.colour} />} <strong>{till.text}</strong>
              {till.colour !== '' && (
                <span class="quiet">
                  {' '}
                  {words.tillColour} {till.colour}
                </span>
              )}
            </p>
          )}
        </section>
      )}
      <section class="panel" aria-labelledby="phones">
        <h4 id="phones">{words.lockScreen}</h4>
        {!isPushed ? (
          <p>{words.notPushed}</p>
        ) : messages.length === 0 ? (
          <p>{words.lockScreenNothing}</p>
        ) : (
          <div class="lockScreen">
            {messages.map((message) => (
              <p key={message} class="bubble" dir="auto">
                {message}
              </p>
            ))}
          </div>
        )}
        {isPushed && (
          <p class="quiet">
            {phones.length === 0 ? words.noPhones : words.phones(phones.length)}{' '}
            {phones
              .slice(0, MOST_PHONES)
              .map(({ deviceLibraryIdentifier }) => words.phone(deviceLibraryIdentifier.slice(0, 6)))
              .join(', ')}
            {phones.length > MOST_PHONES && ` ${words.morePhones(phones.length - MOST_PHONES)}`}
          </p>
        )}
      </section>
    </div>
  );
}

/** A colour as the till shows it; a text that is no colour gets no square. */
function Swatch({ colour }: { colour: string }) {
  if (!/^(?:#[0-9a-f]{3,8}|rgba?\([\d\s,.%]+\)|[a-z]{3,20})$/i.test(colour)) return null;
  return (
    <svg class="swatch" viewBox="0 0 1 1" aria-hidden="true">
      <rect width="1" height="1" fill={colour} />
    </svg>
  );
}

function Steps({ address, texts, state, tried }: TriedProps) {
  const { simulator: words } = texts;
  const { steps, omitted, actions, span, run } = tried;
  const done = span.actions;
  const link = (number: number | null) => {
    const step = number === null ? (tried.runs.length < 2 ? '' : String(run)) : `${run}.${number}`;
    return `${address}?${tryParameters({ ...state, step })}#steps`;
  };
  return (
    <section class="panel" aria-labelledby="steps">
      <h4 id="steps">{words.steps}</h4>
      <ul class="checks">
        <StepItems steps={steps} texts={texts} />
        {steps.length === 0 && <li>{done === 0 ? words.start : words.noSteps}</li>}
        {omitted > 0 && <li>{words.omitted(omitted)}</li>}
      </ul>
      {actions > 0 && (
        <nav class="tryStep" aria-label={words.steps}>
          {done !== 0 && <a href={link((done ?? actions) - 1)}>‹ {words.previous}</a>}
          {done !== null && <span class="quiet">{words.stepOf(done, actions)}</span>}
          {done !== null && done < actions && <a href={link(done + 1)}>{words.next} ›</a>}
          {done !== null && <a href={link(null)}>{words.allSteps}</a>}
        </nav>
      )}
    </section>
  );
}

function Requests({ requests, words }: { requests: readonly TriedRequest[]; words: Texts['simulator'] }) {
  if (requests.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="requests">
      <h4 id="requests">{words.requests}</h4>
      <p class="quiet">{words.notSent}</p>
      {requests.map(({ method, url, headers, body, isPicture }, index) => (
        <details key={index} class="programs">
          <summary>
            {isPicture && <>{words.picture}: </>}
            <code dir="ltr">
              {method} {url}
            </code>
          </summary>
          {headers.length > 0 && (
            <pre dir="ltr">
              {headers.map(({ name, value }) => `${name}: ${value ?? `(${words.secret})`}`).join('\n')}
            </pre>
          )}
          {body !== null && (
            <>
              <p>{words.body}</p>
              <pre dir="ltr">{body}</pre>
            </>
          )}
        </details>
      ))}
    </section>
  );
}
