// The phones that have a customer's card, and what happened to it, in sentences.
import type { Customer } from '../../operations/customers/show-customer.ts';
import type { ListedRun } from '../../operations/events/list-runs.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';

type Device = Customer['devices'][number];

interface PhonesProps {
  readonly devices: readonly Device[];
  readonly google: Customer['google'];
  readonly texts: Texts;
  readonly zone: string;
  /** The address of the customer's page. */
  readonly address: string;
}

export function CustomerPhones({ devices, google, texts, zone, address }: PhonesProps) {
  const { customer: words, runs, tag } = texts;
  return (
    <section class="panel" aria-labelledby="phones">
      <h2 id="phones">{words.phones}</h2>
      {devices.length === 0 && google === null ? (
        <p class="quiet">{words.noPhones}</p>
      ) : (
        <ul class="plainList">
          {devices.map((device) => (
            <li key={device.id}>
              {words.since} <Moment at={device.registeredAt} tag={tag} zone={zone} isDay />{' '}
              <span class="quiet">
                · <Told device={device} words={words} tag={tag} zone={zone} />
              </span>
            </li>
          ))}
          {google !== null && (
            <li>
              {runs.doctor.onGoogle}{' '}
              <span class="quiet">
                · {runs.googleVerdicts[google.verdict]}
                {google.verdict === 'told' && google.toldAt !== null && (
                  <>
                    {' '}
                    <Moment at={google.toldAt} tag={tag} zone={zone} />
                  </>
                )}
              </span>
            </li>
          )}
        </ul>
      )}
      <p>
        <a href={`${address}/phones`}>{runs.phonesTitle}</a>
      </p>
    </section>
  );
}

interface ToldProps {
  readonly device: Device;
  readonly words: Texts['customer'];
  readonly tag: string;
  readonly zone: string;
}

function Told({ device, words, tag, zone }: ToldProps) {
  const { lastPushAt, lastPushStatus, lastPushReason, askedAt } = device;
  if (lastPushAt === null) return <>{words.notTold}</>;
  // Without a status the message did not reach Apple, and the reason says why.
  if (lastPushStatus === null) return <>{lastPushReason ?? words.notTold}</>;
  const isTaken = lastPushStatus === 200;
  const answer = isTaken
    ? words.accepted
    : `${words.refused} ${[lastPushStatus, lastPushReason].filter(Boolean).join(' ')}`;
  return (
    <>
      {words.toldAt} <Moment at={lastPushAt} tag={tag} zone={zone} />, {answer}
      {askedAt !== null && askedAt >= lastPushAt && (
        <>
          {' '}
          · {words.fetchedAt} <Moment at={askedAt} tag={tag} zone={zone} />
        </>
      )}
    </>
  );
}

interface HistoryProps {
  readonly customer: Customer;
  readonly texts: Texts;
  readonly base: string;
  readonly address: string;
  readonly zone: string;
  readonly maySee: boolean;
  readonly isOlder: boolean;
}

export function CustomerHistory({ customer, texts, base, address, zone, maySee, isOlder }: HistoryProps) {
  const { customer: words } = texts;
  const { runs, next } = customer.history;
  return (
    <section class="panel" aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      {runs.length === 0 && <p class="quiet">{words.noHistory}</p>}
      <ol class="plainList">
        {runs.map((run) => (
          <li key={run.id}>
            <Run run={run} texts={texts} zone={zone} link={maySee ? `${base}/runs/${run.id}` : null} />
          </li>
        ))}
      </ol>
      {(isOlder || next !== null) && (
        <nav class="pager" aria-label={words.history}>
          {isOlder ? <a href={`${address}#history`}>{words.newest}</a> : <span />}
          {next !== null && (
            <a href={`${address}?before=${next}#history`} rel="next">
              {words.older}
            </a>
          )}
        </nav>
      )}
    </section>
  );
}

interface RunProps {
  readonly run: ListedRun;
  readonly texts: Texts;
  readonly zone: string;
  /** The page that says why; null: the person may not open it. */
  readonly link: string | null;
}

function Run({ run, texts: { customer: words, editor, tag }, zone, link }: RunProps) {
  const { event, time, note, sentence, customer } = run;
  const isUndo = note !== null && note.undoes !== null;
  return (
    <>
      <strong>{isUndo ? words.undoTitle : editor.events[event]}</strong>{' '}
      <span class="quiet">
        <Moment at={time} tag={tag} zone={zone} />
        {note !== null && (
          <>
            {' · '}
            <bdi>{words.by(note.who)}</bdi>
          </>
        )}
        {/* A push to all phones of a card ran no rules. */}
        {link !== null && customer !== null && !isUndo && (
          <>
            {' · '}
            <a href={link}>{words.why}</a>
          </>
        )}
      </span>
      {note !== null && note.reason !== '' && (
        <p class="reason" dir="auto">
          “{note.reason}”
        </p>
      )}
      {sentence !== null && (
        <p class="reason" dir="auto">
          {sentence}
        </p>
      )}
    </>
  );
}
